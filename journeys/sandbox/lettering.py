"""Owns text on drawn papers: which font writes which script. Needs no text shaping from Pillow."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from PIL import ImageDraw, ImageFont

from journeys.sandbox.canvas import Colour
from journeys.sandbox.scripts import Script

FontName = Literal[
    "sans", "sans-bold", "zone", "signature", "chinese", "arabic-words", "devanagari-words"
]
INK: Final[Colour] = (28, 32, 38)
_FONTS: Final = Path(__file__).resolve().parent / "assets" / "fonts"
_WORD_GAP: Final = 0.27


@lru_cache(maxsize=96)
def font(name: FontName, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(_FONTS / f"{name}.ttf"), size, layout_engine=ImageFont.Layout.BASIC
    )


def write(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *, size: int,
    name: FontName = "sans", fill: Colour = INK, anchor: str = "ls",
) -> float:  # fmt: skip
    """Draw one line of Latin text on its baseline and return its width."""
    pen.text(at, text, font=font(name, size), fill=fill, anchor=anchor)
    return font(name, size).getlength(text)


def fitted(text: str, *, name: FontName, size: int, width: float) -> int:
    """The largest size, at most `size`, in which the text fits the width."""
    while size > 9 and font(name, size).getlength(text) > width:
        size -= 1
    return size


def write_native(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *, script: Script, size: int,
    fill: Colour = INK, align: Literal["left", "right"] = "left",
) -> float:  # fmt: skip
    """Draw one line in the person's own script, words in reading order, and return its width."""
    if script in ("latin", "chinese"):
        name: FontName = "sans" if script == "latin" else "chinese"
        return write(
            pen, at, text, size=size, name=name, fill=fill, anchor="ls" if align == "left" else "rs"
        )
    face = font("arabic-words" if script == "arabic" else "devanagari-words", size)
    words = [word_glyph(word, script=script) for word in text.split()]
    if script == "arabic":
        words.reverse()
    gap = size * _WORD_GAP
    widths = [face.getlength(word) for word in words]
    total = sum(widths) + gap * (len(words) - 1)
    x = at[0] - (total if align == "right" else 0)
    for word, wide in zip(words, widths, strict=True):
        pen.text((x, at[1]), word, font=face, fill=fill, anchor="ls")
        x += wide + gap
    return total


def native_width(text: str, *, script: Script, size: int) -> float:
    if script in ("latin", "chinese"):
        return font("sans" if script == "latin" else "chinese", size).getlength(text)
    face = font("arabic-words" if script == "arabic" else "devanagari-words", size)
    words = [face.getlength(word_glyph(word, script=script)) for word in text.split()]
    return sum(words) + size * _WORD_GAP * (len(words) - 1)


def word_glyph(word: str, *, script: Script) -> str:
    """The sign that stands for a whole shaped word in the fonts of these scripts."""
    code = _words()[script].get(word)
    if code is None:
        raise LookupError(f"the word {word!r} is not in the {script} font: see assets/README.md")
    return chr(code)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, int]]:
    words: dict[str, dict[str, int]] = json.loads((_FONTS / "words.json").read_text("utf-8"))
    return words
