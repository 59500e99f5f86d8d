"""Half a note, typed and left: it is there on return, in the same words, until it is added."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Response, expect

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Note, NoteDraft
from tests.browsing import OpenPage
from tests.reviews.house import arrive, held_case, in_effect
from tests.stories.reviewing import picture

HALF = "The left ear is another"


def is_draft(response: Response) -> bool:
    return response.url.endswith("/notes/draft/")


def test_half_a_note_outlives_the_page_until_it_is_added(
    idwise: Account, reviewer: User, open_page: OpenPage
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    case = reverse("case", args=[its_round.case_id])
    page = open_page(reviewer, width=1440, height=900)
    page.goto(case)
    words = page.locator("#note-words-new")
    state = page.locator("#note-form-new [data-draft-state]")
    discard = page.locator("#note-discard-new")
    expect(discard).to_be_hidden()
    page.keyboard.press("Shift+N")
    expect(words).to_be_focused()
    with page.expect_response(is_draft) as pause:
        page.keyboard.type(HALF)
    assert pause.value.status == 204
    expect(state).to_have_text("Draft saved")
    expect(discard).to_be_visible()
    picture(page, "draft-saved", of="notes")
    # Left before the pause is over: what was typed since goes along.
    page.keyboard.type(" ear.")
    page.goto(reverse("desk"))
    page.goto(case)
    expect(words).to_have_value(f"{HALF} ear.")
    expect(state).to_contain_text("Draft saved at")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, "draft-is-back-dark", of="notes")
    # Typed on, added by keyboard: the form is empty, and so is the draft.
    words.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Ask.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("The note is kept.")
    expect(words).to_have_value("")
    expect(discard).to_be_hidden()
    expect(state).to_have_text("")
    assert Note.objects.get().text(its_round.journey.key()) == f"{HALF} ear. Ask."
    assert not NoteDraft.objects.exists()
    page.reload()
    expect(words).to_have_value("")


def test_a_draft_is_removed_by_key_and_by_taking_the_words_back(
    idwise: Account, reviewer: User, open_page: OpenPage
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    page = open_page(reviewer, width=1440, height=900)
    page.goto(reverse("case", args=[its_round.case_id]))
    words = page.locator("#note-words-new")
    discard = page.locator("#note-discard-new")
    page.keyboard.press("Shift+N")
    with page.expect_response(is_draft):
        page.keyboard.type(HALF)
    expect(discard).to_be_visible()
    # Words that are being written stay while the rest of the page is answered anew.
    page.keyboard.type(" ear")
    page.locator("#id_note").fill("For the decision.")
    page.locator("button[name=rating][value='2']").click()
    expect(page.locator("#faces-reveal")).to_be_visible()
    expect(words).to_have_value(f"{HALF} ear")
    discard.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("The draft is removed.")
    expect(words).to_have_value("")
    expect(discard).to_be_hidden()
    expect(page.locator("#id_note")).to_have_value("For the decision.")
    assert not NoteDraft.objects.exists()
    words.focus()
    with page.expect_response(is_draft):
        page.keyboard.type(HALF)
    expect(discard).to_be_visible()
    with page.expect_response(is_draft):
        words.fill("")
    expect(discard).to_be_hidden()
    assert not NoteDraft.objects.exists()
