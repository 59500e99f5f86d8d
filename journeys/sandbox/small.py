"""Cheap stand-ins for drawn pictures, for runs of hundreds of journeys. No two are equal."""

from __future__ import annotations

import struct
from functools import lru_cache
from io import BytesIO

from PIL import Image

from journeys.sandbox import files
from journeys.sandbox.pictures import Picture

_SIZE = (120, 150)
_BLOCKS = (4, 8)


def bytes_for(picture: Picture, *, key: str) -> bytes:
    """A file of the right kind whose pixels follow from `key`, 64 hex digits."""
    digest = bytes.fromhex(key)
    match picture.file:
        case "mp4":
            return with_free_box(_any_video(), digest)
        case "pdf":
            return files.pdf([_blocks(digest)])
    written = BytesIO()
    _blocks(digest).save(written, {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[picture.file])
    return written.getvalue()


def with_free_box(video: bytes, digest: bytes) -> bytes:
    """The video with a box that players skip, so that two clips are two files."""
    return video + struct.pack(">I4s", 8 + len(digest), b"free") + digest


@lru_cache(maxsize=1)
def _any_video() -> bytes:
    return files.selfie_video(1)


def _blocks(digest: bytes) -> Image.Image:
    """Every byte of the digest becomes a block of colour."""
    columns, rows = _BLOCKS
    blocks = Image.new("RGB", _BLOCKS)
    for place, value in enumerate(digest[: columns * rows]):
        colour = (value, (value * 7 + place * 29) % 256, 255 - value)
        blocks.putpixel((place % columns, place // columns), colour)
    return blocks.resize(_SIZE, Image.Resampling.NEAREST)
