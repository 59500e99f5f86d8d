"""Everything that the trail can hold has a word: events, keys, what it is about, who acted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest
from django.utils import translation

from kycreview.staff.models import FIRST_NAMES, Role
from kycreview.trail.events import Event
from reviews.evidence import history_keys as keys_of
from reviews.evidence import history_words as words
from tests.databases import ROOT

# Written from a variable; read off the code that fills it.
NOT_LITERAL = {"code", "sha256", "size", "type", "w", "h", "until", "stage", "was_there_already"}
NOT_LITERAL |= {"attempt", "status", "held", "receipt", "factor_added", "factor_removed"}
NOT_LITERAL |= {"added", "removed", "from", "to", "due", "then", "before", "after", "name", "url"}
NOT_LITERAL |= {"events", "is_personal", "secret", "old_until", "hours", "days_off", "at_most"}


@cache
def recorded() -> dict[str, frozenset[str]]:
    """What the product's calls of `record` write literally, by argument."""
    found: dict[str, set[str]] = {"data": set(), "private": set(), "about": set(), "system": set()}
    for package in ("kycreview", "journeys", "reviews"):
        for path in (ROOT / package).rglob("*.py"):
            for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                for one in call.keywords:
                    if one.arg in ("data", "private"):
                        found[one.arg].update(_keys(one.value))
                    elif one.arg == "about" and isinstance(one.value, ast.Tuple):
                        found["about"].update(_texts([one.value.elts[0]]))
                    elif one.arg == "system":
                        found["system"].update(_texts(ast.walk(one.value)))
    return {name: frozenset(values - {""}) for name, values in found.items()}


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "record",
            "end_told",
            "_note_why",
            "_note_view",
            "_note_change",
        ):
            yield node


def _keys(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Dict):
            yield from _texts(key for key in node.keys if key is not None)


def _texts(nodes: object) -> Iterator[str]:
    for node in nodes:  # type: ignore[attr-defined]  # any iterable of nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_words_in_arabic(event: Event) -> None:
    with translation.override("ar"):
        assert str(event.label)[0] > "\u0600"


def test_every_key_that_is_recorded_has_words() -> None:
    known = keys_of.KEYS.keys() | keys_of.KEYS_OF_THE_TRAIL.keys()
    keys = recorded()["data"] | recorded()["private"] | NOT_LITERAL

    assert {"graph_digest", "how", "roles_before", "query"} <= keys
    assert keys - known == set()


def test_every_fingerprint_has_words_too() -> None:
    assert words.DIGESTS - keys_of.KEYS_OF_THE_TRAIL.keys() == set()


def test_everything_that_an_entry_is_about_has_words() -> None:
    assert {"journey", "decision"} <= recorded()["about"]
    assert recorded()["about"] - keys_of.OBJECTS.keys() == set()


def test_every_part_of_the_house_that_acts_has_words() -> None:
    named = {"importer", "outbox", "pull", "sign-in"}  # by constants of their modules
    named |= {"api", "assignment", "conflicts", "grow", "waiting"}

    assert {"vault", "callbacks"} <= recorded()["system"]
    assert (recorded()["system"] | named) - keys_of.SYSTEMS.keys() == set()


def test_the_roles_of_an_entry_are_said_with_the_comma_of_the_language() -> None:
    assert words.role_words("lead+reviewer+own-role") == "lead, reviewer, own-role"
    with translation.override("ar"):
        assert words.role_words("lead+reviewer") == "قائد فريق، مُراجع"


@pytest.mark.parametrize("slug", list(FIRST_NAMES))
def test_a_first_role_is_said_in_the_readers_language_until_a_house_renames_it(slug: str) -> None:
    name = FIRST_NAMES[slug][0]
    with translation.override("ar"):
        assert str(Role(slug=slug, name=name))[0] > "\u0600"
        assert str(Role(slug=slug, name="Clerk")) == "Clerk"
        assert str(Role(slug="own", name=name)) == name


def test_values_that_lie_in_one_another_are_said_in_words() -> None:
    after = '{"events": ["case.opened", "conflict.found"], "is_active": true, "name": null}'
    assert words.value_word("after", after) == (
        "Events A case was opened, The provider holds another decision, Active yes, Name none"
    )
    assert words.value_word("to", "on_leave") == "On leave"
    assert words.value_word("to", "0") == "Urgent"
    assert words.value_word("state", "taken_back") == "Taken back"
