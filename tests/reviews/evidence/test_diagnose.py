"""Every code of the engine has words; what is in no list says so and never reads as a pass."""

from __future__ import annotations

import pytest

from journeys.providers.signzy import engine_names
from reviews.evidence.diagnose import ELEMENTS, check_name, element, finding, shows_a_face
from reviews.evidence.diagnose_table import BARE, FAMILIES, FINDINGS


def test_every_diagnosis_that_the_importer_knows_has_a_sentence_of_its_own() -> None:
    for plain in engine_names.DIAGNOSES:
        found = finding(plain)
        assert found is not None
        assert found.is_known, plain
        assert found.words.endswith("."), plain


def test_every_element_that_the_importer_knows_has_a_name() -> None:
    for plain in engine_names.ELEMENT_TYPES:
        found = element(plain)
        assert found is not None
        assert found.is_known, plain
        assert found.words


def test_a_new_member_of_a_family_is_told_by_its_family() -> None:
    for prefix in engine_names.DIAGNOSE_FAMILIES:
        found = finding(f"{prefix}SOMETHING_NEW")
        assert found is not None
        assert found.is_known, prefix
        assert not found.is_pass


def test_sentences_differ_from_their_codes_and_are_short() -> None:
    for table in (FINDINGS, FAMILIES, ELEMENTS):
        for code, words in table.items():
            assert 3 < len(str(words)) <= 90, code
            assert "_" not in str(words), code
    assert set(BARE.values()) <= set(FINDINGS)


@pytest.mark.parametrize(
    "spelling",
    [
        "INCORRECT_TEXT_COLOR",
        "incorrect text color",
        "Incorrect-Text-Color",
        "incorrectTextColor",
        " INCORRECT_TEXT_COLOR ",
    ],
)
def test_case_spaces_hyphens_and_underscores_make_no_difference(spelling: str) -> None:
    found = finding(spelling)
    assert found is not None
    assert found.words == str(FINDINGS["INCORRECT_TEXT_COLOR"])
    assert found.raw == spelling


def test_a_name_that_is_in_no_list_is_unknown_and_no_pass() -> None:
    for raw in ("PASSED_WITH_JOY", "passable", "всё хорошо", "<b>ok</b>"):
        found = finding(raw)
        assert found is not None
        assert not found.is_known
        assert not found.is_pass
        assert found.words == ""
        assert found.raw == raw


def test_only_pass_is_a_pass() -> None:
    passing = [code for code in FINDINGS if (found := finding(code)) and found.is_pass]
    assert passing == ["PASS"]


def test_nothing_said_is_nothing_and_not_unknown() -> None:
    assert finding("") is None
    assert finding("  ") is None
    assert element("") is None


def test_a_checks_own_title_stays_as_it_is_and_a_code_is_made_readable() -> None:
    title = check_name("Document Classification (Front)")
    assert (title.words, title.is_known) == ("Document Classification (Front)", True)
    assert check_name("PHOTO_SHAPE").words == str(ELEMENTS["PHOTO_SHAPE"])
    new = check_name("document_classification_front")
    assert (new.words, new.is_known) == ("Document classification front", False)
    assert new.raw == "document_classification_front"


@pytest.mark.parametrize(
    "element_type, group, is_face",
    [
        ("face presence", "", True),
        ("PORTRAIT_COMPARISON_VS_GHOST", "", True),
        ("", "photoEmbedType.something", True),
        ("blank", "imagePattern.blank", False),
        ("OCR", "", False),
    ],
)
def test_fragments_that_show_a_face_are_told_apart(
    element_type: str, group: str, *, is_face: bool
) -> None:
    assert shows_a_face(element_type, group) is is_face
