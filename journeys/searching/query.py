"""Reads a typed search text into a plan: what each part may be. Knows no table, asks no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from journeys.searching.canonical import Kind, canonical, western
from journeys.searching.sounds import beginnings_of
from journeys.searching.typed_days import days_of
from journeys.searching.words import Unit, units_of

LONGEST_TEXT: Final = 200
MOST_PARTS: Final = 12
SHORTEST_PREFIX: Final = 2
# The letters of a case's code, without 0, 1, I and O.
_CODE: Final = re.compile(r"[2-9A-HJ-NP-Z]{8}")
_EMAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")
_PROVIDER_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{5,199}")
_REFERENCE: Final = re.compile(r"\S{2,128}")
_PHONE: Final = re.compile(r"\+?[\d()][\d ()./-]*\d")
# A number that begins with + goes on over its spaces.
_TOKEN: Final = re.compile(r"\+\d[\d ()./-]{5,20}\d(?!\S)|\S+")
_QUOTED: Final = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_AROUND: Final = ',;()<>[]{}!?"“”„«»،؛'


@dataclass(frozen=True)
class Candidate:
    """One thing that a part may be; `value` is the canonical form."""

    kind: Kind
    value: str


@dataclass(frozen=True)
class Term:
    """One word to look for: the spelling, or one of the sounds (none where only the spelling).

    As a prefix also whatever begins with `word`, or sounds like the beginning of it.
    """

    typed: str
    word: str
    sounds: tuple[str, ...]
    is_prefix: bool = False

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What the sound of a word that goes on begins with; none for a whole word."""
        return beginnings_of(self.word) if self.is_prefix and self.sounds else ()


@dataclass(frozen=True)
class NameWord:
    """A stretch of a name: any way will do, and of a way every term.

    Optional ones (bin, de, van) may raise a hit and never rule one out.
    """

    typed: str
    ways: tuple[tuple[Term, ...], ...]
    is_exact: bool = False
    is_optional: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the text: what it may be, and the name that it may be. Any of it will do."""

    typed: str
    candidates: tuple[Candidate, ...] = ()
    name: NameWord | None = None

    @property
    def is_ambiguous_day(self) -> bool:
        """Whether day and month can be exchanged; the person who typed it has to be told."""
        return sum(one.kind is Kind.BIRTH_DATE for one in self.candidates) > 1


@dataclass(frozen=True)
class Query:
    """Every part has to fit, or the text as one identifier: a number typed with spaces."""

    parts: tuple[Part, ...]
    together: tuple[Candidate, ...] = ()
    # More was typed than is looked for.
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.together

    @property
    def name_words(self) -> tuple[NameWord, ...]:
        return tuple(part.name for part in self.parts if part.name is not None)


def parse(text: str) -> Query:
    """The plan of a search text. Several parts narrow; quotation marks mean only this spelling."""
    shown = text[:LONGEST_TEXT]
    found = list(_parts(shown))
    parts = _begun(found[:MOST_PARTS], shown)
    is_cut = len(text.rstrip()) > LONGEST_TEXT or len(found) > MOST_PARTS
    return Query(tuple(parts), together=_together(shown), is_cut=is_cut)


def candidates_of(token: str) -> tuple[Candidate, ...]:
    """Every kind of identifier that one token may be, in the order of certainty."""
    bare = western(token).strip().strip(_AROUND)
    found = [(kind, canonical(kind, value)) for kind, value in _kinds(bare)]
    return tuple(dict.fromkeys(Candidate(kind, value) for kind, value in found if value))


def _kinds(token: str) -> Iterator[tuple[Kind, str]]:
    if _EMAIL.fullmatch(token):
        yield Kind.EMAIL, token
        return
    if canonical(Kind.IP, token):
        yield Kind.IP, token
        return
    days = days_of(token)
    for day in days:
        yield Kind.BIRTH_DATE, day.isoformat()
    if days and not token.isdigit():
        return
    if _CODE.fullmatch(token.upper()) or _CODE.fullmatch(token.upper().replace("-", "")):
        yield Kind.CASE_CODE, token
    if identifier := canonical(Kind.JOURNEY_ID, token):
        yield Kind.JOURNEY_ID, identifier
    digits = sum(sign.isdigit() for sign in token)
    if not digits and not (token.isascii() and token.isupper() and len(token) > 5):
        # Without a figure, only a text in capitals is more than a word.
        return
    if _PROVIDER_ID.fullmatch(token):
        yield Kind.PROVIDER_ID, token
    if _REFERENCE.fullmatch(token):
        yield Kind.REFERENCE, token
        yield Kind.APPLICANT, token
    yield from _numbers(token, digits=digits)


def _numbers(token: str, *, digits: int) -> Iterator[tuple[Kind, str]]:
    letters_and_digits = sum(sign.isalnum() for sign in token)
    if digits and 4 <= letters_and_digits <= 24 and re.fullmatch(r"[\w ./<-]+", token):
        yield Kind.DOCUMENT_NUMBER, token
        yield Kind.PERSONAL_NUMBER, token
    if 7 <= digits <= 17 and _PHONE.fullmatch(token):
        yield Kind.PHONE, token


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for quoted in _QUOTED.finditer(text):
        yield from _plain_parts(text[at : quoted.start()])
        yield from _exact_parts(quoted[1])
        at = quoted.end()
    yield from _plain_parts(text[at:])


def _plain_parts(text: str) -> Iterator[Part]:
    """Tokens that hold a figure or an @ stand alone; the words between them are read as a name."""
    words: list[str] = []
    for token in _TOKEN.findall(text):
        known = candidates_of(token)
        if any(sign.isdecimal() for sign in token) or (known and not _is_word(token)):
            yield from _name_parts(" ".join(words))
            words = []
            yield from _single(token, known)
        else:
            words.append(token)
    yield from _name_parts(" ".join(words))


def _is_word(token: str) -> bool:
    return not any(sign in "@:_" for sign in token)


def _single(token: str, known: tuple[Candidate, ...]) -> Iterator[Part]:
    has_letters = any(sign.isalpha() for sign in token)
    names = list(_name_parts(token)) if has_letters and _is_word(token) else []
    if len(names) == 1:
        yield replace(names[0], typed=token, candidates=known)
    elif known:
        yield Part(token, known)


def _name_parts(text: str, *, is_exact: bool = False) -> Iterator[Part]:
    for unit in units_of(text):
        typed = text[unit.start : unit.end]
        known = () if is_exact or " " in typed else candidates_of(typed)
        yield Part(typed, known, _name_word(text, unit, is_exact=is_exact))


def _name_word(whole: str, unit: Unit, *, is_exact: bool) -> NameWord:
    ways = tuple(
        tuple(
            Term(whole[one.start : one.end], one.word, () if is_exact else one.sounds)
            for one in way
        )
        for way in unit.ways
    )
    return NameWord(
        whole[unit.start : unit.end],
        ways,
        is_exact=is_exact,
        is_optional=unit.is_particle and not is_exact,
    )


def _exact_parts(text: str) -> Iterator[Part]:
    names = list(_name_parts(text, is_exact=True))
    known = candidates_of(text) if len(text.split()) == 1 else ()
    if known and len(names) <= 1:
        yield Part(text.strip(), known, names[0].name if names else None)
    else:
        yield from names


def _begun(parts: list[Part], text: str) -> list[Part]:
    """The last word may go on: somebody may not have typed it to its end."""
    if not parts or parts[-1].name is None or parts[-1].name.is_exact:
        return parts
    last = parts[-1]
    name = last.name
    if name is None or not text.rstrip().endswith(last.typed):
        return parts
    ways = tuple(
        (*way[:-1], replace(way[-1], is_prefix=len(way[-1].word) >= SHORTEST_PREFIX))
        for way in name.ways
    )
    # A particle alone is what is looked for: Ben, Van, Del.
    is_optional = name.is_optional and len(parts) > 1
    return [*parts[:-1], replace(last, name=replace(name, ways=ways, is_optional=is_optional))]


def _together(text: str) -> tuple[Candidate, ...]:
    tokens = western(text).split()
    joined = "".join(tokens)
    digits = sum(sign.isdigit() for sign in joined)
    is_number = joined.isascii() and re.fullmatch(r"[\w+()./<-]+", joined) is not None
    has_words = any(token.isalpha() and len(token) > 3 for token in tokens)
    if len(tokens) < 2 or digits < 4 or not is_number or has_words:
        return ()
    found = [(kind, canonical(kind, value)) for kind, value in _numbers(joined, digits=digits)]
    return tuple(dict.fromkeys(Candidate(kind, value) for kind, value in found if value))
