"""Turns provider text into the lines of a machine-readable zone and names its format.

Owns separators and shapes only; what the places in a line mean is `mrz`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

Format = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]

# Doc 9303-4 4.2, -5 4.2, -6 4.2 and -7 4.2 and 5.2: number of lines, signs in a line.
SHAPES: Final[dict[Format, tuple[int, int]]] = {
    "TD1": (3, 30),
    "TD2": (2, 36),
    "TD3": (2, 44),
    "MRV-A": (2, 44),
    "MRV-B": (2, 36),
}
ALPHABET: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_WIDTHS: Final = (30, 36, 44)
_SHORTEST: Final = 24
_LONGEST_TEXT: Final = 400


def lines_of(text: str) -> tuple[Format, tuple[str, ...]] | None:
    """The format and its lines, in order; a line that is missing is empty. None: not a zone.

    A line keeps its own length, right or wrong; the widest line decides the format.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    pieces = [line for line in map(_signs, re.split(r"[\r\n^|]+|\\n", text)) if line]
    if len(pieces) == 1:
        pieces = _cut(pieces[0])
    pieces = [piece for piece in pieces if len(piece) >= _SHORTEST and _looks_read(piece)]
    if "<" not in "".join(pieces):
        return None
    pieces = pieces[:3]
    shape = _format_of(pieces)
    return shape, _placed(pieces, shape)


def _signs(line: str) -> str:
    """One line in upper case without spaces, trying both readings of spaces and guillemets.

    OCR writes « for one filler or for two, and a space for a filler or for nothing; the reading
    that gives a lawful width is taken, else the plainest one.
    """
    plain = unicodedata.normalize("NFKC", line.replace("&lt;", "<").replace("‹", "<")).strip()
    plain = plain.upper()
    readings = [
        re.sub(r"\s", space, plain.replace("«", filler))
        for space in ("", "<")
        for filler in ("<<", "<")
    ]
    return next((reading for reading in readings if len(reading) in _WIDTHS), readings[0])


def _cut(text: str) -> list[str]:
    """One string without separators, cut where the nearest lawful zone would have its lines."""
    if len(text) <= max(_WIDTHS) + 6:
        return [text]
    if text[0] == "P":
        width, count = 44, 2
    elif text[0] == "V":
        width, count = (44, 2) if len(text) > 80 else (36, 2)
    else:
        width, count = min(((30, 3), (36, 2), (44, 2)), key=lambda s: abs(s[0] * s[1] - len(text)))
    cuts = [text[start : start + width] for start in range(0, width * (count - 1), width)]
    return [*cuts, text[width * (count - 1) :]]


def _looks_read(line: str) -> bool:
    """Whether most signs of the line belong to the alphabet."""
    return sum(sign in ALPHABET for sign in line) * 5 >= len(line) * 4


def _format_of(lines: Sequence[str]) -> Format:
    is_visa = lines[0].startswith("V")
    if len(lines) == 3:
        return "TD1"
    # A line that lost signs is narrower, one that gained a few is rare: the widest line tells.
    width = min(_WIDTHS, key=lambda lawful: abs(lawful - max(map(len, lines))))
    if width == 44:
        return "MRV-A" if is_visa else "TD3"
    if width == 36 or is_visa:
        return "MRV-B" if is_visa else "TD2"
    return "TD1"


def _placed(lines: Sequence[str], shape: Format) -> tuple[str, ...]:
    """The lines at their own places, the first one not before the place its signs ask for."""
    count, _ = SHAPES[shape]
    placed = [""] * count
    if len(lines) >= count:
        return tuple(lines[:count])
    place = 0
    for index, line in enumerate(lines):
        room = count - (len(lines) - index)
        place = min(max(place, _place_of(line, count)), room)
        placed[place] = line
        place += 1
    return tuple(placed)


def _place_of(line: str, count: int) -> int:
    """Which line of the zone this one looks like, by its opening signs."""
    if count == 3:
        if re.match(r"[0-9<]{5}", line):
            return 1
        return 0 if re.match(r"[ACI][A-Z0-9<][A-Z<]{3}", line) and re.search(r"\d", line) else 2
    return 0 if re.match(r"[PVACI][A-Z<][A-Z<]{3}[A-Z<]{15}", line) else 1
