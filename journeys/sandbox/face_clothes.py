"""Owns the clothes of drawn people; they say nothing about who somebody is."""

from __future__ import annotations

from random import Random
from typing import Final

from journeys.sandbox.canvas import (
    Canvas,
    Colour,
    Detail,
    Soft,
    closed,
    curve,
    ellipse,
    mixed,
    ribbon,
)
from journeys.sandbox.face_parts import MIDDLE, SIDES
from journeys.sandbox.face_traits import FaceTraits

_CLOTHES: Final[tuple[Colour, ...]] = (
    (54, 70, 86), (96, 52, 56), (62, 84, 70), (212, 208, 200), (46, 46, 52), (120, 134, 152),
    (148, 112, 78), (86, 74, 104), (180, 120, 96), (74, 104, 116),
)  # fmt: skip
_FORMAL: Final[tuple[Colour, ...]] = ((44, 50, 62), (58, 54, 56), (70, 76, 86), (40, 58, 64))


def draw_clothes(
    body: Canvas, traits: FaceTraits, stream: Random, *, formal: bool, light: int
) -> None:
    colour = stream.choice(_FORMAL if formal else _CLOTHES)
    kind = stream.choice(
        ("blazer", "shirt", "crew") if formal else ("crew", "hoodie", "shirt", "vneck", "crew")
    )
    if kind == "shirt":
        colour = stream.choice(((238, 238, 236), (206, 218, 230), (222, 214, 204), colour))
    neck = traits.neck
    dark, bright = mixed(colour, (0, 0, 0), 0.45), mixed(colour, (255, 255, 255), 0.22)
    slope = 38 if traits.sex == "M" else 24
    dip = {"crew": 728, "hoodie": 742, "vneck": 776, "shirt": 756, "blazer": 752}[kind] - slope
    right = [
        (neck * 1.06, 672.0 - slope), (neck * 1.9, 694.0 - slope),
        (neck * 3.1, 742.0 - slope), (neck * 4.4, 850.0 - slope),
    ]  # fmt: skip
    shoulders = curve([(MIDDLE + x, y) for x, y in right])
    collar = curve(
        [(MIDDLE - neck * 1.06, 672 - slope), (MIDDLE, dip), (MIDDLE + neck * 1.06, 672 - slope)]
    )
    left = [(2 * MIDDLE - x, y) for x, y in reversed(shoulders)]
    torso = [*collar, *shoulders, (MIDDLE + neck * 4.4, 940), (MIDDLE - neck * 4.4, 940), *left]
    details = []
    if kind in ("crew", "hoodie", "vneck"):
        rim = [(x, y + 5) for x, y in collar]
        details.append(
            Detail(ribbon(rim, (13, 17, 13), steps=1), dark if kind != "hoodie" else bright, 0.32)
        )
    body.shaded(
        [torso],
        colour,
        softs=(
            Soft(ellipse(MIDDLE - light * 270, 800, 100, 120), dark, 0.45, 40),
            Soft(ellipse(MIDDLE + light * 150, 730, 90, 24), bright, 0.6, 20),
            Soft(ribbon(collar, (22, 26, 22), steps=1), dark, 0.45, 9),
        ),
        details=details,
    )
    if kind == "blazer":
        front = [*collar, (MIDDLE + neck * 0.9, 760), (MIDDLE, 960), (MIDDLE - neck * 0.9, 760)]
        fold = Soft(ribbon(collar, (16, 20, 16), steps=1), (120, 122, 128), 0.45, 8)
        body.shaded([front], (238, 238, 236), softs=(fold,))
    for side in SIDES:
        _draw_collar(body, kind, neck=neck, side=side, colour=colour, slope=slope)


def _draw_collar(
    body: Canvas, kind: str, *, neck: float, side: int, colour: Colour, slope: float
) -> None:
    edge, top = MIDDLE + side * neck * 1.06, 664 - slope
    if kind in ("shirt", "blazer"):
        white: Colour = (
            (244, 244, 242) if kind == "blazer" else mixed(colour, (255, 255, 255), 0.35)
        )
        flap = [
            (edge, top),
            (edge + side * 8, top + 42),
            (MIDDLE + side * neck * 0.5, 792),
            (MIDDLE + side * 2, 752),
            (MIDDLE + side * neck * 0.6, 726),
        ]
        body.polygon([(x + side * 2, y + 5) for x, y in flap], (30, 30, 34), 0.22)
        body.polygon(flap, white)
    if kind == "blazer":
        lapel = [
            (edge + side * 8, top + 10),
            (edge + side * neck * 0.62, 742),
            (edge + side * neck * 0.36, 752),
            (edge + side * neck * 0.5, 772),
            (MIDDLE + side * 8, 900),
            (MIDDLE + side * 2, 860),
        ]
        body.polygon(lapel, mixed(colour, (255, 255, 255), 0.09))
        body.polygon(ribbon([*lapel[:5]], (2, 2.5, 2), steps=1), (10, 10, 14), 0.5)
    if kind == "hoodie":
        hood = closed(
            [
                (edge - side * 6, top + 6),
                (edge + side * neck * 0.55, top - 6),
                (edge + side * neck * 0.8, 716),
                (edge + side * 4, 738),
                (MIDDLE + side * neck * 0.4, 756),
                (edge - side * 22, 716),
            ]
        )
        body.shaded([hood], mixed(colour, (0, 0, 0), 0.16))
        cord = [(MIDDLE + side * neck * 0.46, 748), (MIDDLE + side * neck * 0.52, 800)]
        body.polygon(ribbon(cord, (6, 5)), (236, 234, 230))
