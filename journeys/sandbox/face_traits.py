"""Owns what makes a drawn face one person: traits read from a face seed. Draws nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

from journeys.sandbox.canvas import Colour
from journeys.sandbox.scripts import Sex

HERITAGES: Final = 6
_HERITAGE_SLOTS: Final = 8
_BAND_ENDS: Final = (26, 42, 58)
"""Four age bands: young, grown, middle-aged, old."""


@dataclass(frozen=True)
class Skin:
    light: Colour
    mid: Colour
    dark: Colour
    lip: Colour


@dataclass(frozen=True)
class FaceTraits:
    """One individual. Lengths are in units of a 640 by 800 drawing, around x = 320."""

    sex: Sex
    band: int
    skin: Skin
    hair: Colour
    hair_style: str
    hairline: str
    iris: Colour
    beard: str
    mark: str
    mark_at: tuple[float, float]
    head: float
    cheek: float
    jaw: float
    chin: float
    chin_y: float
    brow_y: float
    brow_thick: float
    brow_arch: float
    brow_tilt: float
    eye_y: float
    eye_gap: float
    eye_width: float
    eye_open: float
    eye_tilt: float
    lid: str
    nose_width: float
    nose_y: float
    nose_bridge: float
    mouth_y: float
    mouth_width: float
    lip_upper: float
    lip_lower: float
    mouth_curve: float
    ear_size: float
    ear_out: float
    neck: float
    scarf: Colour


_PORCELAIN: Final = Skin((247, 222, 203), (232, 192, 166), (178, 124, 99), (190, 104, 98))
_ROSE: Final = Skin((245, 211, 190), (226, 174, 148), (170, 108, 86), (184, 92, 88))
_SAND: Final = Skin((238, 200, 165), (214, 164, 126), (152, 98, 68), (174, 92, 80))
_GOLD: Final = Skin((243, 211, 172), (224, 180, 137), (165, 112, 76), (186, 98, 84))
_IVORY: Final = Skin((248, 224, 194), (233, 196, 158), (178, 128, 94), (194, 104, 94))
_OLIVE: Final = Skin((222, 178, 136), (196, 146, 104), (136, 90, 58), (162, 84, 72))
_CARAMEL: Final = Skin((214, 162, 116), (184, 128, 85), (122, 76, 46), (148, 78, 66))
_BRONZE: Final = Skin((190, 136, 94), (156, 102, 66), (98, 58, 36), (128, 66, 58))
_UMBER: Final = Skin((156, 106, 76), (120, 76, 51), (70, 40, 27), (112, 56, 52))
_EBONY: Final = Skin((122, 82, 62), (88, 56, 41), (46, 27, 20), (98, 48, 48))

_SKINS: Final = (
    (_PORCELAIN, _PORCELAIN, _ROSE, _ROSE, _SAND),
    (_SAND, _OLIVE, _OLIVE, _CARAMEL, _ROSE),
    (_CARAMEL, _CARAMEL, _BRONZE, _OLIVE, _BRONZE),
    (_IVORY, _IVORY, _GOLD, _GOLD, _SAND),
    (_UMBER, _EBONY, _EBONY, _UMBER, _BRONZE),
    (_OLIVE, _SAND, _CARAMEL, _CARAMEL, _GOLD),
)

_BLACK: Final = (27, 23, 24)
_SOFT_BLACK: Final = (41, 32, 30)
_DARK_BROWN: Final = (58, 40, 30)
_BROWN: Final = (92, 62, 40)
_CHESTNUT: Final = (116, 66, 40)
_AUBURN: Final = (140, 68, 38)
_GINGER: Final = (182, 98, 48)
_DARK_BLOND: Final = (150, 116, 74)
_BLOND: Final = (206, 170, 112)
_IRON: Final = (112, 110, 110)
_SILVER: Final = (178, 177, 176)
_WHITE: Final = (222, 220, 216)

_HAIRS: Final = (
    (_BROWN, _CHESTNUT, _AUBURN, _GINGER, _DARK_BLOND, _BLOND, _BLOND, _DARK_BROWN),
    (_BLACK, _SOFT_BLACK, _DARK_BROWN, _BROWN),
    (_BLACK, _SOFT_BLACK, _DARK_BROWN),
    (_BLACK, _BLACK, _SOFT_BLACK, _DARK_BROWN),
    (_BLACK, _BLACK, _SOFT_BLACK),
    (_BLACK, _SOFT_BLACK, _DARK_BROWN, _CHESTNUT),
)
_IRIS_DARK: Final = ((52, 33, 22), (66, 42, 26), (40, 27, 20))
_IRIS_LIGHT: Final = ((88, 126, 156), (104, 128, 96), (126, 92, 52), (96, 108, 120), (84, 58, 36))
_SCARVES: Final = (
    (52, 66, 92), (120, 62, 70), (70, 88, 74), (188, 170, 148), (56, 54, 60), (142, 116, 150),
    (84, 120, 132), (206, 196, 186),
)  # fmt: skip

_MEN_STYLES: Final = (
    ("short", "side_part", "quiff", "buzz", "tousled", "receding", "long", "bald"),
    ("short", "side_part", "buzz", "curly", "quiff", "receding", "bald"),
    ("side_part", "short", "quiff", "tousled", "receding", "curly"),
    ("fringe", "side_part", "short", "quiff", "buzz", "tousled", "receding"),
    ("buzz", "short", "afro_short", "bald", "curly"),
    ("short", "side_part", "curly", "quiff", "tousled", "receding"),
)
_WOMEN_STYLES: Final = (
    ("straight", "bob", "wavy", "bun", "bangs", "pixie", "side_swept"),
    ("hijab", "hijab", "wavy", "straight", "hijab", "bun"),
    ("straight", "bun", "wavy", "side_swept", "braid", "bob"),
    ("straight", "bob", "bangs", "bun", "side_swept", "pixie"),
    ("afro", "bun", "locs_long", "afro", "pixie", "curls"),
    ("wavy", "straight", "curls", "bun", "side_swept", "braid"),
)
_BEARDS: Final = (
    ("none", "none", "stubble", "full", "moustache"),
    ("full", "stubble", "full", "goatee", "none", "moustache"),
    ("moustache", "stubble", "full", "none", "none"),
    ("none", "none", "none", "stubble", "goatee"),
    ("none", "stubble", "goatee", "full", "none"),
    ("none", "stubble", "moustache", "goatee", "none"),
)
_MARKS: Final = (
    "none", "none", "mole_cheek", "mole_chin", "mole_lip", "freckles", "scar_brow", "mole_temple",
)  # fmt: skip


def face_seed_for(number: int, *, heritage: int, age: int, sex: Sex) -> int:
    """A face seed whose face fits: the low six bits say heritage, age band and sex."""
    band = sum(age >= end for end in _BAND_ENDS)
    return ((number * 4 + band) * _HERITAGE_SLOTS + heritage) * 2 + (1 if sex == "M" else 0)


def traits_of(face_seed: int) -> FaceTraits:
    """Every integer is somebody; equal seeds are the same person."""
    sex: Sex = "M" if face_seed % 2 else "F"
    heritage = (face_seed // 2) % _HERITAGE_SLOTS % HERITAGES
    band = (face_seed // (2 * _HERITAGE_SLOTS)) % 4
    stream = Random(f"{face_seed}:face")
    man = sex == "M"

    def spread(middle: float, reach: float) -> float:
        """Two draws each pushed outwards: faces of middling everything look alike."""
        side = stream.choice((-1.0, 1.0)) * math.pow(stream.random(), 0.65)
        return middle + reach * side

    style = stream.choice((_MEN_STYLES if man else _WOMEN_STYLES)[heritage])
    if man and band >= 2 and stream.random() < 0.45:
        style = stream.choice(("receding", "bald", "receding"))
    if man and band == 0 and style in ("receding", "bald"):
        style = "tousled"
    beard = stream.choice(_BEARDS[heritage]) if man and band > 0 else "none"
    light_eyes = heritage == 0 and stream.random() < 0.75
    return FaceTraits(
        sex=sex,
        band=band,
        skin=stream.choice(_SKINS[heritage]),
        hair=_hair_colour(stream, heritage=heritage, band=band),
        hair_style=style,
        hairline=stream.choice(("round", "straight", "peak")),
        iris=stream.choice(_IRIS_LIGHT if light_eyes else _IRIS_DARK),
        beard=beard,
        mark=stream.choice(_MARKS),
        mark_at=(stream.choice((-1, 1)), spread(0, 1)),
        head=spread(160 if man else 152, 11),
        cheek=spread(0.95, 0.045),
        jaw=spread(0.82 if man else 0.76, 0.07),
        chin=spread(0.34 if man else 0.29, 0.07),
        chin_y=spread(610 if man else 598, 20),
        brow_y=spread(-48 if man else -55, 6),
        brow_thick=spread(17 if man else 11, 4.5),
        brow_arch=spread(10 if man else 15, 7),
        brow_tilt=spread(1, 4.5),
        eye_y=spread(376, 7),
        eye_gap=spread(94, 9),
        eye_width=spread(78 if man else 82, 7),
        eye_open=spread(1.0 if man else 1.15, 0.17),
        eye_tilt=spread(4 if heritage == 3 else 1.5, 4.5),
        lid=stream.choice(
            ("mono", "mono", "hooded") if heritage == 3 else ("double", "double", "hooded")
        ),
        nose_width=spread((41, 43, 44, 45, 54, 45)[heritage] * (1.0 if man else 0.9), 6),
        nose_y=spread(470, 11),
        nose_bridge=spread(14, 4),
        mouth_y=spread(527, 7),
        mouth_width=spread(66 if man else 60, 9),
        lip_upper=spread((8, 9, 10, 9, 15, 10)[heritage] + (0 if man else 2), 3),
        lip_lower=spread((15, 16, 17, 16, 22, 17)[heritage] + (0 if man else 2), 3.5),
        mouth_curve=spread(3, 4),
        ear_size=spread(1.0, 0.16),
        ear_out=spread(20, 9),
        neck=spread(96 if man else 74, 9),
        scarf=stream.choice(_SCARVES),
    )


def _hair_colour(stream: Random, *, heritage: int, band: int) -> Colour:
    own = stream.choice(_HAIRS[heritage])
    greyed = stream.random()
    if band == 3:
        return stream.choice((_SILVER, _WHITE, _IRON))
    if band == 2 and greyed < 0.5:
        return stream.choice((_IRON, own, _SILVER))
    return own
