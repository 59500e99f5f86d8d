"""Where the vault's files lie, and how they get there whole. Knows no rows and no formats.

A file is written under a draft's name, synced and renamed: it is there completely or not at all.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

# A draft this old was left behind by a process that died.
_OLD_DRAFT_SECONDS = 3600


class VaultUnavailable(Exception):
    """The system refuses folder, disk or child process now; nothing half-done is left."""

    def __init__(self) -> None:
        self.sentence = _(
            "This machine could not store the file: its disk may be full or read-only."
        )
        super().__init__(self.sentence)


@contextmanager
def folder_problems_told() -> Iterator[None]:
    """Turn what the system says about folder and disk into VaultUnavailable."""
    try:
        yield
    except OSError as error:
        raise VaultUnavailable from error


def path_of(media_id: UUID, part: str) -> Path:
    return _folder(media_id) / f"{media_id}.{part}"


@contextmanager
def incoming_file() -> Iterator[BinaryIO]:
    """A private file for what is in clear. It has no name, so that no crash leaves it behind."""
    folder: Path = settings.DATA_DIR / "media" / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as file:
        yield file


def put(media_id: UUID, part: str, write: Callable[[BinaryIO], object]) -> None:
    """Make one file out of what `write` writes. Follow the last one with `sync`."""
    folder = _folder(media_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{media_id}.{part}.{secrets.token_hex(4)}.part"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path_of(media_id, part))
    finally:
        draft.unlink(missing_ok=True)


def sync(media_id: UUID) -> None:
    """Make the names durable, and clear away drafts of this medium that a crash left behind."""
    folder = _folder(media_id)
    long_ago = time.time() - _OLD_DRAFT_SECONDS
    for draft in folder.glob(f".{media_id}.*.part"):
        with suppress(FileNotFoundError):
            if draft.stat().st_mtime < long_ago:
                draft.unlink()
    for place in (folder, folder.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(media_id: UUID) -> int:
    """Delete every file of this medium, drafts included; how many there were."""
    folder = _folder(media_id)
    found = [*folder.glob(f"{media_id}.*"), *folder.glob(f".{media_id}.*")]
    for path in found:
        path.unlink(missing_ok=True)
    if found:
        sync(media_id)
    return len(found)


def _folder(media_id: UUID) -> Path:
    root: Path = settings.DATA_DIR / "media"
    return root / str(media_id)[:2]
