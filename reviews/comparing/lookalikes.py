"""Finds letters that look like letters of another script (the idea of Unicode UTS 39).

Owns a small table of the pairs that names meet; it says what it sees, nothing about intent.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SCRIPTS: Final = (
    "LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN", "CHEROKEE",
    "DEVANAGARI", "THAI", "HANGUL", "HIRAGANA", "KATAKANA", "CJK", "BOPOMOFO",
)  # fmt: skip
# Scripts that one word of one language mixes lawfully (UTS 39 5.2).
_LAWFUL: Final = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
# Letter -> the Latin letter it is drawn like.
_LIKE: Final[dict[str, str]] = {
    # Cyrillic
    "А": "A", "В": "B", "Е": "E", "Ѕ": "S", "І": "I", "Ј": "J", "К": "K", "М": "M", "Н": "H",
    "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X", "Ү": "Y", "Һ": "H", "Ԛ": "Q",
    "Ԝ": "W", "а": "a", "е": "e", "ѕ": "s", "і": "i", "ј": "j", "о": "o", "р": "p", "с": "c",
    "у": "y", "х": "x", "ԛ": "q", "ԝ": "w", "һ": "h", "ӏ": "l", "Ӏ": "I",
    # Greek
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "ο": "o", "ν": "v", "ρ": "p", "α": "a",
    "ι": "i", "κ": "k", "υ": "u",
    # Latin letters drawn like other Latin letters
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i",
}  # fmt: skip
_TABLE: Final = str.maketrans(_LIKE)


def mixed_scripts(text: str) -> tuple[str, ...]:
    """The words of `text` that mix letters of scripts which no language writes together."""
    return tuple(word for word in re.split(r"[^\w]+", text) if is_mixed(word))


def is_mixed(word: str) -> bool:
    """Whether one word mixes scripts; digits and marks belong to every script."""
    scripts = {script for sign in word if (script := _script(sign))}
    return len(scripts) > 1 and not any(scripts <= lawful for lawful in _LAWFUL)


def is_confusable(one: str, other: str) -> bool:
    """Whether two different texts are drawn alike, letter by letter."""
    first, second = (unicodedata.normalize("NFC", text) for text in (one, other))
    return first != second and _drawn(first) == _drawn(second)


def _drawn(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_TABLE))


def _script(sign: str) -> str:
    if not sign.isalpha():
        return ""
    name = unicodedata.name(sign, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")
