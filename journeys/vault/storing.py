"""From bytes that arrived in clear to encrypted files. Writes no rows.

The id of a blob is made from the journey's key and the SHA-256: who stores the same bytes again,
after a crash or beside another worker, writes the same files and leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import shutil
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from journeys.models import Blob, Journey
from journeys.vault import places
from journeys.vault.chunks import Label, open_sealed, write_sealed
from journeys.vault.decoding import UNKNOWN, VIDEO, Decoded, Unusable, decode, part_name
from kycreview.sealing import Broken

ORIGINAL = "orig"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What lies in the vault now: the values of a Blob, and why it cannot be shown, if so."""

    media_id: UUID
    sha256: str
    size: int
    media_type: str = UNKNOWN
    width: int = 0
    height: int = 0
    pages: int = 0
    unusable: Unusable | None = None


def keep(arrived: BinaryIO, *, journey: Journey) -> Kept:
    """Hash, encrypt, decode, derive. What arrived whole is kept even if it cannot be shown.

    Raises VaultUnavailable and KeyGone.
    """
    kept = _measured(arrived, journey=journey)
    if kept.media_type != UNKNOWN:
        return kept
    # Before anything decodes: the bytes that were hashed are the bytes that are kept.
    _put_original(kept, arrived, journey=journey)
    try:
        decoded = decode(arrived, size=kept.size)
    except Unusable as unusable:
        return replace(kept, unusable=unusable)
    return _put_pictures(kept, decoded, journey=journey)


def keep_shown(arrived: BinaryIO, *, journey: Journey) -> Kept:
    """The same for what can wait for the verdict: no film, and what cannot be shown leaves nothing.

    Raises Unusable, VaultUnavailable and KeyGone.
    """
    kept = _measured(arrived, journey=journey)
    if kept.media_type == VIDEO:
        raise Unusable("not_media")
    if kept.media_type != UNKNOWN:
        return kept
    # A decoder that was talked into writing writes into the copy, not into what is kept.
    with places.folder_problems_told(), places.incoming_file() as copy:
        arrived.seek(0)
        shutil.copyfileobj(arrived, copy)
        decoded = decode(copy, size=kept.size)
    if decoded.media_type == VIDEO:
        raise Unusable("not_media")
    _put_original(kept, arrived, journey=journey)
    return _put_pictures(kept, decoded, journey=journey)


def _measured(arrived: BinaryIO, *, journey: Journey) -> Kept:
    """Id, hash and size; with its type and measures where the same bytes lie here whole."""
    key = journey.key()
    size = arrived.seek(0, os.SEEK_END)
    arrived.seek(0)
    digest = hashlib.file_digest(arrived, "sha256").hexdigest()  # type: ignore[arg-type]  # BinaryIO has readinto in fact
    media_id = UUID(bytes=hmac.digest(key, f"blob:{digest}".encode(), "sha256")[:16])
    kept = Kept(media_id=media_id, sha256=digest, size=size)
    known = Blob.objects.filter(journey=journey, sha256=digest).exclude(media_type=UNKNOWN).first()
    if known is None or not _is_whole(known, journey=journey, key=key):
        return kept
    return replace(
        kept,
        media_type=known.media_type,
        width=known.width,
        height=known.height,
        pages=known.pages,
    )


def _put_original(kept: Kept, arrived: BinaryIO, *, journey: Journey) -> None:
    with places.folder_problems_told():
        arrived.seek(0)
        _put(kept.media_id, ORIGINAL, arrived, journey=journey, key=journey.key())
        places.sync(kept.media_id)


def _put_pictures(kept: Kept, decoded: Decoded, *, journey: Journey) -> Kept:
    with places.folder_problems_told():
        for part, picture in decoded.pictures.items():
            _put(kept.media_id, part, io.BytesIO(picture), journey=journey, key=journey.key())
        places.sync(kept.media_id)
    return replace(
        kept,
        media_type=decoded.media_type,
        width=decoded.width,
        height=decoded.height,
        pages=decoded.pages,
    )


def label_of(journey: Journey, media_id: UUID, part: str) -> Label:
    return Label(key_id=journey.key_id, media_id=media_id, part=part)


def picture_parts(blob: Blob) -> list[str]:
    """The parts of a blob that are pictures; none for a video and for what cannot be shown."""
    if blob.pages:
        numbers = range(1, blob.pages + 1)
        sizes = ("view", "thumb")
        return [part_name(size, page=page, pages=blob.pages) for page in numbers for size in sizes]
    return ["view", "thumb"] if blob.media_type.startswith("image/") else []


def keep_part(blob: Blob, part: str, picture: bytes) -> None:
    """Keep a derivative that was made after the blob was stored. Raises VaultUnavailable, KeyGone.

    Two who make the same one write the same file.
    """
    journey = blob.journey
    with places.folder_problems_told():
        _put(blob.id, part, io.BytesIO(picture), journey=journey, key=journey.key())
        places.sync(blob.id)


def _put(media_id: UUID, part: str, source: BinaryIO, *, journey: Journey, key: bytes) -> None:
    label = label_of(journey, media_id, part)
    places.put(media_id, part, lambda target: write_sealed(target, source, key=key, label=label))


def _is_whole(blob: Blob, *, journey: Journey, key: bytes) -> bool:
    """Whether every file of the blob is there and of the right length."""
    try:
        for part in (ORIGINAL, *picture_parts(blob)):
            label = label_of(journey, blob.id, part)
            size = blob.size if part == ORIGINAL else None
            with open_sealed(places.path_of(blob.id, part), key=key, label=label, size=size):
                pass
    except (Broken, OSError):
        return False
    return True
