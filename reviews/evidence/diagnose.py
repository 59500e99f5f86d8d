"""The engine's codes in plain words: what it compared (element types), what it found (diagnoses).

Names are equal whatever their case, spaces, hyphens and underscores. A name outside the published
lists says so and shows itself; it never reads as a pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeys.providers.bodies import plain_key
from reviews.evidence.check_words import own_check_name
from reviews.evidence.diagnose_table import BARE, FAMILIES, FINDINGS

ELEMENTS: Mapping[str, str | Promise] = {
    "BLANK": _("Background of the blank document"),
    "FILL": _("Personal data as printed"),
    "PHOTO": _("Photo"),
    "MRZ": _("Machine-readable zone"),
    "FALSE_LUMINESCENCE": _("Glow around the photo"),
    "HOLO_SIMPLE": _("Hologram"),
    "HOLO_VERIFY_STATIC": _("Hologram, still"),
    "HOLO_VERIFY_MULTI_STATIC": _("Hologram, in several pictures"),
    "HOLO_VERIFY_DINAMIC": _("Hologram, moving"),
    "HOLO_VERIFY_DYNAMIC": _("Hologram, moving"),
    "PATTERN_NOT_INTERRUPTED": _("Pattern over the photo runs on"),
    "PATTERN_NOT_SHIFTED": _("Pattern over the photo is not shifted"),
    "PATTERN_SAME_COLORS": _("Pattern over the photo keeps its colours"),
    "PATTERN_IR_INVISIBLE": _("Pattern vanishes in infrared light"),
    "PATTERN_DIFFERENT_LINES_THICKNESS": _("Thickness of the pattern's lines"),
    "PHOTO_SIZE_CHECK": _("Size of the photo"),
    "PHOTO_COLOR": _("Colour of the photo"),
    "PHOTO_SHAPE": _("Shape of the photo"),
    "PHOTO_CORNERS": _("Corners of the photo"),
    "PORTRAIT_COMPARISON_VS_GHOST": _("Portrait beside the ghost portrait"),
    "PORTRAIT_COMPARISON_VS_RFID": _("Portrait beside the one in the chip"),
    "PORTRAIT_COMPARISON_VS_VISUAL": _("Portrait beside the one on another page"),
    "PORTRAIT_COMPARISON_VS_CAMERA": _("Portrait beside the photo from the camera"),
    "PORTRAIT_COMPARISON_VS_BARCODE": _("Portrait beside the one in the barcode"),
    "BARCODE": _("Barcode"),
    "BARCODE_SIZE_CHECK": _("Size of the barcode"),
    "GHOST_PHOTO": _("Ghost portrait"),
    "CLEAR_GHOST_PHOTO": _("Ghost portrait in a clear window"),
    "INVISIBLE_OBJECT": _("Element hidden in this light"),
    "LOW_CONTRAST_OBJECT": _("Element of low contrast"),
    "OCR": _("Printed text"),
    "LIVENESS_DEPTH": _("Depth of the document"),
    "LIVENESS_SCREEN_CAPTURE": _("Screen recapture"),
    "LIVENESS_ELECTRONIC_DEVICE": _("Shown on a screen"),
    "LIVENESS_OVI": _("Colour-changing ink when tilted"),
    "LIVENESS_MLI": _("Tilting picture (multiple laser image)"),
    "LIVENESS_BARCODE_BACKGROUND": _("Ground behind the barcode"),
    "LIVENESS_BLACK_AND_WHITE_COPY_CHECK": _("Black and white copy"),
    "LIVENESS_DYNAPRINT": _("Tilting print (Dynaprint)"),
    "LIVENESS_GEOMETRY_CHECK": _("Shape of the document in space"),
    "MICRO_TEXT": _("Micro text"),
    "FLUORESCENT_OBJECT": _("Element that glows in ultraviolet light"),
    "LANDMARK_CHECK": _("Place of the eyes in the photo"),
    "LANDMARKS_CHECK": _("Place of the eyes in the photo"),
    "FACE_PRESENCE": _("A face where one should be"),
    "FACE_ABSENCE": _("No face where none should be"),
    "LASINK": _("Fine lines in the photo (Lasink)"),
    "CHECK_DIGITAL_SIGNATURE": _("Digital signature"),
    "CONTACT_CHIP_CLASSIFICATION": _("Kind of contact chip"),
    "HEAD_POSITION_CHECK": _("Position of the head in the photo"),
    "AGE_CHECK": _("Age of the face beside the birth date"),
    "SEX_CHECK": _("Sex of the face beside the document's"),
    "SIGNATURE_PRESENCE": _("The holder's signature"),
}
ELEMENT_FAMILIES: Mapping[str, str | Promise] = {
    "HOLO_": _("Hologram"),
}
# What shows a face: for these a reviewer gets no tool that lays one picture over the other.
_FACES = (
    "PHOTO",
    "PORTRAIT",
    "GHOST",
    "CLEAR_GHOST",
    "FACE_",
    "LANDMARK",
    "HEAD_POSITION",
    "AGE_CHECK",
    "SEX_CHECK",
    "LASINK",
)
_LOOKS_LIKE_A_CODE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|[A-Z][A-Z0-9]{4,}")


@dataclass(frozen=True)
class Worded:
    """A code and what it means. `words` is empty where the published lists do not have it.

    `is_ours` is false where the words are the provider's: a page shows those as such.
    """

    raw: str
    words: str
    is_known: bool
    is_pass: bool = False
    is_ours: bool = True


def finding(raw: str) -> Worded | None:
    """What the engine found, as a sentence; None where it said nothing."""
    plain = _plain(raw)
    if not plain:
        return None
    own = _FINDINGS.get(plain) or _FINDINGS.get(plain.removeprefix(plain_key("CHD_")))
    found = own or _of_family(plain, _FINDING_FAMILIES)
    return Worded(raw, str(found or ""), found is not None, is_pass=plain == plain_key("PASS"))


def element(raw: str) -> Worded | None:
    """What the engine compared, as a name; None where it said nothing."""
    plain = _plain(raw)
    if not plain:
        return None
    found = _ELEMENTS.get(plain) or _of_family(plain, _ELEMENT_FAMILIES)
    return Worded(raw, str(found or ""), found is not None)


def check_name(raw: str) -> Worded:
    """A check's own name; only where it is a code, readable words for it beside the code."""
    name = raw.strip()
    if not _LOOKS_LIKE_A_CODE.fullmatch(name):
        own = own_check_name(name)
        return Worded(raw, own or name, True, is_ours=bool(own))
    for known in (element(name), finding(name)):
        if known is not None and known.is_known and not known.is_pass:
            return known
    words = name.replace("_", " ").lower()
    return Worded(raw, words[:1].upper() + words[1:], False, is_ours=False)


def shows_a_face(element_type: str, group_key: str = "") -> bool:
    """Whether a fragment shows a face, by what was compared or by the list that it stood in."""
    plain = _plain(element_type)
    if plain.startswith(tuple(plain_key(name) for name in _FACES)):
        return True
    group = plain_key(group_key.split(".", 1)[0])
    return group in (plain_key("photoEmbedType"), plain_key("portraitComparison"))


def _plain(raw: str) -> str:
    # The engine's own lists spell the word in two ways.
    return plain_key(raw.strip()).replace("luminiscence", "luminescence")


def _of_family(plain: str, families: Mapping[str, str | Promise]) -> str | Promise | None:
    found = [name for name in families if plain.startswith(name)]
    return families[max(found, key=len)] if found else None


def _keyed(words: Mapping[str, str | Promise]) -> dict[str, str | Promise]:
    return {_plain(code): sentence for code, sentence in words.items()}


_FINDINGS = _keyed(FINDINGS) | _keyed({bare: FINDINGS[full] for bare, full in BARE.items()})
_FINDING_FAMILIES = _keyed(FAMILIES)
_ELEMENTS = _keyed(ELEMENTS)
_ELEMENT_FAMILIES = _keyed(ELEMENT_FAMILIES)
