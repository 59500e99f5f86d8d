"""The page of results by keyboard: J and K move from person to person, Enter opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journeys.models import Account
from kycreview.staff.models import User
from tests.browsing import OpenPage
from tests.reviews.views.test_search_people import person
from tests.stories.looking import lost_focus, problems_of


@pytest.fixture
def results(idwise: Account, auditor: User, open_page: OpenPage) -> Page:
    person(idwise, 0, "MOHAMED ALKAABI", "محمد الكعبي")
    person(idwise, 1, "Mohammed Khan", number="A1234567")
    page = open_page(auditor)
    page.goto("/search/")
    page.keyboard.press("/")
    page.keyboard.type("moham")
    page.keyboard.press("Enter")
    expect(page.locator("#h-results")).to_be_focused()
    return page


def test_keys_move_from_person_to_person_and_open_one(results: Page) -> None:
    links = results.locator(".search-table a")
    for key, at in (("j", 0), ("j", 1), ("j", 1), ("k", 0)):
        results.keyboard.press(key)
        expect(links.nth(at)).to_be_focused()
    results.keyboard.press("Enter")
    results.wait_for_url("**/journey/**")


def test_the_page_of_results_is_sound(results: Page) -> None:
    assert problems_of(results) + lost_focus(results, stops=30) == []
