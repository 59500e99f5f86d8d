"""Full resolution and windows: made when asked for, kept sealed, never more than was asked."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from journeys.vault import NoPicture, enlarging, places, read_derivative, read_full, read_window
from kycreview.sealing import KeyGone, destroy_data_key
from tests.journeys.vault import files
from tests.journeys.vault.conftest import Stored

HEAD = b"\xff\xd8\xff"


def picture(answer: tuple[bytes, str]) -> Image.Image:
    body, content_type = answer
    assert content_type == "image/jpeg"
    return Image.open(io.BytesIO(body), formats=("JPEG",))


def test_the_full_picture_has_the_pixels_that_the_viewing_size_lacks(stored: Stored) -> None:
    blob = stored(files.jpeg(2400, 1200))
    assert picture(read_derivative(blob, size="view")).size == (1600, 800)
    assert picture(read_full(blob)).size == (2400, 1200)


def test_no_side_is_longer_than_4096(stored: Stored) -> None:
    assert picture(read_full(stored(files.jpeg(5000, 500)))).size == (4096, 410)


def test_a_full_picture_is_upright_and_carries_nothing_but_its_pixels(stored: Stored) -> None:
    assert files.colours(picture(read_full(stored(files.turned(6))))) == [
        "red", "green", "blue", "yellow",
    ]  # fmt: skip
    body, _type = read_full(stored(files.laden_jpeg("MARK-OF-THE-CAMERA")))
    assert b"MARK-OF-THE-CAMERA" not in body


def test_it_is_made_once_and_kept_sealed(stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = stored(files.jpeg(300, 200))
    path = places.path_of(blob.id, "full")
    assert not path.exists()
    first, _type = read_full(blob)
    assert HEAD not in path.read_bytes()
    monkeypatch.setattr(enlarging, "decode_full", lambda *args, **named: pytest.fail("made again"))
    assert read_full(blob)[0] == first


def test_one_that_was_changed_on_disk_is_made_again(stored: Stored) -> None:
    blob = stored(files.jpeg(300, 200))
    first, _type = read_full(blob)
    places.path_of(blob.id, "full").write_bytes(b"something else")
    assert read_full(blob)[0] == first


def test_a_page_of_a_pdf_is_drawn_large(stored: Stored) -> None:
    blob = stored(files.pdf(2))
    assert max(picture(read_full(blob, page=2)).size) == 4096
    with pytest.raises(NoPicture):
        read_full(blob, page=3)


@pytest.mark.parametrize("content", [files.mp4(), b"<html>"])
def test_what_is_no_picture_has_none_in_full_either(stored: Stored, content: bytes) -> None:
    with pytest.raises(NoPicture):
        read_full(stored(content))


def test_after_erasure_there_is_no_key_to_make_it_with(stored: Stored) -> None:
    blob = stored(files.jpeg())
    destroy_data_key(blob.journey.key_id)
    with pytest.raises(KeyGone):
        read_full(blob)


def test_a_child_that_lies_is_not_believed(stored: Stored, child_that: object) -> None:
    blob = stored(files.jpeg())
    assert callable(child_that)
    child_that('import json; print(json.dumps({"lengths": [7]}))')
    with pytest.raises(NoPicture):
        read_full(blob)


@pytest.mark.parametrize(
    "box,colour",
    [((0, 0, 0.4, 0.4), "red"), ((0.6, 0, 0.4, 0.4), "green"), ((0.6, 0.6, 0.4, 0.4), "yellow")],
)
def test_a_window_shows_its_part_and_nothing_else(
    stored: Stored, box: enlarging.Box, colour: str
) -> None:
    cut = picture(read_window(stored(files.jpeg(500, 400)), box))
    assert cut.size == (200, 160)
    assert set(files.colours(cut)) == {colour}


def test_a_window_of_a_large_picture_has_its_full_resolution(stored: Stored) -> None:
    cut = picture(read_window(stored(files.jpeg(3200, 2000)), (0, 0, 0.3, 0.5)))
    assert cut.size == (960, 1000)


@pytest.mark.parametrize("box", [(0.8, 0, 0.4, 0.4), (-0.1, 0, 0.4, 0.4), (0, 0, 0, 0.4)])
def test_a_window_beyond_the_picture_is_refused(stored: Stored, box: enlarging.Box) -> None:
    with pytest.raises(ValueError, match="window"):
        read_window(stored(files.jpeg()), box)
