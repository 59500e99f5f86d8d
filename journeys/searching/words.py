"""Splits a name into the words that a search may know it by, each with its sound; no look-ups.

One stretch of a name may be read in several ways: عبد الله is one word, 李小龙 is two or three.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from journeys.searching.letters import folded_word, is_of_marks, spelled, syllables
from journeys.searching.sounds import sounds_of

MOST_WORDS: Final = 12
# Longer names are cut before any work: no text can make this slow.
LONGEST_NAME: Final = 300
_MOST_PIECES: Final = 24

_ARTICLES: Final = frozenset({"al", "el", "ul", "ال"})
# The article's L is drawn into the next letter: ar-Rahman, ash-Shamsi, ed-Din.
_DRAWN: Final = frozenset({"ar", "as", "ash", "ad", "an", "at", "az", "ur", "us", "ud", "er", "ed"})
_BEFORE: Final = frozenset({"abd", "abdul", "abdel", "abdal", "abdur", "abdu", "عبد",
                            "abu", "abou", "abo", "ابو"})  # fmt: skip
_AFTER: Final = frozenset({"din", "deen", "dine", "eddin", "eddine", "uddin", "allah", "ullah",
                           "الله", "دين", "الدين"})  # fmt: skip
_PARTICLES: Final = frozenset({"bin", "ibn", "ben", "bint", "bte", "binti", "بن", "ابن", "بنت",
                               "de", "da", "do", "dos", "das", "del", "di", "van", "von", "der",
                               "den", "la", "le", "du", "y", "e"})  # fmt: skip
_TWO_SIGN_SURNAMES: Final = frozenset(
    {"欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "夏侯", "皇甫", "东方", "東方", "尉迟",
     "尉遲", "公孙", "公孫", "慕容", "令狐", "长孙", "長孫", "宇文", "司徒", "남궁", "황보", "제갈",
     "사공", "선우"}
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """What an index keeps of a name: one spelling in a to z and 0 to 9 with one of its sounds."""

    word: str
    sound: str


@dataclass(frozen=True)
class Spelling:
    """One word as it may be looked for, and the stretch of the text that it stands for."""

    word: str
    sounds: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Unit:
    """One stretch of a name: any way will do, and of a way every word.

    `guesses` only widen what is found: the part of Alsalem after what may be an article.
    """

    start: int
    end: int
    ways: tuple[tuple[Spelling, ...], ...]
    guesses: tuple[Spelling, ...] = ()
    is_particle: bool = False


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    text: str
    folded: str
    is_hyphened: bool


def words_of(name: str) -> tuple[Word, ...]:
    """At most 12 words of at most 40 letters; usual sounds first, so that a cut loses least."""
    units = units_of(name)
    plain = [unit for unit in units if not unit.is_particle]
    ways = list(chain.from_iterable(chain.from_iterable(unit.ways) for unit in plain))
    guessed = list(chain.from_iterable(unit.guesses for unit in plain))
    particles = [way[0] for unit in units if unit.is_particle for way in unit.ways]
    usual = (Word(one.word, one.sounds[0]) for one in (*ways, *guessed))
    others = (Word(one.word, sound) for one in ways for sound in one.sounds[1:])
    last = (Word(one.word, one.sounds[0]) for one in particles)
    return tuple(dict.fromkeys(chain(usual, others, last)))[:MOST_WORDS]


def units_of(name: str) -> tuple[Unit, ...]:
    """The stretches of a name in order, each with every way of reading it."""
    pieces = list(_pieces(name[:LONGEST_NAME]))[:_MOST_PIECES]
    units: list[Unit] = []
    at = 0
    while at < len(pieces):
        taken, unit = _unit(pieces, at)
        at += taken
        if unit is not None:
            units.append(unit)
    return tuple(units)


def _pieces(text: str) -> Iterator[_Piece]:
    start: int | None = None
    for index in range(len(text) + 1):
        if index < len(text) and _is_of_word(text[index], inside=start is not None):
            start = index if start is None else start
        elif start is not None:
            typed = text[start:index]
            is_hyphened = text[index : index + 1] in _HYPHENS and index + 1 < len(text)
            yield _Piece(start, index, typed, folded_word(typed), is_hyphened)
            start = None


_HYPHENS: Final = frozenset("-‐‑–ـ")


def _is_of_word(sign: str, *, inside: bool) -> bool:
    return unicodedata.category(sign)[0] in "LN" or (inside and is_of_marks(sign))


def _unit(pieces: list[_Piece], at: int) -> tuple[int, Unit | None]:
    """How many pieces belong together from here on, and what they make."""
    piece, rest = pieces[at], pieces[at + 1 :]
    if piece.folded in _BEFORE and rest:
        skipped = 1 if rest[0].folded in _ARTICLES | _DRAWN and len(rest) > 1 else 0
        return 2 + skipped, _joined(pieces[at : at + 2 + skipped])
    if _is_article(piece, rest):
        return 2, _with_article(piece, rest[0])
    skipped = 1 if rest and rest[0].folded in _ARTICLES | _DRAWN and len(rest) > 1 else 0
    if len(rest) > skipped and rest[skipped].folded in _AFTER:
        return 2 + skipped, _joined(pieces[at : at + 2 + skipped], also_apart=True)
    if piece.is_hyphened and rest and not _is_article(rest[0], rest[1:]):
        return 2, _joined(pieces[at : at + 2], also_apart=True)
    return 1, _alone(piece)


def _is_article(piece: _Piece, rest: list[_Piece]) -> bool:
    if not rest:
        return False
    return piece.folded in _ARTICLES or (piece.folded in _DRAWN and piece.is_hyphened)


def _alone(piece: _Piece) -> Unit | None:
    signs = syllables(piece.text)
    # A rare sign may have no syllable that anybody knows: then the others are one word.
    if len(signs) > 1 and len(signs) == len(piece.text) and all(signs):
        return _syllable_unit(piece, signs)
    found = _spelling(piece.text, start=piece.start, end=piece.end)
    if found is None:
        return None
    bare = _without_article(piece)
    guesses = _guesses(found, piece) if bare is None else ()
    # Of السالم the article is known to be one; of Alsalem it is a guess.
    ways = ((found,),) if bare is None else ((bare,), (found,))
    is_particle = piece.folded in _PARTICLES
    return Unit(piece.start, piece.end, ways, guesses, is_particle)


def _without_article(piece: _Piece) -> Spelling | None:
    bare = _bare(piece)
    return _spelling(bare, start=piece.start, end=piece.end) if bare != piece.folded else None


def _bare(piece: _Piece) -> str:
    """The word without the article that Arabic script joins to it."""
    has_article = piece.folded.startswith("ال") and len(piece.folded) > 4
    return piece.folded[2:] if has_article and piece.folded != "الله" else piece.folded


def _guesses(found: Spelling, piece: _Piece) -> tuple[Spelling, ...]:
    word = found.word
    rest = ""
    if word[:2] in ("al", "el") and len(word) > 5 and word[2] not in "aeiouy":
        rest = word[2:]
    elif word[:5] in ("abdul", "abdel", "abdal") and len(word) > 8:
        rest = word[5:]
    elif re.match(r"[dlo]['’]\w{3}", piece.text, re.IGNORECASE):
        rest = piece.text[2:]
    guess = _spelling(rest, start=piece.start, end=piece.end)
    return (guess,) if guess else ()


def _with_article(article: _Piece, piece: _Piece) -> Unit | None:
    bare = _spelling(piece.text, start=piece.start, end=piece.end)
    whole = _spelling(article.folded + piece.folded, start=article.start, end=piece.end)
    if bare is None or whole is None:
        return _alone(piece)
    return Unit(article.start, piece.end, ((bare,), (whole,)))


def _joined(pieces: list[_Piece], *, also_apart: bool = False) -> Unit | None:
    """Words that many write as one: Abdul Rahman, Nour al-Din, Anne-Marie."""
    start, end = pieces[0].start, pieces[-1].end
    kept = (pieces[0], pieces[-1])
    bare = [_bare(piece) for piece in kept]
    whole = _spelling("".join(piece.folded for piece in pieces), start=start, end=end)
    short = _spelling("".join(bare), start=start, end=end)
    apart = tuple(one for piece, text in zip(kept, bare, strict=True)
                  if (one := _spelling(text, start=piece.start, end=piece.end)))  # fmt: skip
    if whole is None or short is None or len(apart) < len(kept):
        return next((unit for piece in pieces if (unit := _alone(piece))), None)
    ways = [(short,)] if short == whole else [(short,), (whole,)]
    if also_apart:
        return Unit(start, end, (apart, *ways))
    return Unit(start, end, tuple(ways), guesses=(apart[-1],))


def _syllable_unit(piece: _Piece, signs: tuple[str, ...]) -> Unit:
    """Surname and given name, then the run as one word, then every syllable apart."""
    split = 2 if len(signs) > 2 and piece.text[:2] in _TWO_SIGN_SURNAMES else 1

    def run(first: int, last: int) -> Spelling:
        word = "".join(signs[first:last])
        found = _spelling(word, start=piece.start + first, end=piece.start + last)
        return found or Spelling(word, ("",), piece.start + first, piece.start + last)

    count = len(signs)
    ways = {
        (run(0, split), run(split, count)): None,
        (run(0, count),): None,
        tuple(run(index, index + 1) for index in range(min(count, 5))): None,
    }
    return Unit(piece.start, piece.end, tuple(ways))


def _spelling(text: str, *, start: int, end: int) -> Spelling | None:
    letters = spelled(text)
    if not letters.word:
        return None
    return Spelling(letters.word, sounds_of(letters.heard) or ("",), start, end)
