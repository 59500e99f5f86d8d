"""The key store: one wrapped data key a file, under DATA_DIR/keys, apart from the database.

A database dump without this folder is unreadable; deleting one file erases one journey for good.
Files are written once (temporary name, fsync, link) and replaced only to be re-wrapped.
"""

from __future__ import annotations

import os
import re
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kycreview.sealing.boxes import Broken, seal, unseal
from kycreview.sealing.keyring import data_ring


class KeyGone(Exception):
    """The data key was destroyed, or the key store is not the one of this database."""


def new_data_key(*, name: str | None = None) -> str:
    """Make a data key and return its id; with a name that exists already, that one is kept.

    The file is on disk before this returns: a row must never point to a key that could vanish.
    """
    key_id = name or secrets.token_hex(16)
    ring = data_ring()
    box = seal(ring.keys[ring.current], secrets.token_bytes(32), context=f"data-key:{key_id}")
    path = _path(key_id)
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(ring.current.encode() + b"\n" + box)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
        _sync_folder(path.parent)
    except FileExistsError:
        if name is None:
            raise
    finally:
        draft.unlink(missing_ok=True)
    return key_id


def data_key(key_id: str) -> bytes:
    """The 32 bytes of a data key. Raises KeyGone."""
    path = _path(key_id)
    try:
        found = path.stat()
    except FileNotFoundError:
        raise KeyGone("The key of this record was destroyed.") from None
    return _read(key_id, path, found.st_ino, found.st_mtime_ns, settings.DATA_KEY)


def destroy_data_key(key_id: str) -> None:
    """Erase by forgetting: what was sealed under this key can be read by nobody any more."""
    _path(key_id).unlink(missing_ok=True)
    _read.cache_clear()


@lru_cache(maxsize=2048)
def _read(key_id: str, path: Path, _inode: int, _changed: int, _ring: str) -> bytes:
    # File and ring are part of the cache's key: a key that another process destroyed or wrapped
    # anew is not served from here.
    try:
        wrapped_by, box = path.read_bytes().split(b"\n", 1)
        master = data_ring().keys[wrapped_by.decode()]
        return unseal(master, box, context=f"data-key:{key_id}")
    except FileNotFoundError:
        raise KeyGone("The key of this record was destroyed.") from None
    except (KeyError, ValueError, Broken):
        raise KeyGone("The key of this record cannot be opened with DATA_KEY.") from None


def _path(key_id: str) -> Path:
    if not re.fullmatch(r"[a-z0-9-]{4,64}", key_id):
        raise KeyGone("Not the id of a key.")
    folder: Path = settings.DATA_DIR / "keys" / key_id[:2]
    return folder / f"{key_id}.key"


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sync_folder(folder.parent)
    _sync_folder(folder.parent.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
