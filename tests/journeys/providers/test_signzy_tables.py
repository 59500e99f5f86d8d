"""Signzy's words: private language codes, and the engine's names in every spelling."""

from __future__ import annotations

import pytest

from journeys.choices import MediaKind, Side
from journeys.providers.signzy.engine_names import is_known_diagnose, is_known_element_type
from journeys.providers.signzy.pictures import kind_of_picture
from journeys.providers.signzy.tables import LANGUAGE, LANGUAGE_CODE_OF, STEP

# The list of the vendor's page, in its order.
CODES = (
    "en fr hi ru es ch dh ar be pg ur id gr jp mr tl tm tu ko vm it hu th gj ka bj fp bm pl yb od "
    "ml mt uk ep sd sh wp wc yc jv ea ip sc hc jc ma aa ss np xc"
)


def test_every_language_of_the_page_has_one_tag_of_its_own() -> None:
    assert set(LANGUAGE) == set(CODES.split())
    assert len(set(LANGUAGE.values())) == len(LANGUAGE)


@pytest.mark.parametrize(
    "code,tag",
    [("ch", "zh"), ("gr", "de"), ("jp", "ja"), ("tl", "te"), ("mt", "mai"), ("sh", "sw")],
)
def test_a_code_that_means_another_language_in_iso_is_translated(code: str, tag: str) -> None:
    assert LANGUAGE[code] == tag
    assert LANGUAGE_CODE_OF[tag] == code


@pytest.mark.parametrize("word", ["pass", "PASS", "photo replaced", "OVI_SOMETHING", "hologram x"])
def test_a_diagnosis_of_the_engine_is_known(word: str) -> None:
    assert is_known_diagnose(word)


@pytest.mark.parametrize("word", ["", "passed with doubts", "fine"])
def test_another_word_is_no_diagnosis(word: str) -> None:
    assert not is_known_diagnose(word)


@pytest.mark.parametrize(
    "word", ["blank", "face presence", "liveness electronic device", "contact chip classification"]
)
def test_the_elements_of_the_sample_are_known(word: str) -> None:
    assert is_known_element_type(word)


def test_an_element_of_no_list_is_not_known() -> None:
    assert not is_known_element_type("laser relief")


@pytest.mark.parametrize(
    "label,side,kind",
    [
        ("Ghost Portrait", Side.FRONT, MediaKind.GHOST_PORTRAIT),
        ("cropped document", Side.FRONT, MediaKind.DOC_FRONT_CROP),
        ("Cropped_Document", Side.BACK, MediaKind.DOC_BACK_CROP),
        ("cropped document", Side.NONE, MediaKind.OTHER),
        ("finger print", Side.NONE, MediaKind.OTHER),
    ],
)
def test_a_cut_out_is_called_by_what_it_shows(label: str, side: Side, kind: MediaKind) -> None:
    assert kind_of_picture(label, side) == kind


def test_steps_beyond_the_list_of_the_page_are_known() -> None:
    assert STEP["retriesexceeded"] == "retries_exceeded"
