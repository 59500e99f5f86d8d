"""Owns where things stand on each paper, in pixels of its default size. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Side = Literal["front", "back"]
Box = tuple[int, int, int, int]
KINDS: Final = ("passport", "identity_card", "licence")
AREAS: Final = ("portrait", "expiry", "pattern", "mrz", "ghost", "chip", "signature")
PASSPORT_SIZE: Final = (1500, 1056)
CARD_SIZE: Final = (1500, 946)


@dataclass(frozen=True)
class Field:
    """One labelled value: `name` is both the label's key and the value's."""

    name: str
    x: int
    y: int
    width: int = 350
    size: int = 27
    number: str = ""


@dataclass(frozen=True)
class Layout:
    """One side of one kind of paper."""

    size: tuple[int, int]
    fields: tuple[Field, ...]
    boxes: dict[str, Box]
    seal: tuple[int, int, int]


_PASSPORT: Final = Layout(
    PASSPORT_SIZE,
    (
        Field("type", 530, 196, 110),
        Field("state", 668, 196, 220),
        Field("number", 920, 196, 360, 32),
        Field("surname", 530, 275, 640, 31),
        Field("given_names", 530, 354, 640, 31),
        Field("native_name", 530, 433, 880, 34),
        Field("nationality", 530, 512),
        Field("sex", 920, 512, 120),
        Field("birth_date", 530, 591),
        Field("birth_place", 920, 591, 280),
        Field("issue_date", 530, 670),
        Field("expiry_date", 920, 670, 280),
        Field("personal_number", 920, 749, 280),
        Field("signature", 530, 749, 350, 0),
    ),
    {
        "portrait": (72, 178, 482, 704),
        "expiry": (890, 642, 1230, 732),
        "pattern": (1206, 178, 1428, 400),
        "mrz": (0, 876, 1500, 1056),
        "ghost": (1244, 560, 1424, 790),
        "chip": (686, 40, 814, 132),
        "signature": (520, 752, 850, 842),
    },
    seal=(1317, 289, 100),
)

_CARD_FRONT: Final = Layout(
    CARD_SIZE,
    (
        Field("surname", 500, 222, 560, 31),
        Field("given_names", 500, 304, 560, 31),
        Field("native_name", 500, 386, 640, 34),
        Field("nationality", 500, 468),
        Field("sex", 880, 468, 160),
        Field("birth_date", 500, 550),
        Field("birth_place", 880, 550, 290),
        Field("issue_date", 500, 632),
        Field("expiry_date", 880, 632, 290),
        Field("number", 500, 714, 350, 36),
        Field("signature", 84, 752, 350, 0),
    ),
    {
        "portrait": (84, 196, 444, 656),
        "expiry": (850, 604, 1190, 696),
        "pattern": (920, 722, 1120, 906),
        "ghost": (1220, 560, 1420, 816),
        "chip": (1180, 180, 1442, 392),
        "signature": (84, 760, 444, 866),
    },
    seal=(1020, 812, 88),
)

_CARD_BACK: Final = Layout(
    CARD_SIZE,
    (
        Field("address", 84, 108, 860),
        Field("profession", 84, 236, 400),
        Field("personal_number", 520, 236, 400),
        Field("authority", 84, 320, 400),
        Field("issue_date", 520, 320, 400),
    ),
    {"mrz": (0, 636, 1500, 946), "pattern": (1180, 84, 1400, 304)},
    seal=(1290, 194, 100),
)

_LICENCE_FRONT: Final = Layout(
    CARD_SIZE,
    (
        Field("surname", 520, 214, 560, 31, "1."),
        Field("given_names", 520, 294, 560, 31, "2."),
        Field("native_name", 520, 374, 640, 34),
        Field("birth_date", 520, 454, 330, 27, "3."),
        Field("birth_place", 880, 454, 290),
        Field("issue_date", 520, 534, 330, 27, "4a."),
        Field("expiry_date", 880, 534, 290, 27, "4b."),
        Field("authority", 520, 614, 330, 27, "4c."),
        Field("number", 880, 614, 290, 30, "5."),
        Field("signature", 520, 694, 330, 0, "7."),
        Field("categories", 520, 830, 330, 32, "9."),
    ),
    {
        "portrait": (84, 196, 454, 668),
        "expiry": (828, 506, 1190, 590),
        "pattern": (930, 700, 1130, 890),
        "ghost": (1224, 540, 1416, 786),
        "chip": (1180, 180, 1442, 392),
        "signature": (520, 704, 860, 796),
    },
    seal=(1030, 795, 88),
)

_LICENCE_BACK: Final = Layout(
    CARD_SIZE,
    (Field("address", 900, 470, 520), Field("personal_number", 900, 620, 400)),
    {"mrz": (0, 806, 1500, 946), "pattern": (1080, 96, 1320, 336)},
    seal=(1200, 216, 104),
)

_LAYOUTS: Final[dict[tuple[str, str], Layout]] = {
    ("passport", "front"): _PASSPORT,
    ("identity_card", "front"): _CARD_FRONT,
    ("identity_card", "back"): _CARD_BACK,
    ("licence", "front"): _LICENCE_FRONT,
    ("licence", "back"): _LICENCE_BACK,
}


def layout_of(kind: str, *, side: str = "front") -> Layout:
    try:
        return _LAYOUTS[kind, side]
    except KeyError:
        raise ValueError(f"no paper has the kind {kind!r} and the side {side!r}") from None


def side_of(kind: str, *, area: str) -> Side:
    """The side of the paper on which an area is found; a card's zone is on its back."""
    if area not in AREAS:
        raise ValueError(f"no area is called {area!r}; known are {', '.join(AREAS)}")
    return "front" if area in layout_of(kind).boxes else "back"


def area_box(kind: str, *, area: str) -> Box:
    return layout_of(kind, side=side_of(kind, area=area)).boxes[area]
