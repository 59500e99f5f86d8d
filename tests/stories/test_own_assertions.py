"""What axe cannot see of the case page: focus, order of Tab, what is read out, sizes, scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from kycreview.staff.models import User
from reviews.models import Case, Queue
from tests.stories.conftest import GoInside
from tests.stories.hands import ByKeyboard
from tests.stories.inside import Inside
from tests.stories.looking import measured_problems
from tests.stories.reviewing import Album

_FOCUS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const isIn = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [one === document.body ? "" : one.id || one.tagName, isIn];
}"""
# Everything that the polite region says, in order.
_HEAR = """() => {
  window.readOut = [];
  const region = document.getElementById("live");
  new MutationObserver(() => {
    const text = region.textContent.trim();
    if (text && window.readOut.at(-1) !== text) window.readOut.push(text);
  }).observe(region, { childList: true, characterData: true, subtree: true });
}"""
# Each provider's text on one line, with the place of each of its characters from its own edge.
_DRAWN = """() => Object.fromEntries([...document.querySelectorAll("main bdi")]
  .filter((one) => one.checkVisibility() && one.childNodes.length === 1
    && one.firstChild.nodeType === Node.TEXT_NODE && one.getClientRects().length === 1)
  .map((one) => {
    const text = one.firstChild;
    const left = one.getBoundingClientRect().x;
    return [`${text.data} ${getComputedStyle(one).font}`, [...text.data].map((_letter, at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return Math.round(range.getBoundingClientRect().x - left);
    })];
  }))"""
_COUNT_CHANGES = """(duo) => {
  window.changes = 0;
  window.began = Date.now();
  new MutationObserver((all) => { window.changes += all.length; })
    .observe(duo, { attributeFilter: ["data-shows"] });
}"""


@pytest.fixture
def case(house: Inside, reviewer: User) -> Case:
    return house.claimed(house.sandbox.shelf.ids()[0][1], by=reviewer)


def _focus_is_somewhere(page: Page) -> None:
    where, is_in_sight = page.evaluate(_FOCUS)
    assert where, "the focus fell to the body"
    assert is_in_sight, f"the focus is out of sight: {where}"


def test_the_focus_stays_in_sight_after_every_answer(
    house: Inside, reviewer: User, case: Case
) -> None:
    Queue.objects.update(undo_seconds=60)
    with house.window(reviewer) as window:
        window.expected |= {409, 422}
        page = window.page
        hand = ByKeyboard(page)
        window.go(f"/case/{case.pk}/")
        page.locator("#rate-6").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#faces-reveal")).to_be_visible()
        _focus_is_somewhere(page)
        hand.submit()
        expect(page.locator("#not-submitted")).to_be_focused()
        hand.look_at(2)
        override = page.locator("#panel-2 .override").first
        hand.explain(override)
        _focus_is_somewhere(page)
        page.keyboard.press("g")
        expect(page.locator("#look-again button:focus")).to_have_count(1)
        page.keyboard.press("7")
        expect(page.locator("#opinion")).to_contain_text("Later")
        _focus_is_somewhere(page)
        hand.choose("approve")
        hand.submit()
        expect(page.locator("#not-submitted")).to_be_focused()
        _focus_is_somewhere(page)
        hand.choose("reject", reasons=("reject-doc-altered",))
        hand.submit(stay=True)
        expect(page.locator("#decided-1")).to_be_visible()
        _focus_is_somewhere(page)
        hand.undo()
        _focus_is_somewhere(page)


def test_the_decision_is_a_short_way_by_tab_in_the_order_of_the_work(
    house: Inside, reviewer: User, case: Case
) -> None:
    with house.window(reviewer) as window:
        page = window.page
        window.go(f"/case/{case.pk}/")
        assert _stops_to_submit(page) == [
            "decide-scroll", *(f"rate-{number}" for number in range(1, 8)),
            "id_outcome_0", "id_second_reader", "hold-summary", "skip-summary", "recuse-summary",
            "submit-next",
        ]  # fmt: skip
        ByKeyboard(page).rate(2)
        page.locator("#id_outcome_0").check()
        stops = _stops_to_submit(page)
        assert len(stops) <= 25
        assert [one for one in stops if not one.startswith(("id_reason_", "link-"))] == [
            "decide-scroll", "why-person-summary", "look-again-summary", "id_outcome_0",
            "id_second_reader", "hold-summary", "id_note", "pass-on-summary", "recuse-summary",
            "submit-next",
        ]  # fmt: skip
        # And no way at all by the key for it.
        listed = page.locator('[data-key="ctrl Enter"]')
        expect(listed).to_have_id("submit-next")


def _stops_to_submit(page: Page) -> list[str]:
    page.locator("#decision").focus()
    stops: list[str] = []
    while not stops or (stops[-1] != "submit-next" and len(stops) < 40):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("""() => {
              const one = document.activeElement;
              if (one.matches("a")) return `link-${one.getAttribute("href")}`;
              return one.id || `${one.closest("[id]").id}-${one.tagName.toLowerCase()}`;
            }""")
        )
    return stops


def test_what_is_read_out_from_the_rating_to_the_undo(
    house: Inside, reviewer: User, case: Case
) -> None:
    Queue.objects.update(undo_seconds=60)
    with house.window(reviewer) as window:
        page = window.page
        hand = ByKeyboard(page)
        window.go(f"/case/{case.pk}/")
        page.evaluate(_HEAR)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#rate-1")).to_be_focused()
        hand.rate(2)
        hand.choose("reject", reasons=("reject-doc-altered",))
        hand.submit(stay=True)
        expect(page.locator("#undo .toast")).to_be_visible()
        heard = page.evaluate("() => window.readOut")
    told = [one.replace(case.code, "CODE") for one in heard]
    assert told[:1] == ["Rate the faces and choose an outcome to submit."]
    assert "Reasons: 8" in told
    assert told[-1].startswith("Case CODE recorded")
    # Not a score, not a name, and nothing twice.
    assert len(told) == len(set(told)) <= 6


def test_a_flicker_changes_at_most_twice_a_second_and_not_where_less_motion_is_asked_for(
    inside: GoInside, reviewer: User
) -> None:
    house = inside(outcomes=[("signzy", "authenticity_failed_pattern")])
    house.fetch_all()
    case = house.claimed(house.sandbox.shelf.ids()[0][1], by=reviewer)
    with house.window(reviewer) as window:
        page = window.page
        page.emulate_media(reduced_motion="no-preference")
        window.go(f"/case/{case.pk}/")
        ByKeyboard(page).rate(2)
        pair = page.locator("[data-pair]:has([data-view=flicker])").first
        pair.locator("[data-pair-link]").first.click()
        page.clock.install()
        duo = pair.locator("[data-duo]")
        pair.get_by_role("button", name="Flicker").click()
        expect(duo).to_have_attribute("data-view", "flicker")
        duo.evaluate(_COUNT_CHANGES)
        page.clock.run_for(6000)
        # By the page's own clock, which goes on by itself as well.
        changes, seconds = page.evaluate("() => [window.changes, (Date.now() - began) / 1000]")
        assert seconds >= 6
        assert 2 < changes <= 2 * seconds
        page.emulate_media(reduced_motion="reduce")
        expect(duo).to_have_attribute("data-view", "side")
        page.clock.run_for(3000)
        assert page.evaluate("() => window.changes") <= changes + 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_at_320_pixels_nothing_sticks_out_and_everything_can_be_hit(
    house: Inside, reviewer: User, case: Case, language: str
) -> None:
    reviewer.language = language
    reviewer.save()
    found: list[str] = []
    with house.window(reviewer, width=320) as window:
        page = window.page
        window.go(f"/case/{case.pk}/")
        found += [f"blind {one}" for one in measured_problems(page)]
        page.locator("#rate-6").click()
        expect(page.locator("#faces-reveal")).to_be_visible()
        page.evaluate("() => { for (const one of document.images) one.loading = 'eager'; }")
        page.wait_for_function("() => [...document.images].every((one) => one.complete)")
        found += [f"revealed {one}" for one in measured_problems(page)]
        for address in ("/desk/", "/search/", "/me/", "/me/keys/"):
            window.go(address)
            found += [f"{address} {one}" for one in measured_problems(page)]
    assert not found, "\n".join(found)


def test_arabic_names_and_latin_numbers_are_drawn_alike_in_both_directions(
    inside: GoInside, reviewer: User
) -> None:
    house = inside(outcomes=[("signzy", "arabic_names")])
    house.fetch_all()
    journey = house.journey_of(house.sandbox.shelf.ids()[0][1])
    drawn: dict[str, dict[str, list[int]]] = {}
    for language in ("en", "ar"):
        reviewer.language = language
        reviewer.save()
        with house.window(reviewer) as window:
            window.go(f"/journey/{journey.pk}/")
            drawn[language] = window.page.evaluate(_DRAWN)
    both = drawn["en"].keys() & drawn["ar"].keys()
    assert any("\u0600" <= text[0] <= "\u06ff" for text in both)
    assert any(text[0].isascii() and text[:4].strip().isalnum() for text in both)
    assert {
        text for text in both if _order(drawn["en"][text]) != _order(drawn["ar"][text])
    } == set()


def _order(places: list[int]) -> list[int]:
    """Which character stands where, from left to right."""
    return sorted(range(len(places)), key=lambda at: (places[at], at))


def test_in_forced_colours_what_is_chosen_and_what_has_the_focus_can_be_told(
    house: Inside, reviewer: User, case: Case
) -> None:
    album = Album.of("forced-colours")
    with house.window(reviewer) as window:
        page = window.page
        page.emulate_media(forced_colors="active")
        window.go(f"/case/{case.pk}/")
        album.take(page, "blind")
        ByKeyboard(page).rate(2)
        option = page.locator("label.opt").first
        looks = {_look(option)}
        option.locator("input").check()
        page.locator("#decision").focus()
        looks.add(_look(option))
        option.locator("input").focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        looks.add(_look(option))
        assert len(looks) == 3
        button = page.locator("#submit-stay")
        assert float(button.evaluate("(one) => parseFloat(getComputedStyle(one).borderWidth)")) > 0
        album.take(page, "revealed")


def _look(element: Locator) -> bytes:
    element.page.mouse.move(0, 0)
    return element.screenshot(animations="disabled")
