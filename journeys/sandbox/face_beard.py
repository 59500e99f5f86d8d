"""Owns beards and moustaches: which area they cover and the hairs in it."""

from __future__ import annotations

from random import Random

from journeys.sandbox.canvas import Canvas, Point, Points, Soft, closed, ellipse, mixed, ribbon
from journeys.sandbox.face_parts import MIDDLE, head_outline
from journeys.sandbox.face_traits import FaceTraits


def draw_beard(face: Canvas, traits: FaceTraits) -> None:
    if traits.beard == "none":
        return
    if traits.beard == "stubble":
        _cover(face, traits, [_jaw_area(traits), _lip_area(traits)], alpha=0.30, feather=8)
        return
    if traits.beard == "moustache":
        _cover(face, traits, [_lip_area(traits)], alpha=0.9, feather=2)
        _hairs(face, traits, count=80, across=traits.mouth_width * 0.95, top=-28, bottom=-13)
        return
    if traits.beard == "goatee":
        _cover(face, traits, [_lip_area(traits), _chin_area(traits)], alpha=0.88, feather=2.4)
        _hairs(face, traits, count=90, across=52, top=34, bottom=72)
        return
    _cover(face, traits, [_jaw_area(traits), _lip_area(traits)], alpha=0.92, feather=4.5)
    _hairs(face, traits, count=210, across=traits.head * 0.74, top=24, bottom=74)


def _cover(
    face: Canvas, traits: FaceTraits, areas: list[list[Point]], *, alpha: float, feather: float
) -> None:
    y = traits.mouth_y
    mouth = ellipse(MIDDLE, y + 3, traits.mouth_width * 0.98, traits.lip_lower + 5)
    colour = traits.hair
    face.shaded(
        areas,
        mixed(colour, (0, 0, 0), 0.12),
        softs=(
            Soft(
                ellipse(MIDDLE - 60, y + 60, 70, 40),
                mixed(colour, traits.skin.light, 0.28),
                0.6,
                16,
            ),
        ),
        alpha=alpha,
        feather=feather,
        holes=[mouth],
        within=[head_outline(traits)]
        if traits.beard == "stubble"
        else [_grown(head_outline(traits))],
    )


def _hairs(
    face: Canvas, traits: FaceTraits, *, count: int, across: float, top: float, bottom: float
) -> None:
    stream = Random(f"beard:{traits.head}:{traits.chin}")
    light = mixed(traits.hair, traits.skin.light, 0.18)
    dark = mixed(traits.hair, (0, 0, 0), 0.35)
    for number in range(count):
        x = MIDDLE + (stream.random() * 2 - 1) * across
        outer = abs(x - MIDDLE) / max(across, 1)
        y = traits.mouth_y + top + (bottom - top) * stream.random() - outer * outer * 66 * (top > 0)
        lean = (x - MIDDLE) * 0.05
        hair: Points = [(x, y - 8), (x + lean, y + 8)]
        face.polygon(ribbon(hair, (2.0, 0.5), steps=2), light if number % 3 == 0 else dark, 0.38)


def _grown(outline: list[Point]) -> list[Point]:
    """A full beard stands a little off the jaw."""
    return [(MIDDLE + (x - MIDDLE) * 1.02, y + (9 if y > 540 else 0)) for x, y in outline]


def _jaw_area(traits: FaceTraits) -> list[Point]:
    half, y = traits.head, traits.mouth_y
    right = [
        (half * 0.985, 392.0), (half * 0.86, 470.0), (half * 0.66, y - 14), (half * 0.46, y + 12),
        (traits.mouth_width * 0.62, y + traits.lip_lower + 16),
    ]  # fmt: skip
    below = [(half * 1.2, 420.0), (half * 1.1, traits.chin_y), (0.0, traits.chin_y + 30)]
    line = [(-x, place) for x, place in right] + [(0.0, y + traits.lip_lower + 13)]
    line += list(reversed(right))
    line += below + [(-x, place) for x, place in reversed(below[:2])]
    return [(MIDDLE + x, place) for x, place in line]


def _lip_area(traits: FaceTraits) -> list[Point]:
    y, wide = traits.mouth_y, traits.mouth_width
    reach = 26 if traits.beard in ("full", "stubble", "goatee") else 6
    right = [
        (10.0, traits.nose_y + 22), (wide * 0.55, traits.nose_y + 27), (wide * 1.08, y - 6),
        (wide * 1.14, y + reach), (wide * 0.98, y + reach), (wide * 0.9, y - 1),
        (wide * 0.4, y - traits.lip_upper - 2),
    ]  # fmt: skip
    points = [*right, (0.0, y - traits.lip_upper + 1)] + [
        (-x, place) for x, place in reversed(right)
    ]
    return closed([(MIDDLE + x, place) for x, place in points], steps=5)


def _chin_area(traits: FaceTraits) -> list[Point]:
    y, wide = traits.mouth_y, traits.mouth_width
    right = [
        (wide * 1.12, y + 16), (wide * 1.08, traits.chin_y - 26), (wide * 0.7, traits.chin_y + 6),
    ]  # fmt: skip
    inner = [(0.0, y + traits.lip_lower + 12), (wide * 0.7, y + traits.lip_lower + 10)]
    points = [*inner, *right, (0.0, traits.chin_y + 12)]
    points += [(-x, place) for x, place in reversed(right)] + [(-inner[1][0], inner[1][1])]
    return closed([(MIDDLE + x, place) for x, place in points], steps=5)
