"""Owns head, neck, ears and marks of a drawn face; features, hair and clothes live beside."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from journeys.sandbox.canvas import (
    Canvas,
    Detail,
    Point,
    Soft,
    closed,
    curve,
    ellipse,
    mixed,
    ribbon,
)
from journeys.sandbox.face_traits import FaceTraits

MIDDLE: Final = 320.0
SIDES: Final = (-1, 1)
INK: Final = (24, 15, 13)


@dataclass(frozen=True)
class Mood:
    """What may differ between two pictures of one person: expression and where the light is."""

    smile: float = 0.0
    teeth: bool = False
    eyes_open: float = 1.0
    gaze: float = 0.0
    brows_up: float = 0.0
    light: int = -1
    contrast: float = 1.0


def head_outline(traits: FaceTraits) -> list[Point]:
    half = traits.head
    right = [
        (half * 0.56, 172.0),
        (half * 0.91, 248.0),
        (half, 340.0),
        (half * traits.cheek, 440.0),
        (half * (traits.jaw * 0.98), traits.chin_y - 82),
        (half * (traits.chin * 0.60 + traits.jaw * 0.44), traits.chin_y - 30),
        (half * traits.chin, traits.chin_y - 6),
    ]
    points = [(0.0, 146.0), *right, (0.0, traits.chin_y + 2)]
    points += [(-x, y) for x, y in reversed(right)]
    return closed([(MIDDLE + x, y) for x, y in points], steps=12)


def draw_neck(body: Canvas, traits: FaceTraits) -> None:
    half, skin = traits.neck, traits.skin
    outline = curve(
        [
            (MIDDLE - half, 480), (MIDDLE - half * 0.97, 600), (MIDDLE - half * 1.12, 690),
            (MIDDLE - half * 1.7, 770), (MIDDLE + half * 1.7, 770), (MIDDLE + half * 1.12, 690),
            (MIDDLE + half * 0.97, 600), (MIDDLE + half, 480),
        ]
    )  # fmt: skip
    shade = ellipse(MIDDLE, traits.chin_y + 4, half * 1.15, 62)
    body.shaded(
        [outline],
        mixed(skin.mid, skin.dark, 0.18),
        softs=(
            Soft(shade, skin.dark, 0.85, 14),
            Soft(ellipse(MIDDLE + half, 640, 34, 130), skin.dark, 0.6, 16),
            Soft(ellipse(MIDDLE - half * 0.35, 700, 16, 60), skin.light, 0.25, 12),
        ),
    )


def draw_ears(head: Canvas, traits: FaceTraits) -> None:
    skin, size = traits.skin, traits.ear_size
    for side in SIDES:
        edge = MIDDLE + side * (traits.head * 0.975 - 4)
        out = traits.ear_out
        outline = [
            (edge, 366.0), (edge + side * out * 0.9, 366 - 22 * size),
            (edge + side * (out + 12) * size, 372 - 10 * size),
            (edge + side * (out + 9) * size, 372 + 34 * size),
            (edge + side * out * 0.62, 372 + 70 * size), (edge + side * 4, 372 + 88 * size),
            (edge - side * 8, 440),
        ]  # fmt: skip
        fold = ribbon(
            [
                (edge + side * 3, 372 - 2 * size), (edge + side * out * 0.75, 372 - 6 * size),
                (edge + side * (out * 0.8 + 4), 372 + 26 * size),
                (edge + side * out * 0.45, 372 + 52 * size),
            ],
            (2, 6, 5, 1),
        )  # fmt: skip
        head.shaded(
            [closed(outline)],
            mixed(skin.mid, skin.dark, 0.12),
            softs=(Soft(ellipse(edge, 400, 12, 60), skin.dark, 0.55, 9),),
            details=(Detail(fold, skin.dark, 0.55),),
        )


def draw_head(head: Canvas, traits: FaceTraits, mood: Mood) -> None:
    skin, side = traits.skin, mood.light
    half, nose_y, mouth_y = traits.head, traits.nose_y, traits.mouth_y
    strong = mood.contrast
    lit, shaded = MIDDLE + side * half, MIDDLE - side * half
    blush = mixed(skin.mid, skin.lip, 0.55)
    eye_x = traits.eye_gap / 2 + traits.eye_width * 0.5
    softs = [
        Soft(ellipse(shaded - side * 10, 430, 82, 260), skin.dark, 0.60 * strong, 30),
        Soft(ellipse(lit + side * 26, 520, 50, 140), skin.dark, 0.42, 26),
        Soft(ellipse(MIDDLE + side * 52, 258, 96, 54), skin.light, 0.85, 28),
        Soft(ellipse(MIDDLE, 182, 170, 42), skin.dark, 0.45, 28),
        Soft(ellipse(MIDDLE, traits.chin_y + 4, 118, 26), skin.dark, 0.55, 13),
        Soft(ellipse(MIDDLE + side * 6, traits.chin_y - 34, 32, 17), skin.light, 0.50, 11),
    ]
    for eye in SIDES:
        socket = ellipse(MIDDLE + eye * eye_x, traits.eye_y - 6, 54, 31)
        cheek = MIDDLE + eye * (eye_x + 8)
        near = 1.0 if eye == side else 0.5
        softs += [
            Soft(socket, skin.dark, 0.40, 12),
            Soft(ellipse(cheek, 450, 44, 30), skin.light, 0.72 * near, 14),
            Soft(ellipse(cheek + eye * 6, 474, 40, 26), blush, 0.40, 14),
        ]
        if traits.band >= 2:
            bag = ellipse(MIDDLE + eye * eye_x, traits.eye_y + 25, 32, 8)
            softs.append(Soft(bag, skin.dark, 0.40, 5))
    dark_side = MIDDLE - side * (traits.nose_bridge + 8)
    softs += [
        Soft(
            [
                (MIDDLE - side * 8, traits.eye_y - 26), (dark_side, traits.eye_y + 30),
                (MIDDLE - side * traits.nose_width, nose_y - 6),
                (MIDDLE - side * 6, nose_y + 2), (MIDDLE - side * 4, traits.eye_y + 20),
            ],
            skin.dark, 0.52 * strong, 7,
        ),
        Soft(
            ribbon(
                [(MIDDLE + side * 3, traits.eye_y - 14), (MIDDLE + side * 4, nose_y - 20)],
                (traits.nose_bridge * 0.7, traits.nose_bridge),
            ),
            skin.light, 0.80, 6,
        ),
        Soft(ellipse(MIDDLE + side * 3, nose_y - 10, 15, 11), skin.light, 0.75, 6),
        Soft(ellipse(MIDDLE, nose_y + 14, traits.nose_width * 0.7, 8), skin.dark, 0.50, 6),
        Soft(
            ellipse(MIDDLE, mouth_y + traits.lip_lower + 14, traits.mouth_width * 0.52, 8),
            skin.dark, 0.50, 7,
        ),
    ]  # fmt: skip
    head.shaded([head_outline(traits)], skin.mid, softs=softs)


def draw_marks(face: Canvas, traits: FaceTraits) -> None:
    skin, (side, drift) = traits.skin, traits.mark_at
    brown = mixed(skin.dark, INK, 0.5)
    places = {
        "mole_cheek": (MIDDLE + side * 84, 470 + drift * 18),
        "mole_chin": (MIDDLE + side * 44, traits.chin_y - 46 + drift * 8),
        "mole_lip": (MIDDLE + side * 36, traits.mouth_y - 24),
        "mole_temple": (MIDDLE + side * 118, 322 + drift * 12),
    }
    if traits.mark in places:
        face.polygon(ellipse(*places[traits.mark], 5.0, 4.6), brown, 0.9)
    if traits.mark == "freckles":
        stream = Random(f"freckles:{traits.head}")
        for _ in range(46):
            x = stream.gauss(0, 62)
            y = 448 + stream.gauss(0, 15) - abs(x) * 0.06
            face.polygon(ellipse(MIDDLE + x, y, *(1.4 + stream.random() * 1.3,) * 2), brown, 0.4)
    if traits.band == 3:
        for line, wide in ((262, 74), (284, 86), (305, 70)):
            points = [(MIDDLE - wide, line + 3), (MIDDLE, line - 3), (MIDDLE + wide, line + 3)]
            face.polygon(ribbon(points, (0.5, 3.0, 0.5)), skin.dark, 0.40)
