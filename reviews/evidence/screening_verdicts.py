"""One word for how an attribute of the applicant compares with that of a listed person. Pure.

What is missing or not readable on either side is unknown, never a mismatch. A conflict is said only
where both sides are known in full and nothing of the one fits anything of the other; one pair that
fits is enough for the better word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from reviews.comparing.countries import country_code
from reviews.comparing.days import PartialDay, is_same_day
from reviews.comparing.grading import Grade, grade
from reviews.comparing.text import is_same_name, plain, tokens
from reviews.comparing.transliteration import is_consistent

# Beyond these a comparison would take long and prove nothing.
_LONGEST_NAME = 120
_MOST_SPELLINGS = 60
_ALIKE = 0.7
_SHORTEST_PART = 4
_VOWELS = "aeiouyhw"
_ARTICLES = ("al", "el", "ul", "abdul", "abdel", "abd", "bin", "ibn", "de", "van", "von")


class Verdict(StrEnum):
    """How one attribute of two people compares."""

    MATCHES = "matches"
    COMPATIBLE = "compatible"
    CONFLICTS = "conflicts"
    UNKNOWN = "unknown"


_BEST_FIRST = (Verdict.MATCHES, Verdict.COMPATIBLE, Verdict.CONFLICTS, Verdict.UNKNOWN)


def best(verdicts: Iterable[Verdict]) -> Verdict:
    """The best of all pairs; an unknown pair forbids to call the rest a conflict."""
    found = set(verdicts)
    if Verdict.CONFLICTS in found and Verdict.UNKNOWN in found:
        found.discard(Verdict.CONFLICTS)
    return next((one for one in _BEST_FIRST if one in found), Verdict.UNKNOWN)


def names(mine: Sequence[str], theirs: Sequence[str]) -> Verdict:
    """All spellings and aliases with each other.

    Matches: the same words in any order, or the same letters but for spaces, case and accents.
    Compatible: a transliteration by ICAO 9303 or of Arabic leads from one to the other; or any word
    is shared, is an initial of, begins, resembles or has the same consonants as one of the other.
    Conflicts: nothing of this for any pair, and every listed spelling stands in a script in which
    the applicant has a spelling too. Otherwise unknown.
    """
    mine, theirs = [one for one in mine if one.strip()], [one for one in theirs if one.strip()]
    pairs = [
        _two_names(one, other)
        for one in mine[:_MOST_SPELLINGS]
        for other in theirs[:_MOST_SPELLINGS]
    ]
    for verdict in (Verdict.MATCHES, Verdict.COMPATIBLE):
        if verdict in pairs:
            return verdict
    is_whole = len(theirs) <= _MOST_SPELLINGS and all(
        len(one) <= _LONGEST_NAME for one in (*mine, *theirs)
    )
    own_scripts = {main_script(one) for one in mine}
    is_readable = {main_script(one) for one in theirs} <= own_scripts - {""}
    return Verdict.CONFLICTS if pairs and is_whole and is_readable else Verdict.UNKNOWN


def birth_dates(mine: Sequence[PartialDay | None], theirs: Sequence[PartialDay | None]) -> Verdict:
    """All dates with each other; None is a date that nobody could read.

    Matches: the same full day. Compatible: the same as far as both are written (a year, a month), a
    day off in a converted Hijri date, day and month in the other order, or a listed 1 January of
    the same year, which is how lists write a year alone. Conflicts: anything else.
    """
    return best(_two_dates(one, other) for one in mine for other in theirs)


def sexes(mine: Sequence[str], theirs: Sequence[str], *, at: date) -> Verdict:
    """Matches or conflicts between male and female; every other word is unknown."""
    own, listed = [_sex(one, at) for one in mine], [_sex(one, at) for one in theirs]
    if not own or not listed:
        return Verdict.UNKNOWN
    if "" not in own and "" not in listed and not set(own) & set(listed):
        return Verdict.CONFLICTS
    return Verdict.MATCHES if set(own) & set(listed) - {""} else Verdict.UNKNOWN


def countries(
    nationalities: Sequence[str], issuers: Sequence[str], listed: Sequence[str]
) -> Verdict:
    """Matches: a nationality is listed. Compatible: only a country that issued a document is.

    Conflicts: the nationality is known, every listed country is known, and none is the same. A
    country of issue alone never conflicts: people hold papers of where they live.
    """
    wanted = {_country(one) for one in listed}
    own = {_country(one) for one in nationalities}
    if own & wanted:
        return Verdict.MATCHES
    if {_country(one) for one in issuers} & wanted:
        return Verdict.COMPATIBLE
    is_known = all(country_code(one) for one in (*nationalities, *listed))
    return Verdict.CONFLICTS if own and wanted and is_known else Verdict.UNKNOWN


def addresses(mine: Sequence[str], theirs: Sequence[str]) -> Verdict:
    """Matches: the same words. Compatible: a word of four letters is shared. Else unknown, since
    people move: an address never conflicts."""
    if {plain(one) for one in mine} & {plain(one) for one in theirs} - {""}:
        return Verdict.MATCHES
    own, listed = ({word for one in side for word in _words(one)} for side in (mine, theirs))
    return Verdict.COMPATIBLE if own & listed else Verdict.UNKNOWN


def main_script(text: str) -> str:
    """The script of most letters, by the first word of their Unicode names."""
    found = [unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha()]
    return max(sorted(set(found)), key=found.count) if found else ""


def _two_names(one: str, other: str) -> Verdict:
    if max(len(one), len(other)) > _LONGEST_NAME:
        return Verdict.UNKNOWN
    if is_same_name(one, other):
        return Verdict.MATCHES
    if is_consistent(one, other):
        return Verdict.COMPATIBLE
    if main_script(one) != main_script(other):
        return Verdict.UNKNOWN
    own, listed = _parts(one), _parts(other)
    is_near = any(_are_near(mine, theirs) for mine in own for theirs in listed)
    return Verdict.COMPATIBLE if is_near else Verdict.CONFLICTS


def _parts(name: str) -> list[str]:
    """The words of a name without articles and particles; all of them where nothing else is."""
    words = tokens(name)
    return [one for one in words if one not in _ARTICLES] or list(words)


def _are_near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long or (len(short) == 1 and long.startswith(short)):
        return True
    if len(short) >= _SHORTEST_PART and short in long:
        return True
    if len(_sounds(short)) > 1 and _sounds(short) == _sounds(long):
        return True
    return SequenceMatcher(None, short, long, autojunk=False).ratio() >= _ALIKE


def _sounds(word: str) -> str:
    """The consonants of a Latin word, doubled ones once: Muhammad and Mohamed are both mmd."""
    kept = [sign for sign in word if sign not in _VOWELS]
    return "".join(sign for at, sign in enumerate(kept) if at == 0 or kept[at - 1] != sign)


def _two_dates(one: PartialDay | None, other: PartialDay | None) -> Verdict:
    if one is None or other is None:
        return Verdict.UNKNOWN
    is_converted = bool(one.hijri or other.hijri)
    if is_same_day(one, other):
        is_full = one.precision == other.precision == "day"
        return Verdict.MATCHES if is_full and not is_converted else Verdict.COMPATIBLE
    is_turned = (one.month, one.day) == (other.day, other.month)
    is_stand_in = (other.month, other.day) == (1, 1)
    if one.year == other.year and (is_turned or is_stand_in):
        return Verdict.COMPATIBLE
    return Verdict.CONFLICTS


def _sex(text: str, at: date) -> str:
    same = (Grade.IDENTICAL, Grade.NORMALISED)
    return next((code for code in "MF" if grade(text, code, kind="sex", at=at) in same), "")


def _country(text: str) -> str:
    return country_code(text) or plain(text)


def _words(text: str) -> set[str]:
    return {word for word in tokens(text) if len(word) >= _SHORTEST_PART}
