"""The file format of the vault: plaintext in chunks of 1 MiB, each sealed with AES-256-GCM.

Layout: header, then the sealed chunks. The header (magic, version, key id, media id, part, random
nonce prefix) is bound to every chunk together with the chunk's index and whether it is the last,
so that a file that was cut, extended, reordered or mixed with another does not open.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kycreview.sealing import Broken

CHUNK = 1024 * 1024
_MAGIC = b"KYCM"
_VERSION = 1
_TAG = 16
_PREFIX = 8


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a sealed file must be: whose key, which medium, and which part of it."""

    key_id: str
    media_id: UUID
    part: str

    def header(self) -> bytes:
        """The header up to the nonce prefix."""
        key_id, part = self.key_id.encode("ascii"), self.part.encode("ascii")
        return b"".join(
            (
                _MAGIC,
                bytes([_VERSION, len(key_id)]),
                key_id,
                self.media_id.bytes,
                bytes([len(part)]),
                part,
            )
        )


def write_sealed(target: BinaryIO, source: BinaryIO, *, key: bytes, label: Label) -> None:
    """Seal everything from where `source` stands to its end. An empty source is one empty chunk."""
    prefix = os.urandom(_PREFIX)
    header = label.header() + prefix
    box = AESGCM(key)
    target.write(header)
    chunk, index = source.read(CHUNK), 0
    while True:
        # One chunk ahead: only so is it known which chunk is the last.
        following = source.read(CHUNK) if len(chunk) == CHUNK else b""
        target.write(
            box.encrypt(_nonce(prefix, index), chunk, _bound(header, index, last=not following))
        )
        if not following:
            return
        chunk, index = following, index + 1


class SealedFile:
    """One sealed file, open for reading. `size` is that of the plaintext."""

    def __init__(self, file: BinaryIO, *, key: bytes, label: Label) -> None:
        expected = label.header()
        self._file = file
        self._header = file.read(len(expected) + _PREFIX)
        if len(self._header) != len(expected) + _PREFIX or self._header[:-_PREFIX] != expected:
            raise Broken("the file is not the one that was stored here")
        body = file.seek(0, os.SEEK_END) - len(self._header)
        self._box = AESGCM(key)
        self.chunks = -(-body // (CHUNK + _TAG))
        self.size = body - self.chunks * _TAG
        if self.size < 0 or self.chunks < 1:
            raise Broken("the file was cut off")

    def chunk(self, index: int) -> bytes:
        """The plaintext of one chunk. Raises Broken."""
        self._file.seek(len(self._header) + index * (CHUNK + _TAG))
        sealed = self._file.read(CHUNK + _TAG)
        bound = _bound(self._header, index, last=index == self.chunks - 1)
        try:
            return self._box.decrypt(_nonce(self._header[-_PREFIX:], index), sealed, bound)
        except (InvalidTag, ValueError):
            raise Broken("the file was changed after it was stored") from None

    def pieces(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`; opens only the chunks they lie in."""
        for index in range(start // CHUNK, -(-end // CHUNK) if end > start else 0):
            plain = self.chunk(index)
            first = index * CHUNK
            yield plain[max(start - first, 0) : end - first]


@contextmanager
def open_sealed(
    path: Path, *, key: bytes, label: Label, size: int | None = None
) -> Iterator[SealedFile]:
    """Raises Broken for a file that is not there or not the one that `label` and `size` tell of.

    With the size known, a file that was cut or extended is refused before a byte of it is read;
    without it, when its last chunk is.
    """
    try:
        file = path.open("rb")
    except OSError:
        raise Broken("the file is not there or cannot be read") from None
    with file:
        sealed = SealedFile(file, key=key, label=label)
        if size is not None and sealed.size != size:
            raise Broken("the file was cut off or extended")
        yield sealed


def _nonce(prefix: bytes, index: int) -> bytes:
    return prefix + struct.pack(">I", index)


def _bound(header: bytes, index: int, *, last: bool) -> bytes:
    return header + struct.pack(">I?", index, last)
