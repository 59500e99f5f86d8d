"""A journey that is decided at the provider's own console: whose word counts, and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.conflicts import accept, is_in_conflict, send_over
from reviews.desk.pulling import pull
from reviews.errors import NotAllowed, TooLate
from reviews.models import Case, Decision, Notice, OutboxRow
from tests.reviews.house import arrive, arrive_again, count_of, decided, held_case, in_effect

pytestmark = pytest.mark.both_databases


def console(word: str) -> Any:
    """Somebody decides at the provider; the evidence stays as it was."""
    return lambda body: body.update(manual_decision=word, final_decision=word)


def with_word_of_provider(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(system_of_record=Account.SystemOfRecord.PROVIDER)
    account.refresh_from_db()


def test_a_decision_beside_ours_is_a_conflict(idwise: Account, reviewer: User, lead: User) -> None:
    journey = arrive(idwise, outcome="glare")
    in_effect(held_case(journey, by=reviewer), "reject", by=reviewer)
    arrive_again(journey, console("Approved"))
    pull()
    case = Case.objects.get()
    assert (case.state, case.held_at_provider) == (Case.State.DECIDED, "approved")
    assert is_in_conflict(case)
    assert Notice.objects.get(kind=Notice.Kind.CONFLICT).person == reviewer
    assert count_of(Event.OUTBOX_CONFLICT) == 1
    pull()
    assert count_of(Event.OUTBOX_CONFLICT) == 1


def test_the_echo_of_ours_is_none(idwise: Account, reviewer: User) -> None:
    journey = arrive(idwise, outcome="glare")
    in_effect(held_case(journey, by=reviewer), "reject", by=reviewer)
    arrive_again(journey, console("Rejected"))
    pull()
    assert Case.objects.get().held_at_provider == ""


def test_whoever_holds_an_open_case_is_told(idwise: Account, reviewer: User) -> None:
    journey = arrive(idwise, outcome="glare")
    held_case(journey, by=reviewer)
    arrive_again(journey, console("Approved"))
    pull()
    case = Case.objects.get()
    assert (case.state, case.claimed_by) == (Case.State.CLAIMED, reviewer)
    assert is_in_conflict(case)
    assert Notice.objects.filter(kind=Notice.Kind.CONFLICT, person=reviewer).count() == 1


def test_where_the_provider_decides_its_word_closes_the_case(
    idwise: Account, reviewer: User
) -> None:
    with_word_of_provider(idwise)
    journey = arrive(idwise, outcome="glare")
    its_round = held_case(journey, by=reviewer)
    decision = decided(its_round, "reject", by=reviewer)
    arrive_again(journey, console("Approved"))
    pull()
    case = Case.objects.get()
    decision.refresh_from_db()
    its_round.refresh_from_db()
    assert (case.state, case.held_at_provider) == (Case.State.DECIDED, "approved")
    assert not is_in_conflict(case)
    assert decision.state == Decision.State.SUPERSEDED
    assert its_round.closed_at is not None
    assert count_of(Event.DECISION_SUPERSEDED) == 1


@pytest.fixture
def conflict(idwise: Account, reviewer: User) -> Case:
    journey = arrive(idwise, outcome="glare")
    in_effect(held_case(journey, by=reviewer), "reject", by=reviewer)
    OutboxRow.objects.update(state=OutboxRow.State.CONFLICT)
    arrive_again(journey, console("Approved"))
    pull()
    return Case.objects.get()


def test_only_a_lead_settles_it(conflict: Case, reviewer: User) -> None:
    for verb in (accept, send_over):
        with pytest.raises(NotAllowed):
            verb(conflict, by=reviewer)


def test_a_lead_lets_the_providers_stand(conflict: Case, lead: User) -> None:
    accept(conflict, by=lead)
    assert Decision.objects.get().state == Decision.State.SUPERSEDED
    assert OutboxRow.objects.get().state == OutboxRow.State.CANCELLED
    with pytest.raises(TooLate):
        accept(conflict, by=lead)
    case = Case.objects.get()
    assert (case.held_at_provider, is_in_conflict(case)) == ("approved", False)


def test_a_lead_sends_ours_over_it(conflict: Case, lead: User) -> None:
    row = send_over(conflict, by=lead)
    row.refresh_from_db()
    assert (row.state, row.sends_over) == (OutboxRow.State.WAITING, "approved")
    assert not is_in_conflict(Case.objects.get())
