"""Owns the scripts of names, as bits: which of them a text is written in. Knows no word."""

from __future__ import annotations

import unicodedata
from enum import IntFlag
from functools import lru_cache


class Script(IntFlag):
    """The scripts that a list of results tells apart. The values stand in the database."""

    LATIN = 1
    ARABIC = 2
    CYRILLIC = 4
    DEVANAGARI = 8
    CHINESE = 16
    HANGUL = 32
    HEBREW = 64
    GREEK = 128
    OTHER = 256


_BY_NAME = {
    "LATIN": Script.LATIN,
    "FULLWIDTH": Script.LATIN,
    "ARABIC": Script.ARABIC,
    "CYRILLIC": Script.CYRILLIC,
    "DEVANAGARI": Script.DEVANAGARI,
    "CJK": Script.CHINESE,
    "HANGUL": Script.HANGUL,
    "HEBREW": Script.HEBREW,
    "GREEK": Script.GREEK,
}


def scripts_of(text: str) -> Script:
    """Every script that a letter of `text` belongs to; none of them where it has no letter."""
    found = Script(0)
    for sign in text:
        if sign.isalpha():
            found |= _script_of(sign)
    return found


@lru_cache(maxsize=4096)
def _script_of(sign: str) -> Script:
    if sign.isascii():
        return Script.LATIN
    first = unicodedata.name(sign, "").split(" ", 1)[0].split("-", 1)[0]
    return _BY_NAME.get(first, Script.OTHER)
