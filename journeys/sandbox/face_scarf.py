"""Owns the headscarf of drawn faces."""

from __future__ import annotations

from journeys.sandbox.canvas import Canvas, Detail, Point, Soft, closed, ellipse, mixed, ribbon
from journeys.sandbox.face_parts import MIDDLE, SIDES
from journeys.sandbox.face_traits import FaceTraits
from journeys.sandbox.hair_parts import BLACK, SHEEN, mirrored


def _hood(traits: FaceTraits) -> list[Point]:
    half, chin = traits.head, traits.chin_y
    outer = [
        (0.0, 110.0), (half * 0.66, 144.0), (half * 1.10, 250.0), (half * 1.20, 400.0),
        (half * 1.06, 540.0), (half * 0.72, chin + 44), (0.0, chin + 74),
    ]  # fmt: skip
    return mirrored(outer)


def draw_scarf_below(head: Canvas, body: Canvas, traits: FaceTraits, *, light: int) -> None:
    """What lies behind the chin: the inside of the hood, and the cloth on neck and shoulders."""
    half, scarf, chin = traits.head, traits.scarf, traits.chin_y
    dark, bright = mixed(scarf, BLACK, 0.45), mixed(scarf, SHEEN, 0.35)
    head.shaded([_hood(traits)], dark)
    drape = closed(
        [
            (MIDDLE - half * 0.9, 540), (MIDDLE - half * 1.42, 670), (MIDDLE - 330, 860),
            (MIDDLE + 330, 860), (MIDDLE + half * 1.42, 670), (MIDDLE + half * 0.9, 540),
        ]
    )  # fmt: skip
    folds = [
        ribbon([(MIDDLE + x0, 590), (MIDDLE + x1, 690), (MIDDLE + x2, 800)], (1, 7, 3))
        for x0, x1, x2 in (
            (-120, -60, -10), (-150, -130, -90), (110, 20, -60), (140, 120, 80), (70, -20, -130),
        )
    ]  # fmt: skip
    body.shaded(
        [drape], scarf,
        softs=(
            Soft(ellipse(MIDDLE, chin + 16, half * 0.86, 40), dark, 0.8, 16),
            Soft(ellipse(MIDDLE - light * 190, 720, 70, 120), dark, 0.6, 28),
            Soft(ellipse(MIDDLE + light * 90, 700, 60, 40), bright, 0.5, 22),
        ),
        details=[Detail(fold, dark, 0.28) for fold in folds],
    )  # fmt: skip


def draw_scarf_above(head: Canvas, traits: FaceTraits, *, light: int) -> None:
    """The part of a headscarf that frames the face."""
    half, scarf, chin = traits.head, traits.scarf, traits.chin_y
    dark, bright = mixed(scarf, BLACK, 0.45), mixed(scarf, SHEEN, 0.35)
    jaw = traits.chin * 0.60 + traits.jaw * 0.44
    opening = [
        (0.0, 208.0), (half * 0.56, 226.0), (half * 0.88, 300.0), (half * 0.92, 400.0),
        (half * min(0.84, traits.jaw * 1.04), chin - 90), (half * jaw * 1.06, chin - 36),
        (half * traits.chin * 0.95, chin - 5), (0.0, chin + 4),
    ]  # fmt: skip
    hole = mirrored(opening)
    creases = [
        ribbon(
            [
                (MIDDLE + s * half * a, 150),
                (MIDDLE + s * half * b, 330),
                (MIDDLE + s * half * c, 560),
            ],
            (1, 5, 1),
        )
        for s in SIDES
        for a, b, c in ((0.35, 1.02, 0.86), (0.62, 1.12, 0.98))
    ]
    head.shaded(
        [_hood(traits)], scarf, holes=[hole],
        softs=(
            Soft(ellipse(MIDDLE + light * 70, 165, 90, 28), bright, 0.6, 18),
            Soft(ellipse(MIDDLE - light * half * 1.1, 430, 42, 210), dark, 0.6, 20),
            Soft(ribbon([*hole, hole[0]], (18, 18), steps=1), dark, 0.55, 7),
        ),
        details=[Detail(crease, dark, 0.30) for crease in creases],
    )  # fmt: skip
