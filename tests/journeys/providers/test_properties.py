"""Whatever a body becomes on its way, it is read without an error and no leaf is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.choices import Verdict
from journeys.providers import PROVIDERS
from journeys.providers.bodies import Node, Unreadable, parse_object
from tests.journeys.providers.bodies_for_tests import assert_nothing_is_lost, payload_files

Read = TypeVar("Read")
# `make test-long` sets more.
ROUNDS = int(os.environ.get("ROUNDS", "150"))
CASES = [(name, file) for name in PROVIDERS for file in payload_files(name)]
odd_texts = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "True",
        "Frobnicated",
        "NA",
        "[redacted]",
        "x" * 300,
        "a/~b",
        "ميرا",
    ]
)
keys = odd_texts | st.text(max_size=8)


class Raw(str):
    """JSON that the encoder of Python cannot write, such as 1e400."""


class Object(list[tuple[str, object]]):
    """The members of an object, repetitions allowed."""


raws = st.sampled_from(["1e400", "-1E-400", "NaN", "Infinity", "1.50", "9" * 400, "0"]).map(Raw)
scalars = st.none() | st.booleans() | st.text(max_size=8) | odd_texts | raws


def _containers(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    members = st.lists(st.tuples(keys, inner), max_size=4).map(Object)
    return st.lists(inner, max_size=4) | members


deep_nest = st.integers(1, 60).map(
    lambda depth: Raw('{"a": [' * (depth // 2) + "1" + "]}" * (depth // 2))
)
any_json = st.recursive(scalars, _containers, max_leaves=12) | deep_nest


def encode(value: object) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, Object):
        return "{" + ", ".join(f"{json.dumps(key)}: {encode(item)}" for key, item in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(encode(item) for item in value) + "]"
    return json.dumps(value)


def attempt(read: Callable[[bytes], Read], raw: bytes) -> tuple[Read | None, str]:
    """What was read, or the sentence that says why it cannot be."""
    try:
        return read(raw), ""
    except Unreadable as error:
        return None, error.sentence


def load(file: Path) -> Object:
    loaded = json.loads(file.read_bytes(), object_pairs_hook=Object, parse_int=Raw, parse_float=Raw)
    assert isinstance(loaded, Object)
    return loaded


def objects_in(value: object) -> Iterator[Object]:
    if isinstance(value, Object):
        yield value
        for _, inner in value:
            yield from objects_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects_in(inner)


def mutate(body: Object, draw: Callable[[st.SearchStrategy[object]], object]) -> None:
    """One change at one place of the body."""
    places = [place for place in objects_in(body) if place]
    if not places:
        return
    place = places[pick(draw, len(places))]
    index = pick(draw, len(place))
    key, value = place[index]
    change = draw(
        st.sampled_from(["drop", "rename", "repeat", "replace", "wrap", "add", "respell"])
    )
    if change == "drop":
        del place[index]
    elif change == "rename":
        place[index] = (str(draw(keys)), value)
    elif change == "repeat":
        place.insert(pick(draw, len(place) + 1), (key, draw(any_json)))
    elif change == "replace":
        place[index] = (key, draw(any_json))
    elif change == "wrap":
        place[index] = (key, [value] if draw(st.booleans()) else Object([(key, value)]))
    elif change == "add":
        place.append((str(draw(keys)), draw(any_json)))
    else:
        place[index] = (key.upper().replace("_", " "), value)


def pick(draw: Callable[[st.SearchStrategy[object]], object], size: int) -> int:
    drawn = draw(st.integers(0, size - 1))
    assert isinstance(drawn, int)
    return drawn


@settings(
    max_examples=ROUNDS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@pytest.mark.parametrize("provider", list(PROVIDERS))
@given(data=st.data())
def test_a_mutated_body_is_read_and_nothing_is_lost(provider: str, data: st.DataObject) -> None:
    body = load(data.draw(st.sampled_from(payload_files(provider)), label="file"))
    for _ in range(data.draw(st.integers(1, 6), label="changes")):
        mutate(body, data.draw)
    raw = encode(body).encode("ascii")
    root, sentence = attempt(parse_object, raw)
    if root is None:
        # Mutation can make a body unreadable only by emptying it or by nesting it too deep.
        assert body == Object() or "nested" in sentence
        return
    module = PROVIDERS[provider]
    result = module.normalise(root)
    assert_nothing_is_lost(root, result)
    assert module.normalise(parse_object(raw)) == result
    assert (result.journey.verdict == Verdict.PASS) == (result.journey.verdict_reasons == ())


@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("provider", list(PROVIDERS))
@given(data=st.data())
def test_unknown_words_never_make_a_pass(provider: str, data: st.DataObject) -> None:
    """Any number of values of a body that does not pass become words that nobody knows."""
    file = data.draw(st.sampled_from(payload_files(provider)), label="file")
    root = parse_object(file.read_bytes())
    module = PROVIDERS[provider]
    if module.normalise(root).journey.verdict == Verdict.PASS:
        return
    leaves = list(root.leaves())
    words = st.sampled_from(["Frobnicated", "pass?", "Passed with warnings", "TRUE!", "ok", "\x00"])
    for index in data.draw(st.lists(st.integers(0, len(leaves) - 1), max_size=5), label="leaves"):
        say(leaves[index], data.draw(words))
    assert module.normalise(root).journey.verdict != Verdict.PASS


def say(leaf: Node, word: str) -> None:
    leaf.kind, leaf.value = "leaf", word


@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("provider", list(PROVIDERS))
@given(body=st.lists(st.tuples(keys, any_json), min_size=1, max_size=5).map(Object))
def test_any_object_is_read_and_never_passes(provider: str, body: Object) -> None:
    root = parse_object(encode(body).encode("ascii"))
    result = PROVIDERS[provider].normalise(root)
    assert_nothing_is_lost(root, result)
    assert result.journey.verdict != Verdict.PASS


@settings(max_examples=ROUNDS, deadline=None)
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_sentence(raw: bytes) -> None:
    root, sentence = attempt(parse_object, raw)
    assert (root is None) == sentence.endswith(".")


@settings(max_examples=ROUNDS, deadline=None)
@pytest.mark.parametrize("provider", list(PROVIDERS))
@given(body=st.lists(st.tuples(keys, any_json), max_size=5).map(Object))
def test_any_callback_is_read_or_refused_with_a_sentence(provider: str, body: Object) -> None:
    hint, sentence = attempt(PROVIDERS[provider].read_callback, encode(body).encode("ascii"))
    assert (hint is None) == sentence.endswith(".")
    assert hint is None or 1 <= len(hint.provider_id) <= 255
