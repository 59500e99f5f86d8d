"""Tells whether a Latin spelling can be a free transcription of a name in Arabic script.

Doc 9303-3 3.1 leaves the Latin form of the visual zone to the state, so no table can be applied.
The rule here, on purpose a narrow one:
- every consonant that is written must be heard, in its place, as one of its usual Latin spellings,
  single or doubled; no other consonant may stand in the Latin;
- a vowel that is not written is at most one Latin vowel letter; a written long vowel (ا و ي) must
  be there as one of its own spellings, so محمد is not MAHMOUD and حسن is not HUSSEIN;
- a name that begins with a consonant does not begin with a vowel in Latin, so حمد is not AHMED;
- the article ال must be there, joined or not, as L or as the doubled sun letter;
- for a few very common names whose consonants another name shares, the spellings are listed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reviews.comparing.text import plain

_CONSONANTS: Final[dict[str, str]] = {
    "ب": "BB?", "ت": "TT?H?", "ث": "(?:TH|T|SS?)", "ج": "(?:DJ|DG|JJ?|GG?|ZH)", "ح": "HH?",
    "خ": "(?:KHKH|KH|K|CH|H)", "د": "DD?H?", "ذ": "(?:DH|TH|ZZ?|D)", "ر": "RR?", "ز": "ZZ?",
    "س": "(?:SS?|C)", "ش": "(?:SHSH|SH|SCH|CH)", "ص": "SS?", "ض": "(?:DH|DD?|Z)",
    "ط": "TT?H?", "ظ": "(?:DH|ZH|TH|ZZ?|D)", "غ": "(?:GHGH|GH|G)", "ف": "(?:FF?|PH)",
    "ق": "(?:QQ?|KK?|GH|G|C)", "ك": "(?:KK?|CK|C|Q)", "ل": "LL?", "م": "MM?", "ن": "NN?",
    "ه": "HH?", "پ": "PP?", "چ": "(?:CH|TCH)", "ژ": "(?:ZH|J)", "گ": "GG?", "ڤ": "VV?",
}  # fmt: skip
_SHORT: Final = "[AEIOU]?"
_LONG: Final[dict[str, str]] = {
    "ا": "(?:AA?|E)",
    "و": "(?:OO|OU|OW|AU|AW|UU|WW?|V|O|U)",
    "ي": "(?:EE|EA|IE|IY|YY?I?|AI|AY|EI|EY|II|I|E)",
}
_FIRST_LONG: Final[dict[str, str]] = {
    "ا": "(?:AA?|EI?|I|OU?|U)",
    "و": "(?:OU|W|V|U)",
    "ي": "(?:Y|I|E|J)",
}
_LAST: Final[dict[str, str]] = {
    "ه": "(?:[AE]?H|[AE]T|A|E)?",  # ه and ة are one letter once normalised
    "ي": "(?:EE|IYY?|AY|EY|AI|AA|IE|Y|I|E|A)",  # ى is written for both
    "ا": "(?:AH|AA?|E)",
}
_SUN_DOUBLED: Final = r"[AEIOU](?:TT|TH|DD|DH|RR|ZZ|SS|SH|NN|LL)"
# Names whose consonants fit another common name: the spellings in use, nothing else.
_KNOWN: Final[dict[str, str]] = {
    "محمد": "M[OU]U?H[AE]?MM?[AEI]D|MHD",
    "عمر": "[OU]M[AE]R",
    "عمرو": "AMRO?U?",
    "الله": "[AEU]?LL?AH?",
    "عبدالله": "ABD[AEIOU]?LL?[AE]H?",
    "عيسي": "[EI]I?SS?A",
    "موسي": "M(?:OU|OO|U|O)SS?A",
    "يحيي": "Y[AE]H[IY]Y?AH?",
    "مصطفي": "M[OU]U?ST[AE]FF?A",
    "ليلي": "L(?:AY|EI|AI|EY)LAH?",
    "ابن": "IBN|[EI]BEN|BIN",
    "بن": "BIN|BEN|IBN",
    "داود": "DA(?:W|V)OO?U?D|DAOU?D|DAWUD",
    "طه": "TAH?A|TAHA",
}


def may_transcribe(arabic: str, latin: str) -> bool:
    """Whether the letters of `latin`, spaces aside, can be a transcription of the words."""
    letters = re.sub(r"[^A-Z]", "", plain(latin).upper())
    words = tuple(plain(arabic).split())
    if not letters or not words or len(letters) > 120:
        return False
    return re.fullmatch(_pattern(words), letters) is not None


def units(arabic: str) -> tuple[str, ...]:
    """The words of a name, with ال, عبد and ابو joined to the word they belong to."""
    joined: list[str] = []
    opened = False
    for word in plain(arabic).split():
        if opened:
            joined[-1] += word
        else:
            joined.append(word)
        opened = word in ("ال", "عبد", "ابو") or (opened and word == "ال")
    return tuple(joined)


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> str:
    whole: list[str] = []
    for index, word in enumerate(words):
        is_named = index > 0 and words[index - 1] == "عبد"
        whole.append(_word(word, after_servant=is_named))
    return "".join(whole)


def _word(word: str, *, after_servant: bool) -> str:
    """The pattern of one word; after عبد ("servant of") the article's vowel may be any."""
    if known := _KNOWN.get(word):
        return f"(?:{known})"
    if word.startswith("عبد") and len(word) > 4 and not after_servant:
        rest = word.removeprefix("عبد")
        # ABDULRAHIM, ABDEL RAHIM, ABDURRAHIM; with عبد standing alone the article is in the next.
        return "ABD" + _word(rest, after_servant=True)
    if word.startswith("ال") and len(word) > 3:
        rest = word.removeprefix("ال")
        vowels = "[AEIOU]" if after_servant else "[AEU]"
        sun = f"(?={_SUN_DOUBLED})[AEIOU]"
        if known := _KNOWN.get(rest):
            return f"{vowels}L(?:{known})"
        return f"(?:{vowels}L|{sun})(?:{_letters(rest)})"
    return _letters(word)


def _letters(word: str) -> str:
    parts: list[str] = []
    last = len(word) - 1
    for index, letter in enumerate(word):
        following = word[index + 1] if index < last else ""
        if letter == "ء":
            parts.append(_SHORT)
        elif letter == "ع":
            parts.append(_ain(is_first=index == 0, following=following))
        elif index == 0 and letter in _FIRST_LONG:
            parts.append(_FIRST_LONG[letter])
            if letter != "ا":
                parts.append(_SHORT)
        elif index == last and letter in _LAST:
            parts.append(_LAST[letter])
        elif letter in _LONG:
            parts.append(_LONG[letter] + (_SHORT if letter != "ا" else ""))
        elif letter in _CONSONANTS:
            silent = "" if index == last or following in "اوي" else _SHORT
            parts.append(_CONSONANTS[letter] + (silent or _glide(following, is_last=index == last)))
        else:
            return "(?!)"  # a letter of another language: nothing is known about its Latin
    return "".join(parts)


def _glide(following: str, *, is_last: bool) -> str:
    """A vowel before a written و or ي that is heard as a consonant: SUWAIDI, ZAYED, ZAIYANI."""
    return "" if is_last or following == "ا" else _SHORT


def _ain(*, is_first: bool, following: str) -> str:
    """ع is not heard in Latin: only the vowel that it carries is."""
    if is_first:
        return "" if following in ("ا", "و", "ي") and following else "[AEIOU]"
    return "[AEIOU]{0,2}"
