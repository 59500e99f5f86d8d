"""Files to feed the vault with: drawn pictures of known content, PDFs, and broken ones."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 180, 20), (20, 20, 220), (230, 220, 20)
Colour = tuple[int, int, int]


def corners(width: int = 120, height: int = 80) -> Image.Image:
    """Red top left, green top right, blue bottom left, yellow bottom right."""
    picture = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height // 2), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return picture


def colours(picture: Image.Image) -> list[str]:
    """The names of the four corners' colours, in reading order."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    width, height = picture.size
    found = []
    for x, y in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        pixel = picture.convert("RGB").getpixel((int(width * x), int(height * y)))
        assert isinstance(pixel, tuple)
        found.append(
            min(names, key=lambda n: sum(abs(a - b) for a, b in zip(names[n], pixel, strict=True)))
        )
    return found


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def jpeg(width: int = 120, height: int = 80) -> bytes:
    return encoded(corners(width, height), "JPEG", quality=92)


def noisy_jpeg(side: int = 600) -> bytes:
    """A JPEG that is large for its size."""
    return encoded(Image.effect_noise((side, side), 90), "JPEG", quality=92)


def turned(orientation: int) -> bytes:
    """A JPEG that is upright only when its Exif orientation is followed."""
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = corners() if back is None else corners().transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(stored, "JPEG", quality=92, exif=exif)


def laden_jpeg(mark: str) -> bytes:
    """A JPEG with `mark` in its comment, Exif, XMP and colour profile."""
    exif = Image.Exif()
    exif[0x010E] = mark
    exif[0x8298] = mark
    return encoded(
        corners(),
        "JPEG",
        quality=92,
        comment=mark,
        exif=exif,
        xmp=f"<x:xmpmeta>{mark}</x:xmpmeta>".encode(),
        icc_profile=mark.encode() * 8,
    )


def laden_png(mark: str) -> bytes:
    """A PNG with `mark` in text of every kind, in its Exif and its colour profile."""
    info = PngInfo()
    info.add_text("Comment", mark)
    info.add_text("comment", mark, zip=True)
    info.add_itxt("XML:com.adobe.xmp", mark)
    exif = Image.Exif()
    exif[0x010E] = mark
    return encoded(corners(), "PNG", pnginfo=info, exif=exif, icc_profile=mark.encode() * 8)


def bomb_png(side: int = 9000) -> bytes:
    """A small PNG of `side` squared pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + checksum

    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, *, width: int = 120, height: int = 80) -> bytes:
    drawn = [corners(width, height) for _ in range(pages)]
    return encoded(drawn[0], "PDF", save_all=True, append_images=drawn[1:])


def locked_pdf() -> bytes:
    """A PDF that opens only with a password, which nobody has."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"
        b"endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>\n%%EOF"
    )


def mp4(brand: bytes = b"isom", *, size: int = 4000) -> bytes:
    head = struct.pack(">I", 24) + b"ftyp" + brand + b"\x00\x00\x02\x00isommp42"
    return head + struct.pack(">I", size) + b"mdat" + bytes(size - 8)
