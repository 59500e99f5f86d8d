"""Which panel shows a check: each check has exactly one home, so that none is lost or doubled."""

from __future__ import annotations

import re
from typing import Literal

from journeys.choices import CheckGroup
from journeys.providers import results as r

Home = Literal["quality", "document", "data"]
# What is said about a picture, or about the face in it.
QUALITY_GROUPS = (CheckGroup.IMAGE_QUALITY, CheckGroup.FACE, CheckGroup.MASK, CheckGroup.COVER)
# IDWise has one list of validation checks; the name alone says that one is about the picture.
_ABOUT_PICTURE = re.compile(
    r"\b(image|picture|photo|scan)\s+quality\b|\b(glare|blur\w*|focus|sharpness|brightness)\b",
    re.IGNORECASE,
)


def home_of(check: r.Check, *, is_loose: bool = False) -> Home:
    """`is_loose`: the check is about no document of the journey (`Tree.face_checks`)."""
    if check.group == CheckGroup.DATA_MATCH:
        return "data"
    if check.group in QUALITY_GROUPS or is_loose:
        return "quality"
    if check.group == CheckGroup.VALIDATION and _ABOUT_PICTURE.search(check.name):
        return "quality"
    return "document"
