"""Owns the shapes hair is made of: caps, curtains, tips, strands. Styles live beside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Final

from journeys.sandbox.canvas import (
    Canvas,
    Detail,
    Point,
    Points,
    Soft,
    closed,
    curve,
    ellipse,
    mixed,
    ribbon,
)
from journeys.sandbox.face_parts import MIDDLE, SIDES
from journeys.sandbox.face_traits import FaceTraits

BLACK: Final = (0, 0, 0)
SHEEN: Final = (255, 246, 232)
LONG: Final = {
    "straight": 792.0,
    "wavy": 740.0,
    "bangs": 770.0,
    "side_swept": 750.0,
    "bob": 606.0,
    "long": 640.0,
}
"""How far down each long style reaches."""


def mirrored(right: Sequence[Point]) -> list[Point]:
    points = [*right, *((-x, y) for x, y in reversed(right[1:-1]))]
    return closed([(MIDDLE + x, y) for x, y in points])


def draw_mass(
    head: Canvas, traits: FaceTraits, outlines: Sequence[Points], strands: Sequence[Points], *,
    light: int, alpha: float = 1.0, feather: float = 0.0, seed: str = "hair",
) -> None:  # fmt: skip
    """A body of hair: base, one sheen on the lit side, and single strands."""
    bright, dark = mixed(traits.hair, SHEEN, 0.26), mixed(traits.hair, BLACK, 0.34)
    stream = Random(f"{seed}:{traits.head}")
    details = [
        Detail(strand, bright if stream.random() < 0.45 else dark, 0.16 + 0.24 * stream.random())
        for strand in strands
    ]
    head.shaded(
        outlines,
        traits.hair,
        softs=(
            Soft(ellipse(MIDDLE - light * 150, 330, 60, 190), dark, 0.55, 26),
            Soft(ellipse(MIDDLE + light * 66, 178, 84, 26), bright, 0.75, 16),
            Soft(ellipse(MIDDLE + light * 150, 470, 22, 90), bright, 0.35, 14),
        ),
        details=details,
        alpha=alpha,
        feather=feather,
    )


def draw_cap(
    head: Canvas, traits: FaceTraits, *, line: Sequence[Point], top: float, side: float, end: float,
    light: int, part: float | None = None, soft: bool = False, tips: float = 0.0,
) -> None:  # fmt: skip
    """Hair that sits on the skull; `line` runs from the left temple to the middle or across."""
    half = traits.head
    right = [
        (half * (0.55 if top < 45 else 0.66), 166 - top * (0.9 if top < 45 else 1.0)),
        (half * 0.91 + side * 0.6, 240 - top * 0.5),
        (half + side, 330.0), (half + side, end),
    ]  # fmt: skip
    outer = [*((-x, y) for x, y in reversed(right)), (0.0, 136 - top), *right]
    across = (
        list(line) if line[-1][0] > 0.5 else [*line, *((-x, y) for x, y in reversed(line[:-1]))]
    )
    inset = [(-0.965, end), *across, (0.965, end)]
    rim = curve([(MIDDLE + x, y) for x, y in outer])
    hairline = curve([(MIDDLE + x * half, y) for x, y in inset], steps=6)
    strands = _strands(rim, hairline, count=54, root=part, half=half, top=top)
    hanging = _tips(hairline, length=tips, half=half) if tips else []
    feather = 1.8 if soft else 0.9
    draw_mass(
        head, traits, [rim + hairline[::-1], *hanging], strands,
        light=light, alpha=0.74 if soft else 1.0, feather=feather,
    )  # fmt: skip
    if part is not None:
        x = MIDDLE + part * half
        seam = ribbon([(x + 3, 168 - top * 0.6), (x, 192), (x - 1, 212)], (0.5, 2.6, 3.4))
        head.polygon(seam, mixed(traits.hair, BLACK, 0.5), 0.55)


def _strands(
    rim: Points, hairline: Points, *, count: int, root: float | None, half: float, top: float
) -> list[list[Point]]:
    """Strokes from the rim to the hairline; with a parting they fan out from it instead."""
    stream = Random(f"strands:{half}:{top}")
    strands: list[list[Point]] = []
    for number in range(count):
        share = (number + stream.random()) / count
        start = rim[int(share * (len(rim) - 1))]
        end = hairline[int(share * (len(hairline) - 1))]
        if root is not None:
            start = (MIDDLE + root * half, 168 - top * 0.5 + 44 * stream.random())
            if number % 2:
                end = rim[int(share * (len(rim) - 1))]
        bend = ((start[0] + end[0]) / 2, min(start[1], end[1]) + abs(start[1] - end[1]) * 0.3 - 5)
        strands.append(ribbon([start, bend, end], (0.5, 3.4, 1.0), steps=5))
    return strands


def parted() -> tuple[Point, ...]:
    return (
        (-0.95, 322), (-0.84, 262), (-0.62, 226), (-0.42, 212), (-0.12, 246), (0.30, 272),
        (0.70, 284), (0.92, 328),
    )  # fmt: skip


def straight(low: float) -> tuple[Point, ...]:
    return ((-0.95, low + 26), (-0.88, low + 8), (-0.5, low), (0, low - 3))


def _tips(hairline: Points, *, length: float, half: float) -> list[list[Point]]:
    """Ends of a fringe: narrow locks that hang below the hairline, all leaning one way."""
    stream = Random(f"tips:{half}:{length}")
    lean = stream.choice((-1, 1)) * length * 0.5
    shapes: list[list[Point]] = []
    for number in range(26):
        x, y = hairline[int((0.13 + 0.74 * number / 25) * (len(hairline) - 1))]
        long = length * (0.35 + 0.65 * stream.random())
        wide = 9 + 5 * stream.random()
        shapes.append(
            ribbon(
                [(x, y - 16), (x + lean * 0.4, y + long * 0.4), (x + lean, y + long)],
                (wide, wide, 0.5),
                steps=5,
            )
        )
    return shapes


def draw_curtains(head: Canvas, traits: FaceTraits, *, light: int, part: float) -> None:
    """Long hair from a parting down both sides of the face."""
    half, style = traits.head, traits.hair_style
    end = LONG.get(style, 430.0)
    root = MIDDLE + part * half
    wave = 9.0 if style == "wavy" else 0.0
    for side in SIDES:
        heavy = part != 0 and side == (1 if part < 0 else -1)
        low = 286 if heavy else 262
        outer = [
            (root, 128.0 + abs(root - MIDDLE) * 0.2),
            (MIDDLE + side * half * (0.5 if heavy or not part else 0.66), 146),
            (MIDDLE + side * half * 0.97, 236),
            (MIDDLE + side * (half + 20), 330), (MIDDLE + side * (half + 26), 460),
            (MIDDLE + side * (half + (22 if style != "bob" else 30)), (460 + end) / 2),
            (MIDDLE + side * (half + (-22 if style != "bob" else 4)), end),
        ]  # fmt: skip
        inner = [
            (root, 196.0), (MIDDLE + side * half * 0.52 + (16 if heavy else 0), low - 34),
            (MIDDLE + side * half * 0.86, low + 26), (MIDDLE + side * half * 0.95, 390),
            (MIDDLE + side * half * 0.97, 470), (MIDDLE + side * half * 0.90, (470 + end) / 2),
            (MIDDLE + side * half * (0.9 if style == "bob" else 0.80), end - 6),
        ]  # fmt: skip
        if style == "braid":
            outer = [*outer[:4], (MIDDLE + side * (half + 4), 430)]
            inner = [*inner[:4], (MIDDLE + side * half * 0.98, 430)]
        if heavy:
            outer[1:1] = [(MIDDLE, 126.0)]
            inner[1:1] = [((root + inner[1][0]) / 2, 208.0)]
        rim, edge = _waved(curve(outer), wave), _waved(curve(inner), wave)
        strands = [
            _between(rim, edge, (number + 0.5) / 16, seed=f"{side}:{number}")
            for number in range(16)
        ]
        draw_mass(
            head, traits, [rim + edge[::-1]], strands, light=light, feather=0.8, seed=f"{side}"
        )
    top = 132 + abs(root - MIDDLE) * 0.4
    head.polygon(
        ribbon([(root, top), (root, top + 30), (root, 198)], (0.5, 2.4, 2.6)),
        mixed(traits.hair, BLACK, 0.5), 0.6,
    )  # fmt: skip


def _waved(line: list[Point], reach: float) -> list[Point]:
    if not reach:
        return line
    return [(x + reach * math.sin(y / 26) * min(max((y - 280) / 160, 0), 1), y) for x, y in line]


def _between(
    rim: Sequence[Point], edge: Sequence[Point], share: float, *, seed: str
) -> list[Point]:
    drift = Random(f"lock:{seed}").random() * 0.06 - 0.03
    points: list[Point] = []
    for place in [*range(0, min(len(rim), len(edge)) - 4, 8), -1]:
        (ax, ay), (bx, by) = rim[place], edge[place]
        at = share + drift
        points.append((ax + (bx - ax) * at, ay + (by - ay) * at))
    return ribbon(points, (0.6, 3.6, 3.2, 1.0), steps=4)


def draw_braid(head: Canvas, traits: FaceTraits) -> None:
    bright, dark = mixed(traits.hair, SHEEN, 0.18), mixed(traits.hair, BLACK, 0.45)
    x, y = MIDDLE + traits.head * 1.0, 414.0
    for knot in range(11):
        size = 1.0 - abs(knot - 3) * 0.035
        for side in SIDES:
            top = y + knot * 32 + (10 if side > 0 else 0)
            middle = x - knot * 3.2 + side * 11 * size
            lobe = ellipse(middle, top, 16 * size, 23 * size, turn=side * -34)
            head.shaded([lobe], traits.hair, softs=(
                Soft(ellipse(middle - side * 5, top - 6, 9, 8), bright, 0.8, 6),
                Soft(ellipse(middle, top + 18, 16, 7), dark, 0.8, 6),
            ))  # fmt: skip
