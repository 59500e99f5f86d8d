"""The document engine's own names: what it compared and what it found. Known names only.

Signzy repackages Regula Document Reader; the lists are its published CheckDiagnose,
SecurityFeatureType and check groups. A name outside the lists is shown raw and never passes.
"""

from __future__ import annotations

from journeys.providers.bodies import plain_key
from journeys.providers.marking import gettext_noop as _


def _names(*spelled: str) -> frozenset[str]:
    return frozenset(plain_key(name) for text in spelled for name in text.split())


DIAGNOSE_PASS = plain_key("PASS")

# CheckDiagnose. "Unknown" is one of the engine's own words and says that nothing is known.
DIAGNOSES = _names(
    "UNKNOWN PASS INVALID_INPUT_DATA INTERNAL_ERROR EXCEPTION_IN_MODULE UNCERTAIN_VERIFICATION",
    "NECESSARY_IMAGE_NOT_FOUND PHOTO_SIDES_NOT_FOUND INVALID_CHECKSUM SYNTAX_ERROR LOGIC_ERROR",
    "SOURCES_COMPARISON_ERROR FIELDS_COMPARISON_LOGIC_ERROR INVALID_FIELD_FORMAT",
    "TRUE_LUMINESCENCE_ERROR FALSE_LUMINESCENCE_ERROR FIXED_PATTERN_ERROR",
    "LOW_CONTRAST_IN_IR_LIGHT INCORRECT_BACKGROUND_LIGHT BACKGROUND_COMPARISON_ERROR",
    "INCORRECT_TEXT_COLOR PHOTO_FALSE_LUMINESCENCE TOO_MUCH_SHIFT CONTACT_CHIP_TYPE_MISMATCH",
    "FIBERS_NOT_FOUND TOO_MANY_OBJECTS SPECKS_IN_UV TOO_LOW_RESOLUTION",
    "INVISIBLE_ELEMENT_PRESENT VISIBLE_ELEMENT_ABSENT ELEMENT_SHOULD_BE_COLORED",
    "ELEMENT_SHOULD_BE_GRAYSCALE PHOTO_WHITE_IR_DONT_MATCH FALSE_IPI_PARAMETERS",
    "PHOTO_SIZE_IS_WRONG PHOTO_IS_NOT_RECTANGLE PHOTO_CORNERS_IS_WRONG DOCUMENT_IS_CANCELLING",
    "TEXT_IS_ABSENT NOT_ALL_BARCODES_READ GLARES_IN_BARCODE_AREA",
    "NO_CERTIFICATE_FOR_DIGITAL_SIGNATURE_CHECK FINGERPRINTS_COMPARISON_MISMATCH",
    "LIVENESS_DEPTH_CHECK_FAILED HIGHLIGHT_IR GLARES_IN_PHOTO_AREA PHOTO_REPLACED",
    "LANDMARKS_CHECK_ERROR FACE_PRESENCE_CHECK_ERROR FACE_ABSENCE_CHECK_ERROR",
    "INCORRECT_HEAD_POSITION AGE_CHECK_ERROR SEX_CHECK_ERROR PORTRAITS_DIFFER NOT_ENOUGH_IMAGES",
    "NO_LIVE_PHOTO NO_SERVICE_LICENSE NO_PORTRAIT_DETECTED DOCUMENT_NOT_LIVE",
    "BLACK_AND_WHITE_COPY_DETECTED ELECTRONIC_DEVICE_DETECTED INVALID_BARCODE_BACKGROUND",
    "VIRTUAL_CAMERA_DETECTED NO_SIGNATURE",
)
# Families of which the engine adds members with every release.
DIAGNOSE_FAMILIES = tuple(
    plain_key(name)
    for name in (
        "UV_DULL_PAPER_",
        "FIELD_POS_CORRECTOR_",
        "OVI_",
        "HOLOGRAM_",
        "HOLO_PHOTO_",
        "PHOTO_PATTERN_",
        "TEXT_COLOR_SHOULD_BE_",
        "BARCODE_",
        "PORTRAIT_COMPARISON_",
        "MOBILE_IMAGES_",
        "MRZ_QUALITY_",
        "OCR_QUALITY_",
        "DOC_LIVENESS_",
        "LAS_INK_",
        "CHD_",
        "PROPERTY_",
    )
)

# SecurityFeatureType.
ELEMENT_TYPES = _names(
    "BLANK FILL PHOTO MRZ FALSE_LUMINESCENCE PATTERN_NOT_INTERRUPTED PATTERN_NOT_SHIFTED",
    "PATTERN_SAME_COLORS PATTERN_IR_INVISIBLE PATTERN_DIFFERENT_LINES_THICKNESS PHOTO_SIZE_CHECK",
    "PORTRAIT_COMPARISON_VS_GHOST PORTRAIT_COMPARISON_VS_RFID PORTRAIT_COMPARISON_VS_VISUAL",
    "PORTRAIT_COMPARISON_VS_CAMERA PORTRAIT_COMPARISON_VS_BARCODE BARCODE BARCODE_SIZE_CHECK",
    "GHOST_PHOTO CLEAR_GHOST_PHOTO INVISIBLE_OBJECT LOW_CONTRAST_OBJECT PHOTO_COLOR PHOTO_SHAPE",
    "PHOTO_CORNERS OCR LIVENESS_DEPTH LIVENESS_SCREEN_CAPTURE LIVENESS_ELECTRONIC_DEVICE",
    "LIVENESS_OVI LIVENESS_MLI LIVENESS_BARCODE_BACKGROUND LIVENESS_BLACK_AND_WHITE_COPY_CHECK",
    "LIVENESS_DYNAPRINT LIVENESS_GEOMETRY_CHECK MICRO_TEXT FLUORESCENT_OBJECT LANDMARK_CHECK",
    "FACE_PRESENCE FACE_ABSENCE LASINK CHECK_DIGITAL_SIGNATURE CONTACT_CHIP_CLASSIFICATION",
    "HEAD_POSITION_CHECK AGE_CHECK SEX_CHECK SIGNATURE_PRESENCE",
)
ELEMENT_TYPE_FAMILIES = (plain_key("HOLO_"),)

# Plain group -> (Signzy's key, its English name). Other groups keep their own words.
GROUPS = {
    plain_key(key): (key, name)
    for key, name in {
        "photoEmbedType": _("Portrait embedding"),
        "imagePattern": _("Image pattern"),
        "liveness": _("Document liveness"),
        "ocrSecurityText": _("Security text"),
        "holograms": _("Holograms"),
        "portraitComparison": _("Portrait comparison"),
        "barcodeFormatCheck": _("Barcode format"),
        "extendedMRZCheck": _("Extended MRZ check"),
    }.items()
}


def is_known_diagnose(raw: str) -> bool:
    plain = plain_key(raw)
    return plain in DIAGNOSES or plain.startswith(DIAGNOSE_FAMILIES)


def is_known_element_type(raw: str) -> bool:
    plain = plain_key(raw)
    return plain in ELEMENT_TYPES or plain.startswith(ELEMENT_TYPE_FAMILIES)
