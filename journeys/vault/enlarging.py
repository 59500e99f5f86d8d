"""Full resolution, and windows of it, made when they are first asked for.

The full picture comes from the original through the decoder's child and is kept sealed like any
derivative. A window is cut in this process: out of our own JPEG, never out of what a provider sent.
"""

from __future__ import annotations

import io
from contextlib import suppress

from django.utils.translation import gettext as _
from PIL import Image

from journeys.models import Blob
from journeys.vault.decoding import Unusable, decode_full, part_name
from journeys.vault.places import VaultUnavailable, folder_problems_told, incoming_file
from journeys.vault.reading import (
    DERIVATIVE_TYPE,
    NoPicture,
    read_derivative,
    read_part,
    read_range,
    refuse_without_picture,
)
from journeys.vault.storing import keep_part
from kycreview.sealing import Broken

VIEW_SIDE = 1600
WINDOW_QUALITY = 90
Box = tuple[float, float, float, float]


def read_full(blob: Blob, *, page: int = 1) -> tuple[bytes, str]:
    """A page with up to 4096 pixels on its long side. Raises NoPicture and KeyGone."""
    refuse_without_picture(blob, page=page)
    part = part_name("full", page=page, pages=blob.pages)
    try:
        return read_part(blob, part), DERIVATIVE_TYPE
    except Broken:
        picture = _made(blob, page=page)
    # Where it cannot be kept it is shown all the same, and made again next time.
    with suppress(VaultUnavailable):
        keep_part(blob, part, picture)
    return picture, DERIVATIVE_TYPE


def read_window(blob: Blob, box: Box, *, page: int = 1) -> tuple[bytes, str]:
    """The part of a page inside `box` (left, top, width, height as fractions).

    Raises NoPicture, KeyGone, and ValueError for a box that is not within the picture.
    """
    left, top, width, height = box
    if not (0 <= left < left + width <= 1.0001 and 0 <= top < top + height <= 1.0001):
        raise ValueError("the window is not within the picture")
    is_large = blob.pages > 0 or max(blob.width, blob.height) > VIEW_SIDE
    if is_large:
        source, _type = read_full(blob, page=page)
    else:
        source, _type = read_derivative(blob, size="view", page=page)
    with Image.open(io.BytesIO(source), formats=("JPEG",)) as whole:
        across, down = whole.size
        x, y = min(int(left * across), across - 1), min(int(top * down), down - 1)
        right = min(max(round((left + width) * across), x + 1), across)
        bottom = min(max(round((top + height) * down), y + 1), down)
        cut = whole.crop((x, y, right, bottom))
    cut.thumbnail((VIEW_SIDE, VIEW_SIDE), Image.Resampling.LANCZOS)
    clean = Image.frombytes(cut.mode, cut.size, cut.tobytes())
    shown = io.BytesIO()
    clean.save(shown, "JPEG", quality=WINDOW_QUALITY)
    return shown.getvalue(), DERIVATIVE_TYPE


def _made(blob: Blob, *, page: int) -> bytes:
    """The full picture out of the original."""
    try:
        with folder_problems_told(), incoming_file() as original:
            for piece in read_range(blob, 0, blob.size):
                original.write(piece)
            return decode_full(original, media_type=blob.media_type, page=page)
    except Broken:
        raise NoPicture(_("The stored picture is missing or was changed on disk.")) from None
    except Unusable as unusable:
        raise NoPicture(unusable.sentence) from None
    except VaultUnavailable as unavailable:
        raise NoPicture(unavailable.sentence) from None
