"""What came in, what was decided and what is open: counted in the database, by group."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Case as When_
from django.db.models import CharField, Count, IntegerField, TextField, Value, When
from django.db.models.functions import Cast

from reviews.insight import rows
from reviews.insight.shapes import AgeBin, Asked
from reviews.insight.tallies import EVERYTHING, Group, Tally, tally

DAY, QUEUE, ACCOUNT, PIECE, OUTCOME, CODES = "day", "queue", "account", "piece", "outcome", "codes"
TIMING = "timing"
# The rows of the picture of ages: older cases lie ever closer together.
AGE_ROWS = 44
SOON = timedelta(hours=2)
_LATE, _SOON, _REST = "late", "soon", "rest"


@dataclass
class Inflow:
    """New cases and cases that came again, by group and by day."""

    new: Counter[Group] = field(default_factory=Counter)
    again: Counter[Group] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)


@dataclass
class Backlog:
    """What is open now: how many by group and how pressing, and the ages of each queue."""

    oldest: float = 0.0
    open: Counter[Group] = field(default_factory=Counter)
    late: Counter[Group] = field(default_factory=Counter)
    soon: Counter[Group] = field(default_factory=Counter)
    ages: Tally = field(default_factory=Tally)
    bins: dict[str, tuple[AgeBin, ...]] = field(default_factory=dict)


def inflow(asked: Asked) -> Inflow:
    """Two queries."""
    found = Inflow()
    opened = rows.new_cases(asked).annotate(day=rows.day_of("opened_at", asked.period))
    again = rows.rounds_again(asked).annotate(day=rows.day_of("opened_at", asked.period))
    for name, groups, prefix in ((found.new, opened, ""), (found.again, again, "case__")):
        keys = ("day", f"{prefix}queue", f"{prefix}account")
        counted = groups.order_by().values_list(*keys).annotate(count=Count("pk"))
        for day, queue, account, count in counted:
            found.days[day] += count
            for group in (EVERYTHING, (QUEUE, queue), (ACCOUNT, account)):
                name[group] += count
    return found


def decided(asked: Asked) -> Tally:
    """Decisions: waits by queue, account and piece; counts by outcome, day, reasons and timing.

    One query. Reasons are kept in order, so that equal ones are equal texts.
    """
    found = rows.decisions(asked).annotate(
        day=rows.day_of("decided_at", asked.period),
        piece=rows.piece_of("decided_at", asked.period),
        codes=Cast("reason_codes", TextField()),
        timing=rows.timing_of_decision(),
        wait=rows.wait_of_decision(),
    )
    return tally(
        found,
        keys={
            DAY: "day",
            QUEUE: "round__case__queue",
            ACCOUNT: "round__case__account",
            PIECE: "piece",
            OUTCOME: "outcome",
            CODES: "codes",
            TIMING: "timing",
        },
        length="wait",
        spread_by=(QUEUE, ACCOUNT, PIECE),
        count_by=(
            (DAY,),
            (OUTCOME,),
            (QUEUE, OUTCOME),
            (ACCOUNT, OUTCOME),
            (PIECE, OUTCOME),
            (OUTCOME, CODES),
            (TIMING,),
            (QUEUE, TIMING),
            (ACCOUNT, TIMING),
            (PIECE, TIMING),
            (OUTCOME, TIMING),
        ),
    )


def backlog(asked: Asked, *, longest_limit: float) -> Backlog:
    """Two queries. Far older cases than any limit allows share the last row."""
    aged = rows.open_cases(asked).annotate(age=rows.age_of_case(asked))
    found = Backlog(
        ages=tally(
            aged,
            keys={QUEUE: "queue", ACCOUNT: "account"},
            length="age",
            spread_by=(QUEUE, ACCOUNT),
        )
    )
    longest = found.ages.spread(EVERYTHING).longest
    found.oldest = min(max(longest, longest_limit), 4 * longest_limit or longest)
    counted = (
        rows.open_cases(asked)
        .annotate(row=_row(asked.now, found.oldest), tone=_tone(asked.now))
        .order_by()
        .values_list("queue", "account", "row", "tone")
        .annotate(count=Count("pk"))
    )
    rows_of: dict[str, dict[int, Counter[str]]] = {}
    for queue, account, row, tone, count in counted:
        rows_of.setdefault(queue, {}).setdefault(row, Counter())[tone] += count
        for group in (EVERYTHING, (QUEUE, queue), (ACCOUNT, account)):
            found.open[group] += count
            found.late[group] += count if tone == _LATE else 0
            found.soon[group] += count if tone == _SOON else 0
    found.bins = {
        queue: tuple(
            AgeBin(row, tones[_LATE], tones[_SOON], tones[_REST])
            for row, tones in sorted(by_row.items())
        )
        for queue, by_row in rows_of.items()
    }
    return found


def row_of_age(seconds: float, oldest: float) -> float:
    """Where an age lies on the scale of the rows: its root, so that the first hours have room."""
    if oldest <= 0:
        return 0.0
    return float(AGE_ROWS * min(max(seconds, 0.0) / oldest, 1.0) ** 0.5)


def reasons(found: Iterable[tuple[tuple[str, str], int]]) -> Counter[tuple[str, str]]:
    """Of ((outcome, list of codes), count) how often each (outcome, code) stands."""
    counted: Counter[tuple[str, str]] = Counter()
    for (outcome, codes), count in found:
        for code in json.loads(codes):
            counted[outcome, code] += count
    return counted


def reasons_before(asked: Asked) -> Counter[tuple[str, str]]:
    """The same of as many days before. One query."""
    found = rows.decisions(asked, of=asked.period.before())
    found = found.annotate(codes=Cast("reason_codes", TextField()))
    counted = found.values_list("outcome", "codes").annotate(count=Count("pk"))
    return reasons(((outcome, codes), count) for outcome, codes, count in counted)


def _row(now: datetime, oldest: float) -> When_:
    """The row of a case by its age, in the database: the rows' limits as moments."""
    edges = [
        When(
            round_opened_at__gt=now - timedelta(seconds=oldest * ((row + 1) / AGE_ROWS) ** 2),
            then=Value(row),
        )
        for row in range(AGE_ROWS - 1)
    ]
    return When_(*edges, default=Value(AGE_ROWS - 1), output_field=IntegerField())


def _tone(now: datetime) -> When_:
    return When_(
        When(due_at__lt=now, then=Value(_LATE)),
        When(due_at__lt=now + SOON, then=Value(_SOON)),
        default=Value(_REST),
        output_field=CharField(),
    )
