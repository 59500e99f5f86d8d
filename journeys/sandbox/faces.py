"""Owns whole drawn faces: one seed is one person, a variation another picture of the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

from journeys.sandbox.backdrops import room, studio
from journeys.sandbox.canvas import Canvas, Mapping, Point, grain
from journeys.sandbox.face_beard import draw_beard
from journeys.sandbox.face_clothes import draw_clothes
from journeys.sandbox.face_coverings import COVERINGS, draw_covering
from journeys.sandbox.face_features import draw_eyes, draw_mouth, draw_nose
from journeys.sandbox.face_hair import draw_back_hair, draw_front_hair
from journeys.sandbox.face_parts import MIDDLE, Mood, draw_ears, draw_head, draw_marks, draw_neck
from journeys.sandbox.face_scarf import draw_scarf_above, draw_scarf_below
from journeys.sandbox.face_traits import FaceTraits, traits_of

STYLES: Final = ("portrait", "selfie", "ghost")
_WIDE, _HIGH = 640.0, 800.0
_SECOND_PERSON: Final = 7919
"""Added to a face seed for the other person in a picture of two."""


@dataclass(frozen=True)
class Pose:
    """Where a person stands before the camera, and how they look into it."""

    near: float
    roll: float
    yaw: float
    mood: Mood
    across: float = 0.0
    down: float = 0.0
    shrink: float = 1.0


def draw_face(
    face_seed: int,
    *,
    variation: int = 0,
    size: tuple[int, int] = (480, 600),
    style: str = "portrait",
    covered: str | None = None,
    present: bool = True,
    count: int = 1,
) -> Image.Image:
    """A picture of the person of this seed; only `face_seed` decides who it is."""
    if style not in STYLES:
        raise ValueError(f"no style is called {style!r}; known are {', '.join(STYLES)}")
    if covered is not None and covered not in COVERINGS:
        raise ValueError(f"nothing covers as {covered!r}; known are {', '.join(COVERINGS)}")
    return _picture(face_seed, variation, size, style, covered, count if present else 0).copy()


def draw_moment(
    face_seed: int, *, turn: float, blink: float = 0.0, size: tuple[int, int] = (240, 320)
) -> Image.Image:
    """One frame of a selfie clip: the head turned (-1 to 1) and the eyes closed so far (0 to 1)."""
    large = (size[0] * 3, size[1] * 3)
    stream = Random(f"{face_seed}:clip")
    image = room(large, stream)
    mood = Mood(
        eyes_open=max(1 - blink, 0.08), gaze=-2 * turn, smile=0.15, light=stream.choice((-1, 1))
    )
    pose = Pose(near=1.06, roll=1.6 * turn, yaw=15 * turn, across=9 * turn, mood=mood)
    _draw_sitter(image, traits_of(face_seed), stream, pose, formal=False)
    return image.reduce(3)


@lru_cache(maxsize=64)
def _picture(
    face_seed: int,
    variation: int,
    size: tuple[int, int],
    style: str,
    covered: str | None,
    count: int,
) -> Image.Image:
    over = 3 if size[0] < 260 else 2
    large = (size[0] * over, size[1] * over)
    # A ghost is a pale print of the portrait, so it draws the same lots.
    manner = "selfie" if style == "selfie" else "portrait"
    stream = Random(f"{face_seed}:{variation}:{manner}:picture")
    image = room(large, stream) if style == "selfie" else studio(large, stream)
    if style == "ghost":
        image.paste((255, 255, 255), (0, 0, *large))
    for place in reversed(range(count)):
        traits = traits_of(face_seed + place * _SECOND_PERSON)
        shift = (place - (count - 1) / 2) * 250 if count > 1 else 0.0
        shrink = 0.66 if count > 1 else 1.0
        pose = _pose(stream, style=style, varied=variation != 0 or style == "selfie")
        pose = replace(pose, across=pose.across + shift, shrink=shrink)
        worn = covered if place == 0 else None
        _draw_sitter(image, traits, stream, pose, formal=style != "selfie", covered=worn)
    picture = image.reduce(over)
    if style == "ghost":
        return ImageOps.colorize(ImageOps.grayscale(picture), (70, 84, 96), (255, 255, 255))
    return _lit(picture, stream) if style == "selfie" else picture


def _draw_sitter(
    image: Image.Image, traits: FaceTraits, stream: Random, pose: Pose, *, formal: bool,
    covered: str | None = None,
) -> None:  # fmt: skip
    """Place one person before the background that is already there."""
    near, shrink, mood = pose.near, pose.shrink, pose.mood
    unit = max(image.width / _WIDE, image.height / _HIGH)
    left, top = (image.width - _WIDE * unit) / 2, (image.height - _HIGH * unit) / 2

    def body_at(x: float, y: float) -> Point:
        x = (x - MIDDLE) * near * shrink + MIDDLE + pose.across
        y = (y - 800) * near * shrink + 800 + pose.down
        return left + x * unit, top + y * unit

    cos, sin = math.cos(math.radians(pose.roll)), math.sin(math.radians(pose.roll))

    def head_at(x: float, y: float) -> Point:
        px, py = x - MIDDLE, y - 640
        return body_at(MIDDLE + px * cos - py * sin, 640 + px * sin + py * cos)

    half = traits.head

    def face_at(x: float, y: float) -> Point:
        # The middle of a turned head moves most, its edge not at all.
        return head_at(x + pose.yaw * max(1 - ((x - MIDDLE) / half) ** 2, 0), y)

    def canvas(mapping: Mapping) -> Canvas:
        return Canvas(image, unit * near * shrink, mapping)

    body, head, face = canvas(body_at), canvas(head_at), canvas(face_at)
    scarf = traits.hair_style == "hijab"
    if covered == "cap" and traits.hair_style in (
        "quiff",
        "afro",
        "bun",
        "tousled",
        "curls",
        "curly",
    ):
        traits = replace(traits, hair_style="straight" if traits.sex == "F" else "short")
    draw_back_hair(head, traits)
    draw_neck(body, traits)
    draw_clothes(body, traits, stream, formal=formal, light=mood.light)
    if scarf:
        draw_scarf_below(head, body, traits, light=mood.light)
    else:
        draw_ears(head, traits)
    draw_head(head, traits, mood)
    draw_marks(face, traits)
    draw_beard(face, traits)
    draw_eyes(face, traits, mood)
    draw_nose(face, traits)
    draw_mouth(face, traits, mood)
    if scarf:
        draw_scarf_above(head, traits, light=mood.light)
    else:
        draw_front_hair(head, traits, light=mood.light)
    if covered:
        draw_covering(head, face, traits, covered, light=mood.light)


def _pose(stream: Random, *, style: str, varied: bool) -> Pose:
    if not varied:
        return Pose(stream.uniform(0.97, 1.01), stream.uniform(-0.6, 0.6), 0.0, Mood(contrast=0.8))
    selfie = style == "selfie"
    return Pose(
        near=stream.uniform(0.98, 1.14) if selfie else stream.uniform(0.97, 1.01),
        roll=stream.uniform(-4.5, 4.5),
        yaw=stream.uniform(-11, 11),
        across=stream.uniform(-12, 12) if selfie else 0.0,
        down=stream.uniform(0, 22) if selfie else 0.0,
        mood=_mood(stream, style=style),
    )


def _mood(stream: Random, *, style: str) -> Mood:
    return Mood(
        smile=stream.choice((0.0, 0.15, 0.4, 0.8)),
        teeth=style == "selfie" and stream.random() < 0.22,
        eyes_open=stream.uniform(0.9, 1.06),
        gaze=stream.uniform(-3, 3),
        brows_up=stream.uniform(-2, 5),
        light=stream.choice((-1, 1)),
        contrast=stream.uniform(0.75, 1.15),
    )


def _lit(picture: Image.Image, stream: Random) -> Image.Image:
    """The light of a room: tinted, stronger on one side, and the grain of a small sensor."""
    warm, cool = ((255, 248, 238), (226, 208, 188)), ((250, 252, 255), (198, 206, 218))
    bright, dim = stream.choice((warm, cool, ((255, 255, 252), (216, 212, 208))))
    ramp = Image.linear_gradient("L").rotate(stream.choice((90, 270))).resize(picture.size)
    tint = Image.composite(
        Image.new("RGB", picture.size, dim), Image.new("RGB", picture.size, bright), ramp
    )
    lit = ImageChops.multiply(picture, tint)
    noise = Image.new("L", picture.size)
    for x in range(0, picture.width, 256):
        for y in range(0, picture.height, 256):
            noise.paste(grain(), (x, y))
    noise = noise.filter(ImageFilter.GaussianBlur(0.6))
    return Image.blend(lit, Image.merge("RGB", (noise, noise, noise)), 0.022)
