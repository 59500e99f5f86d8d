"""Read from the vault: originals, ranges of them, derivatives. Decrypts only what is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Literal

from django.utils.translation import gettext as _

from journeys.models import Blob, Journey
from journeys.vault import places
from journeys.vault.chunks import SealedFile, open_sealed
from journeys.vault.decoding import UNKNOWN, VIDEO, part_name
from journeys.vault.storing import ORIGINAL, label_of
from kycreview.sealing import Broken

DERIVATIVE_TYPE = "image/jpeg"


class NoPicture(Exception):
    """There is no such derivative; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def original_size(blob: Blob) -> int:
    """The size in bytes, checked against the file. Raises Broken and KeyGone."""
    with _original(blob) as file:
        return file.size


def read_original(blob: Blob) -> bytes:
    """Every byte as the provider sent it. Raises Broken and KeyGone."""
    return b"".join(read_range(blob, 0, blob.size))


def read_range(blob: Blob, start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` up to, not including, `end`, chunk by chunk.

    Raises ValueError for a range that is not within the file, Broken and KeyGone: for what is
    wrong with the file as a whole at once, for a changed chunk when it comes to it.
    """
    if not 0 <= start <= end <= blob.size:
        raise ValueError("the range is not within the file")
    original_size(blob)
    return _pieces(blob, start, end)


def read_derivative(
    blob: Blob, *, size: Literal["view", "thumb"], page: int = 1
) -> tuple[bytes, str]:
    """A picture rebuilt from pixels, and its content type. Raises NoPicture and KeyGone."""
    if size not in ("view", "thumb"):
        raise NoPicture(_("The file has no such page."))
    refuse_without_picture(blob, page=page)
    try:
        return read_part(blob, part_name(size, page=page, pages=blob.pages)), DERIVATIVE_TYPE
    except Broken:
        raise NoPicture(_("The stored picture is missing or was changed on disk.")) from None


def refuse_without_picture(blob: Blob, *, page: int) -> None:
    """Raises NoPicture for a file that has none, or not this page."""
    if blob.media_type == UNKNOWN:
        raise NoPicture(_("The file could not be read as a picture."))
    if blob.media_type == VIDEO:
        raise NoPicture(_("A video has no still picture."))
    if not 1 <= page <= max(blob.pages, 1):
        raise NoPicture(_("The file has no such page."))


def read_part(blob: Blob, part: str) -> bytes:
    """The plaintext of one stored part. Raises Broken and KeyGone."""
    with _opened(blob, part) as file:
        return b"".join(file.pieces(0, file.size))


def verify_blob(blob: Blob) -> bool:
    """Whether the decrypted original still has the SHA-256 it came with. Raises KeyGone."""
    digest = hashlib.sha256()
    try:
        for piece in read_range(blob, 0, blob.size):
            digest.update(piece)
    except Broken:
        return False
    return digest.hexdigest() == blob.sha256


def erase_journey_files(journey: Journey) -> int:
    """Remove every file of a journey's blobs; how many there were. The rows stay."""
    with places.folder_problems_told():
        blobs = Blob.objects.filter(journey=journey).values_list("id", flat=True)
        return sum(places.remove(media_id) for media_id in blobs)


def _pieces(blob: Blob, start: int, end: int) -> Iterator[bytes]:
    with _original(blob) as file:
        yield from file.pieces(start, end)


def _original(blob: Blob) -> AbstractContextManager[SealedFile]:
    return _opened(blob, ORIGINAL, size=blob.size)


def _opened(
    blob: Blob, part: str, *, size: int | None = None
) -> AbstractContextManager[SealedFile]:
    """With `size`, a file of another length is refused before anything of it is read."""
    journey = blob.journey
    label = label_of(journey, blob.id, part)
    return open_sealed(places.path_of(blob.id, part), key=journey.key(), label=label, size=size)
