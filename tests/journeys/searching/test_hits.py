"""How a name met a search, and that what is pointed at is never a torn sign."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.searching.graphemes import clusters, snapped
from journeys.searching.hits import Hit, How, explain
from journeys.searching.query import parse
from tests.journeys.searching.test_words import TEXTS


def shown(hit: Hit, name: str) -> list[str]:
    return [name[start:end] for start, end in hit.spans]


@pytest.mark.parametrize(
    "text, name, how, stretches",
    [
        ("Khalid", "KHALID SALEH", How.SAME, ["KHALID"]),
        ("Jose", "José María", How.SAME, ["José"]),
        ("خالد", "خَالِد صالح", How.SAME, ["خَالِد"]),
        ("Alsalem", "Khalid Al Salem", How.SAME, ["Al Salem"]),
        ("小龙", "李小龙", How.SAME, ["小龙"]),
        ("Mohamed", "محمد علي", How.OTHER_SCRIPT, ["محمد"]),
        ("محمد", "Mohammed Ali", How.OTHER_SCRIPT, ["Mohammed"]),
        ("Мохаммед", "मोहम्मद खान", How.OTHER_SCRIPT, ["मोहम्मद"]),
        ("salem", "خالد السالم", How.OTHER_SCRIPT, ["السالم"]),
        ("abd allah", "عبدالله صالح", How.OTHER_SCRIPT, ["عبدالله"]),
        ("Abdullah", "عبد الله صالح", How.OTHER_SCRIPT, ["عبد الله"]),
        ("Xiaolong Li", "李小龙", How.OTHER_SCRIPT, ["李小龙"]),
        ("李小龙", "Li Xiaolong", How.OTHER_SCRIPT, ["Li", "Xiaolong"]),
        ("Mohamed", "Mohammed Ali", How.VARIANT, ["Mohammed"]),
        ("Mueller", "Anna Müller", How.VARIANT, ["Müller"]),
        ("Hassan", "Hussein Kamal", How.SOUNDS_ALIKE, ["Hussein"]),
        ("理", "李小龙", How.SOUNDS_ALIKE, ["李"]),
        ("Khal", "Khalid Saleh", How.BEGINS_WITH, ["Khal"]),
        ("Jos", "José María", How.BEGINS_WITH, ["Jos"]),
        ("Jose", "Jose\u0301fina", How.BEGINS_WITH, ["Jose\u0301"]),
        ("सुन", "सुनीता शर्मा", How.BEGINS_WITH, ["सुनी"]),
        ("خال", "خَالِد", How.BEGINS_WITH, ["خَالِ"]),
        ("Moham", "मोहम्मद खान", How.BEGINS_WITH, ["मोहम्मद"]),
        ("Brackely", "Anna Brackley", How.VARIANT, ["Brackley"]),
        ("Bracklet", "Anna Brackley", How.SIMILAR, ["Brackley"]),
        ('"Mohammed"', "Mohammed", How.SAME, ["Mohammed"]),
    ],
)
def test_how_a_word_was_met(text: str, name: str, how: How, stretches: list[str]) -> None:
    hit = explain(parse(text), name)

    assert hit.how is how
    assert shown(hit, name) == stretches
    assert hit.missed == ()


@pytest.mark.parametrize(
    "text, name",
    [("Mohammed xyzq", "محمد علي"), ('"xyzq" Mohammed', "محمد"), ("xyzq محمد", "Mohamed")],
)
def test_a_word_that_the_name_has_not_is_said(text: str, name: str) -> None:
    assert explain(parse(text), name).missed == ("xyzq",)


def test_in_quotation_marks_another_spelling_is_no_hit() -> None:
    hit = explain(parse('"Mohamed"'), "Mohammed محمد")

    assert hit.matches == ()
    assert hit.how is None


def test_a_missing_particle_is_no_miss() -> None:
    assert explain(parse("Mohammed bin Salman"), "محمد سلمان").missed == ()


def test_the_surer_hit_stands_first() -> None:
    query = parse("Hassan Ali")
    names = ["Hussein Saleh", "Hussein Ali", "حسن علي", "Hassan Ali"]

    assert sorted(names, key=lambda name: explain(query, name).rank) == names[::-1]


@pytest.mark.parametrize(
    "text, signs",
    [
        ("नमस्ते", ["न", "म", "स्ते"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("مُحَ", ["مُ", "حَ"]),
        ("\u1112\u1161\u11ab\u1100", ["\u1112\u1161\u11ab", "\u1100"]),
        ("", []),
    ],
)
def test_a_text_is_parted_between_signs(text: str, signs: list[str]) -> None:
    assert [text[start:end] for start, end in clusters(text)] == signs


@given(TEXTS, TEXTS)
def test_what_is_pointed_at_is_whole_signs_in_order(text: str, name: str) -> None:
    hit = explain(parse(text), name)

    edges = {edge for cluster in clusters(name) for edge in cluster}
    ends = [edge for span in hit.spans for edge in span]
    assert ends == sorted(set(ends))
    assert set(ends) <= edges


@given(TEXTS)
def test_every_name_is_met_by_itself(name: str) -> None:
    assert explain(parse(name[:40]), name[:40]).missed == ()


@given(TEXTS, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5))
def test_widened_spans_never_touch(text: str, spans: list[tuple[int, int]]) -> None:
    widened = snapped(spans, text)

    assert all(before[1] < after[0] for before, after in pairwise(widened))
    assert snapped(widened, text) == widened
