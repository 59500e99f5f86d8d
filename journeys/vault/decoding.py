"""The parent's side of decoding: what kind a file is by its magic, and what the child made of it.

Never decodes in this process. Of the child's answer only whole numbers within bounds are used.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault.places import folder_problems_told, incoming_file

CHILD = Path(__file__).with_name("decoder_child.py")
WALL_SECONDS = 20.0
MAX_PIXELS = 50_000_000
MAX_PAGES = 30
MAX_DERIVATIVE = 8 * 1024 * 1024
MAX_FULL = 32 * 1024 * 1024
UNKNOWN = "unknown"
PDF = "application/pdf"
VIDEO = "video/mp4"
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "PDF": PDF}
# Brands of ISO/IEC 14496-12 files that are films; HEIC and AVIF pictures have other ones.
_FILM_BRANDS = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 mp71 avc1 MSNV dash M4VH M4VP "
    b"3gp4 3gp5 3gp6 3g2a".split()
) | {b"M4V ", b"qt  "}
_RESULT_LIMIT = 16 * 1024


class Unusable(Exception):
    """A file that came whole and cannot be shown. `sentence` is for people, `code` for us."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.sentence = reason(code)
        super().__init__(self.sentence)


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """What a usable file is. `pictures` are JPEGs by the name of the part they are stored as."""

    media_type: str
    width: int = 0
    height: int = 0
    pages: int = 0
    pictures: dict[str, bytes]


def reason(code: str) -> str:
    """Why a file cannot be used, for people. Raises KeyError for a code that is in no table."""
    sentences: dict[str, Callable[[], str]] = {
        "empty": lambda: _("The provider sent an empty file."),
        "not_media": lambda: _("The file is not a JPEG, PNG or WebP picture, a PDF or an MP4."),
        "too_big": lambda: _("The picture is larger than 15 MB."),
        "too_many_pixels": lambda: _("The picture has more than 50 million pixels."),
        "too_many_pages": lambda: _("The PDF has more than 30 pages."),
        "locked": lambda: _("The PDF is locked with a password."),
        "damaged": lambda: _("The file is damaged or cut off and cannot be shown."),
        "no_memory": lambda: _("Showing the file would take more memory than is allowed."),
        "decoder_died": lambda: _("The file made the decoder stop and cannot be shown."),
        "decoder_slow": lambda: _("Decoding the file took too long."),
    }
    return sentences[code]()


def decode(source: BinaryIO, *, size: int) -> Decoded:
    """Judge a file by magic and by decoding it in a child process. Raises Unusable."""
    if size == 0:
        raise Unusable("empty")
    source.seek(0)
    kind = kind_of(source.read(32))
    if kind == "MP4":
        return Decoded(media_type=VIDEO, pictures={})
    if kind == "":
        raise Unusable("not_media")
    if kind != "PDF" and size > IMAGE_LIMIT:
        raise Unusable("too_big")
    with folder_problems_told(), incoming_file() as result, incoming_file() as output:
        _run_child(kind, source, result=result, output=output)
        return _believed(kind, result, output)


def decode_full(source: BinaryIO, *, media_type: str, page: int) -> bytes:
    """One page of a file known to be usable, in full resolution, as a JPEG. Raises Unusable."""
    kind = {known: kind for kind, known in MEDIA_TYPES.items()}.get(media_type, "")
    if not kind:
        raise Unusable("not_media")
    with folder_problems_told(), incoming_file() as result, incoming_file() as output:
        _run_child(kind, source, result=result, output=output, page=page)
        lengths = _answer(result).get("lengths")
        if not isinstance(lengths, list) or len(lengths) != 1:
            raise Unusable("decoder_died")
        length = _whole(lengths[0])
        if length > MAX_FULL or length != output.seek(0, os.SEEK_END):
            raise Unusable("decoder_died")
        output.seek(0)
        return _jpeg(output, length)


def kind_of(head: bytes) -> str:
    """JPEG, PNG, WEBP, PDF or MP4 by the first 32 bytes; empty for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \x00").startswith(b"%PDF-"):
        return "PDF"
    if head[4:8] == b"ftyp" and head[8:12] in _FILM_BRANDS:
        return "MP4"
    return ""


def _run_child(
    kind: str, source: BinaryIO, *, result: BinaryIO, output: BinaryIO, page: int | None = None
) -> None:
    """The result goes into a file, not a pipe: the child's limit on file size holds for it too."""
    source.flush()
    # A session of its own: Ctrl-C at the terminal must not make a good picture look bad.
    child = subprocess.Popen(
        [
            *(sys.executable, "-I", str(CHILD), kind, str(output.fileno())),
            *([] if page is None else [str(page)]),
        ],
        stdin=source,
        stdout=result,
        stderr=subprocess.DEVNULL,
        pass_fds=(output.fileno(),),
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        status = child.wait(timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unusable("decoder_slow") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if status != 0:
        raise Unusable("decoder_died")


def _believed(kind: str, result: BinaryIO, output: BinaryIO) -> Decoded:
    """Only what can be true: numbers within bounds that add up, and parts that are JPEGs."""
    answer = _answer(result)
    width, height = _whole(answer.get("width")), _whole(answer.get("height"))
    lengths = answer.get("lengths")
    lengths = [_whole(length) for length in lengths] if isinstance(lengths, list) else []
    pages = len(lengths) // 2 if kind == "PDF" else 0
    fits = (
        width * height <= MAX_PIXELS
        and len(lengths) == 2 * max(pages, 1)
        and pages <= MAX_PAGES
        and max(lengths) <= MAX_DERIVATIVE
        and sum(lengths) == output.seek(0, os.SEEK_END)
    )
    if not fits:
        raise Unusable("decoder_died")
    output.seek(0)
    pictures: dict[str, bytes] = {}
    for number, length in enumerate(lengths):
        part = part_name(("view", "thumb")[number % 2], page=number // 2 + 1, pages=pages)
        pictures[part] = _jpeg(output, length)
    return Decoded(
        media_type=MEDIA_TYPES[kind], width=width, height=height, pages=pages, pictures=pictures
    )


def _answer(result: BinaryIO) -> dict[str, object]:
    result.seek(0)
    try:
        answer = json.loads(result.read(_RESULT_LIMIT))
    except (ValueError, RecursionError):
        raise Unusable("decoder_died") from None
    if not isinstance(answer, dict):
        raise Unusable("decoder_died")
    if "refused" in answer:
        code = str(answer["refused"])
        known = {"too_many_pixels", "too_many_pages", "locked", "no_memory"}
        raise Unusable(code if code in known else "damaged")
    return answer


def _jpeg(output: BinaryIO, length: int) -> bytes:
    picture = output.read(length)
    if not (picture.startswith(b"\xff\xd8\xff") and picture.endswith(b"\xff\xd9")):
        raise Unusable("decoder_died")
    return picture


def part_name(size: str, *, page: int, pages: int) -> str:
    """The part a derivative is stored as: "view", or "p3.view" for a page of a PDF."""
    return f"p{page}.{size}" if pages else size


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31:
        return value
    raise Unusable("decoder_died")
