"""Says which spellings ICAO Doc 9303-3 section 6 gives a name, and whether two may be one name.

Narrow on purpose: two Latin spellings are consistent only when a table leads from one to the
other, never because they sound alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice, product
from typing import Final

from reviews.comparing import icao_tables as tables
from reviews.comparing.arabic_names import may_transcribe, units
from reviews.comparing.lookalikes import mixed_scripts
from reviews.comparing.text import is_same_name, tokens

_CAP: Final = 64
_LONGEST_TOKEN: Final = 60
_MOST_TOKENS: Final = 12
# The places for names are 30 in TD1, 31 in TD2 and MRV-B, 39 in TD3 and MRV-A (Doc 9303-4 to -7);
# between surname and given names two fillers stand where a name has one space.
_FULL_LINES: Final = frozenset({29, 30, 31, 38, 39})
_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_SHORTEST_CUT_WORD: Final = 3
_LATIN: Final = re.compile(r"[A-Za-z]")


def latin_forms(text: str) -> frozenset[str]:
    """Every spelling in A to Z and spaces that the tables give `text`, at most 64.

    Over the cap the first recommendations win. A sign that no table has falls out.
    """
    per_token = [sorted(_token_forms(token)) for token in _words(text)]
    return frozenset(" ".join(forms) for forms in islice(product(*per_token), _CAP))


def is_consistent(one: str, other: str, *, may_be_cut: bool = False) -> bool:
    """Whether two spellings may be the same name by the tables, in either direction.

    The parts may stand in any order. Arabic script against Latin also follows the rule of
    `arabic_names` for free transcriptions. A name cut at the end of a zone's line is consistent
    with the whole one when `may_be_cut`, or when its own length fills such a line. A word that
    mixes scripts is consistent with nothing but itself.
    """
    if is_same_name(one, other):
        return True
    if mixed_scripts(one) or mixed_scripts(other):
        return False
    first, second = _words(one), _words(other)
    if not first or not second or max(len(first), len(second)) > _MOST_TOKENS:
        return False
    forms = [_token_forms(token) for token in first], [_token_forms(token) for token in second]
    if _all_meet(*forms) or _joined(forms[0]) & _joined(forms[1]):
        return True
    if _is_arabic(one) != _is_arabic(other):
        arabic, latin = (one, other) if _is_arabic(one) else (other, one)
        return not re.search(r"[^\W\d_A-Za-z]", _bare(latin)) and _is_transcription(arabic, latin)
    return _is_cut(forms[0], forms[1], may_be_cut=may_be_cut) or _is_cut(
        forms[1], forms[0], may_be_cut=may_be_cut
    )


def _words(text: str) -> list[str]:
    """The words of a name in upper case, letters as they are.

    Hyphens, commas and fillers part words; all other punctuation falls out (Doc 9303-3 4.6).
    """
    upper = unicodedata.normalize("NFKC", text).replace("ß", "ẞ").replace("ı", "I").upper()
    parted = re.sub(r"[-‐‑–—,،<\s]+", " ", unicodedata.normalize("NFC", upper))
    marks = tables.ARABIC_NOT_ENCODED | {tables.ARABIC_SHADDA}
    kept = "".join(sign for sign in parted if sign.isalnum() or sign in marks or sign == " ")
    return [word[:_LONGEST_TOKEN] for word in kept.split()]


def _token_forms(token: str) -> frozenset[str]:
    if _ARABIC.search(token):
        return frozenset({_arabic_form(token)})
    if any("\u0400" <= letter <= "\u052f" for letter in token):
        return frozenset(_cyrillic_form(token, language) for language in _LANGUAGES)
    spellings = [tables.LATIN.get(letter) or (_without_mark(letter),) for letter in token]
    forms = ("".join(letters) for letters in product(*spellings))
    return frozenset(islice(forms, _CAP))


_LANGUAGES: Final = ("", *tables.CYRILLIC_EXCEPTIONS)


def _cyrillic_form(token: str, language: str) -> str:
    table = {**tables.CYRILLIC, **tables.CYRILLIC_EXCEPTIONS.get(language, {})}
    first = tables.UKRAINIAN_FIRST if language == "ukr" else {}
    letters = [table.get(letter, _without_mark(letter)) for letter in token]
    letters[0] = first.get(token[0], letters[0])
    return "".join(letters)


def _arabic_form(token: str) -> str:
    """Letter by letter; a shadda repeats the last sequence but for its leading X (note 3)."""
    letters: list[str] = []
    written = [sign for sign in token if sign not in tables.ARABIC_NOT_ENCODED]
    for index, sign in enumerate(written):
        if sign == tables.ARABIC_SHADDA:
            letters += [last.lstrip("X") for last in letters[-1:]]
        elif sign == "ة" and all(rest == tables.ARABIC_SHADDA for rest in written[index + 1 :]):
            letters.append(tables.ARABIC_TEH_MARBUTA_LAST)
        else:
            letters.append(tables.ARABIC.get(sign, _without_mark(sign)))
    return "".join(letters)


def _without_mark(letter: str) -> str:
    """Every other accented Latin letter loses its mark; a sign without a table falls out."""
    base = unicodedata.normalize("NFKD", letter)[:1]
    return base if base.isascii() and base.isalnum() else ""


def _joined(forms: Sequence[frozenset[str]]) -> frozenset[str]:
    joined = ("".join(parts) for parts in product(*map(sorted, forms)))
    return frozenset(name for name in islice(joined, _CAP) if name)


def _all_meet(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> bool:
    """Whether the words pair off, in any order, each pair with a spelling in common."""
    if len(first) != len(second):
        return False
    return _pairs_off([[bool((a & b) - {""}) for b in second] for a in first])


def _pairs_off(fits: Sequence[Sequence[bool]]) -> bool:
    """Whether every row can have a column of its own where it fits (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for column, fit in enumerate(fits[row]):
            if fit and column not in seen:
                seen.add(column)
                if column not in owner or place(owner[column], seen):
                    owner[column] = row
                    return True
        return False

    return all(place(row, set()) for row in range(len(fits)))


def _is_transcription(arabic: str, latin: str) -> bool:
    if may_transcribe(arabic, latin):
        return True
    # In another order: the Latin words, each with the particle before it, against the units.
    parts, words = units(arabic), _latin_units(latin)
    if len(parts) != len(words):
        return False
    return _pairs_off([[may_transcribe(part, word) for word in words] for part in parts])


def _latin_units(latin: str) -> tuple[str, ...]:
    joined: list[str] = []
    is_open = False
    for word in tokens(latin):
        if is_open or (word in ("ul", "el", "al") and joined and joined[-1] in ("abd", "abdu")):
            joined[-1] += word
        else:
            joined.append(word)
        is_open = word in _PARTICLES
    return tuple(joined)


_PARTICLES: Final = frozenset(
    ("al", "el", "ul", "ar", "as", "ash", "an", "ad", "abd", "abdul", "abdel", "abdal", "abu")
)


def _is_cut(
    short: Sequence[frozenset[str]], whole: Sequence[frozenset[str]], *, may_be_cut: bool
) -> bool:
    """Whether `short` is `whole` with words cut, to an initial or at the line's end, or left off.

    Doc 9303-3 4.6, with the examples of parts 4 to 7: words keep their order and their beginning.
    """
    lengths = {len(" ".join(parts)) for parts in islice(product(*map(sorted, short)), _CAP)}
    if not may_be_cut and not lengths & _FULL_LINES:
        return False
    if len(short) > len(whole):
        return False
    is_one_cut_word = len(short) == 1 and min(map(len, short[0])) >= _SHORTEST_CUT_WORD
    if not (short[0] & whole[0]) and not is_one_cut_word:
        return False
    return all(
        any(long.startswith(begin) for begin in part if begin for long in full)
        for part, full in zip(short, whole, strict=False)
    )


def _is_arabic(text: str) -> bool:
    return bool(_ARABIC.search(text)) and not _LATIN.search(text)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
