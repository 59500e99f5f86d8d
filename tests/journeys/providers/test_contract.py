"""What holds for every provider and every payload: the same five promises, whoever wrote the body.

Nothing is lost, unknown never passes, secrets are gone, `normalise` is pure, order means nothing.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from journeys.choices import Verdict
from journeys.providers import PROVIDERS
from journeys.providers.bodies import (
    REDACTED,
    Node,
    Spelled,
    json_text,
    parse_object,
    plain_key,
    subtree_text,
)
from journeys.providers.reading import leaf_text
from journeys.providers.results import Coded, JourneyResult, MediaUse, Part
from tests.journeys.providers.bodies_for_tests import (
    assert_nothing_is_lost,
    leaf_ids,
    payload_files,
    tree_of,
)

UNKNOWN_WORD = "Frobnicated"
# Shown as unknown, yet they decide nothing: the language of the applicant's pages, the side that a
# picture shows, what the engine's catalogue says about a template of which it is the example.
CASES = [
    pytest.param(provider, file, id=f"{provider}-{file.stem}")
    for provider in PROVIDERS
    for file in payload_files(provider)
]
PASSING = [
    case
    for case in CASES
    for provider, file in [case.values]
    if PROVIDERS[str(provider)].normalise(tree_of(Path(str(file)))).journey.verdict == Verdict.PASS
]
every_payload = pytest.mark.parametrize("provider, file", CASES)
every_pass = pytest.mark.parametrize("provider, file", PASSING)


def values_of(thing: object) -> Iterator[object]:
    """Every value inside a part, however deep."""
    if isinstance(thing, tuple):
        for item in thing:
            yield from values_of(item)
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield thing
        for slot in fields(thing):
            yield from values_of(getattr(thing, slot.name))
    else:
        yield thing


def coded_with(result: JourneyResult, raw: str) -> list[Coded]:
    return [
        value
        for part in result.parts()
        for value in values_of(part)
        if isinstance(value, Coded) and value.raw == raw
    ]


@contextmanager
def saying(leaf: Node, text: str) -> Iterator[None]:
    """The tree with another text in one leaf, for a while."""
    kind, value = leaf.kind, leaf.value
    leaf.kind, leaf.value = "leaf", text
    try:
        yield
    finally:
        leaf.kind, leaf.value = kind, value


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_a_provider_has_payloads_that_pass_and_others(provider: str) -> None:
    verdicts = {
        PROVIDERS[provider].normalise(tree_of(file)).journey.verdict
        for file in payload_files(provider)
    }
    assert {Verdict.PASS, Verdict.REVIEW, Verdict.FAIL, Verdict.INCOMPLETE} <= verdicts


@every_payload
def test_nothing_is_lost(provider: str, file: Path) -> None:
    root = tree_of(file)
    assert_nothing_is_lost(root, PROVIDERS[provider].normalise(root))


@every_payload
def test_normalise_is_pure(provider: str, file: Path) -> None:
    root = tree_of(file)
    before = subtree_text(root)
    first = PROVIDERS[provider].normalise(root)
    assert subtree_text(root) == before
    assert PROVIDERS[provider].normalise(root) == first
    assert PROVIDERS[provider].normalise(tree_of(file)) == first


@every_payload
def test_only_a_pass_has_no_reason(provider: str, file: Path) -> None:
    journey = PROVIDERS[provider].normalise(tree_of(file)).journey
    assert (journey.verdict == Verdict.PASS) == (journey.verdict_reasons == ())


@every_pass
def test_no_unknown_word_passes(provider: str, file: Path) -> None:
    """Each coded value of a passing body in turn is a word that no table has."""
    root = tree_of(file)
    normalise = PROVIDERS[provider].normalise
    judged = 0
    for leaf in list(root.leaves()):
        if not isinstance(leaf.value, (str, bool)):
            continue
        with saying(leaf, UNKNOWN_WORD):
            result = normalise(root)
        coded = coded_with(result, UNKNOWN_WORD)
        assert {value.code for value in coded} <= {"unknown"}, leaf.pointer
        if coded:
            judged += 1
            assert result.journey.verdict != Verdict.PASS, leaf.pointer
    assert judged >= 5


@every_payload
def test_an_unknown_word_never_makes_a_pass(provider: str, file: Path) -> None:
    root = tree_of(file)
    normalise = PROVIDERS[provider].normalise
    if normalise(root).journey.verdict == Verdict.PASS:
        return
    for leaf in list(root.leaves()):
        with saying(leaf, UNKNOWN_WORD):
            result = normalise(root)
        assert result.journey.verdict != Verdict.PASS, leaf.pointer
        assert "pass" not in {value.code for value in coded_with(result, UNKNOWN_WORD)}


@every_payload
def test_secrets_stand_in_locators_only(provider: str, file: Path) -> None:
    root = tree_of(file)
    secret = PROVIDERS[provider].redact(root)
    hidden = {
        str(leaf_text(leaf)) for leaf in root.leaves() if (leaf.pointer, leaf.occurrence) in secret
    }
    result = PROVIDERS[provider].normalise(root)
    shown = [str(value) for value in everything_but_locators(result) if isinstance(value, str)]
    for text in hidden:
        assert text
        assert not [value for value in shown if text in value]


@pytest.mark.parametrize("provider", list(PROVIDERS))
@pytest.mark.parametrize(
    "key", ["authKeyForCallback", "access_token", "Token", "password", "apiKey", "Authorization"]
)
def test_a_secret_is_hidden_wherever_it_comes_along(provider: str, key: str) -> None:
    (file, *_) = [f for f in payload_files(provider) if f.stem == "clean_pass"]
    body = json.loads(file.read_bytes())
    body[key] = "hush-at-the-root"
    body["extra"] = [{"deep": {key: {"inner": ["hush-below", 7]}}}]
    result = PROVIDERS[provider].normalise(parse_object(json.dumps(body).encode()))
    shown = " ".join(str(value) for value in everything_but_locators(result))
    assert "hush" not in shown
    assert REDACTED in shown


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_redact_names_only_leaves_of_the_body(provider: str) -> None:
    for file in payload_files(provider):
        root = tree_of(file)
        assert PROVIDERS[provider].redact(root) <= set(leaf_ids(root))


@every_payload
def test_the_order_of_members_means_nothing(provider: str, file: Path) -> None:
    root = tree_of(file)
    if any(leaf.occurrence > 1 for leaf in root.leaves()) or has_twin_keys(root):
        return
    shuffled = tree_of(file)
    shuffle(shuffled, random.Random(7))
    normalise = PROVIDERS[provider].normalise
    assert orderless(normalise(shuffled)) == orderless(normalise(root))


@every_payload
def test_a_picture_is_named_by_its_own_leaf(provider: str, file: Path) -> None:
    root = tree_of(file)
    result = PROVIDERS[provider].normalise(root)
    text_at = {(leaf.pointer, leaf.occurrence): leaf_text(leaf) for leaf in root.leaves()}
    for use in result.media:
        (own,) = [leaf for leaf in use.leaves if leaf.attribute == "locator"]
        suffix = f"#{own.occurrence}" if own.occurrence > 1 else ""
        assert use.source_path == own.pointer + suffix
        assert use.locator == text_at[own.pointer, own.occurrence] != ""
    paths = [use.source_path for use in result.media]
    assert len(paths) == len(set(paths))


@every_payload
def test_parts_refer_to_pictures_that_exist(provider: str, file: Path) -> None:
    result = PROVIDERS[provider].normalise(tree_of(file))
    paths = {use.source_path for use in result.media} | {""}
    for check in result.checks:
        assert {check.submitted, check.reference} <= paths
    for comparison in result.face_comparisons:
        assert {face.media for face in comparison.faces} <= paths


@every_payload
def test_every_text_can_be_stored(provider: str, file: Path) -> None:
    """With the worst text in each leaf that JSON allows: NUL and half a character."""
    root = tree_of(file)
    for leaf in root.leaves():
        if isinstance(leaf.value, str) and not isinstance(leaf.value, Spelled):
            leaf.value = f"\x00{leaf.value}\ud800"
    result = PROVIDERS[provider].normalise(root)
    for value in values_of((tuple(result.parts()), result.unmapped)):
        if isinstance(value, str):
            assert "\x00" not in value
            assert value.encode("utf-8") is not None


@pytest.mark.parametrize("provider", list(PROVIDERS))
@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1}',
        b'{"": {"": [{}, [], null]}}',
        b'{"success": false, "message": "no", "error_code": "x"}',
        b'{"result": null, "data": []}',
        b'{"result": {"result": {"result": {"result": {"a": 1}}}}}',
    ],
)
def test_a_body_that_is_no_journey_never_passes(provider: str, body: bytes) -> None:
    root = parse_object(body)
    result = PROVIDERS[provider].normalise(root)
    assert_nothing_is_lost(root, result)
    assert result.journey.verdict != Verdict.PASS


@pytest.mark.parametrize("provider", list(PROVIDERS))
def test_a_provider_has_every_name_of_the_seam(provider: str) -> None:
    module = PROVIDERS[provider]
    assert provider == module.NAME
    for name in (
        "fetch_journey",
        "fetch_media",
        "submit_decision",
        "request_resubmission",
        "verify_callback",
        "read_callback",
        "normalise",
        "redact",
    ):
        assert callable(getattr(module, name))
    assert isinstance(module.CAPABILITIES.takes_decisions, bool)


def everything_but_locators(result: JourneyResult) -> Iterator[object]:
    for part in result.parts():
        for slot in fields(part):
            if not (isinstance(part, MediaUse) and slot.name == "locator"):
                yield from values_of(getattr(part, slot.name))
    yield from values_of(result.unmapped)


def has_twin_keys(root: Node) -> bool:
    """Two keys of one object that are one to the readers: there the order decides which wins."""
    stack = [root]
    while stack:
        node = stack.pop()
        plain = Counter(plain_key(key) for key, _ in node.members)
        if plain and max(plain.values()) > 1:
            return True
        stack += [*node.items, *(member for _, member in node.members)]
    return False


def shuffle(root: Node, chance: random.Random) -> None:
    stack = [root]
    while stack:
        node = stack.pop()
        chance.shuffle(node.members)
        stack += [*node.items, *(member for _, member in node.members)]


def orderless(value: object) -> object:
    """The value with every tuple as a bag, so that only what is there counts."""
    if isinstance(value, tuple):
        return frozenset(Counter(orderless(item) for item in value).items())
    if isinstance(value, Part | JourneyResult) or is_dataclass(value):
        pairs = [(slot.name, orderless(getattr(value, slot.name))) for slot in fields(value)]
        return (type(value).__name__, *pairs)
    if isinstance(value, str) and value.startswith(("{", "[")):
        return sorted_json(value)
    return value


def sorted_json(text: str) -> str:
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def test_the_spelling_of_a_leaf_is_kept_in_the_unmapped_list() -> None:
    for provider in PROVIDERS.values():
        root = parse_object(b'{"nobody": {"knows": 1.50, "this": "\\u0000", "or": 1E400}}')
        assert [leaf.json_text for leaf in provider.normalise(root).unmapped] == [
            json_text(leaf) for leaf in root.leaves()
        ]
