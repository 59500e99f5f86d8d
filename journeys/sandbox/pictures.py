"""What a picture, PDF or video of a journey shows, in words. Draws nothing.

Equal pictures have equal bytes: that is how the same picture comes to stand in two places.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from journeys.sandbox.people import Person

Role = Literal[
    "paper",  # the document straightened and cut out
    "photo",  # the document as the applicant photographed it
    "portrait",
    "ghost",
    "signature",
    "selfie",
    "selfie_crop",
    "selfie_video",
    "bill",
    "bill_pdf",
    "fragment",
    "reference",
    "registry_face",
]
File = Literal["jpg", "png", "webp", "pdf", "mp4"]
CONTENT_TYPES: dict[File, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture in words. `take` tells two photographs of the same thing apart."""

    role: Role
    person: Person
    file: File = "jpg"
    kind: Literal["passport", "identity_card", "licence"] = "passport"
    side: Literal["front", "back"] = "front"
    take: int = 0
    # Whose face; None is the person's own.
    face_seed: int | None = None
    alteration: Literal["", "photo_replaced", "expiry_retyped", "pattern_missing"] = ""
    mrz_wrong: Literal["", "document_number", "birth_date", "expiry", "composite"] = ""
    glare: bool = False
    blur: bool = False
    is_dark: bool = False
    covered: Literal["", "mask", "sunglasses", "glasses", "cap"] = ""
    people: int = 1
    effect: str = ""
    area: Literal["", "portrait", "expiry", "pattern", "mrz", "ghost", "chip", "signature"] = ""
    issued: date | None = None

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.file]
