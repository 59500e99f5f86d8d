"""Normalising, numbers that OCR mistakes, and letters of another script."""

from __future__ import annotations

import pytest

from reviews.comparing.lookalikes import is_confusable, mixed_scripts
from reviews.comparing.text import document_number, is_same_name, looks_alike, plain, tokens


@pytest.mark.parametrize(
    "text,folded",
    [
        ("  ÉCOLE  Nº 1 ", "ecole no 1"),
        ("ERIKSSON<<ANNA<MARIA<<<<", "eriksson anna maria"),
        ("Al-Shamsi", "al shamsi"),
        ("O’Brien", "obrien"),
        ("ＡＢＣ", "abc"),
        ("Straße", "strasse"),
        ("مُحَمَّدٌ", "محمد"),
        ("محمـــد", "محمد"),
        ("أحمد إبراهيم آمنة", "احمد ابراهيم امنه"),
        ("موسى", "موسي"),
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("a\u200eb\u202ec", "abc"),
        ("йод", "йод"),  # in Cyrillic the mark makes another letter
        ("राम", "राम"),  # and in Devanagari it is a vowel
    ],
)
def test_writing_habits_fall_away(text: str, folded: str) -> None:
    assert plain(text) == folded
    assert plain(folded) == folded


def test_words_are_the_same_in_any_order_or_without_spaces() -> None:
    assert tokens("ERIKSSON<<ANNA") == ("eriksson", "anna")
    assert is_same_name("ANNA ERIKSSON", "Eriksson, Anna")
    assert is_same_name("ABDUL RAHMAN", "ABDULRAHMAN")
    assert not is_same_name("ANNA ANNA MARIA", "ANNA MARIA MARIA")
    assert not is_same_name("", "")


def test_o_and_zero_are_two_signs_that_look_alike() -> None:
    assert document_number(" ab-12<< 3") == "AB123"
    assert document_number("O12") != document_number("012")
    assert looks_alike("O12S", "0125")
    assert not looks_alike("O12", "O12")
    assert not looks_alike("O12", "013")


@pytest.mark.parametrize(
    "text,words",
    [
        ("Anna Eriksson", ()),
        ("Аnna Eriksson", ("Аnna",)),
        ("Анна Eriksson", ()),
        ("Αnna", ("Αnna",)),
        ("محمد Ali", ()),
        ("محمدAli", ("محمدAli",)),
        ("山田たろうカナ", ()),
        ("김金", ()),
        ("A123 ب٤", ()),
        ("José", ()),
    ],
)
def test_only_a_word_that_mixes_scripts_is_named(text: str, words: tuple[str, ...]) -> None:
    assert mixed_scripts(text) == words


@pytest.mark.parametrize(
    "one,other,alike",
    [
        ("ANNA", "АNNA", True),
        ("РОМА", "POMA", True),
        ("ΑΝΝΑ", "ANNA", True),
        ("ANNA", "ANNA", False),
        ("ANNA", "АННA", False),
        ("ANNA", "ANNE", False),
    ],
)
def test_letters_drawn_alike_are_confusable(one: str, other: str, alike: bool) -> None:
    assert is_confusable(one, other) is alike
    assert is_confusable(other, one) is alike
