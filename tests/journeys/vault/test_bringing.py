"""Files that people bring: judged before they are kept, and nothing is left of what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from journeys.models import Blob, Journey
from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault import (
    TAKEN_TYPES,
    Unusable,
    bring,
    erase_journey_files,
    read_derivative,
    read_original,
)
from journeys.vault import storing as vault_storing
from journeys.vault.decoding import Decoded
from journeys.vault.decoding import decode as real_decode
from tests.databases import Database
from tests.journeys.vault.files import bomb_png, corners, encoded, jpeg, locked_pdf, mp4, pdf

pytestmark = pytest.mark.both_databases
PAGE = b"<!doctype html><script>alert(1)</script>"


def files_of(database: Database) -> list[Path]:
    media = Path(database.data_dir) / "media"
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "content,media_type,pages",
    [
        (jpeg(), "image/jpeg", 0),
        (encoded(corners(), "PNG"), "image/png", 0),
        (encoded(corners(), "WEBP"), "image/webp", 0),
        (pdf(3), "application/pdf", 3),
    ],
)
def test_pictures_and_pdfs_are_kept(
    journey: Journey, content: bytes, media_type: str, pages: int
) -> None:
    blob = bring(io.BytesIO(content), journey=journey)
    assert (blob.media_type, blob.pages, blob.size) == (media_type, pages, len(content))
    assert media_type in TAKEN_TYPES
    assert read_original(blob) == content
    assert read_derivative(blob, size="thumb")[0].startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    "content,code",
    [
        (b"", "empty"),
        (PAGE, "not_media"),
        (mp4(), "not_media"),
        (b"MZ" + bytes(200), "not_media"),
        (jpeg()[:400], "damaged"),
        (b"%PDF-1.7\n" + PAGE, "damaged"),
        (locked_pdf(), "locked"),
        (pdf(31), "too_many_pages"),
        (bomb_png(), "too_many_pixels"),
        (jpeg() + bytes(IMAGE_LIMIT), "too_big"),
        (pdf() + bytes(IMAGE_LIMIT), "too_big"),
    ],
    ids=[
        *("empty", "page", "film", "program", "cut", "pdf-of-nonsense", "locked", "long"),
        *("bomb", "large", "large-pdf"),
    ],
)
def test_what_is_refused_leaves_nothing(
    journey: Journey, database: Database, content: bytes, code: str
) -> None:
    with pytest.raises(Unusable) as refused:
        bring(io.BytesIO(content), journey=journey)
    assert refused.value.code == code
    assert not Blob.objects.exists()
    assert files_of(database) == []


def test_a_picture_with_a_page_behind_it_shows_pixels_alone(journey: Journey) -> None:
    content = jpeg() + PAGE
    blob = bring(io.BytesIO(content), journey=journey)
    assert b"script" not in read_derivative(blob, size="view")[0]
    assert read_original(blob) == content, "what was brought is kept as it was"


def test_the_same_bytes_are_kept_once_and_decoded_once(
    journey: Journey, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bring(io.BytesIO(jpeg()), journey=journey)
    count = len(files_of(database))

    def never(*args: object, **kwargs: object) -> Decoded:
        raise AssertionError("decoded once more")

    monkeypatch.setattr(vault_storing, "decode", never)
    assert bring(io.BytesIO(jpeg()), journey=journey) == first
    assert len(files_of(database)) == count


def test_what_the_decoder_scribbles_is_not_kept(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child has the file that it reads open for writing too."""

    def scribbling(source: io.BytesIO, *, size: int) -> Decoded:
        decoded = real_decode(source, size=size)
        source.seek(0)
        source.write(PAGE)
        return decoded

    monkeypatch.setattr(vault_storing, "decode", scribbling)
    blob = bring(io.BytesIO(jpeg()), journey=journey)
    assert read_original(blob) == jpeg()


def test_they_are_erased_with_the_journey(journey: Journey, database: Database) -> None:
    bring(io.BytesIO(jpeg()), journey=journey)
    assert erase_journey_files(journey) == len(("orig", "view", "thumb"))
    assert files_of(database) == []
