"""What is a picture is shown upright and bare; what is not is refused with a reason."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault import decoding
from journeys.vault.decoding import Decoded, kind_of
from tests.journeys.vault import files
from tests.journeys.vault.conftest import decoded, refusal

MARK = "<script>alert(1)</script><?php echo 1 ?>"

pytestmark = pytest.mark.usefixtures("data_dir")


def shown(result: Decoded, part: str = "view") -> Image.Image:
    return Image.open(io.BytesIO(result.pictures[part]), formats=("JPEG",))


def grey_at(picture: Image.Image, place: tuple[int, int]) -> float:
    value = picture.getpixel(place)
    assert not isinstance(value, tuple)
    assert value is not None
    return value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_measured_and_gets_both_sizes(kind: str) -> None:
    result = decoded(files.encoded(files.corners(2000, 1000), kind))
    assert result.media_type == f"image/{kind.lower()}"
    assert (result.width, result.height, result.pages) == (2000, 1000, 0)
    assert shown(result, "view").size == (1600, 800)
    assert shown(result, "thumb").size == (320, 160)
    assert files.colours(shown(result)) == ["red", "green", "blue", "yellow"]


def test_a_small_picture_is_not_blown_up() -> None:
    result = decoded(files.jpeg(60, 40))
    assert shown(result, "view").size == (60, 40)
    assert shown(result, "thumb").size == (60, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK", "I;16"])
def test_every_mode_becomes_a_plain_picture(mode: str) -> None:
    grey = files.corners().convert("L")
    if mode == "I;16":
        picture = grey.convert("I").point(lambda value: value * 256).convert(mode)
    else:
        picture = files.corners().convert("P" if mode == "PA" else mode)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    options = {"transparency": 255} if mode == "PA" else {}
    view = shown(decoded(files.encoded(picture, kind, **options))).convert("L")
    for place in ((30, 20), (90, 20), (30, 60), (90, 60)):
        difference = abs(grey_at(view, place) - grey_at(grey, place))
        # A picture of black and white alone is dithered.
        assert mode == "1" or difference < 40


def test_what_is_transparent_is_shown_on_white() -> None:
    result = decoded(files.encoded(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG"))
    assert shown(result).convert("RGB").getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_shown_upright(orientation: int) -> None:
    result = decoded(files.turned(orientation))
    assert files.colours(shown(result)) == ["red", "green", "blue", "yellow"]
    assert (result.width, result.height) == (120, 80)
    assert shown(result).size == (120, 80)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_without_a_meaning_turns_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = decoded(files.encoded(files.corners(), "JPEG", exif=exif))
    assert files.colours(shown(result)) == ["red", "green", "blue", "yellow"]


def test_malformed_exif_does_not_cost_the_picture() -> None:
    content = files.encoded(files.corners(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert decoded(content).width == 120


@pytest.mark.parametrize(
    "content", [files.laden_jpeg(MARK), files.laden_png(MARK)], ids=["jpeg", "png"]
)
def test_nothing_but_pixels_reaches_a_derivative(content: bytes) -> None:
    assert b"script" in content
    for picture in decoded(content).pictures.values():
        for word in (b"script", b"<?php", b"Exif", b"http", b"ICC_PROFILE", b"xmp"):
            assert word not in picture
        opened = Image.open(io.BytesIO(picture))
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(opened.getexif()) == {}


def test_only_the_first_frame_of_several_is_used() -> None:
    first, second = files.corners(), Image.new("RGB", (120, 80), "black")
    for kind in ("MPO", "PNG", "WEBP"):
        content = files.encoded(first, kind, save_all=True, append_images=[second])
        view = shown(decoded(content))
        assert files.colours(view) == ["red", "green", "blue", "yellow"]


def test_a_small_file_of_81_megapixels_is_refused() -> None:
    content = files.bomb_png(9000)
    assert len(content) < 100_000
    assert refusal(content) == "too_many_pixels"


def test_a_picture_beyond_twice_the_limit_is_refused_too() -> None:
    assert refusal(files.bomb_png(16_000)) == "too_many_pixels"


def test_a_picture_just_within_the_limit_is_shown() -> None:
    assert decoded(files.bomb_png(7000)).width == 7000


def test_a_picture_of_more_than_15_megabytes_is_refused() -> None:
    assert refusal(files.jpeg() + bytes(IMAGE_LIMIT)) == "too_big"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    content = files.encoded(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    assert refusal(content[: len(content) // 2]) == "damaged"


@pytest.mark.parametrize(
    "magic",
    [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"],
    ids=["jpeg", "png", "webp"],
)
def test_a_magic_with_nonsense_behind_it_is_refused(magic: bytes) -> None:
    assert refusal(magic + b"nonsense" * 50) == "damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        b"<!doctype html><script>alert(1)</script>",
        b"PK\x03\x04" + bytes(60),
        b"GIF89a" + bytes(60),
        b"BM" + bytes(60),
        b"II*\x00" + bytes(60),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\x00\x00\x00\x18ftypheic" + bytes(60),
        b"\x00\x00\x00\x18ftypavif" + bytes(60),
        b"\xff\xd8",
        b"x",
    ],
)
def test_whatever_is_no_allowed_kind_is_refused(content: bytes) -> None:
    assert refusal(content) == "not_media"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "empty"


def test_each_page_of_a_pdf_becomes_pictures() -> None:
    result = decoded(files.pdf(3))
    assert (result.media_type, result.pages) == ("application/pdf", 3)
    assert sorted(result.pictures) == sorted(
        f"p{page}.{size}" for page in (1, 2, 3) for size in ("view", "thumb")
    )
    assert shown(result, "p1.view").width == result.width == 1600
    assert max(shown(result, "p3.thumb").size) == 320
    assert files.colours(shown(result, "p2.view")) == ["red", "green", "blue", "yellow"]


def test_30_pages_are_shown_and_31_refused() -> None:
    assert decoded(files.pdf(30)).pages == 30
    assert refusal(files.pdf(31)) == "too_many_pages"


def test_a_pdf_of_nonsense_is_refused() -> None:
    assert refusal(b"%PDF-1.7\n" + b"nonsense" * 50) == "damaged"


def test_a_pdf_with_a_password_is_refused() -> None:
    assert refusal(files.locked_pdf()) == "locked"


def test_a_film_is_kept_as_it_is() -> None:
    result = decoded(files.mp4())
    assert (result.media_type, result.width, result.pictures) == ("video/mp4", 0, {})


@pytest.mark.parametrize(
    "head,kind",
    [
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "PDF"),
        (b"\x00\x00\x00\x18ftypqt  ", "MP4"),
        (b"\x00\x00\x00\x18ftypM4V ", "MP4"),
        (b"RIFF\x00\x00\x00\x00WAVE", ""),
        (b"", ""),
    ],
)
def test_magic_decides(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_every_reason_is_a_sentence() -> None:
    for code in ("empty", "not_media", "too_big", "locked", "no_memory", "decoder_slow"):
        assert decoding.reason(code).endswith(".")
