"""The bytes of pictures, each made once: in memory, and in a folder where one is given."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from journeys.sandbox import scenes, small
from journeys.sandbox.pictures import Picture
from journeys.sandbox.plan import Look

_KEPT_IN_MEMORY = 32 * 1024 * 1024


class Gallery:
    """Bytes by picture: a bounded store in memory, and a folder where one is given."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        # One drawing at a time: two threads would only do the same work twice.
        self._lock = threading.Lock()

    def bytes_of(self, picture: Picture, *, look: Look, folder: Path | None = None) -> bytes:
        key = hashlib.sha256(f"{look}:{picture!r}".encode()).hexdigest()
        with self._lock:
            found = self._kept.get(key)
            if found is None and folder is not None:
                found = _read(folder / key)
            if found is None:
                found = (
                    small.bytes_for(picture, key=key)
                    if look == "small"
                    else scenes.bytes_for(picture)
                )
                if folder is not None:
                    _write(folder / key, found)
            self._keep(key, found)
            return found

    def _keep(self, key: str, data: bytes) -> None:
        if key not in self._kept:
            self._size += len(data)
        self._kept[key] = data
        self._kept.move_to_end(key)
        while self._size > _KEPT_IN_MEMORY and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)


GALLERY = Gallery()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_bytes(data)
    half.replace(path)
