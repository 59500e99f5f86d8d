"""Person and machine disagree: a second reader who sees neither; two readers do: a lead settles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from journeys.models import FaceComparison
from kycreview.staff.models import User
from reviews.desk.claims import claim, claim_next, free_for
from reviews.errors import NotAllowed, RateFirst, TooLate
from reviews.models import Case, Decision, Note, OutboxRow, Queue, Round
from reviews.verdicts.effects import withdraw
from reviews.verdicts.noting import add_note
from reviews.verdicts.writing import give_opinion
from tests.reviews.house import (
    arrive,
    decided,
    let_pass,
    new_account,
    opened_strictly,
    round_of,
)

SignedIn = Callable[[User], Any]
pytestmark = pytest.mark.both_databases


@pytest.fixture
def case(database: object) -> Case:
    """A clean journey: the machine says that the faces are the same."""
    found = opened_strictly(arrive(new_account("idwise"), outcome="glare"))
    Queue.objects.update(mandatory_panels=[])
    snapshot = round_of(found).journey.current_snapshot
    assert set(
        FaceComparison.objects.filter(snapshot=snapshot).values_list("outcome", flat=True)
    ) == {"pass"}
    return found


def read(case: Case, outcome: str, *, by: User, rating: int, **more: Any) -> Decision:
    """Claim, rate, decide: one reading."""
    case.refresh_from_db()
    its_round = round_of(claim(case, by=by))
    give_opinion(its_round, rating=rating, by=by)
    return decided(round_of(case), outcome, by=by, **more)


def state_of(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return case.state, case.needs


def test_nobody_decides_before_the_rating(case: Case, reviewer: User) -> None:
    its_round = round_of(claim(case, by=reviewer))
    with pytest.raises(RateFirst):
        decided(its_round, "reject", by=reviewer)


def test_where_person_and_machine_agree_one_reading_is_enough(case: Case, reviewer: User) -> None:
    read(case, "reject", by=reviewer, rating=2)
    assert state_of(case) == (Case.State.DECIDED, "")


@pytest.mark.parametrize("outcome", ["reject", "resubmit"])
def test_a_disagreement_goes_to_a_second_reader_at_once(
    case: Case, reviewer: User, outcome: str
) -> None:
    first = read(case, outcome, by=reviewer, rating=-2)
    assert state_of(case) == (Case.State.OPEN, Case.Needs.SECOND)
    assert (first.reading, first.state) == (1, Decision.State.PROPOSED)
    assert not OutboxRow.objects.exists()
    assert not let_pass(first)
    with pytest.raises(TooLate):
        withdraw(first, by=reviewer)


def test_cannot_tell_is_no_disagreement(case: Case, reviewer: User) -> None:
    read(case, "resubmit", by=reviewer, rating=0)
    assert state_of(case) == (Case.State.DECIDED, "")


def test_a_reader_may_ask_for_a_second_one(case: Case, reviewer: User) -> None:
    read(case, "reject", by=reviewer, rating=2, second_reader=True)
    assert state_of(case) == (Case.State.OPEN, Case.Needs.SECOND)


def test_the_first_reader_is_never_the_second(case: Case, reviewer: User) -> None:
    read(case, "reject", by=reviewer, rating=-2)
    assert not free_for(reviewer).exists()
    assert claim_next(by=reviewer) is None
    with pytest.raises(NotAllowed):
        claim(case, by=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(case=case).update(second_reader=reviewer)


def test_two_readers_who_agree_decide(case: Case, reviewer: User, second_reviewer: User) -> None:
    first = read(case, "reject", by=reviewer, rating=-2)
    second = read(case, "reject", by=second_reviewer, rating=-1)
    assert state_of(case)[0] == Case.State.DECIDED
    assert let_pass(second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Decision.State.SUPERSEDED, Decision.State.EFFECTIVE)
    assert state_of(case) == (Case.State.DECIDED, "")


def test_an_undone_second_reading_goes_back_to_its_reader(
    case: Case, reviewer: User, second_reviewer: User
) -> None:
    read(case, "reject", by=reviewer, rating=-2)
    withdraw(read(case, "reject", by=second_reviewer, rating=-1), by=second_reviewer)
    assert state_of(case) == (Case.State.CLAIMED, Case.Needs.SECOND)
    its_round = round_of(case)
    assert (its_round.first_reader, its_round.second_reader) == (reviewer, None)


def test_two_readers_who_differ_are_settled_by_a_lead_who_was_neither(
    case: Case, reviewer: User, second_reviewer: User, lead: User
) -> None:
    read(case, "reject", by=reviewer, rating=-2)
    second = read(case, "resubmit", by=second_reviewer, rating=2)
    assert state_of(case) == (Case.State.OPEN, Case.Needs.SETTLE)
    for person in (reviewer, second_reviewer):
        with pytest.raises(NotAllowed):
            claim(case, by=person)
    last = read(case, "resubmit", by=lead, rating=1)
    assert last.reading == 3
    assert let_pass(last)
    second.refresh_from_db()
    assert second.state == Decision.State.SUPERSEDED
    assert round_of(case).settler == lead


def test_a_lead_who_was_a_reader_does_not_settle(case: Case, reviewer: User, lead: User) -> None:
    read(case, "reject", by=lead, rating=-2)
    read(case, "resubmit", by=reviewer, rating=2)
    with pytest.raises(NotAllowed):
        claim(case, by=lead)


def test_a_second_reader_sees_neither_opinion_nor_words_of_the_first(
    case: Case, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    its_round = round_of(claim(case, by=reviewer))
    give_opinion(its_round, rating=-2, by=reviewer)
    add_note(its_round, "the left ear is another ear", by=reviewer)
    decided(round_of(case), "reject", by=reviewer, note="surely another person")
    assert Note.objects.count() == 2
    case.refresh_from_db()
    claim(case, by=second_reviewer)
    client = signed_in(second_reviewer)
    page = reverse("case", args=[case.pk])

    def told() -> str:
        urls = (
            page,
            reverse("case_trail", args=[case.pk]),
            reverse("case_outbox", args=[case.pk]),
        )
        return "".join(client.get(url).content.decode() for url in urls)

    for text in (told(), _rate_and(told, case, second_reviewer)):
        assert "another ear" not in text
        assert "surely another person" not in text
        assert "decision.reading_made" not in text
        assert "Reading recorded" not in text
    context = client.get(page).context
    assert [one["who"] for one in context["opinions"]] == [second_reviewer]
    assert context["decisions"] == []


def _rate_and(then: Callable[[], str], case: Case, person: User) -> str:
    give_opinion(round_of(case), rating=3, by=person)
    return then()
