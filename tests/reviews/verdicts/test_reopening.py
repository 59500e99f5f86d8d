"""Reopening: a lead, with a reason, and only what is really decided."""

from __future__ import annotations

import pytest

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.errors import AlreadyDecided, Incomplete, NotAllowed, ReviewError
from reviews.models import Case, Decision, Round
from reviews.verdicts.reopening import reopen
from tests.people import MakePerson
from tests.reviews.house import arrive, count_of, decided, events, held_case, in_effect
from tests.threads import at_once


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


@pytest.mark.both_databases
def test_a_lead_opens_a_new_round_and_the_decision_stays(
    held: Round, reviewer: User, lead: User
) -> None:
    decision = in_effect(held, "reject", by=reviewer)
    opened = reopen(Case.objects.get(), why="The picture was another one.", by=lead)
    case = Case.objects.get()
    assert (case.state, case.round_count) == (Case.State.OPEN, 2)
    assert (opened.number, opened.why) == (2, Round.Why.REOPENED)
    assert opened.journey == held.journey
    decision.refresh_from_db()
    assert decision.state == Decision.State.EFFECTIVE
    (entry,) = events(Event.CASE_REOPENED)
    assert (entry.actor, entry.round_id) == (lead, opened.pk)
    assert [detail.name for detail in entry.details.all()] == ["why"]


@pytest.mark.both_databases
def test_two_leads_at_once_open_one_round(
    held: Round, reviewer: User, make_person: MakePerson
) -> None:
    in_effect(held, "reject", by=reviewer)
    leads = [make_person("lead") for _ in range(4)]

    def attempt(number: int) -> str:
        try:
            reopen(Case.objects.get(), why="Again.", by=leads[number])
        except ReviewError as error:
            return type(error).__name__
        return "opened"

    assert sorted(at_once(4, attempt)) == ["AlreadyDecided"] * 3 + ["opened"]
    assert Round.objects.count() == 2
    assert count_of(Event.CASE_REOPENED) == 1


@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_reason_is_needed(held: Round, reviewer: User, lead: User, why: str) -> None:
    in_effect(held, "reject", by=reviewer)
    with pytest.raises(Incomplete, match="Say why"):
        reopen(Case.objects.get(), why=why, by=lead)


@pytest.mark.parametrize("role", ["reviewer", "auditor", "admin"])
def test_nobody_but_a_lead_reopens(
    held: Round, reviewer: User, make_person: MakePerson, role: str
) -> None:
    in_effect(held, "reject", by=reviewer)
    with pytest.raises(NotAllowed, match="Only a lead"):
        reopen(Case.objects.get(), why="Please.", by=make_person(role))


def test_a_case_in_work_is_not_reopened(held: Round, lead: User) -> None:
    with pytest.raises(AlreadyDecided):
        reopen(Case.objects.get(), why="Please.", by=lead)


def test_a_decision_that_can_still_be_undone_is_not_reopened(
    held: Round, reviewer: User, lead: User
) -> None:
    decided(held, "reject", by=reviewer)
    with pytest.raises(AlreadyDecided, match="whose decision is in effect"):
        reopen(Case.objects.get(), why="Please.", by=lead)


def test_a_case_that_waits_for_the_applicant_is_not_reopened(
    held: Round, reviewer: User, lead: User
) -> None:
    in_effect(held, "resubmit", by=reviewer)
    with pytest.raises(AlreadyDecided):
        reopen(Case.objects.get(), why="Please.", by=lead)
