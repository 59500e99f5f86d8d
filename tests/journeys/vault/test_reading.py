"""What the vault hands out, and what it says when a file on disk is not what was stored."""

from __future__ import annotations

import hashlib
import os

import pytest

from journeys.models import Blob, Journey
from journeys.vault import (
    NoPicture,
    erase_journey_files,
    original_size,
    places,
    read_derivative,
    read_original,
    read_range,
    verify_blob,
)
from journeys.vault.chunks import CHUNK
from kycreview.sealing import Broken, KeyGone, destroy_data_key
from tests.journeys.vault import files
from tests.journeys.vault.conftest import Stored

FILM = files.mp4(size=3 * CHUNK + 700)


def spoil(blob: Blob, part: str, place: int) -> None:
    path = places.path_of(blob.id, part)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "start,end",
    [
        (0, 2),
        (0, 0),
        (CHUNK - 1, CHUNK + 1),
        (CHUNK, 2 * CHUNK),
        (500, 3 * CHUNK),
        (len(FILM) - 1, len(FILM)),
        (0, len(FILM)),
    ],
)
def test_a_range_of_a_film_is_read_across_chunks(stored: Stored, start: int, end: int) -> None:
    assert b"".join(read_range(stored(FILM), start, end)) == FILM[start:end]


@pytest.mark.parametrize("start,end", [(-1, 5), (5, 4), (0, len(FILM) + 1)])
def test_a_range_beyond_the_file_is_refused_at_once(stored: Stored, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="range"):
        read_range(stored(FILM), start, end)


def test_the_size_is_that_of_the_original(stored: Stored) -> None:
    blob = stored(FILM)
    assert original_size(blob) == blob.size == len(FILM)
    assert blob.sha256 == hashlib.sha256(FILM).hexdigest()


def test_a_film_has_no_still_picture(stored: Stored) -> None:
    with pytest.raises(NoPicture) as told:
        read_derivative(stored(FILM), size="view")
    assert told.value.sentence


def test_a_file_that_is_no_picture_has_none(stored: Stored) -> None:
    with pytest.raises(NoPicture):
        read_derivative(stored(b"<html>"), size="view")


def test_each_page_of_a_pdf_can_be_read(stored: Stored) -> None:
    blob = stored(files.pdf(2))
    assert blob.pages == 2
    first, second = (read_derivative(blob, size="view", page=page)[0] for page in (1, 2))
    assert first.startswith(b"\xff\xd8\xff")
    assert second.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there_is_no_picture(stored: Stored, page: int) -> None:
    with pytest.raises(NoPicture):
        read_derivative(stored(files.pdf(2)), size="view", page=page)


def test_a_second_page_of_a_picture_is_no_picture(stored: Stored) -> None:
    with pytest.raises(NoPicture):
        read_derivative(stored(files.jpeg()), size="view", page=2)


def test_a_size_that_is_unknown_is_no_picture(stored: Stored) -> None:
    with pytest.raises(NoPicture):
        read_derivative(stored(files.jpeg()), size="../orig")  # type: ignore[arg-type]  # hostile


def test_a_changed_original_is_noticed(stored: Stored) -> None:
    blob = stored(files.jpeg())
    assert verify_blob(blob)
    spoil(blob, "orig", 200)
    assert not verify_blob(blob)
    with pytest.raises(Broken):
        read_original(blob)


def test_a_lost_original_is_noticed_at_once(stored: Stored) -> None:
    blob = stored(files.jpeg())
    places.path_of(blob.id, "orig").unlink()
    assert not verify_blob(blob)
    with pytest.raises(Broken):
        read_range(blob, 0, 1)


def test_a_cut_original_is_noticed_before_a_byte_is_sent(stored: Stored) -> None:
    blob = stored(FILM)
    path = places.path_of(blob.id, "orig")
    os.truncate(path, path.stat().st_size - 20)
    with pytest.raises(Broken):
        read_range(blob, 0, 1)


def test_an_extended_original_is_noticed_before_a_byte_is_sent(stored: Stored) -> None:
    blob = stored(FILM)
    with places.path_of(blob.id, "orig").open("ab") as file:
        file.write(bytes(CHUNK + 16))
    assert not verify_blob(blob)
    with pytest.raises(Broken):
        read_range(blob, 0, 1)


def test_originals_that_changed_places_are_noticed(stored: Stored) -> None:
    one, other = stored(files.jpeg(60, 40)), stored(files.jpeg(80, 40))
    first, second = places.path_of(one.id, "orig"), places.path_of(other.id, "orig")
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    assert not verify_blob(one)
    assert not verify_blob(other)


def test_a_row_that_was_changed_does_not_verify(stored: Stored) -> None:
    blob = stored(files.jpeg())
    blob.sha256 = "0" * 64
    assert not verify_blob(blob)


def test_a_thumbnail_in_the_place_of_the_view_is_no_picture(stored: Stored) -> None:
    blob = stored(files.jpeg())
    view, thumb = places.path_of(blob.id, "view"), places.path_of(blob.id, "thumb")
    view.write_bytes(thumb.read_bytes())
    with pytest.raises(NoPicture):
        read_derivative(blob, size="view")
    assert read_derivative(blob, size="thumb")[1] == "image/jpeg"


def test_a_changed_derivative_is_no_picture(stored: Stored) -> None:
    blob = stored(files.jpeg())
    spoil(blob, "view", 300)
    with pytest.raises(NoPicture):
        read_derivative(blob, size="view")


def test_without_the_journeys_key_nothing_opens(stored: Stored, journey: Journey) -> None:
    blob = stored(files.jpeg())
    destroy_data_key(journey.key_id)
    with pytest.raises(KeyGone):
        read_original(blob)
    with pytest.raises(KeyGone):
        read_derivative(blob, size="view")
    with pytest.raises(KeyGone):
        verify_blob(blob)


def test_erasing_a_journey_removes_its_files_and_no_others(
    stored: Stored, journey: Journey
) -> None:
    blob, second = stored(files.jpeg()), stored(files.pdf(2))
    stranger = Journey.objects.create(
        account=journey.account, provider_id="other", key_id=journey.key_id
    )
    assert erase_journey_files(stranger) == 0
    assert verify_blob(blob)
    assert erase_journey_files(journey) == 3 + 5
    assert not verify_blob(blob)
    assert not verify_blob(second)
    assert Blob.objects.count() == 2
