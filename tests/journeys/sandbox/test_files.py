"""Files of drawn pictures: each is what it says it is, and its bytes repeat."""

from __future__ import annotations

from io import BytesIO

import filetype
import pypdfium2
import pytest
from PIL import Image

from journeys.sandbox import files
from journeys.sandbox.faces import draw_face
from journeys.sandbox.files import _VIDEOS, CLIP_FACES

PICTURE = draw_face(12, size=(120, 150))


@pytest.mark.parametrize(
    "data,mime",
    [
        (files.jpeg(PICTURE), "image/jpeg"),
        (files.png(PICTURE), "image/png"),
        (files.webp(PICTURE), "image/webp"),
        (files.pdf([PICTURE]), "application/pdf"),
        (files.selfie_video(1), "video/mp4"),
    ],
)
def test_bytes_are_of_the_type_they_say(data: bytes, mime: str) -> None:
    assert filetype.guess(data).mime == mime


def test_a_png_gives_back_every_pixel() -> None:
    assert Image.open(BytesIO(files.png(PICTURE))).tobytes() == PICTURE.tobytes()


def test_an_orientation_is_written_and_pixels_stay() -> None:
    turned = Image.open(BytesIO(files.jpeg(PICTURE, exif_orientation=6)))
    assert turned.getexif()[0x0112] == 6
    assert turned.size == PICTURE.size
    assert 0x0112 not in Image.open(BytesIO(files.jpeg(PICTURE))).getexif()
    with pytest.raises(ValueError, match="not 9"):
        files.jpeg(PICTURE, exif_orientation=9)


def test_a_pdf_has_a_page_per_picture_and_repeats() -> None:
    data = files.pdf([PICTURE, PICTURE, PICTURE])
    assert len(pypdfium2.PdfDocument(data)) == 3
    assert data == files.pdf([PICTURE, PICTURE, PICTURE])
    with pytest.raises(ValueError, match="at least one"):
        files.pdf([])


def test_clips_are_small_different_and_chosen_by_seed() -> None:
    clips = [files.selfie_video(seed) for seed in range(len(CLIP_FACES))]
    assert len(set(clips)) == len(CLIP_FACES)
    assert max(map(len, clips)) < 60_000
    assert files.selfie_video(2) == files.selfie_video(2 + len(CLIP_FACES))


def test_fonts_stay_small_and_carry_their_licences() -> None:
    fonts = _VIDEOS.parent / "fonts"
    sizes = [path.stat().st_size for path in fonts.glob("*.ttf")]
    assert max(sizes) < 200_000
    assert sum(sizes) < 1_000_000
    assert len(list(fonts.glob("OFL-*.txt"))) == 6
