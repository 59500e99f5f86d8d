"""The marks of the five states stay apart for every kind of colour vision, in both schemes."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from tests.pages.colour_sight import SIGHTS, contrast, distance, lab, linear, seen_as

_TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
_PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
_STATES = ("pass", "attention", "fail", "info", "none")
# What the palette was chosen for: nothing less, whatever is changed later.
_APART = {"light": 19.2, "dark": 22.2}


def _tokens(scheme: str) -> dict[str, str]:
    found = _PAIR.findall(_TOKENS.read_text(encoding="utf-8"))
    return {name: light if scheme == "light" else dark for name, light, dark in found}


@pytest.mark.parametrize(
    "first,second,known",
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_of_colours_is_that_of_the_published_pairs(
    first: tuple[float, float, float], second: tuple[float, float, float], known: float
) -> None:
    assert distance(first, second) == pytest.approx(known, abs=0.00006)
    assert distance(second, first) == pytest.approx(known, abs=0.00006)


def test_red_and_green_of_one_lightness_come_close_without_the_cone_between_them() -> None:
    """The simulation does something: a pair known to be confused is."""
    red, green = "#c04000", "#707000"
    apart = {
        sight: distance(*(lab(seen_as(linear(one), sight=sight)) for one in (red, green)))
        for sight in SIGHTS
    }
    assert apart["deutan"] < apart["normal"] / 2
    assert apart["tritan"] > apart["deutan"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_marks_of_a_state_can_be_told_apart(scheme: str, sight: str) -> None:
    tokens = _tokens(scheme)
    marks = {state: lab(seen_as(linear(tokens[f"{state}-mark"]), sight=sight)) for state in _STATES}
    close = {
        f"{one} and {other}": round(apart, 1)
        for one, other in combinations(_STATES, 2)
        if (apart := distance(marks[one], marks[other])) < _APART[scheme] - 0.05
    }
    assert close == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", _STATES)
def test_words_of_a_state_stand_out_from_their_tint_and_marks_from_the_page(
    scheme: str, state: str
) -> None:
    tokens = _tokens(scheme)
    assert contrast(tokens[f"{state}-text"], tokens[f"{state}-tint"]) >= 7
    for ground in ("bg", "canvas"):
        assert contrast(tokens[f"{state}-mark"], tokens[ground]) >= 3
