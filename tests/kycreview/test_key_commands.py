"""Which keys can be given, and that every key of the templates is a command that can be changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from kycreview.staff.context import ADMIN_PLACES, FURTHER_PLACES, PLACES, Place
from kycreview.staff.key_commands import (
    BY_CODE,
    COMMANDS,
    changed_keys,
    key_changes,
    problem_with,
    read_key,
    written,
)

_TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
_OF_A_GROUP = re.compile(r"Digit\d Digit\d")


def test_no_two_commands_share_a_key_and_every_key_can_be_read_back() -> None:
    assert len({one.key for one in COMMANDS}) == len(COMMANDS) == len(BY_CODE)
    assert [read_key(written(one.key)) for one in COMMANDS] == [one.key for one in COMMANDS]


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_every_key_of_a_template_is_a_known_command(path: Path) -> None:
    text = re.sub(r"\{\{ ?(?:number|[a-z.]+counter) ?\}\}", "1", path.read_text())
    keys = {key for key in re.findall(r'data-key="([^"{]+)"', text) if not _OF_A_GROUP.match(key)}
    codes = set(re.findall(r'data-command="([^"{]+)"', text))
    assert keys - {one.key for one in COMMANDS} == set()
    assert codes - set(BY_CODE) == set()


@pytest.mark.parametrize("place", [*PLACES, *ADMIN_PLACES, *FURTHER_PLACES])
def test_every_place_has_the_key_of_a_command(place: Place) -> None:
    (command,) = [one for one in COMMANDS if one.key == f"g {place.key}"]
    assert command.code == f"go-{place.code or place.url_name}"


@pytest.mark.parametrize(
    "text,key",
    [
        ("p", "KeyP"),
        ("G p", "g KeyP"),
        ("Ctrl+Enter", "ctrl Enter"),
        ("shift ctrl enter", "ctrl shift Enter"),
        ("[", "BracketLeft"),
        ("alt 3", "alt Digit3"),
        ("KeyQ", "KeyQ"),
        ("?", "?"),
    ],
)
def test_a_key_is_read_as_people_write_it(text: str, key: str) -> None:
    assert read_key(text) == key


@pytest.mark.parametrize("text", ["", "ab", "hyper P", "g g p", "é"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(text)}$"):
        read_key(text)


@pytest.mark.parametrize("key", ["Digit1", "Enter", "shift Enter", "ctrl KeyW"])
def test_keys_that_mean_something_already_cannot_be_given(key: str) -> None:
    assert problem_with(key)


def test_one_key_for_two_commands_is_said_at_the_one_that_was_changed() -> None:
    keys, wrong = changed_keys({"approve": "X"})
    assert list(wrong) == ["approve"]
    assert str(BY_CODE["reject"].label) in wrong["approve"]
    assert keys == {"approve": "KeyX"}


def test_two_commands_can_change_places() -> None:
    keys, wrong = changed_keys({"approve": "X", "reject": "A"})
    assert (keys, wrong) == ({"approve": "KeyX", "reject": "KeyA"}, {})


def test_changes_are_from_the_houses_key_to_the_own_one_and_nonsense_is_passed_over() -> None:
    kept = {"keys": {"approve": "KeyP", "reject": "KeyX", "no-such": "KeyQ", "note": 7}}
    assert key_changes(kept) == {"KeyA": "KeyP"}
    assert key_changes({"keys": ["approve"]}) == {}
