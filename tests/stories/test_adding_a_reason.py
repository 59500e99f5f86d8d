"""An admin adds a reason in both languages with the keyboard alone, and a reviewer can give it."""

from __future__ import annotations

from playwright.sync_api import expect

from reviews.models import Reason, ReasonText
from reviews.verdicts.writing import give_opinion
from tests.browsing import OpenPage
from tests.people import MakePerson
from tests.reviews.house import arrive, held_case, new_account
from tests.stories.hands import arrive_at
from tests.stories.test_building_a_queue import choose, reach, tab_to


def test_a_reason_in_both_languages_by_keyboard_is_there_for_a_reviewer(
    make_person: MakePerson, open_page: OpenPage
) -> None:
    reviewer = make_person("reviewer")
    its_round = held_case(arrive(new_account("idwise"), outcome="glare"), by=reviewer)
    page = open_page(make_person("admin", name="Ada Admin"))
    page.goto("/me/")
    page.keyboard.press("g")
    page.keyboard.press("m")
    arrive_at(page, "Queues")
    reach(page, "Reasons").press("Enter")
    arrive_at(page, "Reasons")
    reach(page, "Add a reason").press("Enter")
    arrive_at(page, "Add a reason")
    tab_to(page, "Outcome")
    choose(page, "Request")
    tab_to(page, "Code")
    page.keyboard.type("resubmit-stamp")
    tab_to(page, "Reviewers read, in English")
    page.keyboard.type("Stamp missing")
    tab_to(page, "Applicants read, in English (optional)")
    page.keyboard.type("Please show the page with the stamp.")
    letter = page.locator("#letter-ar")
    expect(letter).to_have_text("Please show the page with the stamp.")
    expect(letter).to_have_attribute("dir", "ltr")
    tab_to(page, "Reviewers read, in Arabic (optional)")
    page.keyboard.insert_text("الختم غير ظاهر")
    tab_to(page, "Applicants read, in Arabic (optional)")
    page.keyboard.insert_text("يرجى إظهار الصفحة المختومة.")
    expect(letter).to_have_text("يرجى إظهار الصفحة المختومة.")
    expect(letter).to_have_attribute("dir", "rtl")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("reviewers can choose it from now on")).to_be_visible()
    assert Reason.objects.get(pk="resubmit-stamp").outcome == "resubmit"
    assert ReasonText.objects.filter(reason="resubmit-stamp").count() == 2

    give_opinion(its_round, rating=2, by=reviewer)
    theirs = open_page(reviewer)
    theirs.goto(f"/case/{its_round.case_id}/")
    theirs.keyboard.press("r")
    box = theirs.get_by_role("checkbox", name="Stamp missing")
    expect(box).to_be_visible()
    box.focus()
    theirs.keyboard.press("Space")
    told = theirs.locator("[data-applicant-for=resubmit-stamp]")
    expect(told).to_have_text("Please show the page with the stamp.")


def test_enter_in_a_field_saves_and_adds_no_language(
    make_person: MakePerson, open_page: OpenPage
) -> None:
    page = open_page(make_person("admin"))
    page.goto("/manage/reasons/resubmit-glare/")
    tab_to(page, "Reviewers read, in English")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Reflections")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    arrive_at(page, "Reflections")


def test_keys_lead_to_admin_pages_without_an_entry_in_the_rail(
    make_person: MakePerson, open_page: OpenPage
) -> None:
    page = open_page(make_person("admin"))
    page.goto("/manage/reasons/")
    for key, title in (("t", "Staff"), ("c", "Provider accounts"), ("i", "Imports")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        arrive_at(page, title)
    expect(page.locator(".rail-item[aria-current]")).to_have_text("Admin")
