"""Owns the hair of drawn faces, style by style; the rest of a face lives beside."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from journeys.sandbox.canvas import (
    Canvas,
    Detail,
    Point,
    Soft,
    closed,
    ellipse,
    mixed,
    ribbon,
)
from journeys.sandbox.face_parts import MIDDLE, SIDES
from journeys.sandbox.face_traits import FaceTraits
from journeys.sandbox.hair_parts import (
    BLACK,
    LONG,
    SHEEN,
    draw_braid,
    draw_cap,
    draw_curtains,
    draw_mass,
    mirrored,
    parted,
    straight,
)

_HAIRLINES: Final[dict[str, tuple[Point, ...]]] = {
    "round": ((-0.93, 322), (-0.84, 268), (-0.55, 232), (0, 222)),
    "straight": ((-0.94, 318), (-0.86, 252), (-0.50, 236), (0, 236)),
    "peak": ((-0.94, 312), (-0.80, 240), (-0.42, 216), (0, 242)),
    "quiff": ((-0.94, 306), (-0.86, 242), (-0.50, 214), (0, 206)),
    "receding": ((-0.96, 320), (-0.90, 262), (-0.62, 182), (0, 214)),
    "pulled": ((-0.97, 330), (-0.86, 244), (-0.48, 206), (0, 198)),
}


def draw_back_hair(head: Canvas, traits: FaceTraits) -> None:
    """What hangs or stands behind head and neck."""
    half, style = traits.head, traits.hair_style
    dark = mixed(traits.hair, BLACK, 0.34)
    if style in LONG:
        end, side = LONG[style] - 8, half + (14 if style == "long" else 26)
        right = [
            (0.0, 160.0), (half * 0.5, 176.0), (side * 0.96, 300.0), (side + 2, 480.0),
            (side * 0.92, end - 16), (side * 0.5, end), (0.0, end - 6),
        ]  # fmt: skip
        hollow = ellipse(MIDDLE, 640, half * 0.62, 130)
        softs = (Soft(hollow, mixed(traits.hair, BLACK, 0.6), 0.8, 24),)
        head.shaded([mirrored(right)], dark, softs=softs)
    elif style == "afro":
        head.shaded(_puffs(traits, reach=84, low=520), mixed(traits.hair, BLACK, 0.25))
    elif style == "curls":
        head.shaded(_puffs(traits, reach=40, low=690), dark)
    elif style == "bun":
        bright = mixed(traits.hair, SHEEN, 0.3)
        knot = ellipse(MIDDLE, 112, half * 0.46, 62)
        lines = [
            ribbon(
                [(MIDDLE - 60, 120 + i * 9), (MIDDLE, 76 + i * 17), (MIDDLE + 60, 118 + i * 9)],
                (1, 4, 1),
            )
            for i in range(4)
        ]
        head.shaded(
            [knot], traits.hair,
            softs=(Soft(ellipse(MIDDLE - 22, 90, 36, 18), bright, 0.6, 12),),
            details=[Detail(line, dark, 0.45) for line in lines],
        )  # fmt: skip
    elif style == "locs_long":
        _draw_locs(head, traits, low=750, behind=True)


def draw_front_hair(head: Canvas, traits: FaceTraits, *, light: int) -> None:
    """What lies on the forehead, over the ears and down in front."""
    style = traits.hair_style
    lines = _HAIRLINES
    if style == "bald":
        _sides_only(head, traits, light=light)
    elif style in ("straight", "wavy", "long", "bob", "braid"):
        draw_curtains(head, traits, light=light, part=0.0 if style != "bob" else -0.28)
        if style == "braid":
            draw_braid(head, traits)
    elif style == "bangs":
        draw_curtains(head, traits, light=light, part=0.0)
        draw_cap(head, traits, line=straight(300), top=16, side=2, end=330, light=light, tips=10)
    elif style == "side_swept":
        draw_curtains(head, traits, light=light, part=-0.45)
    elif style in ("afro", "afro_short", "curly", "curls"):
        reach = {"afro": 78.0, "afro_short": 16.0, "curly": 26.0, "curls": 34.0}[style]
        _curls(head, traits, reach=reach, light=light)
    elif style in ("locs", "locs_long"):
        _draw_locs(head, traits, low=440 if style == "locs" else 735, behind=False)
    elif style == "buzz":
        draw_cap(
            head,
            traits,
            line=lines[traits.hairline],
            top=2,
            side=0,
            end=352,
            light=light,
            soft=True,
        )
    elif style == "receding":
        draw_cap(head, traits, line=lines["receding"], top=6, side=3, end=384, light=light)
    elif style == "bun":
        draw_cap(head, traits, line=lines["pulled"], top=8, side=2, end=366, light=light)
    elif style == "quiff":
        draw_cap(head, traits, line=lines["quiff"], top=52, side=2, end=368, light=light)
    elif style == "side_part":
        draw_cap(head, traits, line=parted(), top=26, side=6, end=374, light=light, part=-0.42)
    elif style == "fringe":
        draw_cap(head, traits, line=straight(282), top=22, side=8, end=380, light=light, tips=26)
    elif style == "tousled":
        draw_cap(head, traits, line=straight(244), top=40, side=12, end=384, light=light, tips=46)
    elif style == "pixie":
        draw_cap(head, traits, line=parted(), top=24, side=10, end=424, light=light, part=-0.42)
    elif style == "short":
        draw_cap(head, traits, line=lines[traits.hairline], top=16, side=4, end=372, light=light)


def _puffs(traits: FaceTraits, *, reach: float, low: float) -> list[list[Point]]:
    """Overlapping rounds along the outline of the head: curly hair seen from in front."""
    half = traits.head
    stream = Random(f"puffs:{half}:{reach}")
    shapes: list[list[Point]] = [
        mirrored(
            [
                (0.0, 146 - reach * 0.8),
                (half + reach * 0.6, 300.0),
                (half + reach * 0.4, low - 20),
                (0.0, low),
            ]
        )
    ]
    for step in range(34):
        angle = math.pi * (1.22 * step / 33 - 0.11)
        x = MIDDLE - math.cos(angle) * (half + reach * 0.62)
        y = 322 - math.sin(angle) * (180 + reach * 0.62)
        if low > 560 and not 3 < step < 30:
            y += (low - 400) * stream.random()
        size = 15 + reach * 0.22 + 8 * stream.random()
        shapes.append(ellipse(x, y, size, size, steps=14))
    return shapes


def _curls(head: Canvas, traits: FaceTraits, *, reach: float, light: int) -> None:
    half = traits.head
    stream = Random(f"curls:{half}:{reach}")
    shapes: list[list[Point]] = []
    rings: list[list[Point]] = []
    low = {"afro": 420.0, "curls": 640.0}.get(traits.hair_style, 0.0)
    for step in range(30):
        angle = math.pi * (step / 29)
        for layer in range(3):
            high = math.sin(angle)
            out = reach * (0.95 - layer * 0.5) * (0.45 + 0.55 * high) - layer * (4 + 13 * high)
            x = MIDDLE - math.cos(angle) * (half + out)
            y = 318 - math.sin(angle) * (176 + out * 0.9)
            size = (17 + reach * 0.16 + 7 * stream.random()) * (0.72 + 0.28 * high)
            shapes.append(ellipse(x, y, size, size, steps=14))
            rings.append(
                ribbon(
                    [(x - size * 0.5, y + 4), (x, y - size * 0.5), (x + size * 0.5, y + 3)],
                    (0.8, 2.6, 0.8),
                    steps=4,
                )
            )
    for side in SIDES:
        for y in range(318, int(low), 22):
            x = MIDDLE + side * (half + reach * 0.45 + 12 * stream.random())
            size = 21 + reach * 0.18 + 6 * stream.random()
            shapes.append(ellipse(x, y, size, size, steps=14))
            rings.append(
                ribbon([(x - 11, y + 4), (x, y - 10), (x + 11, y + 3)], (0.8, 2.6, 0.8), steps=4)
            )
    draw_mass(head, traits, shapes, rings, light=light)


def _draw_locs(head: Canvas, traits: FaceTraits, *, low: float, behind: bool) -> None:
    half = traits.head
    stream = Random(f"locs:{half}:{behind}")
    dark = mixed(traits.hair, BLACK, 0.4)
    if not behind:
        draw_cap(head, traits, line=_HAIRLINES["pulled"], top=20, side=8, end=330, light=-1)
    places = (
        [stream.uniform(-1.12, 1.12) for _ in range(26)]
        if behind
        else [s * stream.uniform(0.98, 1.18) for s in SIDES for _ in range(8)]
    )
    for share in places:
        x, end = MIDDLE + share * half, low - 40 * stream.random()
        rope = [
            (MIDDLE + share * half * 0.7, 190.0),
            (x, 300.0),
            (x + 10 * share, (300 + end) / 2),
            (x + 6 * stream.random(), end),
        ]
        head.polygon(ribbon(rope, (13, 15, 14, 9)), dark)
        head.polygon(
            ribbon([(px - 2, py) for px, py in rope], (5, 8, 8, 3)),
            mixed(traits.hair, SHEEN, 0.08),
            0.9,
        )


def _sides_only(head: Canvas, traits: FaceTraits, *, light: int) -> None:
    half = traits.head
    for side in SIDES:
        patch = closed(
            [
                (MIDDLE + side * half * 0.93, 262), (MIDDLE + side * (half + 3), 300),
                (MIDDLE + side * (half + 3), 386), (MIDDLE + side * half * 0.955, 392),
                (MIDDLE + side * half * 0.93, 330),
            ]
        )  # fmt: skip
        head.shaded([patch], traits.hair, alpha=0.62, feather=4)
    shine = ellipse(MIDDLE + light * 50, 186, 42, 14)
    head.shaded([shine], mixed(traits.skin.light, (255, 255, 255), 0.3), alpha=0.4, feather=12)
