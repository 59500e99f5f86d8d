"""Applicants who are asked again: how long they have, when they are late, what silence does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.waiting import end_silence, look_after_waiting, remind, waiting_cases
from reviews.models import Calendar, Case, Decision, Notice, Queue, Round
from tests.reviews.house import arrive, count_of, events, held_case, in_effect

pytestmark = pytest.mark.both_databases


@pytest.fixture
def waiting(idwise: Account, reviewer: User) -> Case:
    decision = in_effect(
        held_case(arrive(idwise, outcome="glare"), by=reviewer), "resubmit", by=reviewer
    )
    return decision.round.case


def at(case: Case, *, turn: timedelta, due: timedelta) -> None:
    """Say when the applicant is late and when their time is over, from now."""
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(turn_at=now + turn, due_at=now + due)


def test_the_time_ends_with_a_day_of_the_calendar(idwise: Account, reviewer: User) -> None:
    Calendar.objects.create(
        slug="dubai", name="Dubai", time_zone="Asia/Dubai", hours={"0": [["09:00", "17:00"]]}
    )
    Queue.objects.update(calendar="dubai", applicant_days=5, reminder_days=2)
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    decision = in_effect(its_round, "resubmit", by=reviewer)
    case = Case.objects.get()
    assert decision.effective_at is not None
    asked = decision.effective_at.astimezone(ZoneInfo("Asia/Dubai")).date()
    ends = datetime.combine(asked + timedelta(days=6), datetime.min.time(), ZoneInfo("Asia/Dubai"))
    assert case.due_at == ends.astimezone(UTC)
    assert case.due_at - case.turn_at == timedelta(days=3)
    assert case.state == Case.State.WAITING
    (found,) = waiting_cases([case])
    assert (found.steps, found.is_late) == (("0",), False)


def test_nobody_is_late_before_the_day(waiting: Case) -> None:
    assert look_after_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reminded_at) == (Case.State.WAITING, None)


def test_who_is_late_is_told_of_once(waiting: Case, reviewer: User) -> None:
    at(waiting, turn=-timedelta(minutes=1), due=timedelta(days=2))
    assert (remind(), remind()) == (1, 0)
    waiting.refresh_from_db()
    assert waiting.reminded_at is not None
    (notice,) = Notice.objects.filter(kind=Notice.Kind.LATE)
    assert (notice.person, notice.case) == (reviewer, waiting)
    assert count_of(Event.CASE_REMINDED) == 1
    assert waiting_cases([waiting])[0].is_late


def test_silence_brings_the_case_back(waiting: Case) -> None:
    at(waiting, turn=-timedelta(days=2), due=-timedelta(minutes=1))
    assert (end_silence(), end_silence()) == (1, 0)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.round_count) == (Case.State.OPEN, 2)
    assert Round.objects.get(case=waiting, number=2).why == Round.Why.SILENCE
    (entry,) = events(Event.CASE_UNANSWERED)
    assert '"back"' in entry.data


def test_silence_closes_the_case_where_the_policy_says_so(waiting: Case) -> None:
    Queue.objects.update(on_silence=Queue.OnSilence.CLOSE)
    at(waiting, turn=-timedelta(days=2), due=-timedelta(minutes=1))
    assert end_silence() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.round_count) == (Case.State.DECIDED, 1)
    assert waiting.closed_at is not None
    assert Decision.objects.get().state == Decision.State.EFFECTIVE
    assert '"close"' in events(Event.CASE_UNANSWERED)[0].data


def test_news_is_waited_for(waiting: Case) -> None:
    at(waiting, turn=-timedelta(days=2), due=-timedelta(minutes=1))
    journey = waiting.rounds.get().journey
    journey.has_news = True
    journey.save(update_fields=["has_news"])
    assert end_silence() == 0
