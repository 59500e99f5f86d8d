"""Machine-readable zones: the specimens of ICAO Doc 9303 come out exactly; so do the errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journeys.sandbox import mrz
from journeys.sandbox.people import Person, make_person

ANNA = replace(
    make_person(1, script="latin"),
    given_names="Anna Maria",
    surname="Eriksson",
    sex="F",
    nationality="UTO",
    birth_date=date(1974, 8, 12),
    expiry_date=date(2012, 4, 15),
    document_number="L898902C3",
    personal_number="ZE184226B",
)
PLACES_TD3 = {"document_number": (0, 9), "birth_date": (13, 19), "expiry": (21, 27)}


def wrong_digits_td3(line: str) -> set[str]:
    """Which check digits of a passport's second line do not add up, read as a border would."""
    wrong = {
        name for name, (start, end) in PLACES_TD3.items()
        if mrz.check_digit(line[start:end]) != line[end]
    }  # fmt: skip
    if mrz.check_digit(line[28:42]) != line[42]:
        wrong.add("optional")
    if mrz.check_digit(line[0:10] + line[13:20] + line[21:43]) != line[43]:
        wrong.add("composite")
    return wrong


def wrong_digits_td1(lines: tuple[str, str, str]) -> set[str]:
    first, second, _ = lines
    wrong = set()
    if mrz.check_digit(first[5:14]) != first[14]:
        wrong.add("document_number")
    if mrz.check_digit(second[0:6]) != second[6]:
        wrong.add("birth_date")
    if mrz.check_digit(second[8:14]) != second[14]:
        wrong.add("expiry")
    if mrz.check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29]) != second[29]:
        wrong.add("composite")
    return wrong


def test_the_passport_specimen_of_doc_9303_comes_out_exactly() -> None:
    assert mrz.td3(ANNA) == (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    )


def test_the_card_specimen_of_doc_9303_comes_out_exactly() -> None:
    holder = replace(ANNA, document_number="D23145890", personal_number="")
    assert mrz.td1(holder) == (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )


@pytest.mark.parametrize(
    "text,digit", [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6"), ("<<<<<<", "0")]
)
def test_a_check_digit_weighs_7_3_1(text: str, digit: str) -> None:
    assert mrz.check_digit(text) == digit


@pytest.mark.parametrize("sign", ["a", " ", "É", "٣", "-"])
def test_a_sign_without_a_value_is_refused(sign: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        mrz.check_digit(f"A{sign}1")


@pytest.mark.parametrize("seed", range(24))
def test_every_made_person_has_lines_that_add_up(seed: int) -> None:
    person = make_person(seed)
    first, second = mrz.td3(person)
    assert (len(first), len(second)) == (44, 44)
    assert wrong_digits_td3(second) == set()
    card = mrz.td1(person)
    assert [len(line) for line in card] == [30, 30, 30]
    assert wrong_digits_td1(card) == set()
    assert set("".join((first, second, *card))) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


@pytest.mark.parametrize("wrong", mrz.WRONGS)
def test_exactly_the_digit_asked_for_is_wrong(wrong: str) -> None:
    assert wrong_digits_td3(mrz.td3(ANNA, wrong=wrong)[1]) == {wrong}
    assert wrong_digits_td1(mrz.td1(ANNA, wrong=wrong)) == {wrong}


def test_an_unknown_digit_cannot_be_made_wrong() -> None:
    with pytest.raises(ValueError, match="sex"):
        mrz.td3(ANNA, wrong="sex")


@pytest.mark.parametrize(
    "name,letters",
    [
        ("Müller", "MUELLER"),
        ("Weiß", "WEISS"),
        ("Muñoz", "MUNOZ"),
        ("Łaskowicz", "LASKOWICZ"),
        ("Ørsted Åse", "OERSTED<AASE"),
        ("D’Arcy", "DARCY"),
        ("Saint-Clar", "SAINT<CLAR"),
        ("Éloïse", "ELOISE"),
    ],
)
def test_accents_become_plain_letters(name: str, letters: str) -> None:
    assert mrz.transliterate(name) == letters


def test_a_name_too_long_for_the_line_keeps_a_given_name() -> None:
    holder = replace(ANNA, surname="Featherstonehaugh-Cholmondeley-Quillfeather")
    first, _ = mrz.td3(holder)
    assert len(first) == 44
    assert "<<ANNA" in first


def test_the_licence_line_ends_in_a_digit_that_can_be_spoilt() -> None:
    def adds_up(line: str) -> bool:
        return len(line) == 30 and mrz.check_digit(line[:-1]) == line[-1]

    person: Person = make_person(8)
    assert adds_up(mrz.licence_line(person))
    assert not adds_up(mrz.licence_line(person, wrong="document_number"))
