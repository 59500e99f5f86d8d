"""A list worked by keys alone: from row to row, select, give to somebody, claim, hold."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Case
from tests.browsing import OpenPage
from tests.databases import Database
from tests.reviews.house import NOBODY, arrive, may_reach, more_cases, new_account, opened


@pytest.fixture
def idwise(database: Database, settings: Settings) -> Account:
    may_reach(settings, NOBODY)
    return new_account("idwise")


def _focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.textContent.trim()"))


def test_a_lead_gives_two_cases_to_a_reviewer_and_claims_a_third_by_keys(
    idwise: Account, open_page: OpenPage, lead: User, reviewer: User
) -> None:
    first = opened(arrive(idwise, outcome="glare"))
    cases = [first, *more_cases(first, 3)]
    for minutes, case in enumerate(cases):
        turn = case.due_at + timedelta(minutes=minutes)
        Case.objects.filter(pk=case.pk).update(due_at=turn, turn_at=turn)
    page = open_page(lead, width=1440, height=900)
    page.goto("/desk/")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/queue/")
    page.keyboard.press("j")
    assert _focused(page) == cases[0].code
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()
    expect(page.locator("[data-selected-count]")).to_have_text("2")
    page.keyboard.press("Escape")
    expect(page.locator("#bulk")).to_be_hidden()
    for key in ("x", "k", "x"):
        page.keyboard.press(key)
    page.locator("#bulk button[value=assign]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name=str(reviewer)).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("2 cases given.")
    assert set(Case.objects.filter(assigned_to=reviewer)) == set(cases[:2])
    for _ in range(3):
        page.keyboard.press("j")
    assert _focused(page) == cases[2].code
    page.keyboard.press("c")
    page.wait_for_url(f"**/case/{cases[2].pk}/")
    page.goto("/queue/?claim=me")
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.locator("#list-hold")).to_be_visible()
    expect(page.locator("#list-hold [name=until]").first).to_be_focused()
    page.keyboard.press("Space")
    page.locator("#list-hold-why").fill("Asked for the back side")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("on hold")
    held = Case.objects.get(held_until__isnull=False)
    assert (held.pk, held.held_by) == (cases[2].pk, lead)


def test_filters_and_views_work_without_script(
    idwise: Account, open_page: OpenPage, reviewer: User
) -> None:
    first = opened(arrive(idwise, outcome="glare"))
    late = more_cases(first, 1)[0]
    Case.objects.filter(pk=late.pk).update(due_at=late.opened_at - timedelta(hours=1))
    page = open_page(reviewer, width=1440, height=900)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/queue/main/")
    rows = page.locator(".queue-table tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_label("Late", exact=False).first.check()
    page.locator(".filters button").first.click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(late.code)
    page.locator(".view-edit summary").click()
    page.locator("#view-name").fill("Too late")
    page.locator(".view-edit button[type=submit]").click()
    expect(page.locator(".views a[aria-current]")).to_have_text("Too late")
    page.locator(".chip a").click()
    expect(rows).to_have_count(2)
    page.locator("#sort").select_option("age")
    page.locator(".chipbar button").click()
    expect(page).to_have_url(re.compile(r"/queue/main/\?sort=age$"))
