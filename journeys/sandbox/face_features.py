"""Owns eyes, brows, nose and mouth of a drawn face."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from journeys.sandbox.canvas import Canvas, Detail, Point, Soft, curve, ellipse, mixed, ribbon
from journeys.sandbox.face_parts import INK, MIDDLE, SIDES, Mood
from journeys.sandbox.face_traits import FaceTraits


def draw_eyes(face: Canvas, traits: FaceTraits, mood: Mood) -> None:
    for side in SIDES:
        _draw_eye(face, traits, mood, side=side)
        _draw_brow(face, traits, mood, side=side)


def _draw_eye(face: Canvas, traits: FaceTraits, mood: Mood, *, side: int) -> None:
    inner, width = MIDDLE + side * traits.eye_gap / 2, traits.eye_width
    opened = traits.eye_open * mood.eyes_open * (1 - 0.22 * mood.smile)
    if traits.lid == "mono":
        opened *= 0.86
    y, skin = traits.eye_y, traits.skin

    def at(share: float, up: float) -> Point:
        return (inner + side * width * share, y + 4 - (traits.eye_tilt + 4) * share - up)

    upper = [
        at(0, 0),
        at(0.14, 8 * opened),
        at(0.42, 18.5 * opened),
        at(0.72, 15.5 * opened),
        at(1, 0),
    ]
    lower = [
        at(1, 0),
        at(0.72, -7.5 - 1.5 * opened),
        at(0.38, -9 - 1.5 * opened),
        at(0.1, -4),
        at(0, 0),
    ]
    if traits.lid == "mono":
        upper[1] = at(0.1, 4 * opened)
    almond = curve(upper) + curve(lower)
    cx, cy = inner + side * width * 0.5 + mood.gaze, at(0.5, 3 * opened)[1]
    shade = [
        *curve([(x, top - 6) for x, top in upper]),
        *curve([(x, top + 7) for x, top in upper[::-1]]),
    ]
    face.shaded(
        [almond],
        (240, 234, 227),
        details=(
            Detail(ellipse(at(0, 0)[0], at(0, 0)[1], 9, 8), mixed(skin.lip, skin.light, 0.45), 0.8),
            Detail(ellipse(cx, cy, 17, 17), mixed(traits.iris, INK, 0.55)),
            Detail(ellipse(cx, cy, 14.6, 14.6), traits.iris),
            Detail(ellipse(cx, cy + 5, 9, 7), mixed(traits.iris, (255, 240, 220), 0.22), 0.55),
            Detail(ellipse(cx, cy, 6.6, 6.6), (10, 7, 6)),
            Detail(shade, (42, 23, 16), 0.36),
            Detail(ellipse(cx + mood.light * 5, cy - 5.5, 3.6, 3.6), (255, 255, 255), 0.92),
        ),
    )
    woman = traits.sex == "F"
    lash = [2.2, 5.5, 6.5, 5.5, 2.0] if woman else [1.6, 3.6, 4.4, 3.6, 1.2]
    lash_line = upper if not woman else [*upper[:-1], (upper[-1][0] + side * 6, upper[-1][1] - 4)]
    face.polygon(ribbon(lash_line, lash), (29, 17, 13), 0.95)
    face.polygon(ribbon(lower, (1.2, 2.0, 1.6, 0.8)), mixed(skin.dark, INK, 0.25), 0.60)
    crease_up = {"double": 9.0, "hooded": 5.0, "mono": 0.0}[traits.lid]
    if crease_up:
        crease = [(x + side * 1.5, top - crease_up) for x, top in upper]
        face.polygon(ribbon(crease[1:], (0.8, 2.8, 3.2, 0.8)), mixed(skin.dark, INK, 0.12), 0.75)
    if traits.band >= 2:
        under = [(x, low + 13) for x, low in lower]
        face.polygon(ribbon(under[:-1], (0.5, 2.2, 2.2, 0.5)), skin.dark, 0.55)
        for line in (-6, 2, 10)[: traits.band]:
            start = (at(1, 0)[0] + side * 10, y + line)
            end = (start[0] + side * 20, start[1] + line * 0.7)
            face.polygon(ribbon([start, end], (2.0, 0.4)), skin.dark, 0.5)


def _draw_brow(face: Canvas, traits: FaceTraits, mood: Mood, *, side: int) -> None:
    y = traits.eye_y + traits.brow_y - mood.brows_up
    inner = MIDDLE + side * (traits.eye_gap / 2 - 4)
    length, arch, tilt = traits.eye_width + 20, traits.brow_arch, traits.brow_tilt
    spine = [
        (inner, y + 4 - tilt), (inner + side * length * 0.35, y - arch * 0.45 - tilt * 0.3),
        (inner + side * length * 0.68, y - arch * 0.8 + tilt * 0.4),
        (inner + side * length, y + 9 + tilt * 0.8),
    ]  # fmt: skip
    thick = traits.brow_thick
    colour = mixed(traits.hair, INK, 0.35)
    if traits.band == 3:
        colour = mixed(traits.hair, (90, 84, 80), 0.55)
    holes: Sequence[Sequence[Point]] = ()
    if traits.mark == "scar_brow" and side == traits.mark_at[0]:
        x = inner + side * length * 0.66
        holes = [[(x - 4, y - 40), (x + 3, y - 40), (x + 7, y + 40), (x, y + 40)]]
    outline = ribbon(spine, (thick * 0.75, thick, thick * 0.78, 1.2))
    face.shaded([outline], colour, alpha=0.88, feather=1.3, holes=holes)
    stream = Random(f"brow:{side}:{thick}")
    path = curve(spine, steps=8)
    for number, (x, place) in enumerate(path[:-6]):
        tall = thick * (1 - 0.5 * number / len(path))
        hair = [
            (x, place + tall * 0.40),
            (x + side * 9, place - tall * (0.22 + 0.3 * stream.random())),
        ]
        if not holes or abs(x - (inner + side * length * 0.66)) > 7:
            face.polygon(ribbon(hair, (1.9, 0.5), steps=3), colour, 0.45)


def draw_nose(face: Canvas, traits: FaceTraits) -> None:
    y, half, skin = traits.nose_y, traits.nose_width, traits.skin
    deep = mixed(skin.dark, INK, 0.45)
    for side in SIDES:
        wing = [
            (MIDDLE + side * half * 0.90, y - 22), (MIDDLE + side * half, y - 4),
            (MIDDLE + side * half * 0.86, y + 10), (MIDDLE + side * half * 0.62, y + 9),
        ]  # fmt: skip
        face.polygon(ribbon(wing, (0.6, 3.6, 4.0, 1.0)), skin.dark, 0.85)
        nostril = ellipse(MIDDLE + side * half * 0.46, y + 8.5, half * 0.24, 4.6, turn=side * 14)
        face.polygon(nostril, deep, 0.82)
    base = [(MIDDLE - half * 0.3, y + 11), (MIDDLE, y + 17), (MIDDLE + half * 0.3, y + 11)]
    face.polygon(ribbon(base, (1, 4, 1)), skin.dark, 0.55)


def draw_mouth(face: Canvas, traits: FaceTraits, mood: Mood) -> None:
    y, skin = traits.mouth_y, traits.skin
    half = traits.mouth_width * (1 + 0.14 * mood.smile)
    corner = y - traits.mouth_curve - 9 * mood.smile
    up, low = traits.lip_upper, traits.lip_lower * (1 - 0.12 * mood.smile)
    gap = 13.0 if mood.teeth else 0.0
    lip = skin.lip if traits.sex == "F" else mixed(skin.lip, skin.mid, 0.32)
    left, right = (MIDDLE - half, corner), (MIDDLE + half, corner)
    seam = [
        left,
        (MIDDLE - half * 0.45, y + 1),
        (MIDDLE, y + 3),
        (MIDDLE + half * 0.45, y + 1),
        right,
    ]
    bow = [
        right, (MIDDLE + half * 0.55, y - up * 0.72), (MIDDLE + half * 0.2, y - up),
        (MIDDLE, y - up * 0.68), (MIDDLE - half * 0.2, y - up),
        (MIDDLE - half * 0.55, y - up * 0.72), left,
    ]  # fmt: skip
    bottom = [(x, place + gap * (1 - abs(x - MIDDLE) / half)) for x, place in seam]
    under = [
        right, (MIDDLE + half * 0.6, y + gap * 0.6 + low * 0.72), (MIDDLE, y + gap + low + 2),
        (MIDDLE - half * 0.6, y + gap * 0.6 + low * 0.72), left,
    ]  # fmt: skip
    if mood.teeth:
        inside = curve(seam) + curve(bottom[::-1])
        teeth = curve(seam) + curve(
            [(x, place + (gap - 4) * (1 - abs(x - MIDDLE) / half)) for x, place in seam][::-1]
        )
        face.polygon(inside, (70, 26, 26))
        face.polygon(teeth, (243, 238, 230), 0.97)
    glow = ellipse(MIDDLE + mood.light * 8, y + gap + low * 0.62, half * 0.36, 4)
    face.shaded(
        [curve(bottom) + curve(under)],
        mixed(lip, skin.light, 0.10),
        softs=(Soft(glow, mixed(skin.light, (255, 240, 235), 0.5), 0.55, 4),),
    )
    face.shaded([curve(seam) + curve(bow)], mixed(lip, skin.dark, 0.28))
    face.polygon(ribbon(seam, (1.2, 3.2, 3.6, 3.2, 1.2)), mixed(lip, INK, 0.62), 0.85)
    for side in SIDES:
        at = MIDDLE + side * half
        tick = [(at - side * 3, corner), (at + side * 3, corner - 1), (at + side * 6, corner - 5)]
        face.polygon(ribbon(tick, (1, 3.4, 0.8)), skin.dark, 0.7)
        if traits.band >= 2 or mood.smile > 0.5:
            wide = traits.nose_width
            fold = [
                (MIDDLE + side * (wide + 3), traits.nose_y - 8),
                (MIDDLE + side * ((wide + half) / 2 + 13), (traits.nose_y + y) / 2 - 2),
                (MIDDLE + side * (half + 15), y - 6),
            ]  # fmt: skip
            strength = 0.24 + 0.08 * max(traits.band - 1, 0)
            face.polygon(ribbon(fold, (0.6, 4.2, 0.5)), skin.dark, strength)
