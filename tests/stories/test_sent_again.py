"""An applicant sends again, at each provider: old and new stand side by side, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from journeys.models import Journey
from reviews.models import ApplicantLink, Case, Decision, Queue
from reviews.verdicts.writing import give_opinion
from tests.people import MakePerson
from tests.reviews.house import in_effect, round_of
from tests.stories.both_rounds import (
    change_of,
    compare_with_the_round_before,
    nothing_is_told_before_the_rating,
)
from tests.stories.conftest import GoInside
from tests.stories.hands import ByKeyboard, expect_revealed, only, tab_to
from tests.stories.inside import Inside
from tests.stories.reviewing import Album


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_an_expired_document_is_asked_for_again_and_the_new_one_approved(
    provider: str, inside: GoInside, make_person: MakePerson
) -> None:
    Queue.objects.update(undo_seconds=0, mandatory_panels=[])
    first = make_person("reviewer", name="Rana Idris")
    second = make_person("reviewer", name="Mina Haddad")
    house = inside(outcomes=[(provider, "expired")], is_drawn=True)
    house.fetch_all()
    [(_provider, journey)] = house.sandbox.shelf.ids()
    its_round = round_of(house.claimed(journey, by=first))
    give_opinion(its_round, rating=2, by=first)
    in_effect(its_round, "resubmit", by=first, reasons=["resubmit-expired"])
    house.settle()
    again = sent_again(house, journey, provider=provider)
    case = house.case_of(journey)
    assert (case.state, case.round_count) == (Case.State.OPEN, 2)
    assert round_of(case).journey_id == house.journey_of(again).pk
    album = Album.of(f"sent-again-{provider}")
    with house.window(second) as window, only("keyboard", window.page):
        window.go("/desk/")
        page, hand = window.page, ByKeyboard(window.page)
        hand.start_reviewing()
        nothing_is_told_before_the_rating(page)
        hand.rate(3)
        expect_revealed(page)
        compare_with_the_round_before(page, hand, album)
        expiry = change_of(page, "changes-document", "Expiry date")
        assert expiry[0] != expiry[1]
        assert "" not in expiry
        if provider == "idwise":
            rule = change_of(page, "changes-rules", "Expired Document")
            assert rule == ("Failed", "Passed")
            # The rule lies in a fold by now, since it passed: the jump opens it.
            line = page.locator("#rule-expired_document")
            expect(line).to_be_hidden()
            hand.look_at(6)
            tab_to(page, "#changes-rules a", at_most=3)
            page.keyboard.press("Enter")
            expect(line).to_be_in_viewport()
        hand.choose("approve")
        hand.submit(stay=True)
        expect(page.locator("#decided-1")).to_contain_text("Approve")
    assert Decision.objects.get(round=round_of(case)).outcome == "approve"


def sent_again(house: Inside, journey: str, *, provider: str) -> str:
    """The journey with the better pictures: the same at IDWise, a new one behind Signzy's link."""
    again = journey
    if provider == "signzy":
        again = ApplicantLink.objects.get().provider_id
        assert again != journey
    house.sandbox.play_applicant(again, outcome="clean_pass")
    house.fetch(again)
    assert Journey.objects.count() == (2 if provider == "signzy" else 1)
    return again
