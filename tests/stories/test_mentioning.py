"""A colleague is mentioned by keyboard, sees it on the desk, and opens the case from there."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import expect

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Note, Notice
from tests.browsing import OpenPage
from tests.people import MakePerson
from tests.reviews.house import arrive, held_case
from tests.stories.reviewing import picture

WORDS = "the left ear is another ear."


def test_a_mention_by_keyboard_leads_a_colleague_to_the_note(
    idwise: Account, reviewer: User, make_person: MakePerson, open_page: OpenPage
) -> None:
    rana = make_person("reviewer", name="Rana Idris")
    make_person("reviewer", name="Rania Saleh")
    make_person("admin", name="Ranald Admin")
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    page = open_page(reviewer, width=1440, height=900)
    page.goto(reverse("case", args=[its_round.case_id]))
    page.keyboard.press("Shift+N")
    words = page.locator("#note-words-new")
    expect(words).to_be_focused()
    page.keyboard.type("For @ra")
    names = page.get_by_role("listbox", name="Colleagues")
    expect(names.get_by_role("option")).to_have_text(["Rana IdrisReviewer", "Rania SalehReviewer"])
    expect(words).to_have_attribute("aria-activedescendant", "names-0")
    expect(page.locator("#live")).to_contain_text("Colleagues that fit: 2.")
    picture(page, "list-of-names", of="notes")
    page.keyboard.press("ArrowDown")
    expect(names.get_by_role("option", selected=True)).to_contain_text("Rania")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(words).to_have_value("For @Rana Idris ")
    expect(names).to_have_count(0)
    page.keyboard.type(f"{WORDS} @ran")
    expect(names).to_be_visible()
    page.keyboard.press("Escape")
    expect(names).to_have_count(0)
    expect(words).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # The last word names nobody: it is refused where it was written, and nothing is lost.
    expect(page.locator("#note-problem-new")).to_contain_text("Nobody here is called “ran”.")
    expect(words).to_be_focused()
    expect(words).to_have_value(f"For @Rana Idris {WORDS} @ran")
    picture(page, "mention-refused", of="notes")
    page.keyboard.press("End")
    for _ in range(5):
        page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("The note is kept.")
    note = Note.objects.get()
    expect(page.locator(f"#note-{note.pk}")).to_contain_text(WORDS)
    expect(page.locator("#notes-beside")).to_contain_text(WORDS)
    expect(words).to_have_value("")
    picture(page, "note-kept", of="notes")

    theirs = open_page(rana, width=1280, height=800)
    theirs.emulate_media(color_scheme="dark")
    theirs.goto(reverse("desk"))
    expect(theirs.get_by_role("link", name="Notices, 1 unread")).to_be_visible()
    expect(theirs.locator(".desk-side")).to_contain_text(its_round.case.code)
    picture(theirs, "desk-dark", of="notes")
    theirs.keyboard.press("g")
    theirs.keyboard.press("b")
    expect(theirs.locator("h1")).to_have_text("Notices")
    picture(theirs, "notices-dark", of="notes")
    opening = theirs.get_by_role("button", name=re.compile("^You were mentioned"))
    opening.focus()
    theirs.keyboard.press("Enter")
    expect(theirs.locator(f"#note-{note.pk}")).to_be_in_viewport()
    assert Notice.objects.get().read_at is not None
    expect(theirs.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    picture(theirs, "arrived-dark", of="notes")
