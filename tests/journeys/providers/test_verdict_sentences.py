"""Each reason is made of a marked template: an English sentence written elsewhere stays English."""

from __future__ import annotations

import ast
import re

import pytest

from journeys.choices import ConsentKind, Outcome
from journeys.providers import verdict_sentences as said
from journeys.providers.idwise import verdict as of_idwise
from journeys.providers.signzy import client as signzy_client
from journeys.providers.signzy import normalising, verdicts
from journeys.providers.signzy.documents import NUMBERS
from journeys.providers.signzy.network import FLAGS
from journeys.providers.signzy.tables import FRAUD_BANDS
from tests.databases import ROOT

MAKERS = {
    "idwise": of_idwise.__file__,
    "signzy": verdicts.__file__,
    "signzy, whole": normalising.__file__,
}
SLOT = re.compile(r"%\((\w+)\)s")


def written_in(file: str) -> list[str]:
    """The f-strings and the texts of several words that a module holds beside its docstrings."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    told = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        or (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in told
            and re.search(r"\w \w", node.value)
        )
    ]


@pytest.mark.parametrize("maker", MAKERS)
def test_no_sentence_is_written_where_it_is_said(maker: str) -> None:
    assert written_in(MAKERS[maker]) == []


def test_a_sentence_that_is_written_elsewhere_is_found() -> None:
    there = written_in(signzy_client.__file__)
    assert "'Signzy no longer has this file.'" in there
    assert any(one.startswith(("f'", 'f"')) for one in there)


def test_every_slot_is_known_and_no_template_is_two() -> None:
    slots = {slot for one in said.Sentence for slot in SLOT.findall(one)}
    assert slots - said.OWN_SLOTS.keys() == {
        "key",
        "home",
        "name",
        "raw",
        "rule",
        said.CHECK_SLOT,
        said.SAID_SLOT,
    }
    assert len(said.Sentence.__members__) == len(set(said.Sentence))
    assert len(said.Word.__members__) == len(set(said.Word))


def test_what_stands_in_our_own_slots_is_in_their_words() -> None:
    titles = [f"Document {number}".strip() for number in NUMBERS]
    assert set(titles) == set(said.OWN_SLOTS["title"])
    assert {name.replace("_", " ") for _key, name in FLAGS} == set(said.OWN_SLOTS["flag"])
    assert {word for _path, word in verdicts.DECIDING} == set(said.OWN_SLOTS["what"])


def test_every_code_that_is_in_a_sentence_has_one() -> None:
    assert {"low", *verdicts.FRAUD} == {band for _least, band in FRAUD_BANDS}
    assert set(verdicts.NOT_GIVEN) == set(ConsentKind)
    assert set(verdicts.CHECKED) == set(Outcome) - verdicts.HARMLESS
