"""Owns what is behind a drawn face: the plain studio and the rooms of selfies."""

from __future__ import annotations

from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from journeys.sandbox.canvas import Colour, mixed

_ROOMS: Final = ("door", "window", "shelf", "tiles", "outdoors", "plain")
_WALLS: Final[tuple[Colour, ...]] = (
    (196, 188, 172), (176, 184, 186), (210, 202, 190), (168, 158, 142),
    (188, 196, 184), (204, 190, 182),
)  # fmt: skip
_THINGS: Final[tuple[Colour, ...]] = (
    (54, 70, 86), (96, 52, 56), (62, 84, 70), (212, 208, 200), (46, 46, 52), (120, 134, 152),
    (148, 112, 78), (86, 74, 104), (180, 120, 96), (74, 104, 116),
)  # fmt: skip


def studio(size: tuple[int, int], stream: Random) -> Image.Image:
    """The plain light backdrop of a document portrait."""
    top = stream.choice(((236, 238, 239), (231, 236, 240), (240, 238, 234)))
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(
        Image.new("RGB", size, mixed(top, (150, 160, 168), 0.28)), Image.new("RGB", size, top), ramp
    )


def room(size: tuple[int, int], stream: Random) -> Image.Image:
    """Where somebody takes a selfie: drawn small and blurred, as a near camera does."""
    small = Image.new("RGB", (160, round(160 * size[1] / size[0])))
    width, height = small.size
    wall = stream.choice(_WALLS)
    shade = (
        Image.linear_gradient("L").rotate(90 if stream.random() < 0.5 else 270).resize(small.size)
    )
    small.paste(
        Image.composite(
            Image.new("RGB", small.size, mixed(wall, (20, 18, 16), 0.34)),
            Image.new("RGB", small.size, wall),
            shade,
        )
    )
    pen = ImageDraw.Draw(small)
    kind = stream.choice(_ROOMS)
    flip = stream.random() < 0.5

    def span(left: float, right: float) -> tuple[float, float]:
        return (width * (1 - right), width * (1 - left)) if flip else (width * left, width * right)

    def block(left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        x0, x1 = span(left, right)
        pen.rectangle((x0, height * top, x1, height * bottom), fill=colour)

    if kind == "door":
        block(0.0, 0.0, 0.20, 1.0, mixed(wall, (90, 66, 46), 0.45))
        block(0.185, 0.0, 0.21, 1.0, mixed(wall, (40, 30, 22), 0.5))
        block(0.74, 0.12, 0.93, 0.36, mixed(wall, (250, 246, 236), 0.6))
        block(
            0.765,
            0.15,
            0.905,
            0.33,
            stream.choice(((120, 140, 158), (168, 132, 98), (112, 132, 108))),
        )
    elif kind == "window":
        block(0.66, 0.05, 0.99, 0.52, (246, 244, 236))
        block(0.82, 0.05, 0.84, 0.52, mixed(wall, (255, 255, 255), 0.4))
        block(0.58, 0.0, 0.68, 0.70, mixed(wall, stream.choice(_THINGS), 0.4))
    elif kind == "shelf":
        for row in range(4):
            at = 0.0
            while at < 1.0:
                wide = 0.025 + stream.random() * 0.035
                tall = 0.05 + stream.random() * 0.10
                block(
                    at,
                    row * 0.24 + 0.2 - tall,
                    at + wide,
                    row * 0.24 + 0.2,
                    mixed(stream.choice(_THINGS), wall, 0.25),
                )
                at += wide + 0.004
            block(0.0, row * 0.24 + 0.2, 1.0, row * 0.24 + 0.222, mixed(wall, (60, 42, 28), 0.5))
    elif kind == "tiles":
        for line in range(0, 9):
            pen.line(
                (0, height * line / 9, width, height * line / 9),
                fill=mixed(wall, (60, 60, 60), 0.3),
                width=1,
            )
            pen.line(
                (width * line / 7, 0, width * line / 7, height),
                fill=mixed(wall, (60, 60, 60), 0.3),
                width=1,
            )
    elif kind == "outdoors":
        small.paste((188, 208, 222), (0, 0, width, height))
        for _ in range(46):
            x, y, r = (
                stream.random() * width,
                height * (0.2 + stream.random() * 0.8),
                6 + stream.random() * 18,
            )
            green = mixed((88, 118, 74), (168, 178, 120), stream.random())
            pen.ellipse((x - r, y - r, x + r, y + r), fill=green)
    return small.filter(ImageFilter.GaussianBlur(1.6 if kind != "outdoors" else 5)).resize(
        size, Image.Resampling.BICUBIC
    )
