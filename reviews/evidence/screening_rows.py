"""Applicant beside listed person, attribute by attribute, with a word for each. Pure.

What is missing on either side is unknown, never a mismatch. A conflict is said only where both
sides are known and nothing of the one fits anything of the other:

- name: equal after normalising (any spelling with any) matches; consistent by ICAO 9303, or
  sharing a part of three letters or more, is compatible; names in scripts that no table joins
  are unknown.
- birth date: equal days match; where one side knows less (a year), equal known parts are
  compatible; of several listed dates the best counts.
- sex, country: equal codes match; an unreadable value is unknown.
- address: shared words are compatible; different words are unknown, because people move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from journeys.providers import results as r
from reviews.comparing.countries import country_code
from reviews.comparing.days import PartialDay, read_day
from reviews.comparing.grading import Grade, grade
from reviews.comparing.text import is_same_name, tokens
from reviews.comparing.transliteration import is_consistent
from reviews.comparing.visible_text import script_of
from reviews.evidence.shapes import Tree

ATTRIBUTES: Mapping[str, object] = {
    "name": _("Name"),
    "birth_date": _("Date of birth"),
    "sex": _("Sex"),
    "country": _("Country"),
    "address": _("Address"),
    "other": _("Something else"),
}
_SHARED_LETTERS = 3


class Verdict(StrEnum):
    """How one attribute of two people compares."""

    MATCHES = "matches"
    COMPATIBLE = "compatible"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"


_BEST_FIRST = (Verdict.MATCHES, Verdict.COMPATIBLE, Verdict.CONFLICTS, Verdict.UNKNOWN)


@dataclass(frozen=True)
class Value:
    """One value with a word about it in our language (its kind or precision)."""

    text: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class AttributeRow:
    code: str
    label: object
    applicant: tuple[Value, ...]
    listed: tuple[Value, ...]
    verdict: Verdict

    @property
    def tells_apart(self) -> bool:
        return self.verdict is Verdict.CONFLICTS


def rows_of(match: r.AmlMatch, tree: Tree, *, at: date) -> tuple[AttributeRow, ...]:
    """One row an attribute, always all of them: what is missing is worth seeing."""
    born = _birth_dates(tree)
    listed_names = [Value(match.name), *(Value(alias.name, alias.kind) for alias in match.aliases)]
    sexes = _fields(tree, "sex")
    countries = [
        *(Value(text, str(_("nationality"))) for text in _fields(tree, "nationality")),
        *(
            Value(step.part.country, str(_("issued the document")))
            for step in tree.steps
            if step.part.country
        ),
    ]
    addresses = _fields(tree, "address", "address_street", "address_city")
    return (
        _row("name", [Value(name) for name in tree.names], listed_names, _names),
        _row(
            "birth_date",
            [Value(text, _precision(read_day(text, at=at, meaning="birth"))) for text in born],
            [Value(day.raw or day.value or "", _precision_of(day)) for day in match.birth_dates],
            lambda mine, theirs: _days(mine, theirs, at=at),
            # The provider's own reading of a listed date is compared, its spelling is shown.
            compared=[day.value or day.raw for day in match.birth_dates],
        ),
        _row("sex", [Value(text) for text in sexes], _values([match.sex]), _sexes(at)),
        _row("country", countries, _values(match.countries), _countries),
        _row("address", [Value(text) for text in addresses], _values(match.addresses), _addresses),
    )


def _row(
    code: str,
    applicant: Sequence[Value],
    listed: Sequence[Value],
    compare: object,
    *,
    compared: Sequence[str] | None = None,
) -> AttributeRow:
    mine = _once(applicant)
    theirs = _once(listed)
    texts = [value.text for value in theirs] if compared is None else list(compared)
    assert callable(compare)  # noqa: S101 - narrows for mypy
    verdict = compare([value.text for value in mine], texts) if mine and texts else Verdict.UNKNOWN
    return AttributeRow(
        code=code, label=ATTRIBUTES[code], applicant=mine, listed=theirs, verdict=verdict
    )


def _names(mine: Sequence[str], theirs: Sequence[str]) -> Verdict:
    return _best(_one_name(one, other) for one in mine for other in theirs)


def _one_name(one: str, other: str) -> Verdict:
    if is_same_name(one, other):
        return Verdict.MATCHES
    if is_consistent(one, other):
        return Verdict.COMPATIBLE
    if script_of(one) != script_of(other):
        return Verdict.UNKNOWN
    shared = set(tokens(one)) & set(tokens(other))
    if any(len(token) >= _SHARED_LETTERS for token in shared):
        return Verdict.COMPATIBLE
    return Verdict.CONFLICTS


def _days(mine: Sequence[str], theirs: Sequence[str], *, at: date) -> Verdict:
    return _best(_one_day(one, other, at) for one in mine for other in theirs)


def _one_day(one: str, other: str, at: date) -> Verdict:
    first, second = (read_day(text, at=at, meaning="birth") for text in (one, other))
    if first is None or second is None:
        return Verdict.UNKNOWN
    for left, right in ((first.year, second.year), (first.month, second.month)):
        if left is not None and right is not None and left != right:
            return Verdict.CONFLICTS
    if first.day is not None and second.day is not None:
        return Verdict.MATCHES if first.day == second.day else Verdict.CONFLICTS
    return Verdict.COMPATIBLE


def _sexes(at: date) -> object:
    def compare(mine: Sequence[str], theirs: Sequence[str]) -> Verdict:
        return _best(
            Verdict.MATCHES
            if grade(one, other, kind="sex", at=at) in (Grade.IDENTICAL, Grade.NORMALISED)
            else Verdict.CONFLICTS
            for one in mine
            for other in theirs
        )

    return compare


def _countries(mine: Sequence[str], theirs: Sequence[str]) -> Verdict:
    own = {code for text in mine if (code := country_code(text))}
    listed = {code for text in theirs if (code := country_code(text))}
    if own & listed:
        return Verdict.MATCHES
    return Verdict.CONFLICTS if own and listed else Verdict.UNKNOWN


def _addresses(mine: Sequence[str], theirs: Sequence[str]) -> Verdict:
    own = {token for text in mine for token in tokens(text) if len(token) >= _SHARED_LETTERS}
    listed = {token for text in theirs for token in tokens(text) if len(token) >= _SHARED_LETTERS}
    return Verdict.COMPATIBLE if own & listed else Verdict.UNKNOWN


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    """The best of all pairs; an unknown pair forbids to call the rest a conflict."""
    found = set(verdicts)
    if Verdict.CONFLICTS in found and Verdict.UNKNOWN in found:
        found.discard(Verdict.CONFLICTS)
    return next((one for one in _BEST_FIRST if one in found), Verdict.UNKNOWN)


def _birth_dates(tree: Tree) -> list[str]:
    found = _fields(tree, "birth_date")
    if tree.applicant is not None and tree.applicant.birth_date is not None:
        day = tree.applicant.birth_date
        found.insert(0, day.value or day.raw)
    return found


def _fields(tree: Tree, *names: str) -> list[str]:
    return [
        one.value
        for name in names
        for step in tree.steps
        for one in step.fields
        if one.name == name and one.value
    ]


def _values(texts: Iterable[str]) -> list[Value]:
    return [Value(text) for text in texts if text]


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    found: dict[str, Value] = {}
    for value in values:
        if value.text:
            found.setdefault(value.text, value)
    return tuple(found.values())


def _precision(day: PartialDay | None) -> str:
    if day is None:
        return str(_("not readable as a date"))
    if day.month is None:
        return str(_("year only"))
    return str(_("month only")) if day.day is None else ""


def _precision_of(day: r.Day) -> str:
    words = {"year": _("year only"), "month": _("month only"), "day": _("exact")}
    return str(words.get(day.precision, ""))
