"""Owns turning drawn pictures into bytes of files: JPEG, PNG, WebP, PDF, and ready-made clips."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from time import struct_time
from typing import Final

from PIL import Image

_VIDEOS: Final = Path(__file__).resolve().parent / "assets" / "videos"
_ORIENTATION: Final = 0x0112
_STAMP: Final = struct_time((2026, 11, 1, 0, 0, 0, 6, 305, 0))
CLIP_FACES: Final = (1363, 2720, 3793, 4930, 6035)
"""The face seeds of the clips under assets/videos, in their order."""


def jpeg(image: Image.Image, quality: int = 85, exif_orientation: int | None = None) -> bytes:
    """JPEG bytes; an orientation (1 to 8) is written beside the pixels, which stay as they are."""
    if exif_orientation is None:
        return _saved(image.convert("RGB"), "JPEG", quality=quality)
    if exif_orientation not in range(1, 9):
        raise ValueError(f"an EXIF orientation is 1 to 8, not {exif_orientation}")
    exif = Image.Exif()
    exif[_ORIENTATION] = exif_orientation
    return _saved(image.convert("RGB"), "JPEG", quality=quality, exif=exif.tobytes())


def png(image: Image.Image) -> bytes:
    return _saved(image, "PNG", compress_level=4)


def webp(image: Image.Image, quality: int = 85) -> bytes:
    return _saved(image.convert("RGB"), "WEBP", quality=quality, method=2)


def pdf(images: Sequence[Image.Image]) -> bytes:
    """One page per picture, at 150 dots per inch, with fixed dates so that bytes repeat."""
    if not images:
        raise ValueError("a PDF needs at least one page")
    first, *others = (image.convert("RGB") for image in images)
    return _saved(
        first, "PDF", save_all=True, append_images=others, resolution=150.0,
        creationDate=_STAMP, modDate=_STAMP,
    )  # fmt: skip


def selfie_video(seed: int) -> bytes:
    """A short MP4 (VP9) of a drawn face; whose, says `CLIP_FACES[seed % len(CLIP_FACES)]`."""
    return _clip(seed % len(CLIP_FACES))


@lru_cache(maxsize=len(CLIP_FACES))
def _clip(number: int) -> bytes:
    return (_VIDEOS / f"selfie-{number}.mp4").read_bytes()


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()
