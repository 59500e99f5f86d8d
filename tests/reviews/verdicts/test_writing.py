"""Opinions and drafts: added while a case is held, sealed, and never lost."""

from __future__ import annotations

import pytest

from journeys.models import Account, FaceComparison
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, release
from reviews.errors import Incomplete, NotYours
from reviews.models import Case, Draft, Opinion, Round
from reviews.verdicts.writing import give_opinion, open_draft, save_draft
from tests.reviews.house import arrive, arrive_again, events, held_case, in_effect
from tests.threads import at_once


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


@pytest.mark.both_databases
def test_a_later_opinion_keeps_the_earlier(held: Round, reviewer: User) -> None:
    give_opinion(held, rating=2, by=reviewer)
    give_opinion(held, rating=-3, by=reviewer)
    assert list(Opinion.objects.values_list("rating", flat=True)) == [2, -3]
    assert len(events(Event.OPINION_GIVEN, round_id=held.pk)) == 2


def test_an_opinion_is_about_the_faces_as_they_were(held: Round, reviewer: User) -> None:
    first = give_opinion(held, rating=1, by=reviewer)
    comparison = FaceComparison.objects.filter(snapshot=held.opened_on)[0]
    assert first.stable_key == comparison.stable_key

    def other_score(body: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
        body["documents"]["0"]["face_match_result"]["score"] = 12

    arrive_again(held.journey, other_score)
    held.journey.refresh_from_db()
    second = give_opinion(held, rating=1, by=reviewer)
    assert second.stable_key == first.stable_key
    assert second.content_hash != first.content_hash


@pytest.mark.parametrize("rating", [-4, 4])
def test_a_rating_has_its_range(held: Round, reviewer: User, rating: int) -> None:
    with pytest.raises(Incomplete, match="between -3 and"):
        give_opinion(held, rating=rating, by=reviewer)


def test_only_who_holds_the_case_rates_and_drafts(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    for person, given_back in ((second_reviewer, False), (reviewer, True)):
        if given_back:
            release(Case.objects.get(), by=reviewer)
        with pytest.raises(NotYours):
            give_opinion(held, rating=0, by=person)
        with pytest.raises(NotYours):
            save_draft(held, {"note": "x"}, by=person)
    assert not Opinion.objects.exists()
    assert not Draft.objects.exists()


def test_a_closed_round_takes_no_opinion(held: Round, reviewer: User) -> None:
    in_effect(held, "reject", by=reviewer)
    held.refresh_from_db()
    with pytest.raises(NotYours):
        give_opinion(held, rating=0, by=reviewer)


@pytest.mark.both_databases
def test_drafts_that_are_saved_at_once_leave_one(held: Round, reviewer: User) -> None:
    def save(number: int) -> None:
        save_draft(held, {"note": f"draft {number}"}, by=reviewer)

    at_once(6, save)
    assert Draft.objects.count() == 1
    _draft, values = open_draft(held, held.journey.key(), by=reviewer)
    assert values["note"].startswith("draft ")


def test_a_draft_belongs_to_one_person(held: Round, reviewer: User, second_reviewer: User) -> None:
    save_draft(held, {"note": "mine"}, by=reviewer)
    release(Case.objects.get(), by=reviewer)
    claim(Case.objects.get(), by=second_reviewer)
    assert open_draft(held, held.journey.key(), by=second_reviewer) == (None, {})


def test_a_draft_that_was_moved_to_another_person_does_not_open(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    save_draft(held, {"note": "mine"}, by=reviewer)
    Draft.objects.update(person=second_reviewer)
    assert open_draft(held, held.journey.key(), by=second_reviewer) == (None, {})
