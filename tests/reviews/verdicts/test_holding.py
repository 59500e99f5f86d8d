"""Holding a case and passing it on: who gets it, when, and what is kept of the reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, claim_next, free_for
from reviews.errors import Incomplete, NotAllowed, NotYours, RateFirst
from reviews.models import Case, Note, Opinion, Queue
from reviews.verdicts.holding import hold, pass_on, tomorrow_morning
from tests.reviews.house import arrive, events, opened, opened_strictly, round_of

WHY = "Waiting for the applicant's call about Ms Example."


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Case:
    return claim(opened(arrive(idwise, outcome="glare")), by=reviewer)


def later(**length: float) -> datetime:
    return timezone.now() + timedelta(**length)


def test_a_case_on_hold_is_offered_to_nobody_before_its_time(
    held: Case, reviewer: User, second_reviewer: User
) -> None:
    hold(held, until=later(hours=1), why=WHY, by=reviewer)
    assert claim_next(by=reviewer) is None
    assert claim_next(by=second_reviewer) is None
    Case.objects.update(held_until=later(seconds=-1))
    assert claim_next(by=second_reviewer) == held


def test_who_looks_for_it_can_take_a_case_on_hold(held: Case, reviewer: User) -> None:
    hold(held, until=later(hours=1), why=WHY, by=reviewer)
    assert claim(held, by=reviewer).held_until is None


def test_the_reason_is_sealed_and_the_trail_holds_a_commitment_of_it(
    held: Case, reviewer: User
) -> None:
    until = later(hours=1)
    hold(held, until=until, why=f"  {WHY} ", by=reviewer)
    note = Note.objects.get()
    assert note.text(round_of(held).journey.key()) == WHY
    (entry,) = events(Event.CASE_HELD)
    assert (entry.actor, entry.case_id) == (reviewer, held.pk)
    assert WHY not in entry.data
    assert until.strftime("%Y-%m-%dT%H:%M") in entry.data


@pytest.mark.parametrize(
    "length,why,field",
    [
        ({"minutes": -1}, WHY, "until"),
        ({"days": 15}, WHY, "until"),
        ({"hours": 1}, "   ", "why"),
    ],
)
def test_a_hold_without_a_reason_or_with_a_strange_time_changes_nothing(
    held: Case, reviewer: User, length: dict[str, float], why: str, field: str
) -> None:
    with pytest.raises(Incomplete) as told:
        hold(held, until=later(**length), why=why, by=reviewer)
    assert told.value.field == field
    held.refresh_from_db()
    assert (held.state, held.held_until) == (Case.State.CLAIMED, None)
    assert not Note.objects.exists()


def test_only_who_holds_the_case_can_put_it_on_hold_or_pass_it_on(
    held: Case, second_reviewer: User
) -> None:
    with pytest.raises(NotYours):
        hold(held, until=later(hours=1), why=WHY, by=second_reviewer)
    with pytest.raises(NotYours):
        pass_on(held, why=WHY, by=second_reviewer)
    held.refresh_from_db()
    assert held.state == Case.State.CLAIMED


def test_what_is_passed_on_goes_to_those_who_may_confirm_sanctions(
    held: Case, reviewer: User, second_reviewer: User, lead: User
) -> None:
    pass_on(held, why=WHY, by=reviewer)
    assert not free_for(reviewer).exists()
    assert not free_for(second_reviewer).exists()
    assert claim_next(by=lead) == held
    (entry,) = events(Event.CASE_PASSED_ON)
    assert WHY not in entry.data


def test_passed_on_once_it_stays_so_when_it_is_held(held: Case, reviewer: User, lead: User) -> None:
    pass_on(held, why=WHY, by=reviewer)
    taken = claim(Case.objects.get(), by=lead)
    hold(taken, until=later(hours=1), why=WHY, by=lead)
    assert Case.objects.get().needs_sanctions


def test_who_may_confirm_sanctions_does_not_pass_on(held: Case, lead: User) -> None:
    Case.objects.update(claimed_by=lead)
    with pytest.raises(NotAllowed):
        pass_on(held, why=WHY, by=lead)


def test_nobody_passes_on_what_they_have_not_seen(idwise: Account, reviewer: User) -> None:
    case = claim(opened_strictly(arrive(idwise, outcome="aml_sanctions")), by=reviewer)
    assert Queue.objects.get(pk="main").blind_first
    with pytest.raises(RateFirst):
        pass_on(case, why=WHY, by=reviewer)
    case.refresh_from_db()
    assert (case.state, case.needs_sanctions) == (Case.State.CLAIMED, False)
    Opinion.objects.create(round=round_of(case), person=reviewer, rating=1)
    pass_on(case, why=WHY, by=reviewer)


def test_tomorrow_morning_is_nine_o_clock_where_the_person_is() -> None:
    now = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # half past two in the night in Dubai
    with timezone.override(ZoneInfo("Asia/Dubai")):
        assert tomorrow_morning(now).isoformat() == "2026-11-23T09:00:00+04:00"
