"""Keys, palette, focus and what is reported, in a browser, on made-up pages of panels."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from kycreview.staff.models import User
from tests.browsing import OpenPage
from tests.pages import made_pages

_FOCUS = "() => document.activeElement.id || document.activeElement.tagName"


@pytest.fixture(autouse=True)
def _made(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.pages.made_pages"
    made_pages.forget()


@pytest.fixture
def made(open_page: OpenPage, reviewer: User) -> Page:
    page = open_page(reviewer)
    page.goto("/made/first/")
    return page


def test_keys_are_silent_while_somebody_types_and_with_other_modifiers(made: Page) -> None:
    made.keyboard.press("Shift+a")
    made.keyboard.press("Alt+a")
    made.keyboard.press("n")
    made.keyboard.type("a ] j ? g d 1")
    expect(made.locator("#note")).to_have_value("a ] j ? g d 1")
    expect(made.locator("#approve")).not_to_be_checked()
    expect(made.locator("dialog[open]")).to_have_count(0)
    made.keyboard.press("Escape")
    made.keyboard.press("a")
    expect(made.locator("#approve")).to_be_checked()
    expect(made.locator("#approve")).to_be_focused()


def test_keys_switched_off_do_nothing_and_the_button_still_opens_the_actions(
    open_page: OpenPage, reviewer: User
) -> None:
    reviewer.key_map = {"off": True}
    reviewer.save()
    page = open_page(reviewer)
    page.goto("/made/first/")
    for key in ("a", "?", "]", "Control+k", "n"):
        page.keyboard.press(key)
    expect(page.locator("#approve")).not_to_be_checked()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("#actions").click()
    expect(page.get_by_role("option", name="Approve")).to_be_visible()


def test_a_key_is_changed_by_pressing_it_and_then_acts_and_shows(
    open_page: OpenPage, reviewer: User
) -> None:
    page = open_page(reviewer)
    page.goto("/me/keys/")
    button = page.locator("#key-approve-press")
    button.click()
    page.keyboard.press("x")
    expect(page.locator("#key-approve-said")).to_contain_text("Reject")
    button.click()
    page.keyboard.press("p")
    expect(button).to_contain_text("P")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.goto("/made/first/")
    page.keyboard.press("a")
    expect(page.locator("#approve")).not_to_be_checked()
    page.keyboard.press("p")
    expect(page.locator("#approve")).to_be_checked()
    expect(page.locator("#outcome kbd")).to_have_text("P")


def test_the_palette_finds_by_words_runs_with_enter_and_gives_the_focus_back(made: Page) -> None:
    made.locator("#genuine").focus()
    made.keyboard.press("Control+k")
    field = made.get_by_role("combobox")
    expect(field).to_be_focused()
    made.keyboard.type("note wri")
    options = made.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("N")
    expect(field).to_have_attribute("aria-activedescendant", "palette-0")
    made.keyboard.press("Escape")
    assert made.evaluate(_FOCUS) == "genuine"
    made.keyboard.press("Control+k")
    made.keyboard.type("appr")
    made.keyboard.press("Enter")
    expect(made.locator("#approve")).to_be_checked()
    expect(made.locator("dialog[open]")).to_have_count(0)


def test_the_list_of_keys_is_grouped_and_searchable(made: Page) -> None:
    made.locator("#genuine").focus()
    made.keyboard.press("?")
    listed = made.get_by_role("dialog", name="Keys on this page")
    for words in ("Deciding", "Approve", "Moving on the page", "Next panel", "Going to"):
        expect(listed).to_contain_text(words)
    listed.get_by_label("Search the keys").fill("item")
    expect(listed.get_by_role("listitem")).to_have_count(2)
    made.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    assert made.evaluate(_FOCUS) == "genuine"


def test_digits_act_only_inside_the_group_that_has_the_focus(made: Page) -> None:
    expect(made.locator("#reasons .digit").first).to_be_hidden()
    made.keyboard.press("2")
    expect(made.locator("#reason-2")).not_to_be_checked()
    made.locator("#reason-1").focus()
    expect(made.locator("#reasons .digit")).to_have_text(["1", "2"])
    made.keyboard.press("2")
    expect(made.locator("#reason-2")).to_be_checked()
    made.locator("#entry-1").focus()
    expect(made.locator("#reasons .digit")).to_have_text(["", ""])
    made.keyboard.press("3")
    expect(made.locator("#panel-3")).to_be_focused()
    expect(made.locator("#reason-2")).to_be_checked()


def test_panels_and_items_are_walked_by_keys_and_the_index_follows(made: Page) -> None:
    made.keyboard.press("]")
    expect(made.locator("#panel-2")).to_be_focused()
    expect(made.locator("#entry-2")).to_have_attribute("aria-current", "true")
    made.keyboard.press("j")
    made.keyboard.press("j")
    expect(made.locator("#item-2-b")).to_be_focused()
    made.keyboard.press("k")
    expect(made.locator("#item-2-a")).to_be_focused()
    made.keyboard.press("[")
    expect(made.locator("#panel-1")).to_be_focused()
    made.keyboard.press("Space")
    expect(made.locator("#panel-2")).to_be_focused()
    made.keyboard.press("j")
    made.keyboard.press("Escape")
    expect(made.locator("#panel-2")).to_be_focused()
    made.keyboard.press("Escape")
    expect(made.locator("#entry-2")).to_be_focused()


def test_a_morph_keeps_focus_scroll_open_parts_and_what_was_typed(made: Page) -> None:
    made.locator("#note").fill("Half a sentence")
    made.locator("#fold summary").click()
    made.locator("#genuine").scroll_into_view_if_needed()
    before = made.evaluate("() => scrollY")
    made.locator("#genuine").focus()
    made.keyboard.press("Enter")
    expect(made.locator("#genuine")).to_have_attribute("aria-pressed", "true")
    expect(made.locator("#genuine")).to_be_focused()
    expect(made.locator("#fold")).to_have_attribute("open", "")
    expect(made.locator("#note")).to_have_value("Half a sentence")
    assert abs(made.evaluate("() => scrollY") - before) < 2
    assert made.url.endswith("/made/first/?p=2")
    assert [one["said"] for one in made_pages.SENT if "said" in one] == ["genuine"]
    expect(made.locator("[aria-busy]")).to_have_count(0)


def test_the_focus_never_falls_to_the_body(made: Page) -> None:
    made.locator("#gone").focus()
    made.keyboard.press("Enter")
    expect(made.locator("#gone")).to_have_count(0)
    assert made.evaluate(_FOCUS) == "main"
    made.locator("#refused").focus()
    made.keyboard.press("Enter")
    expect(made.locator("#problem")).to_be_focused()
    assert "/made/first/" in made.url
    made.locator("#next").focus()
    made.keyboard.press("Enter")
    expect(made.locator("h1")).to_have_text("Case second")
    expect(made.locator("h1")).to_be_focused()
    assert made.evaluate("() => scrollY") == 0
    made.keyboard.press("a")
    expect(made.locator("#approve")).to_be_checked()
    made.go_back()
    expect(made.locator("h1")).to_have_text("Case first")


def test_the_one_question_of_a_page_takes_digits_from_everywhere_and_keeps_what_is_typed(
    made: Page,
) -> None:
    made.goto("/made/rate/?p=2")
    expect(made.locator("#panel-2")).to_be_focused()
    expect(made.locator('[data-digits="page"] .digit')).to_have_text(["1", "2"])
    made.locator("#typed").fill("2")
    made.locator("#panel-2").focus()
    made.keyboard.press("2")
    expect(made.locator("#genuine")).to_contain_text("said yes")
    expect(made.locator("#panel-2")).to_be_focused()
    expect(made.locator("#typed")).to_have_value("2")


def test_without_a_network_nothing_is_sent_and_it_can_be_sent_later(made: Page) -> None:
    for address in ("**/made/say/", "**/icon.svg"):
        made.route(address, lambda route: route.abort())
    made.locator("#genuine").click()
    bar = made.locator("#banners .banner")
    expect(bar).to_contain_text("Offline. Nothing was sent")
    expect(made.locator("#live")).to_contain_text("Offline")
    expect(made.locator("#genuine")).to_have_attribute("aria-disabled", "true")
    expect(made.locator("#genuine")).to_be_focused()
    made.locator("#note").fill("Still here")
    made.unroute_all()
    expect(bar).to_have_count(0)
    expect(made.locator("#note")).to_have_value("Still here")
    made.locator("#genuine").click()
    expect(made.locator("#genuine")).to_have_attribute("aria-pressed", "true")
    assert len([one for one in made_pages.SENT if one.get("said")]) == 1


def test_a_panel_in_sight_for_a_second_is_reported_once(made: Page) -> None:
    expect(made.locator("#entry-1")).to_have_attribute("data-seen", "yes")
    made.keyboard.press("]")
    expect(made.locator("#entry-2")).to_have_attribute("data-seen", "yes")
    expect(made.locator("[data-seen-count]")).to_have_text("2 of 3 seen")
    made.keyboard.press("[")
    made.wait_for_timeout(1300)
    told = [one["panel"] for one in made_pages.SENT]
    assert told == ["1", "2"]
    assert made_pages.SENT[0] == {"panel": "1", "round": "round-1"}
