"""The applicant's side: how long they have, when they are late, and what silence means.

A case that waits is due at the end of the applicant's last day, and its turn is the end of the day
after which they count as late: both in the time zone of the queue's calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from journeys.importing import fetch_key, request_fetch
from journeys.models import Snapshot
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.desk.deciders import tell_decider
from reviews.desk.limits import hours_of
from reviews.desk.pulling import open_next
from reviews.models import ApplicantLink, Case, Decision, Notice, Queue, Round

_AT_ONCE = 200
_SYSTEM = "waiting"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A case that waits for its applicant, for the desk: what was asked, until when."""

    case: Case
    # The ids of the steps that are to be done again.
    steps: tuple[str, ...]
    asked_at: datetime
    due_at: datetime
    # They should have answered by now, and have still time.
    is_late: bool


def waiting_columns(its_round: Round, *, asked: datetime) -> dict[str, Any]:
    """What a case's row says from the moment on at which the applicant was asked."""
    days = its_round.setting("applicant_days")
    reminder = min(its_round.setting("reminder_days"), days)
    zone = _zone_of(its_round.case.queue)
    return {
        "due_at": _end_of_day(asked, days, zone),
        "turn_at": _end_of_day(asked, reminder, zone),
        "asked_at": asked,
        "reminded_at": None,
    }


def look_after_waiting() -> int:
    """Lost callbacks, late applicants, silence; how many cases were changed. For the beat."""
    return ask_after_waiting() + remind() + end_silence()


def ask_after_waiting() -> int:
    """Fetch what applicants were asked for long ago, should its callback have been lost."""
    now = timezone.now()
    long_ago = now - timedelta(hours=settings.EXPECTED_OVERDUE_HOURS)
    asked = 0
    for case in _waiting().filter(Q(asked_at__isnull=True) | Q(asked_at__lte=long_ago))[:_AT_ONCE]:
        with transaction.atomic():
            mine = Case.objects.filter(pk=case.pk, state=Case.State.WAITING, asked_at=case.asked_at)
            if mine.update(asked_at=now):
                _ask_provider(_last_round(case))
                asked += 1
    return asked


def remind() -> int:
    """Who should have answered by now counts as late: said once, to whoever asked them."""
    now = timezone.now()
    late = _waiting().filter(reminded_at__isnull=True, turn_at__lte=now, due_at__gt=now)
    reminded = 0
    for case in late[:_AT_ONCE]:
        with transaction.atomic():
            mine = Case.objects.filter(
                pk=case.pk, state=Case.State.WAITING, reminded_at__isnull=True
            )
            if not mine.update(reminded_at=now):
                continue
            last = _last_round(case)
            tell_decider(case, Notice.Kind.LATE)
            _told(Event.CASE_REMINDED, last, {"due": case.due_at.isoformat(timespec="seconds")})
            reminded += 1
    return reminded


def end_silence() -> int:
    """Nobody answered in time: back to the queue with what is there, or closed, as the policy says.

    Evidence that is on its way is waited for; the provider is not told of either.
    """
    now = timezone.now()
    ended = 0
    for case in _waiting().filter(due_at__lte=now).order_by("due_at")[:_AT_ONCE]:
        last = _last_round(case)
        if last.journey.has_news or _is_being_fetched(last):
            continue
        if last.setting("on_silence") == Queue.OnSilence.CLOSE:
            ended += _close(case, last, now)
        else:
            ended += _back_to_queue(last)
    return ended


def waiting_cases(cases: Iterable[Case]) -> list[Waiting]:
    """These waiting cases with what was asked, in their order. One query."""
    found = list(cases)
    asked: dict[Any, Decision] = {}
    for decision in (
        Decision.objects.filter(
            round__case__in=[case.pk for case in found],
            round__number=F("round__case__round_count"),
            state=Decision.State.EFFECTIVE,
        )
        .select_related("round")
        .order_by("decided_at")
    ):
        asked[decision.round.case_id] = decision
    now = timezone.now()
    return [
        Waiting(
            case=case,
            steps=tuple(found_one.steps),
            asked_at=found_one.effective_at or found_one.decided_at,
            due_at=case.due_at,
            is_late=case.reminded_at is not None or case.turn_at <= now,
        )
        for case in found
        if (found_one := asked.get(case.pk)) is not None
    ]


def _back_to_queue(last: Round) -> int:
    with transaction.atomic():
        if not open_next(last, why=Round.Why.SILENCE):
            return 0
        _told(Event.CASE_UNANSWERED, last, {"then": Queue.OnSilence.BACK.value})
    return 1


def _close(case: Case, last: Round, now: datetime) -> int:
    with transaction.atomic():
        mine = Case.objects.filter(
            pk=case.pk, state=Case.State.WAITING, round_count=last.number, due_at=case.due_at
        )
        if not mine.update(
            state=Case.State.DECIDED,
            asked_at=None,
            closed_at=now,
            version=F("version") + 1,
        ):
            return 0
        _told(Event.CASE_UNANSWERED, last, {"then": Queue.OnSilence.CLOSE.value})
    return 1


def _told(event: Event, last: Round, data: dict[str, object]) -> None:
    record(
        event,
        system=_SYSTEM,
        account=last.journey.account.lane,
        case_id=last.case_id,
        round_id=last.pk,
        data=data,
    )


def _waiting() -> Any:
    return Case.objects.filter(state=Case.State.WAITING)


def _last_round(case: Case) -> Round:
    return case.rounds.select_related(
        "case__queue", "policy", "journey__account", "journey__current_snapshot"
    ).order_by("-number")[0]


def _ask_provider(last: Round) -> None:
    request_fetch(last.journey.account, _wanted(last), how=Snapshot.How.EXPECTED)


def _is_being_fetched(last: Round) -> bool:
    key = fetch_key(last.journey.account_id, _wanted(last))
    return Job.objects.filter(key=key, state__in=(Job.State.WAITING, Job.State.RUNNING)).exists()


def _wanted(last: Round) -> str:
    """The provider's id of what the applicant does again: a journey of its own, or the same."""
    link = last.links.filter(state=ApplicantLink.State.CURRENT).first()
    return (link.provider_id if link is not None else "") or last.journey.provider_id


def _zone_of(queue: Queue) -> ZoneInfo:
    hours = hours_of(queue.calendar)
    return hours.zone if hours is not None else ZoneInfo("UTC")


def _end_of_day(since: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Midnight after the day that is `days` after this one, as the zone has it."""
    day = since.astimezone(zone).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
