"""IDWise, from its callback over a resubmission and the next round to both receipts."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.sandbox.held import Receipt
from kycreview.staff.models import User
from reviews.models import Case, Panel, Queue
from tests.people import MakePerson
from tests.stories.both_rounds import (
    compare_with_the_round_before,
    nothing_is_told_before_the_rating,
)
from tests.stories.conftest import StandUp
from tests.stories.hands import ByKeyboard, tab_to
from tests.stories.reviewing import (
    Album,
    change_language,
    expect_sound_pictures,
    open_what_is_required,
    sign_in,
    start_reviewing,
    wait_for_open_cases,
)
from tests.stories.standing import Standing
from tests.stories.windows import Window, open_window

_NOTE = "The year cannot be read under the glare."


@pytest.fixture
def standing(stands: StandUp) -> Iterator[Standing]:
    Queue.objects.update(undo_seconds=5)
    with stands(outcomes=[("idwise", "glare")]) as running:
        yield running


@pytest.mark.postgresql
def test_a_document_with_glare_is_asked_for_again_and_then_approved(
    standing: Standing, browser: Browser, make_person: MakePerson
) -> None:
    reviewer = make_person("reviewer", name="Rana Idris")
    auditor = make_person("auditor", name="Olle Sand")
    album = Album.of("idwise")
    journey = str(standing.sandbox.journeys()[0]["id"])
    [posted] = standing.sandbox.post_callbacks([journey])
    assert posted.status == 200
    with open_window(browser, standing.url) as window:
        code = _first_round(standing, window, reviewer, album, journey=journey)
        standing.sandbox.play_applicant(journey, outcome="clean_pass")
        _second_round(standing, window, album, journey=journey, code=code)
        _in_arabic(window, album, code=code)
    with open_window(browser, standing.url) as window:
        sign_in(window, auditor)
        _the_trail_tells_it_all(window, album, code=code, reviewer=reviewer)


def _first_round(
    standing: Standing, window: Window, reviewer: User, album: Album, *, journey: str
) -> str:
    page = window.page
    window.go("/")
    album.take(page, "sign-in")
    sign_in(window, reviewer)
    wait_for_open_cases(window, 1)
    album.take_all_looks(page, "desk")
    code = start_reviewing(window)
    hand = ByKeyboard(page)
    _faces_lie_beside_each_other_and_nothing_else_is_there(page)
    album.take_all_looks(page, "blind")
    hand.rate(2)
    expect(page.locator("#opinion")).to_contain_text("You agree")
    expect_sound_pictures(page)
    album.take_all_looks(page, "revealed")
    for panel in Panel:
        expect(page.locator(f"section#panel-{panel.value} #h-panel-{panel.value}")).to_be_attached()
        hand.look_at(panel.value)
        album.take(page, f"panel-{panel.value}-{panel.name.lower()}")
    expect(page.locator("[data-seen-count]")).to_have_text("8 of 8 seen")
    album.take(page, "case-whole", whole=True)
    hand.choose("resubmit", reasons=("resubmit-glare",), steps=("0",))
    # The words to the applicant stand there before they are sent.
    expect(page.locator("#to-applicant li:visible")).to_have_count(1)
    expect(page.locator("#to-applicant")).to_contain_text("reflections")
    hand.write_note(_NOTE)
    album.take(page, "resubmission-by-keyboard")
    hand.submit(stay=True)
    expect(page.locator("#undo .toast")).to_contain_text("takes effect in")
    tab_to(page, "#outbox button", at_most=60)
    album.take(page, "undo-visible")
    expect(page.locator("#outbox")).to_contain_text("Provider confirmed")
    # The page found out by itself, and the focus did not fall through.
    assert page.evaluate("() => document.activeElement !== document.body")
    album.take(page, "provider-confirmed")
    _exactly_one_review_arrived(standing, journey)
    window.go("/desk/")
    expect(page.locator("section", has_text="Waiting for the applicant")).to_contain_text(code)
    album.take(page, "desk-waiting")
    return code


def _faces_lie_beside_each_other_and_nothing_else_is_there(page: Page) -> None:
    expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
    expect(page.locator("[data-panel]")).to_have_count(1)
    faces = page.locator("#viewer-faces [data-frame] img")
    expect(faces).to_have_count(2)
    expect_sound_pictures(page)
    portrait, selfie = (faces.nth(at).bounding_box() for at in range(2))
    assert portrait is not None
    assert selfie is not None
    assert portrait["x"] + portrait["width"] <= selfie["x"]
    # Both in the first window: nobody has to scroll to compare.
    size = page.viewport_size
    assert size is not None
    for box in (portrait, selfie):
        assert box["y"] + box["height"] <= size["height"]


def _exactly_one_review_arrived(standing: Standing, journey: str) -> None:
    [review] = _reviews(standing, journey)
    assert review.is_accepted
    assert review.body["new_decision"] == "Resubmission Requested"
    assert "Glare" in review.body["comment"]
    assert _NOTE not in json.dumps(review.body)
    reviewed = {one["step_id"]: one["review_decision"] for one in review.body["step_reviews"]}
    assert reviewed["0"] == "Resubmit"
    failed = _failed_steps(standing, journey)
    assert failed
    assert set(failed) <= set(reviewed)


def _failed_steps(standing: Standing, journey: str) -> list[str]:
    tree = json.loads(standing.sandbox.journey(journey).body)
    found = [
        step for step, document in tree["documents"].items() if not document["has_passed_rules"]
    ]
    return found if tree["selfie"]["has_passed_rules"] else [*found, "selfie"]


def _reviews(standing: Standing, journey: str) -> list[Receipt]:
    return [one for one in standing.sandbox.receipts(journey) if one.kind == "manual_review"]


def _second_round(
    standing: Standing, window: Window, album: Album, *, journey: str, code: str
) -> None:
    page = window.page
    wait_for_open_cases(window, 1)
    assert start_reviewing(window) == code
    hand = ByKeyboard(page)
    nothing_is_told_before_the_rating(page)
    hand.rate(3)
    expect(page.locator("#head")).to_contain_text("Attempt 2")
    expect_sound_pictures(page)
    album.take(page, "second-round")
    compare_with_the_round_before(page, hand, album)
    open_what_is_required(page, hand)
    hand.choose("approve")
    hand.submit(stay=True)
    expect(page.locator("#decided-1")).to_contain_text("Approve")
    expect(page.locator("#undo .toast")).to_contain_text("takes effect in")
    expect(page.locator("#outbox")).to_contain_text("round 2")
    expect(page.locator("#decided-1")).to_contain_text("Provider confirmed")
    page.reload()
    album.take(page, "approved")
    history = page.locator("section#panel-8")
    for words in ("Case opened", "New round opened", _NOTE, "Provider told"):
        expect(history).to_contain_text(words)
    expect(page.locator("#outbox section")).to_have_count(2)
    page.locator("section#panel-8").scroll_into_view_if_needed()
    album.take(page, "history-of-both-rounds")
    first, second = _reviews(standing, journey)
    assert second.is_accepted
    assert (first.body["new_decision"], second.body["new_decision"]) == (
        "Resubmission Requested",
        "Approved",
    )


def _in_arabic(window: Window, album: Album, *, code: str) -> None:
    change_language(window, "ar")
    album.take(window.page, "profile-arabic")
    window.go(f"/case/{Case.objects.get(code=code).pk}/")
    expect(window.page.locator("html")).to_have_attribute("dir", "rtl")
    album.take(window.page, "case-arabic")
    window.go("/desk/")
    album.take(window.page, "desk-arabic")


def _the_trail_tells_it_all(window: Window, album: Album, *, code: str, reviewer: User) -> None:
    page = window.page
    window.go(f"/case/{Case.objects.get(code=code).pk}/trail/")
    expect(page.locator(".head .tag-pass")).to_contain_text("hold")
    decided = page.locator(".ev", has_text="Decision recorded")
    expect(decided).to_have_count(2)
    for place in range(2):
        expect(decided.nth(place)).to_contain_text(f"by {reviewer.name}")
    for words in ("Case claimed", "Picture viewed", "Decision took effect", "Provider told"):
        expect(page.locator(".ev", has_text=words).first).to_be_visible()
    album.take(page, "trail")
