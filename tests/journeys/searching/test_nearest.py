"""Which typing errors are forgiven: one slip from four letters on, two from eight."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.searching.nearest import nearest
from journeys.searching.words import words_of
from tests.journeys.searching.test_words import NATIVE

NAMES = sorted({word.word for latin, _native in NATIVE for word in words_of(latin)})
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def neighbour_of(letter: str) -> str:
    row = next(keys for keys in ROWS if letter in keys)
    place = row.index(letter)
    return row[place + 1] if place + 1 < len(row) else row[place - 1]


def mistyped(word: str, draw: Random) -> Iterator[tuple[str, str]]:
    place = draw.randrange(len(word) - 1)
    yield "insert", word[:place] + draw.choice("abcdefghijklmnopqrstuvwxyz") + word[place:]
    yield "drop", word[:place] + word[place + 1 :]
    yield "swap", word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    yield "key", word[:place] + neighbour_of(word[place]) + word[place + 1 :]


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("brackkley", "brackley"), ("brckley", "brackley"), ("barckley", "brackley"),
        ("brackleu", "brackley"), ("bracjlet", "brackley"), ("ouvyang", "ouyang"),
        ("pael", "patel"), ("khalild", "khalid"),
    ],
)  # fmt: skip
def test_a_slip_is_forgiven(typed: str, meant: str) -> None:
    found = nearest(typed, ["brackley", "ouyang", "patel", "khalid", "mohammed", "li"])

    assert [one.word for one in found] == [meant]


@pytest.mark.parametrize(
    "typed, other", [("ali", "adi"), ("lee", "li"), ("omar", "amir"), ("khalid", "walida")]
)
def test_a_short_word_is_taken_as_typed(typed: str, other: str) -> None:
    assert nearest(typed, [other]) == []


def test_the_letter_beside_the_right_one_is_the_likelier_slip() -> None:
    assert [one.word for one in nearest("samir", ["samur", "samor", "samar"])] == [
        "samor", "samur", "samar",
    ]  # fmt: skip


@pytest.mark.parametrize("slip", ["insert", "drop", "swap", "key"])
def test_the_meant_name_comes_first_mostly_and_few_others_come(slip: str) -> None:
    draw = Random(4)
    typed = [
        (wrong, name)
        for name in NAMES
        if len(name) >= 5
        for kind, wrong in mistyped(name, draw)
        if kind == slip and wrong not in NAMES
    ]

    found = [(name, [one.word for one in nearest(wrong, NAMES)]) for wrong, name in typed]

    assert all(name in words for name, words in found)
    assert sum(words[0] == name for name, words in found) / len(found) >= 0.92
    assert sum(len(words) - 1 for _name, words in found) / len(found) <= 0.3


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=8))
def test_no_text_fails_and_the_order_is_that_of_slips(typed: str, words: list[str]) -> None:
    found = nearest(typed, words)

    assert [one.slips for one in found] == sorted(one.slips for one in found)
    assert typed not in [one.word for one in found]
    assert all(0 <= one.likeness <= 1 for one in found)


def test_no_more_are_given_than_asked_for() -> None:
    words = [f"brackle{letter}" for letter in "abcdefgh"]

    assert len(nearest("brackley", words, limit=3)) == 3
