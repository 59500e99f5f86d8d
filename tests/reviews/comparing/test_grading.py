"""Grades: names as a reviewer would grade them, days, numbers, countries, sexes, trust."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.comparing.grading import Grade, Kind, grade, grade_all, worst
from tests.reviews.comparing.name_pairs import PAIRS

AT = date(2026, 11, 22)


@pytest.mark.parametrize("one,other,wanted", PAIRS)
def test_a_pair_of_names_gets_its_grade_in_both_directions(
    one: str, other: str, wanted: str
) -> None:
    assert grade(one, other, kind="name", at=AT) == wanted
    assert grade(other, one, kind="name", at=AT) == wanted


@pytest.mark.parametrize(
    "kind,one,other,wanted",
    [
        ("country", "D", "Germany", Grade.NORMALISED),
        ("country", "D<<", "DEU", Grade.NORMALISED),
        ("country", "DE", "276", Grade.NORMALISED),
        ("country", "ARE", "United Arab Emirates", Grade.NORMALISED),
        ("country", "الإمارات العربية المتحدة", "AE", Grade.NORMALISED),
        ("country", "SAU", "المملكة العربية السعودية", Grade.NORMALISED),
        ("country", "IND", "INDIAN", Grade.NORMALISED),
        ("country", "UTO", "Utopia", Grade.NORMALISED),
        ("country", "XXA", "Stateless", Grade.NORMALISED),
        ("country", "RKS", "Kosovo", Grade.NORMALISED),
        ("country", "GBD", "British Overseas Territories Citizen", Grade.NORMALISED),
        ("country", "GBD", "GBR", Grade.DIFFERS),
        ("country", "UNK", "RKS", Grade.DIFFERS),
        ("country", "IND", "PAK", Grade.DIFFERS),
        ("country", "Atlantis", "atlantis", Grade.NORMALISED),
        ("sex", "M", "Male", Grade.NORMALISED),
        ("sex", "ذكر", "M", Grade.NORMALISED),
        ("sex", "أنثى", "FEMALE", Grade.NORMALISED),
        ("sex", "X", "<", Grade.NORMALISED),
        ("sex", "M", "F", Grade.DIFFERS),
        ("sex", "F", "<", Grade.DIFFERS),
        ("number", "784-1991-1234567-1", "784199112345671", Grade.NORMALISED),
        ("number", "L898902C<", "l898902c", Grade.NORMALISED),
        ("number", "٧٨٤١٩٩١", "7841991", Grade.NORMALISED),
        ("number", "O123", "0123", Grade.DIFFERS),
        ("number", "-", "/", Grade.DIFFERS),
        ("text", "Al Nahda St., Dubai", "al nahda st dubai", Grade.NORMALISED),
        ("text", "Dubai", "Sharjah", Grade.DIFFERS),
        ("text", "!", "?", Grade.DIFFERS),
        ("country", "!", "?", Grade.DIFFERS),
        ("date", "02/04/1991", "02/04/1991", Grade.IDENTICAL),
        ("date", "02/04/1991", "1991-04-02", Grade.NORMALISED),
        ("date", "910402", "02 APR 1991", Grade.NORMALISED),
        ("date", "1991", "02/04/1991", Grade.NORMALISED),
        ("date", "17/09/1411", "02/04/1991", Grade.NORMALISED),
        ("date", "02/04/1991", "03/04/1991", Grade.DIFFERS),
        ("date", "1992", "02/04/1991", Grade.DIFFERS),
        ("date", "soon", "02/04/1991", Grade.DIFFERS),
        ("name", "", "ANNA", Grade.ABSENT),
        ("name", "<<<", "ANNA", Grade.ABSENT),
        ("date", None, "02/04/1991", Grade.ABSENT),
        ("sex", " ", "M", Grade.ABSENT),
        ("text", None, None, Grade.ABSENT),
    ],
)
def test_a_pair_of_values_gets_its_grade_in_both_directions(
    kind: Kind, one: str | None, other: str | None, wanted: Grade
) -> None:
    assert grade(one, other, kind=kind, at=AT, meaning="birth") is wanted
    assert grade(other, one, kind=kind, at=AT, meaning="birth") is wanted


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["name", "date", "number", "country", "sex", "text"]),
    one=st.one_of(st.text(max_size=40), st.from_regex(r"[0-9/. <-]{4,10}", fullmatch=True)),
    other=st.one_of(st.text(max_size=40), st.from_regex(r"[0-9]{6,8}", fullmatch=True)),
)
def test_any_text_gets_one_grade_whichever_way_round(kind: Kind, one: str, other: str) -> None:
    assert grade(one, other, kind=kind, at=AT) is grade(other, one, kind=kind, at=AT)
    assert grade(one, one, kind=kind, at=AT) in (Grade.IDENTICAL, Grade.ABSENT)


def test_the_meaning_of_a_day_decides_its_century() -> None:
    values = ("300101", "01/01/2030")
    assert grade(*values, kind="date", at=AT, meaning="expiry") is Grade.NORMALISED
    assert grade(*values, kind="date", at=AT, meaning="birth") is Grade.DIFFERS


def test_the_worst_grade_wins_and_absence_says_nothing() -> None:
    assert worst([Grade.IDENTICAL, Grade.DIFFERS, Grade.ABSENT]) is Grade.DIFFERS
    assert worst([Grade.NORMALISED, Grade.TRANSLITERATED]) is Grade.TRANSLITERATED
    assert worst([Grade.ABSENT, Grade.IDENTICAL]) is Grade.IDENTICAL
    assert worst([Grade.ABSENT]) is worst([]) is Grade.ABSENT


def test_every_source_is_graded_against_the_most_trusted_one() -> None:
    values = [
        ("applicant", "Anna Eriksson"),
        ("viz", "Anna Maria ERIKSSON"),
        ("mrz", "ERIKSSON<<ANNA<MARIA"),
        ("barcode", ""),
    ]
    graded = grade_all(values, kind="name", at=AT)
    assert [(one.source, one.value) for one in graded] == values
    assert [one.grade for one in graded] == ["differs", "normalised", "identical", "absent"]
    assert [one.source for one in graded if one.is_reference] == ["mrz"]


@pytest.mark.parametrize(
    "present,is_right,reference",
    [
        ("applicant registry barcode viz mrz nfc", True, "nfc"),
        ("applicant registry barcode viz mrz", True, "mrz"),
        ("applicant registry barcode viz mrz", False, "viz"),
        ("applicant registry barcode mrz", False, "mrz"),
        ("applicant registry barcode", True, "barcode"),
        ("applicant registry", True, "registry"),
        ("inferred declared", True, "declared"),
        ("inferred", True, "inferred"),
    ],
)
def test_trust_follows_how_hard_a_source_is_to_forge(
    present: str, is_right: bool, reference: str
) -> None:
    values = [(source, "ANNA") for source in present.split()]
    graded = grade_all(values, kind="name", at=AT, mrz_is_right=is_right)
    assert [one.source for one in graded if one.is_reference] == [reference]


def test_nothing_said_has_no_reference() -> None:
    graded = grade_all([("mrz", ""), ("viz", " ")], kind="name", at=AT)
    assert [(one.grade, one.is_reference) for one in graded] == [(Grade.ABSENT, False)] * 2


def test_only_the_value_of_the_zone_may_be_cut() -> None:
    values = [("mrz", "ERIKSSON ANNA M"), ("viz", "ERIKSSON ANNA MARIA"), ("barcode", "ERIKSSON")]
    graded = grade_all(values, kind="name", at=AT, mrz_is_right=False, may_be_cut=True)
    assert [one.grade for one in graded] == ["transliterated", "identical", "differs"]
