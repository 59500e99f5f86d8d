"""Digits on the case page: what a badge promises is done at once, and moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.models import Statement
from reviews.verdicts.writing import give_opinion
from tests.browsing import OpenPage
from tests.journeys.vault.files import jpeg
from tests.reviews.house import arrive, new_account, opened_strictly, put_file, round_of
from tests.stories.hands import see_whole

# A busy machine: what a page leaves to a timer comes after the keys that are on their way.
_LATE_TIMERS = """{
  const real = window.setTimeout;
  window.setTimeout = (act, ms = 0, ...rest) => real(act, ms < 50 ? 500 : ms, ...rest);
}"""
_PLACES = """() => [...document.querySelectorAll(
  ".dispo button, .dispo .check, .frag-seg button, .seg > button, .reasons .check, #id_steps .check"
)].map((one) => one.getBoundingClientRect()).filter((box) => box.width)
  .map(({ width, height }) => `${width} ${height}`)"""
_IN_SIGHT = """() => {
  const sheet = document.getElementById("decision").getBoundingClientRect();
  const edge = sheet.left > 0 && sheet.top < 100 ? innerHeight : sheet.top;
  return [...document.querySelectorAll(".viewer-faces .v-pair .v-frame")]
    .map((one) => one.getBoundingClientRect())
    .map((box) => box.top >= 0 && box.bottom <= edge && box.width > 150);
}"""

OpenCase = Callable[..., Page]


@pytest.fixture
def open_case(open_page: OpenPage, reviewer: User) -> OpenCase:
    """The page of a case that this person holds; the faces are rated unless it stays blind."""

    def opened(
        outcome: str, *, width: int, height: int, provider: str = "idwise", is_blind: bool = False
    ) -> Page:
        journey = arrive(new_account(provider), outcome=outcome)
        for number, locator in enumerate(journey.locators.all()):
            put_file(locator, jpeg(320 + number, 200))
        case = claim(opened_strictly(journey), by=reviewer)
        if not is_blind:
            give_opinion(round_of(case), rating=2, by=reviewer)
        page = open_page(reviewer, width=width, height=height)
        page.add_init_script(_LATE_TIMERS)
        page.goto(f"/case/{case.pk}/")
        return page

    return opened


@pytest.mark.parametrize("key,inside", [("x", "#reasons-reject"), ("r", "#reasons-resubmit")])
def test_a_digit_right_after_the_outcome_ticks_a_reason_on_a_narrow_screen(
    open_case: OpenCase, key: str, inside: str
) -> None:
    page = open_case("glare", width=320, height=640)
    page.keyboard.press(key)
    page.keyboard.press("1")
    expect(page.locator(f"{inside} input").first).to_be_checked()


def test_the_outcomes_key_leads_from_the_reasons_to_the_steps_and_back(
    open_case: OpenCase,
) -> None:
    page = open_case("glare", width=1440, height=900)
    for place in ("#id_reasons", "#id_steps", "#id_reasons"):
        page.keyboard.press("r")
        expect(page.locator(place)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("x")
    expect(page.locator("#id_reasons")).to_be_focused()


def test_holding_takes_a_digit_and_leads_on_to_why_or_to_the_time(open_case: OpenCase) -> None:
    page = open_case("glare", width=1440, height=900)
    page.keyboard.press("h")
    page.keyboard.press("1")
    expect(page.locator("#hold-hour")).to_be_checked()
    expect(page.locator("#hold-why")).to_be_focused()
    expect(page.locator("#hold-moment")).to_be_hidden()
    page.keyboard.type("4 x")
    expect(page.locator("#hold-why")).to_have_value("4 x")
    expect(page.locator("#hold-hour")).to_be_checked()
    page.locator("#hold-hour").focus()
    page.keyboard.press("4")
    expect(page.locator("#hold-moment")).to_be_focused()


def test_an_answer_by_key_leads_to_the_next_open_match_and_one_by_mouse_stays(
    open_case: OpenCase,
) -> None:
    page = open_case("aml_many", width=1440, height=900)
    page.keyboard.press("Alt+Digit5")
    page.keyboard.press("i")
    matches = page.locator("#panel-5 article.match")
    expect(matches.nth(0)).to_be_focused()
    expect(matches.nth(0).locator(".digit:visible").first).to_have_text("1")
    expect(page.locator("#panel-5 .dispo [aria-pressed=true], .dispo :checked")).to_have_count(0)
    page.keyboard.press("3")
    expect(matches.nth(1)).to_be_focused()
    expect(page.locator("#live")).to_contain_text("1 reviewed")
    matches.nth(1).locator("[value=cant_exclude]").click()
    expect(matches.nth(1).locator(".said-line")).to_contain_text("said by you")
    expect(matches.nth(1).locator("[value=cant_exclude]")).to_be_focused()


def test_not_this_person_without_a_reason_says_so_there_and_digits_go_on(
    open_case: OpenCase,
) -> None:
    page = open_case("aml_many", width=1440, height=900)
    match = page.locator("#panel-5 article.match").first
    match.focus()
    refused = "**/say/"
    with page.expect_response(refused) as answer:
        page.keyboard.press("1")
    assert answer.value.status == 422
    expect(match.locator("fieldset.apart")).to_be_focused()
    expect(match.locator("fieldset.apart .err")).to_contain_text("tick at least one")
    assert not Statement.objects.exists()
    page.keyboard.press("4")
    with page.expect_response(refused) as answer:
        page.keyboard.press("1")
    assert answer.value.status == 303
    expect(match.locator(".said-line")).to_contain_text("not this person")
    expect(page.locator("#problem-said")).to_have_count(0)


def test_a_correction_that_lacks_words_says_so_in_its_row_and_keeps_what_was_typed(
    open_case: OpenCase,
) -> None:
    page = open_case("aml_many", width=1440, height=900)
    row = page.locator("#panel-3 tr:has(details.fix)").first
    fold = row.locator("xpath=ancestor::details[1]")
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    fix = row.locator("details.fix")
    fix.locator("summary").click()
    fix.locator("[name=value]").fill("ÅSE TEST")
    fix.locator("[name=source]").select_option(index=1)
    fix.locator("[name=why]").select_option("other")
    with page.expect_response("**/say/") as answer:
        fix.locator("[name=code]").click()
    assert answer.value.status == 422
    expect(fix.locator(".err")).to_contain_text("Say the reason in your words.")
    expect(fix.locator("[name=words]")).to_be_focused()
    expect(fix.locator("[name=words]")).to_have_attribute("aria-invalid", "true")
    expect(fix.locator("[name=value]")).to_have_value("ÅSE TEST")
    expect(fix.locator("[name=why]")).to_have_value("other")
    fix.locator("[name=words]").fill("Seen on the card.")
    fix.locator("[name=code]").click()
    expect(page.locator("#panel-3")).to_contain_text("ÅSE TEST")
    expect(page.locator("#problem-said")).to_have_count(0)
    assert Statement.objects.get().code == "corrected"


@pytest.mark.parametrize("group", ["#panel-5 article.match", "#id_reasons", "#id_steps"])
def test_no_choice_changes_its_size_when_the_digits_come(open_case: OpenCase, group: str) -> None:
    page = open_case("aml_many", width=1440, height=900)
    page.locator("label.opt:has(input[value=resubmit])").click()
    before: Any = page.evaluate(_PLACES)
    page.locator(group).first.focus()
    expect(page.locator(f"{group} .digit:visible").first).to_be_visible()
    assert page.evaluate(_PLACES) == before


@pytest.mark.parametrize("width,height", [(1024, 768), (1280, 720)])
def test_both_faces_stand_whole_above_the_decision_before_and_after_the_rating(
    open_case: OpenCase, width: int, height: int
) -> None:
    page = open_case("glare", width=width, height=height, is_blind=True)
    assert page.evaluate(_IN_SIGHT) == [True, True]
    see_whole(page)
    page.evaluate("() => scrollTo(0, 0)")
    assert page.evaluate(_IN_SIGHT) == [True, True]
