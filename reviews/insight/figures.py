"""Figures of a period, put together. The page, the file and the command all take them from here.

Always in the house's own time zone: the same question has the same answer for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from journeys.models import Account
from reviews.insight import counts, rows, second_looks
from reviews.insight.counts import ACCOUNT, CODES, DAY, OUTCOME, PIECE, QUEUE, TIMING
from reviews.insight.period import Period
from reviews.insight.shapes import (
    Asked,
    DayFlow,
    DueCase,
    FaceAgreement,
    Figures,
    Line,
    OpenQueue,
    PieceFigures,
    Readings,
    ReasonCount,
    Share,
    Timing,
)
from reviews.insight.tallies import EVERYTHING, Group, Tally
from reviews.models import Outcome, Queue, ReasonText

_NEXT = 20
# A backlog without any limit is shown over a day.
_A_DAY = 24 * 60 * 60.0


@dataclass(frozen=True)
class _Counted:
    """What the database said, by group."""

    inflow: counts.Inflow
    decided: Tally
    backlog: counts.Backlog
    readings: Mapping[Group, Readings]

    def line(self, group: Group, *, code: str, name: str) -> Line:
        return Line(
            code=code,
            name=name,
            received=self.inflow.new[group] + self.inflow.again[group],
            again=self.inflow.again[group],
            outcomes=self.outcomes(group),
            wait=self.decided.spread(group),
            timing=self.timing(group),
            open=self.backlog.open[group],
            late=self.backlog.late[group],
            soon=self.backlog.soon[group],
            age=self.backlog.ages.spread(group),
            readings=self.readings.get(group, Readings()),
        )

    def timing(self, group: Group) -> Timing:
        name, value = group
        counted = self.decided.counts[(name, TIMING) if name else (TIMING,)]
        values = (value,) if name else ()
        return Timing(
            in_time=counted[*values, rows.IN_TIME],
            late=counted[*values, rows.LATE],
            unknown=counted[*values, rows.UNKNOWN],
        )

    def outcomes(self, group: Group) -> dict[str, int]:
        name, value = group
        keys = (name, OUTCOME) if name else (OUTCOME,)
        counted = self.decided.counts[keys]
        values = (value,) if name else ()
        return {code: counted[*values, code] for code in Outcome.values}


def house_zone() -> ZoneInfo:
    return ZoneInfo(settings.HOUSE_TIME_ZONE)


def today(now: datetime | None = None) -> date:
    """The day that it is in the house."""
    return timezone.localdate(now, timezone=house_zone())


def figures_of(asked: Asked) -> Figures:
    """Fourteen queries, whatever is asked for and however much there is."""
    queues = list(Queue.objects.order_by("name", "slug"))
    accounts = dict(Account.objects.order_by("slug").values_list("pk", "slug"))
    limits = [queue.late_after_minutes * 60.0 for queue in queues if asked.queue in ("", queue.pk)]
    counted = _Counted(
        inflow=counts.inflow(asked),
        decided=counts.decided(asked),
        backlog=counts.backlog(asked, longest_limit=max(limits, default=_A_DAY)),
        readings=second_looks.readings(asked),
    )
    lines = {
        queue.pk: counted.line((QUEUE, queue.pk), code=queue.pk, name=queue.name)
        for queue in queues
        if asked.queue in ("", queue.pk)
    }
    names = {queue.pk: queue.name for queue in queues}
    return Figures(
        asked=asked,
        total=counted.line(EVERYTHING, code="", name=""),
        queues=tuple(line for line in lines.values() if _says_anything(line, asked.queue)),
        accounts=tuple(_account_lines(counted, accounts, asked)),
        days=tuple(
            DayFlow(day, counted.inflow.days[day], counted.decided.counts[DAY,][day,])
            for day in asked.period.days()
        ),
        pieces=tuple(_pieces(counted, asked.period)),
        reasons=tuple(_reasons(asked, counted)),
        oldest=counted.backlog.oldest,
        open_queues=tuple(_open_queues(queues, lines, counted.backlog)),
        next_late=tuple(_next_late(asked, names)),
        faces=tuple(_faces(asked, accounts)),
        outcome_timing={code: counted.timing((OUTCOME, code)) for code in Outcome.values},
    )


def _says_anything(line: Line, chosen: str) -> bool:
    """A queue that was asked for is shown, however empty; others only with something in them."""
    return bool(line.code == chosen or line.received or line.decided or line.open)


def _account_lines(counted: _Counted, accounts: Mapping[Any, str], asked: Asked) -> Iterable[Line]:
    # Cases of old may stand for no account: their line has no name.
    for pk, slug in [*accounts.items(), (None, "")]:
        line = counted.line((ACCOUNT, pk), code=slug, name=slug)
        if asked.account in ("", slug) and _says_anything(line, asked.account or "-"):
            yield line


def _pieces(counted: _Counted, period: Period) -> Iterable[PieceFigures]:
    for piece in period.pieces():
        group = (PIECE, period.start_of(piece.first))
        yield PieceFigures(
            first=piece.first,
            last=piece.last,
            outcomes=counted.outcomes(group),
            wait=counted.decided.spread(group),
            timing=counted.timing(group),
        )


def _reasons(asked: Asked, counted: _Counted) -> list[ReasonCount]:
    """The most frequent first."""
    now = counts.reasons(counted.decided.counts[OUTCOME, CODES].items())
    before = counts.reasons_before(asked)
    outcomes = counted.outcomes(EVERYTHING)
    words = _words({code for _outcome, code in now})
    found = [
        ReasonCount(
            code=code,
            words=words.get(code) or code,
            outcome=outcome,
            share=Share(count, outcomes[outcome]),
            before=before[outcome, code],
        )
        for (outcome, code), count in now.items()
    ]
    return sorted(found, key=lambda one: (-one.share.count, one.code))


def _words(codes: set[str]) -> dict[str, str]:
    """What reviewers read; in English where the reader's language has no words."""
    language = (get_language() or "en").split("-")[0]
    texts = ReasonText.objects.filter(reason__in=codes, language__in=("en", language))
    found: dict[str, str] = {}
    for text in texts:
        if text.reviewer_text and (text.language == language or text.reason_id not in found):
            found[text.reason_id] = text.reviewer_text
    return found


def _open_queues(
    queues: Iterable[Queue], lines: Mapping[str, Line], backlog: counts.Backlog
) -> list[OpenQueue]:
    """Of those with anything open; the fullest first, late cases before all."""
    found = [
        OpenQueue(
            code=queue.pk,
            name=queue.name,
            open=line.open,
            late=line.late,
            soon=line.soon,
            limit=None if queue.calendar_id else queue.late_after_minutes * 60.0,
            usual=line.wait.at(85),
            bins=backlog.bins.get(queue.pk, ()),
        )
        for queue in queues
        if (line := lines.get(queue.pk)) is not None and line.open
    ]
    return sorted(found, key=lambda one: (-one.late, -one.open, one.name))


def _next_late(asked: Asked, names: Mapping[str, str]) -> Iterable[DueCase]:
    found = rows.open_cases(asked).order_by("due_at", "pk")
    for pk, code, queue, due_at, state in found.values_list(
        "pk", "code", "queue", "due_at", "state"
    )[:_NEXT]:
        yield DueCase(pk, code, names[queue], due_at, state)


def _faces(asked: Asked, accounts: Mapping[Any, str]) -> list[FaceAgreement]:
    found = second_looks.face_agreement(asked)
    named = [(accounts.get(account, ""), *counted) for account, counted in found.items()]
    return [FaceAgreement(*one) for one in sorted(named)]


def asked_now(
    period: Period, *, account: str = "", queue: str = "", now: datetime | None = None
) -> Asked:
    """A question as of this second."""
    moment = (now or timezone.now()).replace(microsecond=0)
    return Asked(period=period, now=moment, account=account, queue=queue)
