"""The child process that decodes one picture or PDF and writes derivatives rebuilt from pixels.

Run by path, isolated: `python -I decoder_child.py KIND OUTPUT_FD [PAGE]`, input on stdin, result
as JSON on stdout; with PAGE only that page, in full resolution. Imports nothing of the house;
what it reads is hostile, what it says is not believed.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

MEGABYTE = 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_PAGES = 30
VIEW_SIDE = 1600
THUMB_SIDE = 320
FULL_SIDE = 4096
QUALITY = 88
FULL_QUALITY = 90
# Decoders by format. Naming them here also imports them now: later, no file can be opened.
PLUGINS = {
    "JPEG": (JpegImagePlugin, MpoImagePlugin),
    "PNG": (PngImagePlugin,),
    "WEBP": (WebPImagePlugin,),
}
ORIENTATION_TAG = 0x0112
# EXIF 2.32, 4.6.4 A: what turns the stored picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LIMITS = (
    (resource.RLIMIT_AS, 1536 * MEGABYTE),
    (resource.RLIMIT_CPU, 10),
    (resource.RLIMIT_FSIZE, 64 * MEGABYTE),
    (resource.RLIMIT_NPROC, 0),
    # A core dump would be a picture in clear on the disk.
    (resource.RLIMIT_CORE, 0),
    # No new descriptor of any kind: no file, no socket, whatever the decoder is talked into.
    (resource.RLIMIT_NOFILE, 0),
)
# The parent waits for less; this ends the child when the parent is no more.
LAST_SECONDS = 60
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PDF_WRONG_PASSWORD = 4


class Refused(Exception):
    """The input is not usable; `code` is one of the parent's table."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    kind, output_fd = sys.argv[1], int(sys.argv[2])
    page = int(sys.argv[3]) if len(sys.argv) > 3 else None
    source, result = sys.stdin.buffer, sys.stdout
    source.seek(0)
    # Half of the start-up, and pictures do without.
    pdfium = importlib.import_module("pypdfium2") if kind == "PDF" else None
    Image.preinit()
    leave_the_network()
    give_up_rights()
    with os.fdopen(output_fd, "wb", closefd=False) as output:
        try:
            if pdfium is not None:
                answer = read_pdf(pdfium, source, output, page=page)
            else:
                answer = read_picture(kind, source, output, is_full=page is not None)
        except Refused as refused:
            answer = {"refused": refused.code}
        except Exception as error:  # decoders raise whatever they like on broken input
            answer = {"refused": "no_memory" if isinstance(error, MemoryError) else "damaged"}
    json.dump(answer, result)
    result.flush()


def leave_the_network() -> None:
    """A network of its own, with nothing in it, where the system allows it to anybody."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


def give_up_rights() -> None:
    signal.alarm(LAST_SECONDS)
    for kind, most in LIMITS:
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            # Some systems know a limit and cannot set it; Linux can.
            if sys.platform == "linux":
                raise


def read_picture(kind: str, source: BinaryIO, output: BinaryIO, *, is_full: bool) -> dict[str, Any]:
    """Frame 0, upright, without anything but its pixels."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture: Image.Image = Image.open(source, formats=(kind,))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_many_pixels") from None
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise Refused("too_many_pixels")
    turn = orientation_of(picture)
    picture = in_plain_mode(picture)
    # A JPEG is decoded at a fraction of its size where that is enough.
    most = FULL_SIDE if is_full else VIEW_SIDE
    picture.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.load()
    picture = on_white(picture)
    if turn in UPRIGHT:
        picture = picture.transpose(UPRIGHT[turn])
    if turn >= 5:
        width, height = height, width
    write = write_full if is_full else write_sizes
    return {"width": width, "height": height, "lengths": write(picture, output)}


def orientation_of(picture: Image.Image) -> int:
    with suppress(Exception):  # malformed Exif raises anything; the picture is still one
        value = picture.getexif().get(ORIENTATION_TAG, 1)
        if isinstance(value, int) and 1 <= value <= 8:
            return value
    return 1


def in_plain_mode(picture: Image.Image) -> Image.Image:
    """A mode that can be resized with care: palettes opened, deep greys brought down to 8 bits."""
    if picture.mode in ("L", "RGB", "CMYK", "LA", "RGBA"):
        if "transparency" in picture.info:
            return picture.convert("RGBA")
        return picture
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = "transparency" in picture.info or picture.mode in ("PA", "La", "RGBa")
    return picture.convert("RGBA" if has_alpha else "RGB")


def on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("LA", "RGBA"):
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture)
        picture = white
    return picture if picture.mode == "L" else picture.convert("RGB")


def read_pdf(
    pdfium: Any, source: BinaryIO, output: BinaryIO, *, page: int | None
) -> dict[str, Any]:
    """Every page as two pictures; width and height are those of the first page as shown."""
    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == PDF_WRONG_PASSWORD
        raise Refused("locked" if locked else "damaged") from None
    if len(document) > MAX_PAGES:
        raise Refused("too_many_pages")
    if len(document) < 1:
        raise Refused("damaged")
    # Without this, filled-in form fields stay empty. There is no script engine in this build.
    document.init_forms()
    lengths: list[int] = []
    width = height = 0
    if page is not None:
        if not 1 <= page <= len(document):
            raise Refused("damaged")
        picture = rendered(document[page - 1], FULL_SIDE)
        width, height = picture.size
        return {"width": width, "height": height, "lengths": write_full(picture, output)}
    for picture in rendered_pages(document):
        if not lengths:
            width, height = picture.size
        lengths += write_sizes(picture, output)
    return {"width": width, "height": height, "lengths": lengths}


def rendered_pages(document: Any) -> Iterator[Image.Image]:
    for number in range(len(document)):
        page = document[number]
        yield rendered(page, VIEW_SIDE)
        page.close()


def rendered(page: Any, most: int) -> Image.Image:
    """One page, `most` pixels on its long side."""
    side = max(page.get_size())
    if not 1 <= side <= 100_000:
        raise Refused("damaged")
    picture: Image.Image = page.render(scale=most / side, rev_byteorder=True).to_pil()
    picture = picture.convert("RGB")
    # Rounding up can add a pixel.
    picture.thumbnail((most, most))
    return picture


def write_sizes(picture: Image.Image, output: BinaryIO) -> list[int]:
    """Append the viewing size and the thumbnail; their lengths."""
    lengths = []
    for side in (VIEW_SIDE, THUMB_SIDE):
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        lengths.append(output.write(clean_jpeg(picture, QUALITY)))
    return lengths


def write_full(picture: Image.Image, output: BinaryIO) -> list[int]:
    """Write the one picture; its length."""
    return [output.write(clean_jpeg(picture, FULL_QUALITY))]


def clean_jpeg(picture: Image.Image, quality: int) -> bytes:
    # From the bare pixels: a converted or copied image carries comments and profiles along.
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    shown = io.BytesIO()
    clean.save(shown, "JPEG", quality=quality)
    return shown.getvalue()


if __name__ == "__main__":
    main()
