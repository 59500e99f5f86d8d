"""Every path of IDWise's documents has its home, in one rich body and over all payloads."""

from __future__ import annotations

import re

import pytest

from journeys.providers.idwise import normalise
from tests.journeys.providers.bodies_for_tests import PAYLOADS, homes, payload_files, tree_of
from tests.journeys.providers.idwise_fields import HOMES, ONLY_WHEN_EMPTY

RICH = PAYLOADS / "idwise" / "rich.json"
# The wrapped payload holds what no document names, on purpose.
STRAY = {"/success", "/data/accessToken", "/data/callback/callbackUrl", "/data/callback/note"}


def pattern_of(path: str) -> re.Pattern[str]:
    """The pointers that a path stands for."""
    pointer = "/" + path.replace(".", "/")
    pieces = re.split(r"(\{[a-z_]+\}|\[\])", pointer)
    return re.compile(
        "".join(
            "[^/]+" if piece.startswith("{") else "/[0-9]+" if piece == "[]" else re.escape(piece)
            for piece in pieces
        )
    )


@pytest.mark.parametrize("path", sorted(set(HOMES) - ONLY_WHEN_EMPTY))
def test_the_rich_body_holds_the_path_and_it_lands_at_home(path: str) -> None:
    pattern = pattern_of(path)
    found = {
        home for (pointer, _), home in homes(normalise(tree_of(RICH))) if pattern.fullmatch(pointer)
    }
    assert found
    assert found <= HOMES[path]


@pytest.mark.parametrize("path", sorted(ONLY_WHEN_EMPTY))
def test_an_empty_section_lands_at_home(path: str) -> None:
    pattern = pattern_of(path)
    found = {
        home
        for file in payload_files("idwise")
        for (pointer, _), home in homes(normalise(tree_of(file)))
        if pattern.fullmatch(pointer)
    }
    assert found
    assert found <= HOMES[path]


def test_the_rich_body_has_no_unmapped_leaf() -> None:
    assert normalise(tree_of(RICH)).unmapped == ()


def test_no_payload_has_an_unmapped_leaf_that_was_not_put_there_on_purpose() -> None:
    unmapped = {
        leaf.pointer
        for file in payload_files("idwise")
        for leaf in normalise(tree_of(file)).unmapped
    }
    assert unmapped == STRAY
