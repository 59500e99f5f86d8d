"""Signzy, from its callback over an undone rejection and a new link to the approval."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.sandbox.held import Receipt
from kycreview.staff.models import User
from reviews.models import ApplicantLink, Case, Panel, Queue, Statement
from tests.people import MakePerson
from tests.stories.both_rounds import (
    compare_with_the_round_before,
    nothing_is_told_before_the_rating,
)
from tests.stories.conftest import StandUp
from tests.stories.hands import ByKeyboard
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

_NOTE = "The pattern beside the portrait is not the specimen's."


@pytest.fixture
def standing(stands: StandUp) -> Iterator[Standing]:
    Queue.objects.update(undo_seconds=8)
    with stands(outcomes=[("signzy", "authenticity_failed_pattern")]) as running:
        yield running


def test_a_rejection_is_undone_and_a_new_link_leads_to_an_approval(
    standing: Standing, browser: Browser, make_person: MakePerson
) -> None:
    reviewer = make_person("reviewer", name="Mina Haddad")
    auditor = make_person("auditor", name="Olle Sand")
    album = Album.of("signzy")
    journey = str(standing.sandbox.journeys()[0]["id"])
    [posted] = standing.sandbox.post_callbacks([journey])
    assert posted.status == 200
    with open_window(browser, standing.url) as window:
        code = _first_look(window, reviewer, album)
        _rejected_and_undone(window, album)
        asked = _asked_again(standing, window, album, journey=journey)
        standing.sandbox.play_applicant(asked.journey_id, outcome="clean_pass")
        _second_round(standing, window, album, code=code)
        _in_arabic(window, album, code=code)
    with open_window(browser, standing.url) as window:
        sign_in(window, auditor)
        _the_trail_tells_it_all(window, album, code=code, reviewer=reviewer)


def _first_look(window: Window, reviewer: User, album: Album) -> str:
    page = window.page
    sign_in(window, reviewer)
    wait_for_open_cases(window, 1)
    album.take(page, "desk")
    code = start_reviewing(window)
    hand = ByKeyboard(page)
    expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
    hand.rate(1)
    hand.look_at(Panel.DOCUMENT)
    expect_sound_pictures(page)
    album.take_all_looks(page, "case")
    _a_fragment_lies_beside_its_reference(page, hand, album)
    album.take(page, "case-whole", whole=True)
    return code


def _a_fragment_lies_beside_its_reference(page: Page, hand: ByKeyboard, album: Album) -> None:
    """The failed ones stand first; J reaches them, and the judgement is one digit."""
    page.keyboard.press("j")
    while not page.locator("[data-pair] [data-item]:focus").count():
        page.keyboard.press("j")
    pair = page.locator("[data-pair][data-selected]")
    expect(pair.locator("[data-item]")).to_be_focused()
    pictures = pair.locator("[data-side] img")
    expect(pictures).to_have_count(2)
    submitted, reference = (pictures.nth(place).bounding_box() for place in range(2))
    assert submitted is not None
    assert reference is not None
    assert submitted["x"] + submitted["width"] <= reference["x"]
    album.take(page, "authenticity-pair")
    page.keyboard.press("3")
    expect(pair).to_contain_text("Said by you")
    expect(pair.locator("button:focus")).to_have_attribute("value", "doubtful")
    verdict = Statement.objects.get()
    assert (verdict.kind, verdict.code) == (Statement.Kind.ELEMENT, "doubtful")


def _rejected_and_undone(window: Window, album: Album) -> None:
    page = window.page
    hand = ByKeyboard(page)
    hand.choose("reject", reasons=("reject-doc-altered",))
    hand.write_note(_NOTE)
    hand.submit(stay=True)
    expect(page.locator("#undo .toast")).to_be_visible()
    album.take(page, "rejected-undo-visible")
    hand.undo()
    # The work comes back with the case.
    expect(page.locator("input[name=outcome][value=reject]")).to_be_checked()
    expect(page.locator('input[name=reasons][value="reject-doc-altered"]')).to_be_checked()
    expect(page.locator("textarea[name=note]")).to_have_value(_NOTE)
    album.take(page, "undone-draft-is-back")


def _asked_again(standing: Standing, window: Window, album: Album, *, journey: str) -> Receipt:
    page = window.page
    hand = ByKeyboard(page)
    step = page.locator("input[name=steps]").first.get_attribute("value") or ""
    hand.choose("resubmit", reasons=("resubmit-wrong-document",), steps=(step,))
    hand.submit(stay=True)
    expect(page.locator("#decided-1")).to_contain_text("Provider confirmed")
    [receipt] = _links_asked_for(standing)
    assert receipt.is_accepted
    before = json.loads(standing.sandbox.journey(journey).body)
    after = json.loads(standing.sandbox.journey(receipt.journey_id).body)
    for name in ("userId", "userInfo", "flowId"):
        assert (name in before) == (name in after)
    assert _reference_in(after) == _reference_in(before) != ""
    page.reload()
    assert page.locator("#link-url").count() == 0
    page.get_by_role("button", name="Show the link").click()
    expect(page.locator("#link-url")).to_contain_text(f"{standing.sandbox.signzy_url}/journey/")
    # The link is a secret: it stands in the page, and nowhere in the address.
    assert "/journey/" not in page.url
    album.take(page, "link-shown-on-request")
    link = ApplicantLink.objects.get()
    assert link.provider_id == receipt.journey_id
    assert link.shown_at is not None
    return receipt


def _reference_in(tree: dict[str, object]) -> str:
    info = tree.get("userInfo")
    return str(info.get("externalReferenceId") or "") if isinstance(info, dict) else ""


def _links_asked_for(standing: Standing) -> list[Receipt]:
    return [one for one in standing.sandbox.receipts() if one.kind == "create_journey"]


def _second_round(standing: Standing, window: Window, album: Album, *, code: str) -> None:
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
    expect(page.locator("#decided-1")).to_contain_text("In effect")
    page.reload()
    album.take(page, "approved")
    for words in ("round 1", "round 2", "Undone"):
        expect(page.locator("#outbox")).to_contain_text(words)
    history = page.locator("section#panel-8")
    for words in ("New round opened", "Resubmission link shown", "Decision undone", _NOTE):
        expect(history).to_contain_text(words)
    history.scroll_into_view_if_needed()
    album.take(page, "history-of-both-rounds")
    # The link has served its purpose, and an approval is told to nobody.
    expect(page.locator("#link")).to_have_count(0)
    assert len(_links_asked_for(standing)) == 1


def _in_arabic(window: Window, album: Album, *, code: str) -> None:
    change_language(window, "ar")
    window.go(f"/case/{Case.objects.get(code=code).pk}/")
    expect(window.page.locator("html")).to_have_attribute("dir", "rtl")
    album.take(window.page, "case-arabic")


def _the_trail_tells_it_all(window: Window, album: Album, *, code: str, reviewer: User) -> None:
    page: Page = window.page
    window.go(f"/case/{Case.objects.get(code=code).pk}/trail/")
    expect(page.locator(".head .tag-pass")).to_contain_text("hold")
    for words in ("Decision recorded", "Decision undone", "Resubmission link shown"):
        expect(page.locator(".ev", has_text=words).first).to_contain_text(f"by {reviewer.name}")
    expect(page.locator(".ev", has_text="Decision recorded")).to_have_count(3)
    expect(page.locator(".ev", has_text="Decision took effect")).to_have_count(2)
    album.take(page, "trail")
