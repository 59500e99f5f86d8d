"""Normalises text so that two spellings of the same thing compare equal, in every script.

Owns folding only: whether letters of two scripts may stand for each other is `transliteration`'s.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# One spelling for letters that Arabic, Persian and Urdu keyboards give the same word.
_ARABIC_FOLDED: Final = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ۃ": "ه", "ک": "ك", "ہ": "ه", "ھ": "ه", "ـ": None}
)
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("'’‘`´ʼʻʹʽ′ˈʿʾ"))
_LETTERS_THAT_LOOK_LIKE_DIGITS: Final = str.maketrans("OQDILSBZG", "000115826")


def plain(text: str) -> str:
    """`text` without what writing habits add: case, accents, punctuation, fillers, vowel marks.

    Accents fall off Latin, Greek and Arabic letters only: elsewhere a mark makes another letter.
    """
    folded = western_digits(unicodedata.normalize("NFKC", text).casefold())
    folded = folded.translate(_APOSTROPHES)
    bare = _without_marks(folded).translate(_ARABIC_FOLDED)
    return " ".join("".join(_word_sign(sign) for sign in bare).split())


def tokens(text: str) -> tuple[str, ...]:
    """The words of `text`, normalised, in order."""
    return tuple(plain(text).split())


def is_same_name(one: str, other: str) -> bool:
    """Whether two names have the same words in any order, or the same letters but for spaces."""
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return False
    return sorted(first) == sorted(second) or "".join(first) == "".join(second)


def document_number(text: str) -> str:
    """A number as it is compared: upper case, letters and digits only. O and 0 stay two signs."""
    upper = western_digits(unicodedata.normalize("NFKC", text)).upper()
    return "".join(sign for sign in upper if sign.isalnum())


def looks_alike(one: str, other: str) -> bool:
    """Whether two different numbers differ only in signs that OCR mistakes: O 0, I 1, S 5, B 8."""
    first, second = document_number(one), document_number(other)
    if first == second:
        return False
    table = _LETTERS_THAT_LOOK_LIKE_DIGITS
    return first.translate(table) == second.translate(table)


def western_digits(text: str) -> str:
    """Digits of every script as 0 to 9."""
    return re.sub(r"\d", lambda found: str(unicodedata.decimal(found.group())), text)


def _without_marks(text: str) -> str:
    kept: list[str] = []
    drops_marks = False
    for sign in unicodedata.normalize("NFKD", text):
        if unicodedata.category(sign) == "Cf":
            continue
        if not unicodedata.combining(sign):
            name = unicodedata.name(sign, "")
            drops_marks = name.startswith(("LATIN", "GREEK", "ARABIC"))
        elif drops_marks:
            continue
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _word_sign(sign: str) -> str:
    return sign if unicodedata.category(sign)[0] in "LNM" else " "
