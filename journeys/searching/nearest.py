"""Forgives typing errors: the words of a set that are a slip or two from a typed one.

For databases without trigrams; the set is what an index already narrowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

# From how many letters on, how many slips: an insertion, a loss, a wrong letter, two exchanged.
# Measured in the tests: of short names one letter makes another name.
_ONE_SLIP_FROM: Final = 4
_TWO_SLIPS_FROM: Final = 8
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True)
class Near:
    """A word of the set; `slips` counts, `likeness` (0 to 1) orders those of one count."""

    word: str
    slips: int
    likeness: float


def slips_forgiven(word: str) -> int:
    """How many slips a typed word of this length may have."""
    return sum(len(word) >= least for least in (_ONE_SLIP_FROM, _TWO_SLIPS_FROM))


def nearest(word: str, candidates: Iterable[str], *, limit: int = 20) -> list[Near]:
    """The candidates within the slips forgiven, nearest first; `word` itself is none of them."""
    most = slips_forgiven(word)
    if not most:
        return []
    found = process.extract(
        word, sorted(set(candidates) - {word}), scorer=OSA.distance, score_cutoff=most, limit=None
    )
    near = [Near(other, int(slips), _likeness(word, other)) for other, slips, _place in found]
    return sorted(near, key=lambda one: (one.slips, -one.likeness, one.word))[:limit]


def _likeness(word: str, other: str) -> float:
    """Jaro-Winkler, raised where the one wrong letter lies beside the right one on the keys."""
    likeness = float(JaroWinkler.similarity(word, other))
    wrong = [(a, b) for a, b in zip(word, other, strict=False) if a != b]
    if len(word) == len(other) and len(wrong) == 1 and _are_neighbours(*wrong[0]):
        return (1 + likeness) / 2
    return likeness


def _are_neighbours(one: str, other: str) -> bool:
    places = {
        key: (row, column) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)
    }
    if one not in places or other not in places:
        return False
    (row, column), (other_row, other_column) = places[one], places[other]
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
