"""Says how a word sounds: its consonants, as far as spellings of one name in use agree on them.

Measured, not derived: the folds are those that the table of known spellings in the tests needs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST_SOUND: Final = 24
# From this many consonants on, the vowels at the end no longer tell names apart.
_NEEDS_VOWEL: Final = 2
_VOWELS: Final = "aeiou"

# Read before anything is dropped, the longer first. A capital stands for what is read in two ways:
# C ch, k or sh; H kh: h or k; W dropped or f; I j or y; E ye or e; X s or ks; N j, or dropped as in
# Nadja; G g or j before e and i; the others are Arabic letters.
_FOLDS: Final[tuple[tuple[str, str], ...]] = (
    ("tsch", "c"), ("shch", "s"), ("sch", "s"), ("tch", "c"), ("dzh", "J"), ("tzsch", "c"),
    ("chh", "c"), ("ph", "f"), ("kh", "H"), ("gh", "g"), ("zh", "j"), ("sh", "s"), ("th", "t"),
    ("dh", "d"), ("bh", "b"), ("jh", "j"), ("dj", "j"), ("cz", "c"), ("sz", "s"), ("tz", "z"),
    ("ck", "k"), ("ch", "C"), ("q", "k"), ("c", "k"), ("x", "ks"), ("v", "f"),
)  # fmt: skip
_FOLD: Final = re.compile("|".join(sorted((left for left, _ in _FOLDS), key=len, reverse=True)))
_FOLDED: Final = dict(_FOLDS)
# What each capital becomes, first the usual way, then the other.
_USUAL: Final = str.maketrans(
    {"C": "c", "H": "h", "W": "w", "J": "j", "T": "t", "D": "d", "Z": "z", "Q": "k", "Y": "a",
     "I": "j", "E": "y", "X": "s", "N": "j", "G": "g"}
)  # fmt: skip
_OTHER: Final = str.maketrans(
    {"C": "k", "H": "k", "W": "f", "J": "g", "T": "s", "D": "z", "Z": "d", "Q": "g", "Y": "i",
     "I": "y", "E": "a", "X": "ks", "N": None, "G": "j"}
)  # fmt: skip
# Cherif and Rachid are French spellings of Sharif and Rashid.
_FRENCH: Final = {**_USUAL, ord("C"): "s"}
_READINGS: Final = (_USUAL, _OTHER, _FRENCH)
_SERVANT: Final = re.compile(r"abd(?:[aeiou]?l(?=.)|[aeiou]?)(?=.)")

_SERVANT_ALONE: Final = re.compile(r"abd[aeiou]?l?")
_SHORTEST_BEGINNING: Final = 4


@lru_cache(maxsize=8192)
def sounds_of(heard: str) -> tuple[str, ...]:
    """One to three sounds of a word in a to z and 0 to 9, the usual one first; none of none."""
    if not heard:
        return ()
    servant = _SERVANT.match(heard)
    if servant and len(heard) > len("abdou"):
        # Abdul Aziz, Abdelaziz, عبد العزيز: the article's letters differ, the rest does not.
        return tuple(("abd" + sound)[:LONGEST_SOUND] for sound in _bare(heard[servant.end() :]))
    return tuple(sound[:LONGEST_SOUND] for sound in _with_ends(heard))


@lru_cache(maxsize=8192)
def beginnings_of(word: str) -> tuple[str, ...]:
    """What the sounds of a word begin with that begins with `word`; none where that says little."""
    if _SERVANT_ALONE.fullmatch(word):
        return ("abd",)
    if len(word) < _SHORTEST_BEGINNING:
        return ()
    servant = _SERVANT.match(word)
    if servant and len(word) > len("abdou"):
        return tuple(sound for sound in sounds_of(word) if sound != "abd")
    marked = _marked(word)
    reads = (marked.translate(table) for table in _READINGS)
    sounds = dict.fromkeys(_first(read) + _without_vowels(read[1:]) for read in reads)
    return tuple(sound[:LONGEST_SOUND] for sound in sounds if len(sound) > 1)


def _with_ends(heard: str) -> list[str]:
    sounds: dict[str, None] = {}
    marked = _marked(heard)
    for table in _READINGS:
        read = marked.translate(table)
        body = _first(read) + _without_vowels(read[1:])
        if len(body) <= _NEEDS_VOWEL:
            body += _last_vowel(read)
        sounds[body] = None
    return [sound for sound in sounds if sound]


def _bare(rest: str) -> list[str]:
    marked = re.sub(r"(.)\1+", r"\1", _FOLD.sub(lambda found: _FOLDED[found.group()], rest))
    read = (_without_vowels(marked.translate(table)) for table in _READINGS)
    return list(dict.fromkeys(read))


def _marked(heard: str) -> str:
    """The word with its digraphs folded, doubles single, the two-way letters as capitals."""
    text = re.sub(r"^(?:ou|w)(?=[aeiouy])", "v", heard)
    text = re.sub(r"^w", "v", text)
    text = re.sub(r"^i(?=[aeou])", "y", text)
    text = re.sub(r"^j(?!h)", "I", text)
    text = re.sub(r"^ye", "Ee", text)
    text = re.sub(r"^x", "X", text)
    text = re.sub(r"(?<=.[bdfklmnprstvz])j(?=[aeou])", "N", text)
    text = re.sub(r"(?<!n)g(?=[ei])(?!h)", "G", text)
    initial_v = text.startswith("v")
    text = _FOLD.sub(lambda found: _FOLDED[found.group()], text)
    if initial_v:
        text = "v" + text[1:]
    text = re.sub(r"(?<=.)w", "W", text)
    return re.sub(r"(.)\1+", r"\1", text)


def _first(read: str) -> str:
    """The word's beginning; all vowels are one, for no writing agrees on which."""
    return "a" if read[:1] in _VOWELS else read[:1]


def _without_vowels(text: str) -> str:
    return re.sub(r"[aeiouywh]", "", text)


def _last_vowel(read: str) -> str:
    # Sarah is Sara; Saleh and Salih end in a consonant that Latin has no letter for.
    end = re.search(r"[aeiouyw]+$", read.removesuffix("h") if read.endswith("ah") else read)
    if not end or end.group() == read[:1] == read:
        return ""
    group = end.group()
    if group[-1] in "iy" or group[-2:] in ("ie", "ee"):
        return "i"
    return "u" if group[-1] in "ouw" else "a"
