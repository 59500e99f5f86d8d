"""Looking at fragments in a browser: the list selects, the tools do what they say."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from journeys.choices import MediaKind
from journeys.models import Account, Journey, Locator, MediaUse
from kycreview.staff.models import User
from reviews.evidence.document_panel import document_panel
from reviews.evidence.said import SaidBook
from reviews.evidence.tree import build_tree
from tests.browsing import OpenPage
from tests.journeys.vault.files import corners, encoded, jpeg
from tests.reviews.house import arrive, put_file

START = "() => import('/static/js/pairs.js').then((pairs) => pairs.watchPairs())"
SHADES = """() => {
  const canvas = document.querySelector("[data-selected] [data-drawn]");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return [Math.min(...data.filter((_, at) => at % 4 === 0)), data.length];
}"""
SHOWN = "[data-selected] [data-duo]"


def fragments_came(journey: Journey, *, is_alike: bool = True) -> None:
    """Store the fragments and their references; alike or not."""
    for locator in journey.locators.filter(state=Locator.State.WAITING):
        kind = MediaUse.objects.filter(locator=locator)[0].kind
        if kind == MediaKind.REFERENCE_CROP and not is_alike:
            put_file(locator, encoded(corners().rotate(180), "JPEG"))
        elif kind in (MediaKind.ELEMENT_CROP, MediaKind.REFERENCE_CROP):
            put_file(locator, jpeg())
    journey.refresh_from_db()


def panel_on(page: Page, journey: Journey) -> None:
    """Put the panel on a page of the product and start its script."""
    assert journey.current_snapshot is not None
    tree = build_tree(journey.current_snapshot, journey.key())
    panels = SimpleNamespace(document=document_panel(tree, SaidBook()))
    html = render_to_string("reviews/case/_document.html", {"tree": tree, "panels": panels})
    page.goto("/desk/")
    page.add_style_tag(url="/static/css/case/document.css")
    page.evaluate("html => { document.querySelector('main').innerHTML = html; }", html)
    page.evaluate(START)


@pytest.fixture
def looking(signzy: Account, reviewer: User, open_page: OpenPage) -> Page:
    journey = arrive(signzy, outcome="authenticity_failed_pattern")
    fragments_came(journey)
    page = open_page(reviewer, width=1440, height=900)
    panel_on(page, journey)
    return page


def test_the_list_selects_one_pair_at_a_time(looking: Page) -> None:
    articles = looking.locator(".frag-look:visible")
    expect(articles).to_have_count(1)
    second = looking.locator("[data-item][data-pair-link]").nth(1)
    second.click()
    expect(articles).to_have_count(1)
    expect(second).to_have_attribute("aria-current", "true")
    expect(second).to_be_focused()


def test_peek_lasts_as_long_as_it_is_held_and_enter_toggles_it(looking: Page) -> None:
    button = looking.locator("[data-selected] [data-peek]")
    duo = looking.locator(SHOWN)
    button.dispatch_event("key:hold", {"bubbles": True})
    expect(duo).to_have_attribute("data-shows", "peek")
    expect(looking.locator(f"{SHOWN} [data-side=submitted]")).to_be_hidden()
    button.dispatch_event("key:release", {"bubbles": True})
    expect(duo).to_have_attribute("data-shows", "both")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_flicker_runs_on_demand_and_ends_when_the_window_loses_the_focus(looking: Page) -> None:
    looking.locator("[data-selected] [data-view=flicker]").last.click()
    duo = looking.locator(SHOWN)
    expect(duo).to_have_attribute("data-shows", "reference")
    expect(duo).to_have_attribute("data-shows", "submitted")
    looking.evaluate("window.dispatchEvent(new Event('blur'))")
    expect(duo).to_have_attribute("data-view", "side")
    expect(duo).to_have_attribute("data-shows", "both")


def test_less_motion_takes_flicker_away_and_says_so(looking: Page) -> None:
    looking.emulate_media(reduced_motion="reduce")
    expect(looking.locator(".flicker-btn:visible")).to_have_count(0)
    expect(looking.locator(".flicker-off:visible")).to_have_count(1)


@pytest.mark.parametrize("is_alike", [True, False])
def test_the_difference_is_white_where_both_are_alike(
    signzy: Account, reviewer: User, open_page: OpenPage, *, is_alike: bool
) -> None:
    journey = arrive(signzy, outcome="authenticity_failed_pattern")
    fragments_came(journey, is_alike=is_alike)
    page = open_page(reviewer, width=1440, height=900)
    panel_on(page, journey)
    page.locator("[data-selected] button[data-view=difference]").click()
    page.locator("[data-selected] [data-drawn]").wait_for()
    darkest, size = page.evaluate(SHADES)
    assert size > 0
    assert (darkest == 255) is is_alike
