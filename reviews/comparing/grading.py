"""Grades how well two sources agree on one field, and every source against the most trusted one.

Owns the grades; it decides nothing about the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reviews.comparing.countries import country_code
from reviews.comparing.days import Meaning, is_same_day, read_day
from reviews.comparing.text import document_number, is_same_name, plain
from reviews.comparing.transliteration import is_consistent

Kind = Literal["name", "date", "number", "country", "sex", "text"]


class Grade(TextChoices):
    """How well two values agree, from the best to the worst; absent says nothing either way."""

    IDENTICAL = "identical", _("identical")
    NORMALISED = "normalised", _("equal after normalising")
    TRANSLITERATED = "transliterated", _("consistent transliteration (ICAO 9303)")
    DIFFERS = "differs", _("differs")
    ABSENT = "absent", _("absent")


@dataclass(frozen=True, slots=True)
class Graded:
    """One source's value and its grade against the reference source's value."""

    source: str
    value: str
    grade: Grade
    is_reference: bool


# From the most to the least trusted; a zone with a wrong check digit ranks below the visual zone.
TRUST: Final = ("nfc", "mrz", "viz", "barcode", "registry", "applicant", "declared")
_WORST_FIRST: Final = (Grade.DIFFERS, Grade.TRANSLITERATED, Grade.NORMALISED, Grade.IDENTICAL)
_SEXES: Final[dict[str, str]] = {
    **dict.fromkeys(("m", "male", "man", "ذكر", "masculin", "masculino", "homme"), "M"),
    **dict.fromkeys(("f", "female", "woman", "انثي", "feminin", "femenino", "femme"), "F"),
    **dict.fromkeys(("x", "u", "unspecified", "other", "غير محدد"), "X"),
}


def grade(
    one: str | None, other: str | None, *,
    kind: Kind, at: date, meaning: Meaning = "", may_be_cut: bool = False,
) -> Grade:  # fmt: skip
    """How well two values of one field agree. `may_be_cut`: a name from a full line of a zone.

    `meaning` tells which century a year of two digits is in. A day that may be the other one, as
    far as both are written, is equal after normalising; a Hijri day may be off by one.
    """
    if not _is_there(one, kind) or not _is_there(other, kind):
        return Grade.ABSENT
    first, second = str(one), str(other)
    if first == second:
        return Grade.IDENTICAL
    match kind:
        case "name":
            return _grade_names(first, second, may_be_cut=may_be_cut)
        case "date":
            is_equal = _is_equal_day(first, second, at=at, meaning=meaning)
        case "number":
            is_equal = document_number(first) == document_number(second) != ""
        case "country":
            is_equal = _country(first) == _country(second) != ""
        case "sex":
            is_equal = _sex(first) == _sex(second) != ""
        case "text":
            is_equal = plain(first) == plain(second) != ""
    return Grade.NORMALISED if is_equal else Grade.DIFFERS


def worst(grades: Iterable[Grade]) -> Grade:
    """The worst of the grades; absent only when nothing else was said."""
    given = set(grades)
    return next((one for one in _WORST_FIRST if one in given), Grade.ABSENT)


def grade_all(
    values: Sequence[tuple[str, str]], *,
    kind: Kind, at: date, meaning: Meaning = "",
    mrz_is_right: bool = True, may_be_cut: bool = False,
) -> tuple[Graded, ...]:  # fmt: skip
    """Every source's grade against the most trusted source that has a value, in the order given.

    Trust: chip, zone (`mrz_is_right`: its check digits are right; else below the visual zone),
    visual zone, barcode, registry, what the applicant declared, anything else. `may_be_cut` is
    about the zone's value only.
    """
    there = [index for index, (_source, value) in enumerate(values) if _is_there(value, kind)]
    if not there:
        return tuple(Graded(source, value, Grade.ABSENT, False) for source, value in values)
    best = min(there, key=lambda index: _rank(values[index][0], mrz_is_right=mrz_is_right))
    best_source, reference = values[best]
    return tuple(
        Graded(
            source,
            value,
            grade(
                value,
                reference,
                kind=kind,
                at=at,
                meaning=meaning,
                may_be_cut=may_be_cut and "mrz" in (source, best_source),
            ),
            index == best,
        )
        for index, (source, value) in enumerate(values)
    )


def _rank(source: str, *, mrz_is_right: bool) -> float:
    if source == "mrz" and not mrz_is_right:
        return TRUST.index("viz") + 0.5
    return TRUST.index(source) if source in TRUST else len(TRUST)


def _is_there(value: str | None, kind: Kind) -> bool:
    """Whether a value says something; a lone filler is the zone's X and says so for a sex."""
    if value is None:
        return False
    return bool(value.strip() if kind == "sex" else value.strip("< \t\r\n"))


def _grade_names(one: str, other: str, *, may_be_cut: bool) -> Grade:
    if is_same_name(one, other):
        return Grade.NORMALISED
    if is_consistent(one, other, may_be_cut=may_be_cut):
        return Grade.TRANSLITERATED
    return Grade.DIFFERS


def _is_equal_day(one: str, other: str, *, at: date, meaning: Meaning) -> bool:
    first = read_day(one, at=at, meaning=meaning)
    second = read_day(other, at=at, meaning=meaning)
    if first is None or second is None:
        return plain(one) == plain(other) != ""
    return is_same_day(first, second)


def _country(text: str) -> str:
    return country_code(text) or plain(text)


def _sex(text: str) -> str:
    if text.strip() == "<":
        return "X"
    return _SEXES.get(plain(text), plain(text))
