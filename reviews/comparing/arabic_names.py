"""Tells whether a Latin spelling can be a free transcription of a name in Arabic script.

Owns the rule and its words; the recommended transliteration for zones is in `icao_tables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from reviews.comparing.text import plain

Part = tuple[str, ...] | re.Pattern[str]

_CONSONANTS: Final[dict[str, tuple[str, ...]]] = {
    letter: tuple(spellings.split())
    for letter, spellings in {
        "ب": "B BB", "ت": "T TT TH", "ث": "TH T S SS", "ج": "J JJ DJ DG G GG ZH", "ح": "H HH",
        "خ": "KH KHKH K CH H", "د": "D DD DH", "ذ": "DH TH Z ZZ D", "ر": "R RR", "ز": "Z ZZ",
        "س": "S SS C", "ش": "SH SHSH SCH CH", "ص": "S SS", "ض": "D DD DH Z", "ط": "T TT TH",
        "ظ": "DH ZH TH Z ZZ D", "غ": "GH GHGH G", "ف": "F FF PH", "ق": "Q QQ K KK GH G C",
        "ك": "K KK CK C Q", "ل": "L LL", "م": "M MM", "ن": "N NN", "ه": "H HH", "پ": "P PP",
        "چ": "CH TCH", "ژ": "ZH J", "گ": "G GG", "ڤ": "V VV",
    }.items()
}  # fmt: skip
# The letters into which the article's L is drawn: ar-Rahman.
_SUN: Final = frozenset("تثدذرزسشصضطظن")
_VOWELS: Final = ("A", "E", "I", "O", "U")
_SHORT: Final = ("", *_VOWELS)
_LONG: Final[dict[str, tuple[str, ...]]] = {
    "ا": ("A", "AA"),
    "و": ("O", "U", "OO", "OU", "UU", "OW", "AU", "AW", "W", "WW", "V"),
    "ي": ("I", "EE", "IE", "EA", "II", "IY", "Y", "YY", "AI", "AY", "EI", "EY"),
}
_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "ا": ("A", "AA", "E", "EI", "I", "O", "OU", "U"),
    "و": ("W", "OU", "V", "U"),
    "ي": ("Y", "I", "E", "J"),
}
_LAST: Final[dict[str, tuple[str, ...]]] = {
    "ه": ("A", "E", "H", "AH", "EH", "AT", "ET"),  # ه and ة are one letter once normalised
    "ي": ("I", "EE", "Y", "IY", "IYY", "IE", "AY", "EY", "AI", "E", "A", "AA"),  # and so is ى
    "ا": ("A", "AA", "AH"),
}
# Names whose consonants fit another common name: the spellings in use, nothing else.
_KNOWN: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(spellings)
    for name, spellings in {
        "محمد": "M(?:OU|O|U)H[AE]?MM?[AEI]D",
        "عمر": "[OU]M[AE]R",
        "عمرو": "AMR(?:OU?|U)?",
        "الله": "[AEIOU]?LL?[AE]H?",
        "عيسي": "[EI]I?SS?A",
        "موسي": "M(?:OU|OO|U|O)SS?A",
        "يحيي": "Y[AE]H[IY]Y?AH?",
        "مصطفي": "M(?:OU|O|U)ST[AE]FF?A",
        "ليلي": "L[AE][IY]LAH?",
        "ابن": "IBN|E?BEN|BIN",
        "بن": "BIN|BEN|IBN",
        "داود": "D(?:AW|AV|AO|A)(?:OO|OU|O|U)D",
        "حمد": "HAMM?A?D",
        "حامد": "HAA?M[EI]D",
        "علي": "ALL?[IY]|ALEE",
        "عامر": "AA?M[EI]R",
        "سعد": "SAA?D",
        "سعيد": "SA(?:EE|EI|IE|I|YEE)D",
        "سعود": "SA?(?:OU|OO|O|U)D",
        "سلمان": "S[AE]LMAA?N",
        "نصر": "NASS?R",
        "ناصر": "NAA?SS?[EI]R",
        "زايد": "ZAA?(?:YE|YI|IE|E)D",
        "زيد": "Z[AE][IY]D",
        "زياد": "ZI?YAA?D|ZIAA?D",
        "امنه": "AA?MN[AE]H?",
    }.items()
}
_LONGEST_KNOWN: Final = 12
_LONGEST: Final = 120


def may_transcribe(arabic: str, latin: str) -> bool:
    """Whether the letters of `latin`, spaces aside, can be a transcription of the words.

    Doc 9303-3 3.1 leaves the Latin form of the visual zone to the state, so no table applies. The
    rule, on purpose a narrow one:
    - every written consonant must be heard, in its place, as one of its usual Latin spellings,
      single or doubled; no other consonant may stand in the Latin;
    - a vowel that is not written is at most one Latin vowel letter (in the first syllable also
      the French OU, as in MOURAD); a written long vowel (ا و ي) must be there as one of its own
      spellings, so حسن is not HUSSEIN and سالم not SELEEM;
    - a name that begins with a consonant does not begin with a vowel in Latin: حمد is not AHMED;
    - the article ال must be there, joined or not, as L or as the doubled sun letter;
    - for a few very common names whose consonants another name shares, the spellings are listed,
      so محمد is not MAHMUD.
    """
    letters = plain(latin).upper().replace(" ", "")
    words = tuple(plain(arabic).split())
    if not letters or not words or max(len(letters), sum(map(len, words))) > _LONGEST:
        return False
    # Every place that the parts so far can reach: no going back, so no text can make this slow.
    reached = {0}
    for part in _parts(words):
        reached = {end for start in reached for end in _ends(part, letters, start)}
        if not reached:
            return False
    return len(letters) in reached


def units(arabic: str) -> tuple[str, ...]:
    """The words of a name, each with the ال, عبد or ابو that belongs to it, still apart."""
    joined: list[str] = []
    is_open = False
    for word in plain(arabic).split():
        if is_open:
            joined[-1] += " " + word
        else:
            joined.append(word)
        is_open = word in ("ال", "عبد", "ابو")
    return tuple(joined)


def _ends(part: Part, letters: str, start: int) -> Iterator[int]:
    if isinstance(part, tuple):
        yield from (start + len(one) for one in part if letters.startswith(one, start))
        return
    ends = range(start + 1, min(len(letters), start + _LONGEST_KNOWN) + 1)
    yield from (end for end in ends if part.fullmatch(letters, start, end))


@lru_cache(maxsize=512)
def _parts(words: tuple[str, ...]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for index, word in enumerate(words):
        parts += _word(word, after_servant=index > 0 and words[index - 1] == "عبد")
    return tuple(parts)


def _word(word: str, *, after_servant: bool = False) -> list[Part]:
    """The parts of one word; after عبد ("servant of") the article's vowel may be any."""
    if word in _KNOWN:
        return [_KNOWN[word]]
    if word.startswith("عبدال") and len(word) > 6:
        return [("ABD",), *_word(word.removeprefix("عبد"), after_servant=True)]
    if word.startswith("ال") and len(word) > 3:
        rest = word.removeprefix("ال")
        return [_article(rest, after_servant=after_servant), *_word(rest)]
    return list(_letters(word))


def _article(rest: str, *, after_servant: bool) -> tuple[str, ...]:
    """AL, EL, UL; before a sun letter also its doubling; after عبد also a bare vowel."""
    vowels = _VOWELS if after_servant else ("A", "E", "I", "U")
    plain_l = tuple(vowel + "L" for vowel in vowels)
    if rest[0] not in _SUN:
        return plain_l
    heard = {spelling for spelling in _CONSONANTS[rest[0]] if len(set(spelling)) == len(spelling)}
    heard |= {spelling[0] for spelling in heard}  # ASSHAMSI beside ASHSHAMSI
    bare = vowels if after_servant else ()
    return (*plain_l, *(vowel + sound for vowel in vowels for sound in heard), *bare)


def _letters(word: str) -> Iterator[Part]:
    last = len(word) - 1
    for index, letter in enumerate(word):
        following = word[index + 1 : index + 2]
        if letter == "ء":
            yield _SHORT
        elif letter == "ع":
            yield _ain(is_first=index == 0, following=following)
        elif index == 0 and letter in _FIRST:
            # إيمان IMAN: the alef only carries the long vowel that follows.
            yield ("", *_FIRST[letter]) if letter == "ا" and following in _LONG else _FIRST[letter]
            if letter != "ا":
                yield _SHORT
        elif index == last and letter in _LAST:
            yield _LAST[letter]
        elif letter in _LONG:
            # رائد RAED: after an alef the seat of a hamza carries a short vowel.
            is_seat = letter == "ي" and word[index - 1] == "ا"
            yield (*_LONG[letter], "E") if is_seat else _LONG[letter]
            if index != last and letter != "ا" and following != "ا":
                yield _SHORT
        elif letter in _CONSONANTS:
            yield _CONSONANTS[letter]
            if index != last and following != "ا":
                yield (*_SHORT, "OU") if index == 0 else _SHORT
        else:
            yield ()  # a letter of another language: its Latin is not known, so nothing fits


def _ain(*, is_first: bool, following: str) -> tuple[str, ...]:
    """ع is not heard in Latin: only the vowel that it carries is."""
    if not is_first:
        return (*_SHORT, *(one + other for one in _VOWELS for other in _VOWELS))
    return ("",) if following and following in "اوي" else _VOWELS
