"""Owns machine-readable zones after ICAO Doc 9303 parts 3, 4 and 5, right or wrong on purpose."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final, Literal

from journeys.sandbox.people import Person

Wrong = Literal["document_number", "birth_date", "expiry", "composite"]
WRONGS: Final[tuple[Wrong, ...]] = ("document_number", "birth_date", "expiry", "composite")

_WEIGHTS: Final = (7, 3, 1)
_NATIONALITY_ON_PAPER: Final = {"DEU": "D"}
# Doc 9303-3, section 6, table A; every other accented letter loses its accent.
_TRANSLITERATED: Final = str.maketrans(
    {
        "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Ü": "UE", "ß": "SS",
        "ẞ": "SS", "Þ": "TH", "Œ": "OE", "Đ": "D", "Ħ": "H", "ı": "I", "Ĳ": "IJ", "Ł": "L",
        "Ŋ": "N", "Ŧ": "T",
    }
)  # fmt: skip


def transliterate(text: str) -> str:
    """A name in the letters of the zone: A to Z, with `<` for spaces and hyphens."""
    upper = text.replace("ß", "ẞ").upper().translate(_TRANSLITERATED)
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", upper)
        if not unicodedata.combining(letter)
    )
    without_marks = re.sub(r"['’`.,]", "", plain)
    return re.sub(r"[^A-Z]+", "<", without_marks).strip("<")


def check_digit(text: str) -> str:
    """The sum of values times 7, 3, 1, modulo 10 (Doc 9303-3, section 4.9)."""
    total = sum(_value(sign) * _WEIGHTS[place % 3] for place, sign in enumerate(text))
    return str(total % 10)


def td3(person: Person, *, wrong: str | None = None) -> tuple[str, str]:
    """Both lines of a passport, 44 signs each; `wrong` spoils exactly that check digit."""
    first = f"P<{_state(person)}{_names(person, width=39)}"
    number = _padded(person.document_number, 9)
    birth, expiry = _day(person.birth_date), _day(person.expiry_date)
    optional = _padded(person.personal_number, 14)
    number_part = number + _digit(number, "document_number", wrong)
    birth_part = birth + _digit(birth, "birth_date", wrong)
    expiry_part = expiry + _digit(expiry, "expiry", wrong)
    optional_part = optional + check_digit(optional)
    # Taken over the digits as printed, so that one spoilt digit does not spoil a second.
    composite = _digit(number_part + birth_part + expiry_part + optional_part, "composite", wrong)
    second = (
        f"{number_part}{_state(person)}{birth_part}{person.sex}"
        f"{expiry_part}{optional_part}{composite}"
    )
    return first, second


def td1(person: Person, *, wrong: str | None = None) -> tuple[str, str, str]:
    """The three lines of a card, 30 signs each; `wrong` spoils exactly that check digit."""
    number = _padded(person.document_number, 9)
    birth, expiry = _day(person.birth_date), _day(person.expiry_date)
    first = (
        f"I<{_state(person)}{number}{_digit(number, 'document_number', wrong)}"
        f"{_padded(person.personal_number, 15)}"
    )
    birth_part = birth + _digit(birth, "birth_date", wrong)
    expiry_part = expiry + _digit(expiry, "expiry", wrong)
    optional = "<" * 11
    composite = _digit(first[5:] + birth_part + expiry_part + optional, "composite", wrong)
    second = f"{birth_part}{person.sex}{expiry_part}{_state(person)}{optional}{composite}"
    return first, second, _names(person, width=30)


def licence_line(person: Person, *, wrong: str | None = None) -> str:
    """The single line of 30 signs on the back of a driving licence, in the manner of ISO 18013."""
    number, surname = _padded(person.document_number, 9), transliterate(person.surname)
    body = f"D1{_state(person)}{number}{_padded(surname, 15)}"
    digit = check_digit(body)
    return body + (_spoilt(digit) if wrong else digit)


def _names(person: Person, *, width: int) -> str:
    surname, given = transliterate(person.surname), transliterate(person.given_names)
    # At least one given name stays visible when a long surname must be cut (Doc 9303-4, 4.2.3).
    kept = surname[: max(width - 2 - len(given.split("<")[0]), 1)]
    return _padded(f"{kept}<<{given}", width)


def _padded(text: str, width: int) -> str:
    return re.sub(r"[^A-Z0-9]", "<", text.upper())[:width].ljust(width, "<")


def _state(person: Person) -> str:
    return _padded(_NATIONALITY_ON_PAPER.get(person.nationality, person.nationality), 3)


def _day(day: date) -> str:
    return day.strftime("%y%m%d")


def _digit(text: str, name: Wrong, wrong: str | None) -> str:
    if wrong is not None and wrong not in WRONGS:
        raise ValueError(f"no check digit is called {wrong!r}; known are {', '.join(WRONGS)}")
    digit = check_digit(text)
    return _spoilt(digit) if wrong == name else digit


def _spoilt(digit: str) -> str:
    return str((int(digit) + 3) % 10)


def _value(sign: str) -> int:
    if sign == "<":
        return 0
    if sign.isascii() and (sign.isdigit() or sign.isupper()):
        return int(sign, 36)
    raise ValueError(f"{sign!r} has no place in a machine-readable zone")
