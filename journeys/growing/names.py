"""Owns the names that grown applicants can have, and the rows that words of names need beforehand.

The rows are written once: every batch then only points at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random
from typing import Final

from journeys.growing.surnames import made_surnames
from journeys.models import NameWord
from journeys.sandbox.countries import COUNTRIES, Country
from journeys.sandbox.scripts import NameList, Script, Spelled
from journeys.searching.index import scripts_for
from journeys.searching.scripts import Script as ScriptBits
from journeys.searching.words import Word

# Of a hundred people, those with a surname that few share.
_RARE_PERCENT: Final = 45
_SECOND_NAME_PERCENT: Final = 40


@dataclass(frozen=True)
class Named:
    """A name in Latin letters and as its bearer writes it; `pieces` are what it is indexed by."""

    latin: str
    native: str
    pieces: tuple[str, ...]


def draw_name(stream: Random, country: Country) -> Named:
    """The same stream draws the same name."""
    names = country.names
    given = stream.choice(names.women if stream.random() < 0.5 else names.men)
    if country.script == "chinese":
        surname = stream.choice(names.surnames)
        return Named(
            f"{given[0]} {surname[0]}",
            f"{surname[1]}{given[1]}",
            (given[0], surname[0], f"{surname[1]}{given[1]}"),
        )
    parts = [given]
    if stream.randrange(100) < _SECOND_NAME_PERCENT:
        second = stream.choice(names.men)
        parts += [second] if second != given else []
    rare = _RARE[country.script]
    parts.append(stream.choice(rare if stream.randrange(100) < _RARE_PERCENT else names.surnames))
    latin, native = (" ".join(part[place] for part in parts) for place in (0, 1))
    return Named(latin, native, tuple(dict.fromkeys(text for part in parts for text in part)))


@dataclass(frozen=True)
class WordBook:
    """For each piece of a name the ids of its words, each with the scripts that have it."""

    by_piece: Mapping[str, tuple[tuple[int, int], ...]]

    def uses(self, named: Named) -> dict[int, int]:
        """Word ids with the bits of their scripts."""
        found: dict[int, int] = {}
        for piece in named.pieces:
            for word_id, scripts in self.by_piece[piece]:
                found[word_id] = found.get(word_id, 0) | scripts
        return found


def write_words() -> WordBook:
    """Insert the words that are missing; to be called outside of every batch."""
    wanted = _words_by_piece()
    pairs = sorted({(one.word, one.sound) for words in wanted.values() for one in words})
    NameWord.objects.bulk_create(
        (NameWord(word=word, sound=sound) for word, sound in pairs),
        ignore_conflicts=True,
        batch_size=2_000,
    )
    rows = NameWord.objects.values_list("pk", "word", "sound").iterator()
    ids = {Word(word, sound): pk for pk, word, sound in rows}
    return WordBook(
        {
            piece: tuple((ids[one], int(scripts)) for one, scripts in words.items())
            for piece, words in wanted.items()
        }
    )


@cache
def _words_by_piece() -> Mapping[str, Mapping[Word, ScriptBits]]:
    return {piece: scripts_for([piece]) for piece in _Pieces().every}


class _Pieces:
    """Everything that `draw_name` can put into `pieces`."""

    @cached_property
    def every(self) -> list[str]:
        lists = {id(country.names): country for country in COUNTRIES}
        return list(
            dict.fromkeys(piece for country in lists.values() for piece in self._of(country))
        )

    def _of(self, country: Country) -> Iterable[str]:
        names = country.names
        if country.script == "chinese":
            yield from _latin(names)
            for surname in names.surnames:
                for given in (*names.women, *names.men):
                    yield f"{surname[1]}{given[1]}"
            return
        for spelled in (*names.women, *names.men, *names.surnames, *_RARE[country.script]):
            yield from spelled


def _latin(names: NameList) -> Iterable[str]:
    return (latin for latin, _native in (*names.women, *names.men, *names.surnames))


_RARE: Final[dict[Script, tuple[Spelled, ...]]] = {
    script: made_surnames(script) for script in ("latin", "arabic", "devanagari", "chinese")
}
