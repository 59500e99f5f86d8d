"""What axe cannot see of the case page: focus, order of Tab, what is read out, sizes, scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from kycreview.staff.models import User
from reviews.models import Case
from tests.stories.conftest import GoInside
from tests.stories.hands import ByKeyboard
from tests.stories.inside import Inside
from tests.stories.looking import load_all_pictures, small_targets, too_wide
from tests.stories.reviewing import Album, open_what_is_required
from tests.stories.standing import SHOWN
from tests.stories.windows import Window

_FOCUS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const isIn = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [one === document.body ? "" : one.id || one.tagName, isIn];
}"""
# Everything that the polite region says, in order.
_HEAR = """() => {
  window.readOut = [];
  new MutationObserver(() => {
    const text = document.getElementById("live").textContent.trim();
    if (text && window.readOut.at(-1) !== text) window.readOut.push(text);
  }).observe(document.getElementById("live"), { childList: true, characterData: true, subtree: true });
}"""
# Each element of a provider's own text, with the boxes of its characters as they are drawn.
_DRAWN = """() => [...document.querySelectorAll("main bdi")]
  .filter((one) => one.checkVisibility() && one.firstChild?.nodeType === Node.TEXT_NODE)
  .map((one) => {
    const text = one.firstChild;
    const boxes = [...text.data].map((_letter, at) => {
      const range = document.createRange();
      range.setStart(text, at); range.setEnd(text, at + 1);
      return range.getBoundingClientRect().x;
    });
    return [text.data, boxes];
  })"""
_TAB_STOPS = [
    "decision",
    "decide-scroll",
    "rate-…",
    "id_outcome_0",
    "id_second_reader",
    "hold",
    "id_note",
    "submit-next",
]


@pytest.fixture
def house(inside: GoInside) -> Inside:
    house = inside(outcomes=[("idwise", "refer_document_validation")])
    house.fetch_all()
    return house


@pytest.fixture
def case(house: Inside, reviewer: User) -> Case:
    return house.claimed(house.sandbox.shelf.ids()[0][1], by=reviewer)


def _focus_is_somewhere(page: Page) -> str:
    where, is_in_sight = page.evaluate(_FOCUS)
    assert where, "the focus fell to the body"
    assert is_in_sight, f"the focus is out of sight: {where}"
    return str(where)
