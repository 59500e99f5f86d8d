"""Drawn faces: one seed is one person in every picture, and two seeds are two people."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat

from journeys.sandbox.face_coverings import COVERINGS
from journeys.sandbox.face_traits import traits_of
from journeys.sandbox.faces import STYLES, draw_face

SMALL = (120, 150)


def difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other).convert("L")).mean[0]


def test_a_picture_repeats_byte_by_byte_and_cannot_be_spoilt_by_its_caller() -> None:
    first = draw_face(420, size=SMALL)
    kept = first.tobytes()
    first.paste((0, 0, 0), (0, 0, *SMALL))
    assert draw_face(420, size=SMALL).tobytes() == kept


def test_neighbouring_seeds_are_different_people() -> None:
    seeds = range(640, 640 + 24)
    assert len({(traits_of(seed).head, traits_of(seed).nose_y) for seed in seeds}) == len(seeds)
    pictures = [draw_face(seed, size=SMALL) for seed in seeds]
    for place, one in enumerate(pictures):
        for other in pictures[place + 1 :]:
            assert difference(one, other) > 3


def test_a_variation_is_another_picture_of_the_same_person() -> None:
    plain, varied = (draw_face(77, style="selfie", variation=v, size=SMALL) for v in (0, 1))
    assert difference(plain, varied) > 3


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [(480, 600), (90, 120), (300, 300)])
def test_every_style_fills_the_size_asked_for(style: str, size: tuple[int, int]) -> None:
    picture = draw_face(15, style=style, size=size)
    assert picture.size == size
    assert picture.mode == "RGB"


def test_a_ghost_is_pale_and_without_strong_colour() -> None:
    ghost = draw_face(15, style="ghost", size=SMALL)
    assert ImageStat.Stat(ghost.convert("HSV").getchannel("S")).mean[0] < 60
    assert ghost.getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("covered", COVERINGS)
def test_what_covers_a_face_changes_the_picture(covered: str) -> None:
    bare, hidden = (draw_face(33, size=SMALL, covered=what) for what in (None, covered))
    assert difference(bare, hidden) > 0.4


def test_nobody_and_two_people_can_be_in_the_picture() -> None:
    one, none, two = (
        draw_face(33, size=SMALL, style="selfie", present=present, count=count)
        for present, count in ((True, 1), (False, 1), (True, 2))
    )
    assert difference(one, none) > 8
    assert difference(one, two) > 8
    assert difference(none, two) > 8


def test_unknown_styles_and_coverings_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="cubist"):
        draw_face(1, style="cubist")
    with pytest.raises(ValueError, match="veil"):
        draw_face(1, covered="veil")
