"""Owns security printing: guilloche lines, rosettes, chips, and the blank forms made of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from journeys.sandbox.canvas import Colour, Point, mixed
from journeys.sandbox.lettering import font, write

_OVER: Final = 2
REDESIGNED: Final = 2020
"""Papers of this year and later have the newer printing."""


@dataclass(frozen=True)
class Palette:
    """The inks of one kind of paper in one edition."""

    paper: Colour
    tint: Colour
    first: Colour
    second: Colour
    third: Colour
    title: Colour


_PALETTES: Final[dict[tuple[str, bool], Palette]] = {
    ("passport", True): Palette(
        (246, 242, 230), (222, 233, 233), (112, 152, 146),
        (202, 172, 116), (138, 158, 196), (28, 66, 72),
    ),
    ("passport", False): Palette(
        (244, 240, 226), (236, 226, 214), (168, 140, 118),
        (148, 164, 124), (196, 150, 140), (92, 36, 44),
    ),
    ("identity_card", True): Palette(
        (238, 243, 247), (220, 226, 240), (122, 148, 190),
        (146, 176, 172), (186, 160, 196), (30, 52, 96),
    ),
    ("identity_card", False): Palette(
        (242, 244, 236), (222, 232, 222), (140, 170, 140),
        (190, 178, 130), (140, 160, 176), (36, 78, 58),
    ),
    ("licence", True): Palette(
        (248, 236, 238), (238, 224, 238), (206, 146, 164),
        (170, 154, 202), (214, 178, 134), (104, 40, 74),
    ),
    ("licence", False): Palette(
        (246, 240, 232), (240, 226, 222), (204, 160, 140),
        (170, 170, 140), (160, 160, 196), (110, 60, 40),
    ),
}  # fmt: skip


def palette(kind: str, *, year: int) -> Palette:
    return _PALETTES[kind, year >= REDESIGNED]


@lru_cache(maxsize=16)
def blank_form(
    kind: str, size: tuple[int, int], year: int, seal: tuple[int, int, int]
) -> Image.Image:
    """The printed paper before anybody's data is on it. Shared: copy before drawing."""
    inks = palette(kind, year=year)
    ramp = Image.linear_gradient("L").rotate(90).resize(size)
    image = Image.composite(
        Image.new("RGB", size, inks.tint), Image.new("RGB", size, inks.paper), ramp
    )
    image.paste(inks.first, (0, 0), _inked(size, _waves(size, kind, year, family=0), alpha=0.42))
    image.paste(inks.second, (0, 0), _inked(size, _waves(size, kind, year, family=1), alpha=0.40))
    middle = (size[0] * 0.55, size[1] * 0.46)
    wide = _rosette(middle, size[1] * 0.44, petals=12, rings=12, core=0.80, reach=0.18)
    wide += _rosette(middle, size[1] * 0.44, petals=8, rings=12, core=0.48, reach=0.20)
    image.paste(inks.third, (0, 0), _inked(size, wide, alpha=0.30))
    cx, cy, radius = seal
    outer = _rosette((cx, cy), radius, petals=16, rings=8, core=0.80, reach=0.17)
    inner = _rosette((cx, cy), radius, petals=10, rings=8, core=0.48, reach=0.20)
    heart = _rosette((cx, cy), radius, petals=6, rings=6, core=0.16, reach=0.10)
    image.paste(inks.second, (0, 0), _inked(size, outer + heart, alpha=0.90))
    image.paste(inks.first, (0, 0), _inked(size, inner, alpha=0.90))
    return image


@lru_cache(maxsize=8)
def fine_lines(kind: str, size: tuple[int, int], year: int) -> Image.Image:
    """The lines alone, as a mask: they run on over the edge of a genuine portrait."""
    return _inked(size, _waves(size, kind, year, family=1), alpha=0.40)


def _inked(size: tuple[int, int], lines: Iterable[list[Point]], *, alpha: float) -> Image.Image:
    large = Image.new("L", (size[0] * _OVER, size[1] * _OVER))
    pen = ImageDraw.Draw(large)
    for line in lines:
        pen.line(
            [(x * _OVER, y * _OVER) for x, y in line], fill=round(alpha * 255), width=_OVER + 1
        )
    return large.reduce(_OVER)


def _waves(size: tuple[int, int], kind: str, year: int, *, family: int) -> list[list[Point]]:
    stream = Random(f"{kind}:{year >= REDESIGNED}:{family}:waves")
    width, height = size
    long, short = stream.uniform(420, 640), stream.uniform(150, 230)
    rise, ripple = stream.uniform(46, 70), stream.uniform(12, 22)
    count = 30
    lines: list[list[Point]] = []
    for number in range(-4, count + 4):
        base = height * number / count
        turn = number * stream.uniform(0.10, 0.14) + family * 1.7
        lines.append(
            [
                (
                    x,
                    base
                    + rise * math.sin(math.tau * x / long + turn)
                    + ripple * math.sin(math.tau * x / short - turn * 1.6 + family),
                )
                for x in range(-10, width + 20, 10)
            ]
        )
    return lines


def _rosette(
    middle: Point, radius: float, *, petals: int, rings: int, core: float, reach: float
) -> list[list[Point]]:
    """Closed waves around a middle, each turned a little further than the last."""
    lines: list[list[Point]] = []
    for ring in range(rings):
        turn = math.tau * ring / rings
        lines.append(
            [
                (middle[0] + math.cos(angle) * away, middle[1] + math.sin(angle) * away)
                for angle in (math.tau * step / 360 for step in range(361))
                for away in (radius * (core + reach * math.cos(petals * angle + turn)),)
            ]
        )
    return lines


def draw_contact_chip(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    """The gold contacts of a smart card."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    ramp = Image.linear_gradient("L").resize((width, height))
    gold = Image.composite(
        Image.new("RGB", (width, height), (168, 128, 58)),
        Image.new("RGB", (width, height), (240, 214, 142)),
        ramp,
    )
    mask = Image.new("L", (width * 3, height * 3))
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, width * 3 - 1, height * 3 - 1), radius=66, fill=255
    )
    pen = ImageDraw.Draw(gold)
    line, thick = (112, 82, 34), 3
    for share in (0.33, 0.67):
        pen.line((0, height * share, width * 0.32, height * share), fill=line, width=thick)
        pen.line((width * 0.68, height * share, width, height * share), fill=line, width=thick)
    pen.rounded_rectangle(
        (width * 0.32, height * 0.2, width * 0.68, height * 0.8),
        radius=16,
        outline=line,
        width=thick,
    )
    pen.line((width * 0.5, 0, width * 0.5, height * 0.2), fill=line, width=thick)
    pen.line((width * 0.5, height * 0.8, width * 0.5, height), fill=line, width=thick)
    image.paste(gold, (left, top), mask.reduce(3))


def draw_chip_sign(image: Image.Image, box: tuple[int, int, int, int], *, ink: Colour) -> None:
    """The sign of an electronic passport: two bars and a round between them."""
    width, height = box[2] - box[0], box[3] - box[1]
    mask = Image.new("L", (width * 3, height * 3))
    pen = ImageDraw.Draw(mask)
    w, h, line = mask.width, mask.height, mask.height // 8
    pen.rounded_rectangle((0, 0, w - 1, h - 1), radius=h // 6, outline=255, width=line)
    pen.rectangle((0, h // 2 - line // 2, w, h // 2 + line // 2), fill=255)
    pen.ellipse((w / 2 - h * 0.26, h * 0.24, w / 2 + h * 0.26, h * 0.76), fill=0)
    pen.ellipse((w / 2 - h * 0.22, h * 0.28, w / 2 + h * 0.22, h * 0.72), outline=255, width=line)
    image.paste(ink, box[:2], mask.reduce(3))


def draw_barcode(
    image: Image.Image, box: tuple[int, int, int, int], *, text: str, rows: int = 1
) -> None:
    """Bars that look like a code and carry nothing: one row, or a stack of them."""
    left, top, right, bottom = box
    pen = ImageDraw.Draw(image)
    pen.rectangle((left - 14, top - 10, right + 14, bottom + 10), fill=(252, 252, 250))
    tall = (bottom - top) / rows
    for row in range(rows):
        stream, x = Random(f"{text}:{row}:bars"), float(left)
        while x < right - 8:
            wide = stream.choice((3, 3, 6, 9))
            pen.rectangle(
                (x, top + row * tall, min(x + wide, right) - 1, top + (row + 1) * tall - 1),
                fill=(26, 26, 28),
            )
            x += wide + stream.choice((3, 3, 6))


def wipe_pattern(
    image: Image.Image, box: tuple[int, int, int, int], *, kind: str, year: int
) -> None:
    """Where a forger scanned and printed: flat colour and coarse dots instead of fine lines."""
    inks = palette(kind, year=year)
    width, height = box[2] - box[0], box[3] - box[1]
    patch = Image.new(
        "RGB", (width, height), mixed(mixed(inks.paper, inks.tint, 0.6), (232, 228, 222), 0.35)
    )
    pen = ImageDraw.Draw(patch)
    for row, y in enumerate(range(0, height, 7)):
        for x in range((row % 2) * 4, width, 8):
            pen.ellipse((x, y, x + 2, y + 2), fill=mixed(inks.second, inks.paper, 0.45))
    for reach in (0.44, 0.30):
        pen.ellipse(
            (
                width / 2 - height * reach, height * (0.5 - reach),
                width / 2 + height * reach, height * (0.5 + reach),
            ),
            outline=mixed(inks.second, inks.paper, 0.35), width=5,
        )  # fmt: skip
    image.paste(patch, box[:2])


def draw_micro_print(image: Image.Image, at: tuple[int, int], *, width: int, ink: Colour) -> None:
    """The line of tiny words under the data; says what this is."""
    words = "SPECIMEN · Synthetic, not a document · " * 8
    while font("sans", 15).getlength(words) > width:
        words = words[:-1]
    write(ImageDraw.Draw(image), at, words, size=15, fill=ink)


def darkened(image: Image.Image, over: Image.Image, at: tuple[int, int]) -> None:
    """Print one picture into another so that white leaves no trace."""
    box = (at[0], at[1], at[0] + over.width, at[1] + over.height)
    image.paste(ImageChops.multiply(image.crop(box), over), at)
