"""Where the labels of a map stand: beside their points, over nothing, and in sight."""

from __future__ import annotations

import math
from dataclasses import dataclass

# The canvas, and how much room a letter and a line of text take on it.
WIDTH, HEIGHT = 720, 480
LETTER = 15.0
LINE = 30

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point on the map; an empty label stands only in the table."""

    kind: str
    x: int
    y: int
    label: str
    label_x: int
    label_y: int
    anchor: str  # start, middle or end


def labelled(
    kind: str,
    x: int,
    y: int,
    label: str,
    taken: list[Box],
    *,
    gap: int,
) -> Mark:
    """The first of six places around a point where a label hides nothing and stays in sight."""
    wide = len(label) * LETTER
    choices = [
        (x + gap, y + 9, "start"),
        (x - gap, y + 9, "end"),
        (x, y - gap - 8, "middle"),
        (x, y + gap + 22, "middle"),
        (x + gap, y - 24, "start"),
        (x - gap, y + 40, "end"),
    ]
    if not gap:
        choices = [(x, y + 9, "middle"), *choices[2:4], *choices[:2]]
    best, cost = choices[0], math.inf
    for choice in choices:
        box = _box(choice, wide)
        here = sum(_overlap(box, other) for other in taken)
        here += 4 * max(0.0, 4 - box[0], box[2] - WIDTH + 4) * LINE
        here += 4 * max(0.0, 4 - box[1], box[3] - HEIGHT + 4) * wide
        if here < cost:
            best, cost = choice, here
        if not here:
            break
    if label:
        taken.append(_box(best, wide))
    return Mark(kind=kind, x=x, y=y, label=label, label_x=best[0], label_y=best[1], anchor=best[2])


def _box(choice: tuple[int, int, str], wide: float) -> Box:
    x, y, anchor = choice
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return (left, y - LINE + 6, left + wide, y + 6)


def _overlap(one: Box, two: Box) -> float:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    tall = min(one[3], two[3]) - max(one[1], two[1])
    return wide * tall if wide > 0 and tall > 0 else 0.0
