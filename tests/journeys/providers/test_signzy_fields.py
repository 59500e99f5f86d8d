"""Every path of Signzy's bodies has its home, in one rich body and over all payloads."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

from journeys.providers.signzy import normalise
from tests.journeys.providers.bodies_for_tests import (
    PAYLOADS,
    assert_nothing_is_lost,
    homes,
    payload_files,
    tree_of,
)
from tests.journeys.providers.signzy_fields import ELSEWHERE, HOMES

FOLDER = PAYLOADS / "signzy"
# Some bodies say outside the journey how the call ended, which no document names.
STRAY = {"/statusCode"}


def pattern_of(path: str) -> re.Pattern[str]:
    """The pointers that a path stands for."""
    pieces = re.split(r"(\{[a-z_]+\}|\[\])", "/" + path.replace(".", "/"))
    return re.compile(
        "".join(
            "[^/]+" if piece.startswith("{") else "/[0-9]+" if piece == "[]" else re.escape(piece)
            for piece in pieces
        )
    )


@lru_cache(maxsize=32)
def all_homes(payload: str) -> tuple[tuple[str, str], ...]:
    result = normalise(tree_of(FOLDER / f"{payload}.json"))
    return tuple((pointer, home) for (pointer, _), home in homes(result))


def homes_of(path: str, payload: str) -> set[str]:
    pattern = pattern_of(path)
    return {home for pointer, home in all_homes(payload) if pattern.fullmatch(pointer)}


@pytest.mark.parametrize("path", sorted(HOMES))
def test_the_rich_body_holds_the_path_and_it_lands_at_home(path: str) -> None:
    found = homes_of(path, "rich")
    assert found
    assert found <= HOMES[path]


@pytest.mark.parametrize("payload,path,expected", ELSEWHERE)
def test_a_path_of_other_bodies_lands_at_home(payload: str, path: str, expected: set[str]) -> None:
    found = homes_of(path, payload)
    assert found
    assert found <= expected


def test_the_rich_body_has_no_unmapped_leaf() -> None:
    assert normalise(tree_of(FOLDER / "rich.json")).unmapped == ()


def test_the_rich_body_holds_no_path_that_the_table_does_not_name() -> None:
    patterns = [pattern_of(path) for path in HOMES]
    root = tree_of(FOLDER / "rich.json")
    unnamed = {
        leaf.pointer
        for leaf in root.leaves()
        if not any(pattern.fullmatch(leaf.pointer) for pattern in patterns)
    }
    assert unnamed == set()


def test_no_payload_has_an_unmapped_leaf_that_was_not_put_there_on_purpose() -> None:
    unmapped = {
        leaf.pointer
        for file in payload_files("signzy")
        for leaf in normalise(tree_of(file)).unmapped
    }
    assert unmapped == STRAY


@pytest.mark.parametrize("file", payload_files("signzy"), ids=lambda file: file.stem)
def test_no_leaf_of_a_payload_is_lost_or_held_twice(file: Path) -> None:
    root = tree_of(file)
    assert_nothing_is_lost(root, normalise(root))
