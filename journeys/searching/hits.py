"""Says how a name meets a search, word by word, and which part of it to point at; no look-ups."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import Final

from rapidfuzz.distance import Indel

from journeys.searching.graphemes import Span, clusters, snapped
from journeys.searching.letters import folded_word, spelled
from journeys.searching.nearest import nearest
from journeys.searching.query import NameWord, Query, Term
from journeys.searching.words import LONGEST_NAME, Spelling, units_of

# Spellings of one name in use have at least this many letters in common: see the tests' table.
_VARIANT_FROM: Final = 0.65
_LETTERS_WITHOUT_SPELLING: Final = frozenset({"CJK", "HANGUL"})


class How(IntEnum):
    """How a word was met, the surest first."""

    SAME = 1
    OTHER_SCRIPT = 2
    VARIANT = 3
    SOUNDS_ALIKE = 4
    BEGINS_WITH = 5
    SIMILAR = 6


@dataclass(frozen=True)
class Match:
    """One word of the search met in a name; the spans are code points, whole signs only."""

    typed: str
    how: How
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Hit:
    """A name that a search met."""

    matches: tuple[Match, ...]
    # Words of the search that the name does not have, optional ones left aside.
    missed: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def how(self) -> How | None:
        """The least sure of its words; nothing where no word was met."""
        return max((match.how for match in self.matches), default=None)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sort by this: fewer missed words first, then the surer, then more words met."""
        return (len(self.missed), sum(match.how for match in self.matches), -len(self.matches))


def explain(query: Query, name: str) -> Hit:
    """How `name` meets the name words of `query`; `name` is shown as given."""
    shown = name[:LONGEST_NAME]
    known = tuple(_spellings(shown))
    matches: list[Match] = []
    missed: list[str] = []
    for word in query.name_words:
        match = _match(word, known, shown)
        if match is not None:
            matches.append(match)
        elif not word.is_optional:
            missed.append(word.typed)
    spans = snapped(chain.from_iterable(match.spans for match in matches), shown)
    return Hit(tuple(matches), tuple(missed), spans)


def _spellings(name: str) -> Iterator[Spelling]:
    for unit in units_of(name):
        yield from chain.from_iterable(unit.ways)
        yield from unit.guesses


def _match(word: NameWord, known: tuple[Spelling, ...], name: str) -> Match | None:
    found = [match for way in word.ways if (match := _way(word, way, known, name))]
    return min(found, key=lambda match: match.how, default=None)


def _way(
    word: NameWord, way: tuple[Term, ...], known: tuple[Spelling, ...], name: str
) -> Match | None:
    hows: list[How] = []
    spans: list[Span] = []
    for term in way:
        met = [(how, one) for one in known if (how := _how(term, one, name, word.is_exact))]
        if not met:
            return None
        how, best = min(met, key=lambda pair: (pair[0], pair[1].end - pair[1].start))
        hows.append(how)
        spans.append(_span(term, best, name, how))
    return Match(word.typed, max(hows), snapped(spans, name))


def _how(term: Term, one: Spelling, name: str, is_exact: bool) -> How | None:
    stretch = name[one.start : one.end]
    is_same_script = _script(term.typed) == _script(stretch)
    if _is_same_word(term, one, stretch) and (is_same_script or is_exact):
        return How.SAME if is_same_script else How.OTHER_SCRIPT
    if is_exact:
        return None
    if term.word == one.word or set(term.sounds) & set(one.sounds):
        if not is_same_script:
            return How.OTHER_SCRIPT
        if _script(stretch) in _LETTERS_WITHOUT_SPELLING:
            return How.SOUNDS_ALIKE
        likeness = Indel.normalized_similarity(term.word, one.word)
        return How.VARIANT if likeness >= _VARIANT_FROM else How.SOUNDS_ALIKE
    if term.is_prefix and _begins(term, one):
        return How.BEGINS_WITH
    return How.SIMILAR if nearest(term.word, (one.word,)) else None


def _is_same_word(term: Term, one: Spelling, stretch: str) -> bool:
    if term.word != one.word:
        return False
    # 李 and 理 are spelled alike and are two words.
    has_spelling = _script(stretch) not in _LETTERS_WITHOUT_SPELLING
    return has_spelling or folded_word(term.typed) == folded_word(stretch)


def _begins(term: Term, one: Spelling) -> bool:
    if one.word.startswith(term.word):
        return True
    return any(sound.startswith(begin) for begin in term.beginnings for sound in one.sounds)


def _span(term: Term, one: Spelling, name: str, how: How) -> Span:
    """The letters that were typed where the word only begins with them, else the whole word."""
    if how is not How.BEGINS_WITH or _script(term.typed) != _script(name[one.start : one.end]):
        return one.start, one.end
    stretch = name[one.start : one.end]
    for _start, end in clusters(stretch):
        if spelled(stretch[:end]).word.startswith(term.word):
            return one.start, one.start + end
    return one.start, one.end


@lru_cache(maxsize=4096)
def _script(text: str) -> str:
    letter = next((sign for sign in text if sign.isalpha()), "")
    script = unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0] if letter else ""
    return "LATIN" if script == "FULLWIDTH" else script
