"""Owns the letters: one word of a name in any script, spelled in a to z and 0 to 9.

Knows nothing of names. A capital letter in `heard` stands for a letter that is read in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

LONGEST_WORD: Final = 40
# No word of a name is longer; what follows is cut before any work is done with it.
_LONGEST_TYPED: Final = 80

_ALEFS: Final = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ۀ": "ه",
     "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ة", "ـ": None}
)  # fmt: skip
# As written; what `anyascii` makes of them has signs for letters (` for ع) or loses them.
_ARABIC: Final[dict[str, str]] = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u",
    "ي": "y", "ى": "a", "ة": "a", "ء": "", "ئ": "y", "ؤ": "u", "پ": "p", "چ": "ch", "ژ": "zh",
    "گ": "g", "ڤ": "v", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "ڭ": "ng", "ۆ": "u", "ۇ": "u",
}  # fmt: skip
# Read in two ways, by country: the capital is resolved by `sounds`.
_ARABIC_HEARD: Final = {"ث": "T", "ج": "J", "ذ": "D", "ض": "D", "ظ": "Z", "ق": "Q", "ى": "Y"}
# Letters that `anyascii` takes for another sound than names have.
_OTHER: Final = str.maketrans({"ו": "w", "ş": "sh", "ș": "sh", "š": "sh", "č": "ch", "đ": "d",
                               "ž": "zh"})  # fmt: skip
# Devanagari as names are written in Latin; व is also heard as w, and a nasal dot before h as ng.
_DEVANAGARI: Final = str.maketrans({"च": "ch", "छ": "chh", "श": "sh", "ष": "sh", "ङ": "ng",
                                    "ं": "n", "ँ": "n"})  # fmt: skip
# A consonant without a sign of its own carries an a, but for the last of a word.
_CARRIES_A: Final = re.compile(
    r"([\u0915-\u0939\u0958-\u095f]\u093c?)(?=[\u0904-\u0939\u0958-\u095f])"
)
_DOT_BEFORE_LIP: Final = re.compile(r"\u0902(?=[पफबभम])")
_DOT_BEFORE_H: Final = re.compile(r"\u0902(?=ह)")
# Surnames that Koreans do not spell by the rule.
_KOREAN: Final = {"김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "강": "kang",
                  "조": "cho", "유": "yoo", "노": "roh", "임": "lim"}  # fmt: skip


@dataclass(frozen=True)
class Spelled:
    """One word: `word` as kept and shown, `heard` as its sound is taken from."""

    word: str
    heard: str


@lru_cache(maxsize=4096)
def spelled(text: str) -> Spelled:
    """A word without spaces in a to z and 0 to 9, of at most 40 letters; may be empty."""
    folded = folded_word(text)
    if any("\u0600" <= sign <= "\u06ff" for sign in folded):
        return Spelled(_latin(_arabic(folded)), _latin(_arabic(folded, heard=True), capitals=True))
    if folded in _KOREAN:
        return Spelled(_KOREAN[folded], _KOREAN[folded])
    if any("\u0900" <= sign <= "\u097f" for sign in folded):
        folded = _devanagari(folded)
        return Spelled(_latin(_written(folded)), _latin(_written(folded.replace("व", "w"))))
    return Spelled(_latin(_written(folded)), _latin(_written(folded.translate(_OTHER))))


def folded_word(text: str) -> str:
    """The same script without what writing habits add: case, accents, vowel marks, tatweel."""
    if text.isascii():
        return text[:_LONGEST_TYPED].casefold()
    folded = unicodedata.normalize("NFKC", text[:_LONGEST_TYPED]).casefold().translate(_ALEFS)
    kept: list[str] = []
    drops_marks = False
    for sign in unicodedata.normalize("NFD", folded):
        if not unicodedata.combining(sign):
            # Elsewhere a mark makes another letter: Devanagari vowels, Japanese voicing.
            name = unicodedata.name(sign, "")
            drops_marks = name.startswith(("LATIN", "GREEK", "ARABIC", "HEBREW"))
        elif drops_marks and not _makes_a_sound(kept, sign):
            continue
        kept.append(sign)
    joined = unicodedata.normalize("NFC", "".join(kept)).translate(_ALEFS)
    return joined


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a word in Chinese signs or Hangul, else nothing: one sign is one."""
    written = unicodedata.normalize("NFC", text[:_LONGEST_TYPED])
    if not written or not all(_is_syllable(sign) for sign in written):
        return ()
    spellings = [_latin(anyascii(sign).casefold()) for sign in written]
    if written[0] in _KOREAN and len(written) > 1:
        spellings[0] = _KOREAN[written[0]]
    return tuple(spellings)


def is_of_marks(sign: str) -> bool:
    """Whether the sign belongs to the word though no letter: vowel signs, joiners, apostrophes."""
    return unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d\u200e\u200f'’‘`´ʼʻʹʽ′ˈʿʾ"


def _is_syllable(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "가" <= sign <= "힣" or sign >= "\U00020000"


def _makes_a_sound(kept: list[str], mark: str) -> bool:
    # The hooks of ş, š and č are what makes their sound; a hamza on و or ي makes another letter.
    return bool(kept) and kept[-1] + mark in _SOUNDING


_SOUNDING: Final = frozenset(
    unicodedata.normalize("NFD", letter) for letter in ("ş", "ș", "š", "č", "ž", "ئ", "ؤ")
)


def _arabic(folded: str, *, heard: bool = False) -> str:
    letters: list[str] = []
    for index, sign in enumerate(folded):
        before, after = folded[max(index - 1, 0) : index], folded[index + 1 : index + 2]
        if sign == "و" and (not index or "ا" in (before, after)):
            letters.append("w")
        elif heard and sign in _ARABIC_HEARD and (sign != "ى" or not after):
            letters.append(_ARABIC_HEARD[sign])
        elif sign in _ARABIC:
            letters.append(_ARABIC[sign])
        else:
            letters.append(anyascii(sign).casefold())
    return "".join(letters)


def _devanagari(folded: str) -> str:
    dotted = _DOT_BEFORE_LIP.sub("म", _DOT_BEFORE_H.sub("ng", folded))
    return _CARRIES_A.sub(r"\1a", dotted).translate(_DEVANAGARI)


def _written(folded: str) -> str:
    if folded.isascii():
        return folded
    # Pictures become ":names:" with anyascii; they are no letters.
    return anyascii("".join(sign for sign in folded if sign < "\u2190" or sign.isalnum()
                            or unicodedata.category(sign)[0] == "M")).casefold()  # fmt: skip


def _latin(text: str, *, capitals: bool = False) -> str:
    pattern = r"[^a-zA-Z0-9]+" if capitals else r"[^a-z0-9]+"
    return re.sub(pattern, "", text if capitals else text.casefold())[:LONGEST_WORD]
