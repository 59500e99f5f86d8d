"""A person who was approved is listed later: the provider says so, and somebody looks again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journeys.models import Account
from kycreview.staff.models import User
from reviews.evidence.tree import build_tree
from reviews.models import Case, Decision, Notice, Queue, Round, Statement
from reviews.verdicts.saying import say
from reviews.verdicts.screening import CODES
from reviews.verdicts.writing import give_opinion
from tests.people import MakePerson
from tests.reviews.house import in_effect, round_of
from tests.stories.conftest import GoInside
from tests.stories.hands import ByKeyboard, expect_revealed, tab_to
from tests.stories.inside import Inside
from tests.stories.looking import load_all_pictures, problems_of
from tests.stories.reviewing import Album
from tests.stories.standing import callback_target


@pytest.fixture
def listed(inside: GoInside) -> Inside:
    """One applicant who is like somebody in the news, in a queue that asks for no panel or wait."""
    Queue.objects.update(undo_seconds=0, mandatory_panels=[])
    house = inside(outcomes=[("idwise", "aml_adverse_media")], is_drawn=True)
    house.fetch_all()
    return house


def test_an_update_of_the_screening_opens_a_round_that_cannot_be_approved_unread(
    listed: Inside, make_person: MakePerson
) -> None:
    first = make_person("reviewer", name="Rana Idris")
    second = make_person("reviewer", name="Mina Haddad")
    [(_provider, journey)] = listed.sandbox.shelf.ids()
    approved_as_another_person(listed, journey, by=first)
    listed.sandbox.play_applicant(journey, outcome="aml_many")
    account = listed.accounts["idwise"]
    Account.objects.update(callback_scheme="bearer")
    [posted] = listed.sandbox.post_callbacks(
        [journey], event="AML Monitor Update", target=callback_target(listed.url, account)
    )
    assert posted.status == 200
    listed.settle()
    case = listed.case_of(journey)
    assert (case.state, case.round_count) == (Case.State.OPEN, 2)
    assert round_of(case).why == Round.Why.MONITOR
    assert Notice.objects.filter(person=first, kind=Notice.Kind.REOPENED, case=case).exists()
    album = Album.of("screening-update")
    with listed.window(second) as window:
        window.go("/desk/")
        hand = ByKeyboard(window.page)
        hand.start_reviewing()
        page = window.page
        expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
        assert "changes-screening" not in page.content()
        hand.rate(2)
        expect_revealed(page)
        expect(page.locator("#decision")).to_contain_text(
            "Round 2: Screening update at the provider"
        )
        who_is_new_is_named_and_reached(window.page, hand, album)
        expect(page.locator("#panel-5 [data-tally]")).to_contain_text("0 reviewed")
        hand.choose("approve", reasons=("approve-check-false-alarm",))
        window.expected.add(409)
        hand.submit()
        expect(page.locator("#not-submitted")).to_be_focused()
        hand.choose("reject", reasons=("reject-screening",))
        hand.submit()
    listed.settle()
    assert Decision.objects.get(round=round_of(case)).outcome == "reject"
    assert listed.case_of(journey).state == Case.State.DECIDED


def approved_as_another_person(house: Inside, journey: str, *, by: User) -> None:
    """The one who is listed now is somebody else, and the case is decided."""
    its_round = round_of(house.claimed(journey, by=by))
    give_opinion(its_round, rating=2, by=by)
    snapshot = its_round.journey.current_snapshot
    assert snapshot is not None
    tree = build_tree(snapshot, its_round.journey.key())
    [match] = tree.matches
    identity = tree.identity_of(match)
    say(
        its_round,
        identity,
        kind=Statement.Kind.DISPOSITION,
        code="not_this_person",
        values={"attributes": ["country"]},
        known={identity: CODES},
        by=by,
    )
    in_effect(its_round, "approve", by=by, reasons=["approve-check-false-alarm"])
    house.settle()
    assert house.case_of(journey).state == Case.State.DECIDED


def who_is_new_is_named_and_reached(page: Page, hand: ByKeyboard, album: Album) -> None:
    """Six are new and stand first; whom the first reader excluded is on graver lists now."""
    expect(page.locator("#changes-beside")).to_contain_text("Newly listed")
    hand.look_at(5)
    told = page.locator("#changes-screening .changes-list > li")
    expect(told).to_have_count(7)
    for place in range(6):
        expect(told.nth(place)).to_contain_text("Newly listed")
    expect(told.nth(6)).to_contain_text("Entry changed")
    expect(told.nth(6)).to_contain_text("Lists before: Adverse media")
    album.take_all_looks(page, "newly-listed")
    page.set_viewport_size({"width": 320, "height": 900})
    load_all_pictures(page)
    assert problems_of(page) == []
    album.take(page, "newly-listed-320")
    page.set_viewport_size({"width": 1440, "height": 900})
    tab_to(page, "#changes-screening a", at_most=4)
    wanted = (page.evaluate("() => document.activeElement.hash") or "").removeprefix("#")
    page.keyboard.press("Enter")
    entry = page.locator(f"#{wanted}")
    expect(entry).to_be_in_viewport()
    expect(entry).to_be_focused()
