"""Says where a text may be parted without tearing what is drawn as one sign.

The parts of Unicode's UAX 29 that names meet: marks, joiners, Indic conjuncts, Hangul letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

Span = tuple[int, int]

_JOINERS: Final = "\u200c\u200d"
# Canonical combining class of a virama, which binds the next consonant.
_VIRAMA: Final = 9


def clusters(text: str) -> tuple[Span, ...]:
    """The signs of `text` as a reader counts them, in order, without a gap."""
    if text.isascii():
        return tuple((index, index + 1) for index in range(len(text)))
    starts = [index for index in range(len(text)) if not index or _parts(text, index)]
    return tuple(pairwise([*starts, len(text)]))


def snapped(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans widened to whole signs, in order; those that touch or overlap become one."""
    edges = clusters(text)
    joined: list[Span] = []
    for start, end in sorted(spans):
        inside = [edge for edge in edges if edge[0] < end and edge[1] > start]
        if not inside:
            continue
        first, last = inside[0][0], inside[-1][1]
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _parts(text: str, index: int) -> bool:
    sign, before = text[index], text[index - 1]
    if unicodedata.category(sign)[0] == "M" or sign in _JOINERS:
        return False
    if before == "\u200d" and unicodedata.category(sign)[0] in "LS":
        return False
    if unicodedata.combining(before) == _VIRAMA and unicodedata.category(sign) == "Lo":
        return False
    # Hangul vowels and finals written apart from their leading letter.
    return not ("\u1160" <= sign <= "\u11ff" and "\u1100" <= before <= "\u11ff")
