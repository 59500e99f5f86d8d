"""Deciding with the keyboard alone, and what a page from before the news can not do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kycreview.staff.models import User
from reviews.models import Case, Decision, Opinion, Queue
from tests.stories.conftest import GoInside
from tests.stories.hands import ByKeyboard, see_whole
from tests.stories.inside import Inside
from tests.stories.windows import Window

_WORDS = "axrnucg 123 [] ?"
# Sends the form and does not wait for the answer, so that both are on their way together.
_SUBMIT = "() => document.getElementById('submit-stay').click()"
_FOCUS = "() => document.activeElement.id || document.activeElement.tagName"


@pytest.fixture
def journey(house: Inside) -> str:
    return house.sandbox.shelf.ids()[0][1]


def _open_case(house: Inside, window: Window, journey: str, *, by: User) -> ByKeyboard:
    """The page of the case that this person holds, the faces rated."""
    case = house.claimed(journey, by=by)
    window.go(f"/case/{case.pk}/")
    return see_whole(window.page)


def test_a_decision_is_taken_back_by_u_from_the_page_of_the_next_case(
    inside: GoInside, reviewer: User
) -> None:
    Queue.objects.update(undo_seconds=60)
    both = inside(outcomes=[("idwise", "refer_document_validation"), ("signzy", "not_live")])
    both.fetch_all()
    with both.window(reviewer) as window:
        page = window.page
        hand = ByKeyboard(page)
        window.go("/desk/")
        hand.start_reviewing()
        first = page.locator("h1 .ltr").inner_text()
        hand.rate(2)
        hand.choose("reject", reasons=("reject-doc-altered",))
        hand.write_note("Looked at twice.")
        hand.submit()
        # The next case is open, at its faces, with the focus on its title; nothing tells the first.
        expect(page.locator("h1 .ltr")).not_to_have_text(first)
        expect(page.locator("h1")).to_be_focused()
        expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
        expect(page.locator("#undo")).to_contain_text(first)
        page.keyboard.press("u")
        expect(page.locator("h1 .ltr")).to_have_text(first)
        expect(page.locator("input[name=outcome][value=reject]")).to_be_checked()
        expect(page.locator("textarea[name=note]")).to_have_value("Looked at twice.")
        assert page.evaluate(_FOCUS) != "BODY"
    assert Decision.objects.get().state == Decision.State.WITHDRAWN
    # Nothing was begun in the next one: somebody else may have it.
    assert Case.objects.get(state=Case.State.CLAIMED, claimed_by=reviewer).code == first


def test_before_the_rating_submitting_leads_to_the_scale_and_sends_nothing(
    house: Inside, reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as window:
        page = window.page
        window.go(f"/case/{house.claimed(journey, by=reviewer).pk}/")
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.method))
        page.keyboard.press("x")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#rate-1")).to_be_focused()
        expect(page.locator("#live")).to_contain_text("Rate the faces")
        assert "POST" not in sent
        # What was chosen before the rating is still chosen after it.
        page.keyboard.press("6")
        expect(page.locator("#faces-reveal")).to_be_visible()
        expect(page.locator("input[name=outcome][value=reject]")).to_be_checked()
    assert Opinion.objects.get().rating == 2


def test_submitting_without_an_outcome_leads_the_focus_to_the_sentence(
    house: Inside, reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as window:
        window.expected.add(422)
        _open_case(house, window, journey, by=reviewer).submit()
        said = window.page.get_by_role("alert")
        expect(said).to_contain_text("Choose an outcome")
        expect(said).to_be_focused()


def test_shortcuts_are_silent_while_somebody_types(
    house: Inside, reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as window:
        page = window.page
        _open_case(house, window, journey, by=reviewer)
        before = page.url
        page.keyboard.press("n")
        page.keyboard.type(_WORDS)
        expect(page.locator("textarea[name=note]")).to_have_value(_WORDS)
        expect(page.locator("input[name=outcome]:checked")).to_have_count(0)
        expect(page.locator("dialog[open]")).to_have_count(0)
        assert page.url == before
        assert Opinion.objects.count() == 1
        window.go("/search/")
        expect(page.locator("input[name=query]")).to_be_focused()
        page.locator("h1").focus()
        page.keyboard.press("/")
        expect(page.locator("input[name=query]")).to_be_focused()
        page.keyboard.type("g d ?")
        expect(page.locator("input[name=query]")).to_have_value("g d ?")
        assert page.url.endswith("/search/")


def test_the_list_of_keys_opens_closes_and_gives_the_focus_back(
    house: Inside, reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as window:
        page = window.page
        _open_case(house, window, journey, by=reviewer)
        page.keyboard.press("r")
        before = page.evaluate(_FOCUS)
        page.keyboard.press("?")
        listed = page.get_by_role("dialog", name="Keys on this page")
        for words in ("Submit the decision", "Write a note", "Approve", "Go to Desk"):
            expect(listed).to_contain_text(words)
        page.keyboard.press("a")
        expect(page.locator("input[name=outcome][value=resubmit]")).to_be_checked()
        page.keyboard.press("Escape")
        expect(listed).to_be_hidden()
        assert page.evaluate(_FOCUS) == before


def test_keys_that_a_person_switched_off_do_nothing(
    house: Inside, reviewer: User, journey: str
) -> None:
    reviewer.key_map = {"off": True}
    reviewer.save()
    with house.window(reviewer) as window:
        page = window.page
        window.go(f"/case/{house.claimed(journey, by=reviewer).pk}/")
        for key in ("6", "a", "?", "n", "Control+Enter"):
            page.keyboard.press(key)
        expect(page.locator("#case-main")).to_have_attribute("data-stage", "faces")
        expect(page.locator("input[name=outcome]:checked")).to_have_count(0)
        expect(page.locator("dialog[open]")).to_have_count(0)
    assert not Opinion.objects.exists()
    assert not Decision.objects.exists()


def test_the_focus_stays_where_the_news_are_when_a_decision_takes_effect(
    house: Inside, reviewer: User, journey: str
) -> None:
    Queue.objects.update(undo_seconds=3)
    with house.window(reviewer) as window:
        page = window.page
        hand = _open_case(house, window, journey, by=reviewer)
        hand.choose("reject", reasons=("reject-doc-altered",))
        hand.submit(stay=True)
        undo = page.locator("#outbox").get_by_role("button", name="Undo")
        undo.focus()
        while Decision.objects.get().state == Decision.State.PROPOSED:
            page.wait_for_timeout(250)
            house.settle()
        expect(undo).to_have_count(0)
        expect(page.locator("#outbox:focus, #outbox :focus")).to_have_count(1)
        expect(page.locator("#live")).to_contain_text("In effect")


def test_a_page_from_before_new_evidence_is_refused_with_what_changed(
    house: Inside, reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as window:
        page = window.page
        window.expected.add(409)
        hand = _open_case(house, window, journey, by=reviewer)
        hand.choose("reject", reasons=("reject-doc-altered",))
        hand.write_note("Typed with care.")
        house.sandbox.play_applicant(journey, outcome="clean_pass")
        house.fetch(journey)
        hand.submit()
        said = page.get_by_role("alert")
        expect(said).to_contain_text("New evidence came in")
        expect(said.locator("li").first).to_be_visible()
        expect(said).to_be_focused()
        _still_typed(page)
        assert not Decision.objects.exists()
        # Now that the new evidence is on the page, the same decision counts.
        hand.submit()
        assert Decision.objects.get().outcome == "reject"


def _still_typed(page: Page) -> None:
    expect(page.locator("input[name=outcome][value=reject]")).to_be_checked()
    expect(page.locator('input[name=reasons][value="reject-doc-altered"]')).to_be_checked()
    expect(page.locator("textarea[name=note]")).to_have_value("Typed with care.")


def test_of_two_windows_that_decide_at_once_one_wins_and_the_other_is_told(
    house: Inside, reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as one, house.window(reviewer) as other:
        for window, outcome, reason in (
            (one, "reject", "reject-doc-altered"),
            (other, "resubmit", "resubmit-cut-off"),
        ):
            window.expected.add(409)
            steps = ("0",) if outcome == "resubmit" else ()
            hand = _open_case(house, window, journey, by=reviewer)
            hand.choose(outcome, reasons=(reason,), steps=steps)
        for window in (one, other):
            window.page.evaluate(_SUBMIT)
        for window in (one, other):
            expect(window.page.locator("#decided-1")).to_be_visible()
        decision = Decision.objects.get()
        loser = other if decision.outcome == "reject" else one
        winner = one if loser is other else other
        expect(winner.page.locator("#messages")).to_contain_text("recorded")
        expect(loser.page.get_by_role("alert")).to_contain_text("decided")


def test_a_claim_that_went_to_somebody_else_keeps_the_words_and_says_who_has_it(
    house: Inside, reviewer: User, second_reviewer: User, journey: str
) -> None:
    with house.window(reviewer) as window:
        page = window.page
        window.expected.add(409)
        hand = _open_case(house, window, journey, by=reviewer)
        hand.choose("reject", reasons=("reject-doc-altered",))
        hand.write_note("Typed with care.")
        house.claimed(journey, by=second_reviewer)
        hand.submit()
        said = page.get_by_role("alert")
        expect(said).to_contain_text(f"{second_reviewer.name} holds this case")
        expect(page.locator("#unsent")).to_contain_text("Typed with care.")
        assert not Decision.objects.exists()
