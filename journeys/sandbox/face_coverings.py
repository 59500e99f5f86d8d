"""Owns things worn over a drawn face: mask, glasses, sunglasses, cap."""

from __future__ import annotations

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
from journeys.sandbox.face_parts import MIDDLE, SIDES, head_outline
from journeys.sandbox.face_traits import FaceTraits

COVERINGS: Final = ("mask", "sunglasses", "glasses", "cap")


def draw_covering(
    head: Canvas, face: Canvas, traits: FaceTraits, covered: str, *, light: int
) -> None:
    if covered == "mask":
        _draw_mask(face, traits, light=light)
    elif covered == "cap":
        _draw_cap(head, traits, light=light)
    else:
        _draw_glasses(face, traits, dark=covered == "sunglasses")


def _draw_mask(face: Canvas, traits: FaceTraits, *, light: int) -> None:
    half, chin, top = traits.head, traits.chin_y, traits.nose_y - 46
    cloth: Colour = (168, 200, 214)
    for side in SIDES:
        for start, end in ((top + 34, 372), (chin - 66, 440)):
            loop = [(MIDDLE + side * half * 0.86, start), (MIDDLE + side * half * 0.98, end)]
            face.polygon(ribbon(loop, (4, 4)), (232, 236, 238))
    right = [
        (0.0, top),
        (half * 0.34, top + 6),
        (half * 0.90, top + 36),
        (half * 0.88, chin - 74),
        (half * 0.44, chin + 8),
        (0.0, chin + 16),
    ]
    outline = closed(
        [(MIDDLE + x, y) for x, y in [*right, *((-x, y) for x, y in reversed(right[1:-1]))]]
    )
    pleats = [
        Detail(
            ribbon(
                [(MIDDLE - half * 0.86, y), (MIDDLE, y + 10), (MIDDLE + half * 0.86, y)], (3, 4, 3)
            ),
            (92, 132, 152), 0.5,
        )
        for y in range(int(top) + 62, int(chin) - 30, 30)
    ]  # fmt: skip
    face.shaded([outline], cloth, softs=(
        Soft(ellipse(MIDDLE - light * 110, 540, 60, 130), (96, 132, 150), 0.7, 24),
        Soft(ellipse(MIDDLE + light * 20, 500, 50, 40), (224, 240, 246), 0.8, 20),
    ), details=pleats)  # fmt: skip


def _draw_glasses(face: Canvas, traits: FaceTraits, *, dark: bool) -> None:
    frame = (28, 26, 28)
    for side in SIDES:
        cx = MIDDLE + side * (traits.eye_gap / 2 + traits.eye_width * 0.5)
        rx, ry = traits.eye_width * 0.66, 43.0
        lens = closed(
            [
                (cx - rx, traits.eye_y - ry * 0.72),
                (cx, traits.eye_y - ry * 0.9),
                (cx + rx, traits.eye_y - ry * 0.72),
                (cx + rx * 0.92, traits.eye_y + ry * 0.5),
                (cx, traits.eye_y + ry),
                (cx - rx * 0.92, traits.eye_y + ry * 0.5),
            ]
        )
        if dark:
            face.shaded(
                [lens],
                (24, 24, 28),
                softs=(Soft(ellipse(cx - 16, traits.eye_y - 16, 34, 14), (110, 122, 134), 0.7, 9),),
                alpha=0.97,
            )
        else:
            face.polygon(
                ribbon([(cx - 22, traits.eye_y + 12), (cx + 2, traits.eye_y - 24)], (9, 5)),
                (255, 255, 255),
                0.30,
            )
        face.polygon(ribbon([*lens, lens[0]], (6.5, 6.5), steps=1), frame)
        arm = [
            (cx + side * rx, traits.eye_y - 18),
            (MIDDLE + side * traits.head, traits.eye_y - 14),
        ]
        face.polygon(ribbon(arm, (7, 6)), frame)
    reach = traits.eye_gap / 2 - traits.eye_width * 0.16
    face.polygon(
        ribbon(
            [
                (MIDDLE - reach, traits.eye_y - 12),
                (MIDDLE, traits.eye_y - 20),
                (MIDDLE + reach, traits.eye_y - 12),
            ],
            (6, 6, 6),
        ),
        frame,
    )


def _draw_cap(head: Canvas, traits: FaceTraits, *, light: int) -> None:
    half, cloth = traits.head, (50, 62, 92)
    dark, bright = mixed(cloth, (0, 0, 0), 0.5), mixed(cloth, (255, 255, 255), 0.25)
    right = [(half * 0.56, 116.0), (half * 1.06, 196.0), (half * 1.08, 300.0)]
    crown = curve(
        [(MIDDLE + x, y) for x, y in [*((-x, y) for x, y in reversed(right)), (0.0, 96.0), *right]]
    )
    seams = [
        Detail(
            ribbon(
                [(MIDDLE, 100), (MIDDLE + s * half * 0.5, 180), (MIDDLE + s * half * 0.56, 290)],
                (2, 3, 2),
            ),
            dark,
            0.6,
        )
        for s in SIDES
    ]
    head.shaded([crown], cloth, softs=(
        Soft(ellipse(MIDDLE - light * 130, 230, 60, 100), dark, 0.7, 22),
        Soft(ellipse(MIDDLE + light * 60, 150, 60, 30), bright, 0.7, 18),
    ), details=seams)  # fmt: skip
    visor = closed(
        [
            (MIDDLE - half * 1.10, 292),
            (MIDDLE, 262),
            (MIDDLE + half * 1.10, 292),
            (MIDDLE + half * 0.98, 326),
            (MIDDLE, 346),
            (MIDDLE - half * 0.98, 326),
        ]
    )
    shade = [(0, 250), (640, 250), (640, 372), (0, 372)]
    head.shaded([shade], (10, 8, 8), alpha=0.30, feather=10, within=[head_outline(traits)])
    head.shaded(
        [visor],
        mixed(cloth, (0, 0, 0), 0.12),
        softs=(Soft(ellipse(MIDDLE, 340, half, 18), dark, 0.8, 10),),
    )
