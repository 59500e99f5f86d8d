"""Take in a file that somebody of the house brings: what cannot be shown is refused, and not kept.

Called outside of a transaction: it decodes. The row alone says that the bytes lie in the vault, so
that they are erased with the journey whatever becomes of what they were brought for.
"""

from __future__ import annotations

import os
from typing import BinaryIO, Final

from journeys.models import Blob, Journey
from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault.decoding import MEDIA_TYPES, Unusable
from journeys.vault.fetching import blob_row
from journeys.vault.storing import keep_shown

# By type: what the name of such a file may end with, the usual one first.
TAKEN_TYPES: Final = {
    MEDIA_TYPES["JPEG"]: (".jpg", ".jpeg"),
    MEDIA_TYPES["PNG"]: (".png",),
    MEDIA_TYPES["WEBP"]: (".webp",),
    MEDIA_TYPES["PDF"]: (".pdf",),
}


def bring(arrived: BinaryIO, *, journey: Journey) -> Blob:
    """The row of these bytes; the same bytes twice are one. Pictures and PDFs up to 15 MB.

    Raises Unusable, VaultUnavailable and KeyGone.
    """
    size = arrived.seek(0, os.SEEK_END)
    if size == 0:
        raise Unusable("empty")
    if size > IMAGE_LIMIT:
        raise Unusable("too_big")
    return blob_row(journey, keep_shown(arrived, journey=journey))
