"""How many cases stand behind each filter: one query, one look at the open cases.

The open cases are read once into a table of this query, and counted there for each filter as if
its own choice were not made. Above a limit nothing is counted: more than that is just "many".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection, models
from django.db.models import Min, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kycreview.staff.models import User
from reviews.desk.list_filters import FACETS, WHY_CODES, Due, Holder, condition, due_within, held_by
from reviews.models import Case

AT_MOST = 10_000
# What "today" and the like are summed from, in the order of the packed text.
_SUMS: Final = ("is_live", "is_late", "is_hour", "is_today", "is_second")


@dataclass(frozen=True)
class Option:
    """One value of a filter, and how many cases have it under the other filters."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class QueueLoad:
    """What is open in one queue; tests are not counted."""

    open: int = 0
    due_soon: int = 0


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Figures of a list. `is_capped`: there are more cases than are counted."""

    is_capped: bool = False
    # Of the queue, whatever is filtered; tests and what is on hold do not count.
    open: int = 0
    late: int = 0
    due_soon: int = 0
    today: int = 0
    second: int = 0
    oldest: datetime | None = None
    first_back: datetime | None = None
    # Of what the filters leave, tests among them: as many as the list has rows.
    total: int = 0
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    queues: Mapping[str, QueueLoad] = field(default_factory=dict)

    def on_hold(self) -> int:
        return next((one.count for one in self.options["claim"] if one.value == Holder.HOLD), 0)


def count(
    cases: QuerySet[Case],
    chosen: Mapping[str, tuple[str, ...]],
    *,
    queue: str,
    person: User,
    now: datetime,
) -> Counts:
    """`cases` are the open ones of every queue that the person may list; `queue` empty: all."""
    active = [name for name in FACETS if name in chosen]
    flags: dict[str, Q] = {
        f"ok_{name}": condition(name, chosen[name], person=person, now=now) for name in active
    }
    # Without a choice of its own: all that is not on hold.
    flags.setdefault("ok_claim", ~held_by(Holder.HOLD, person, now))
    flags["ok_queue"] = Q(queue=queue) if queue else ~Q(queue="")
    sums = {
        "is_live": Q(is_test=False),
        "is_late": due_within(Due.LATE, now) & Q(is_test=False),
        "is_hour": due_within(Due.HOUR, now) & Q(is_test=False),
        "is_today": due_within(Due.TODAY, now) & Q(is_test=False),
        "is_second": condition("why", ["second_reader"], person=person, now=now) & Q(is_test=False),
        "due_late": due_within(Due.LATE, now),
        "due_hour": due_within(Due.HOUR, now),
        "due_today": due_within(Due.TODAY, now),
        "is_held": held_by(Holder.HOLD, person, now),
    }
    columns = [
        "id", "queue_id", "account_id", "document_type", "country_code", "why_bits", "severity",
        "round_count", "round_opened_at", "held_until",
    ]  # fmt: skip
    known = cases.order_by().annotate(
        holder=models.Case(
            *(
                When(held_by(holder, person, now), then=Value(holder.value))
                for holder in (Holder.HOLD, Holder.ME, Holder.OTHER)
            ),
            default=Value(Holder.NOBODY.value),
        ),
        **{name: _flag(its) for name, its in (sums | flags).items()},
    )
    names = [*columns, "holder", *sums, *flags]
    rows = _rows(known.values_list(*names)[: AT_MOST + 1], names, set(flags))
    return _read(rows)


def count_roughly(cases: QuerySet[Case], *, now: datetime) -> Counts:
    """Where there are too many to count: when the oldest came in."""
    oldest = cases.filter(is_test=False).aggregate(at=Min("round_opened_at"))["at"]
    return Counts(is_capped=True, oldest=oldest, options=dict.fromkeys(FACETS, ()))


def _flag(its: Q) -> models.Case:
    return models.Case(
        When(its, then=Value(1)), default=Value(0), output_field=models.IntegerField()
    )


def _rows(known: Any, names: list[str], flags: set[str]) -> list[tuple[str, str, str, int]]:
    inner, params = known.query.get_compiler(connection=connection).as_sql()

    def part(name: str, key: str, label: str = "''", *, group: str = "", join: str = "") -> str:
        # As one "more than": of equalities PostgreSQL would expect hardly any row, and plan so.
        others = sorted(flags - {f"ok_{name}"})
        passed = " + ".join(f"c.{one}" for one in others) or "0"
        grouped = f" GROUP BY {group}" if group else ""
        columns = f"'{name}', {key}, {label}, COUNT(*)"
        return f"SELECT {columns} FROM known c{join} WHERE {passed} > {len(others) - 1}{grouped}"  # noqa: S608 - the names are this file's own

    def sums(*of: str) -> str:
        return " || ',' || ".join(f"CAST(COALESCE(SUM({one}), 0) AS text)" for one in of)

    oldest = "CAST(MIN(CASE WHEN c.is_live = 1 THEN c.round_opened_at END) AS text)"
    of_queue = (
        f"SELECT 'stat', {sums(*(f'c.{one}' for one in _SUMS))}, {oldest}, COUNT(*) FROM known c"  # noqa: S608 - the names are this file's own
    )
    parts = [
        "SELECT 'all', '', '', COUNT(*) FROM known c",
        f"{of_queue} WHERE c.ok_queue > c.is_held",
        "SELECT 'back', '', CAST(MIN(c.held_until) AS text), 0 FROM known c"
        " WHERE c.ok_queue = 1 AND c.is_held = 1",
        part("total", "''"),
        part("due", sums("c.due_late", "c.due_hour", "c.due_today")),
        # A sum for each bit: cases that share all of theirs are few.
        part("why", sums(*(f"c.why_bits & {int(why)}" for why in WHY_CODES.values()))),
        part("doc", "c.document_type", group="c.document_type"),
        part("claim", "c.holder", group="c.holder"),
        part("country", "c.country_code", group="c.country_code"),
        part(
            "account", "a.slug", group="a.slug",
            join=" JOIN journeys_account a ON a.id = c.account_id",
        ),
        part("severity", "CAST(c.severity AS text)", group="c.severity"),
        part("attempt", "CAST(c.round_count AS text)", group="c.round_count"),
        part(
            "tag", "t.slug", "t.name", group="t.slug, t.name",
            join=" JOIN reviews_casetag ct ON ct.case_id = c.id"
            " JOIN reviews_tag t ON t.slug = ct.tag_id",
        ),
        "SELECT 'queue', c.queue_id, CAST(SUM(c.is_hour) + SUM(c.is_late) AS text),"
        " SUM(c.is_live) FROM known c WHERE c.is_held = 0 GROUP BY c.queue_id",
    ]  # fmt: skip
    outer = ", ".join(names)
    with connection.cursor() as cursor:
        # The names are this file's own, the inner query is the ORM's with its parameters.
        cursor.execute(
            f"WITH known({outer}) AS MATERIALIZED ({inner}) " + " UNION ALL ".join(parts),
            params,
        )
        return list(cursor.fetchall())


def _read(rows: Iterable[tuple[str, str, str, int]]) -> Counts:
    by_part: dict[str, list[tuple[str, str, int]]] = {}
    for name, key, label, number in rows:
        by_part.setdefault(name, []).append((key, label, int(number or 0)))
    if by_part["all"][0][2] > AT_MOST:
        return Counts(is_capped=True, options=dict.fromkeys(FACETS, ()))
    packed, oldest, _all = by_part["stat"][0]
    live, late, due_soon, today, second = (int(one) for one in packed.split(","))
    return Counts(
        open=live,
        late=late,
        due_soon=due_soon,
        today=today,
        second=second,
        oldest=_moment(oldest),
        first_back=_moment(by_part["back"][0][1]),
        total=by_part["total"][0][2],
        options={name: _options(name, by_part.get(name, [])) for name in FACETS},
        queues={
            slug: QueueLoad(open=number, due_soon=int(soon or 0))
            for slug, soon, number in by_part.get("queue", [])
        },
    )


def _options(name: str, found: list[tuple[str, str, int]]) -> tuple[Option, ...]:
    """Values that no case has are absent, but for the closed lists of the page."""
    if name == "due":
        sums = [int(one) for one in found[0][0].split(",")]
        return tuple(
            Option(str(due.value), str(due.label), number)
            for due, number in zip(Due, sums, strict=True)
        )
    if name == "why":
        # Each is a sum of the bit itself.
        of_bit = zip(WHY_CODES.items(), found[0][0].split(","), strict=True)
        return tuple(
            Option(code, "", int(added) // int(why)) for (code, why), added in of_bit if int(added)
        )
    if name == "attempt":
        tries = [0, 0, 0]
        for key, _label, number in found:
            tries[min(max(int(key), 1), 3) - 1] += number
        return tuple(Option(str(at), "", number) for at, number in enumerate(tries, 1) if number)
    rows = [Option(key, label or "", number) for key, label, number in found if key]
    return tuple(sorted(rows, key=lambda one: (-one.count, one.value)))


def _moment(text: str | None) -> datetime | None:
    """SQLite tells no zone: there it is UTC."""
    at = parse_datetime(text) if text else None
    if at is not None and timezone.is_naive(at):
        at = timezone.make_aware(at, timezone.get_fixed_timezone(0))
    return at
