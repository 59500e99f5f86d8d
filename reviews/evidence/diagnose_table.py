"""What the document engine says it found, code by code, each as one plain sentence. Words only.

Codes are the engine's published list (CheckDiagnose), families included.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FINDINGS: Mapping[str, str | Promise] = {
    "UNKNOWN": _("The engine does not say what it found: the check was not carried out."),
    "PASS": _("The engine found nothing wrong here."),
    # The engine itself had trouble.
    "INVALID_INPUT_DATA": _("The engine could not use what it was given."),
    "INTERNAL_ERROR": _("The engine had an error of its own; nothing was found out."),
    "EXCEPTION_IN_MODULE": _("A part of the engine broke off; nothing was found out."),
    "UNCERTAIN_VERIFICATION": _("The engine could not tell either way."),
    "NECESSARY_IMAGE_NOT_FOUND": _("A picture in the light that this check needs is missing."),
    "ALGORITHM_STEPS_ERROR": _("The steps of the check did not run as they should."),
    "FINISHED_BY_TIMEOUT": _("The check ran out of time."),
    # Data and logic.
    "INVALID_CHECKSUM": _("A check digit does not agree with its data."),
    "SYNTAX_ERROR": _("The data is not written the way its field demands."),
    "LOGIC_ERROR": _("The data contradicts itself."),
    "SOURCES_COMPARISON_ERROR": _("The same data reads differently in two places."),
    "FIELDS_COMPARISON_LOGIC_ERROR": _("Two fields contradict each other, such as two dates."),
    "INVALID_FIELD_FORMAT": _("A field does not have the form that this document type has."),
    # Ultraviolet and infrared light.
    "TRUE_LUMINESCENCE_ERROR": _(
        "What should glow in ultraviolet light does not glow as it should."
    ),
    "FALSE_LUMINESCENCE_ERROR": _("Something glows in ultraviolet light that should not."),
    "FALSE_LUMINESCENCE_IN_MRZ": _("Letters of the machine-readable zone glow and should not."),
    "FALSE_LUMINESCENCE_IN_BLANK": _("A part of the blank document glows and should not."),
    "PHOTO_FALSE_LUMINESCENCE": _("The photo glows in ultraviolet light and should not."),
    "LOW_CONTRAST_IN_IR_LIGHT": _("The element hardly stands out in infrared light."),
    "FIBERS_NOT_FOUND": _("The security fibres that glow in ultraviolet light were not found."),
    "TOO_MANY_OBJECTS": _("Too many objects were found to tell the security fibres apart."),
    "SPECKS_IN_UV": _("There are specks or overexposed spots in the ultraviolet picture."),
    "INVISIBLE_ELEMENT_PRESENT": _(
        "An element shows in infrared light that should not show there."
    ),
    "VISIBLE_ELEMENT_ABSENT": _("An element that should show in infrared light is missing there."),
    "PHOTO_WHITE_IR_DONT_MATCH": _("The photo differs between white and infrared light."),
    "UV_DULL_PAPER_MRZ": _(
        "The paper glows in the machine-readable zone; genuine paper stays dull."
    ),
    "UV_DULL_PAPER_PHOTO": _("The paper glows around the photo; genuine paper stays dull."),
    "UV_DULL_PAPER_BLANK": _("The paper of the whole page glows; genuine paper stays dull."),
    "UV_DULL_PAPER_ERROR": _("The document glows in ultraviolet light; genuine paper stays dull."),
    "BAD_AREA_IN_AXIAL": _("The protective layer that throws light back is disturbed."),
    # Print, pattern, colour.
    "FIXED_PATTERN_ERROR": _("The pattern is not the one of this document type."),
    "INCORRECT_BACKGROUND_LIGHT": _("The background is too light or has the wrong colour."),
    "BACKGROUND_COMPARISON_ERROR": _("The backgrounds of two pages differ in lightness."),
    "INCORRECT_TEXT_COLOR": _("The text has another colour than on a genuine document."),
    "TOO_MUCH_SHIFT": _("The element sits too far from its place."),
    "TOO_LOW_RESOLUTION": _("The picture is too small for this check."),
    "ELEMENT_SHOULD_BE_COLORED": _("The element is grey and should be in colour."),
    "ELEMENT_SHOULD_BE_GRAYSCALE": _("The element is in colour and should be grey."),
    "INCORRECT_OBJECT_COLOR": _("The element has the wrong colour."),
    "TEXT_COLOR_SHOULD_BE_BLUE": _("The text should be blue and is not."),
    "TEXT_COLOR_SHOULD_BE_GREEN": _("The text should be green and is not."),
    "TEXT_COLOR_SHOULD_BE_RED": _("The text should be red and is not."),
    "TEXT_COLOR_SHOULD_BE_BLACK": _("The text should be black and is not."),
    "TEXT_SHOULD_BE_BLACK": _("The text should be black and is not."),
    "TEXT_IS_ABSENT": _("The text that should stand here is missing."),
    "SECURITY_TEXT_IS_ABSENT": _("The security text that should stand here is missing."),
    "DOCUMENT_IS_CANCELLING": _("The document bears marks of having been cancelled."),
    "FALSE_IPI_PARAMETERS": _("The hidden picture inside the photo is not as it should be."),
    "LAS_INK_INVALID_LINES_FREQUENCY": _(
        "The fine lines in the photo do not have the right spacing."
    ),
    # The photo and its place.
    "PHOTO_SIDES_NOT_FOUND": _("The edges of the photo were not found."),
    "PHOTO_SIZE_IS_WRONG": _("The photo does not have the size of this document type."),
    "PHOTO_IS_NOT_RECTANGLE": _("The photo is not rectangular."),
    "PHOTO_CORNERS_IS_WRONG": _("The corners of the photo do not have the right shape."),
    "FIELD_POS_CORRECTOR_HIGHLIGHT_IR": _("The infrared picture is too bright to find the photo."),
    "FIELD_POS_CORRECTOR_GLARES_IN_PHOTO_AREA": _("There is glare on the photo."),
    "FIELD_POS_CORRECTOR_PHOTO_REPLACED": _("The photo looks as if it had been replaced."),
    "FIELD_POS_CORRECTOR_LANDMARKS_CHECK_ERROR": _("The eyes were not found where they should be."),
    "FIELD_POS_CORRECTOR_FACE_PRESENCE_CHECK_ERROR": _("No face was found where one should be."),
    "FIELD_POS_CORRECTOR_FACE_ABSENCE_CHECK_ERROR": _("A face was found where none should be."),
    "FIELD_POS_CORRECTOR_INCORRECT_HEAD_POSITION": _("The head in the photo is turned or tilted."),
    "FIELD_POS_CORRECTOR_AGE_CHECK_ERROR": _(
        "The face looks of another age than the document says."
    ),
    "FIELD_POS_CORRECTOR_SEX_CHECK_ERROR": _("The face does not go with the sex in the document."),
    "PHOTO_PATTERN_INTERRUPTED": _("The pattern that runs over the photo is interrupted."),
    "PHOTO_PATTERN_SHIFTED": _("The pattern does not run on evenly from the page over the photo."),
    "PHOTO_PATTERN_SHIFTED_VERT": _("The pattern over the photo is shifted up or down."),
    "PHOTO_PATTERN_DIFFERENT_COLORS": _(
        "The pattern has other colours on the photo than beside it."
    ),
    "PHOTO_PATTERN_IR_VISIBLE": _(
        "The pattern over the photo shows in infrared light and should not."
    ),
    "PHOTO_PATTERN_NOT_INTERSECT": _(
        "The pattern does not cross the photo: the check was given up."
    ),
    "PHOTO_PATTERN_INVALID_COLOR": _("A part of the pattern over the photo has the wrong colour."),
    "PHOTO_PATTERN_PATTERN_NOT_FOUND": _("No pattern was found over the photo."),
    "PHOTO_PATTERN_DIFFERENT_LINES_THICKNESS": _("The lines of the pattern differ in thickness."),
    # Ink that changes colour, holograms.
    "OVI_IR_INVISIBLE": _("The colour-changing ink does not show in infrared light."),
    "OVI_INSUFFICIENT_AREA": _("The colour-changing ink covers too small an area."),
    "OVI_COLOR_INVARIABLE": _("The ink does not change its colour and should."),
    "OVI_BAD_COLOR_FRONT": _("The ink has the wrong colour when seen from the front."),
    "OVI_BAD_COLOR_SIDE": _("The ink has the wrong colour when seen from the side."),
    "OVI_WIDE_COLOR_SPREAD": _("The colours of the colour-changing ink are spread too widely."),
    "OVI_BAD_COLOR_PERCENT": _("There is too little colour to judge the colour-changing ink."),
    "HOLOGRAM_ELEMENT_ABSENT": _("A part of the hologram is missing."),
    "HOLOGRAM_ELEMENT_PRESENT": _("A part of the hologram was found."),
    "HOLOGRAM_SIDE_TOP_IMAGES_ABSENT": _(
        "Pictures from the side or top are missing for the hologram."
    ),
    "HOLOGRAM_FRAMES_IS_ABSENT": _("There are no frames in which the hologram could be seen."),
    "HOLOGRAM_HOLO_FIELD_IS_ABSENT": _("The area of the hologram was not found."),
    "HOLO_PHOTO_FACE_NOT_DETECTED": _("No face was found in the holographic photo."),
    "HOLO_PHOTO_FACE_COMPARISON_FAILED": _(
        "The holographic photo does not go with the main photo."
    ),
    "HOLO_PHOTO_FACE_GLARE_IN_CENTER_ABSENT": _(
        "The holographic photo does not shine as it should."
    ),
    "HOLO_PHOTO_GLARE_IN_CENTER_ABSENT": _("The holographic photo does not shine as it should."),
    "HOLO_PHOTO_DOCUMENT_OUTSIDE_FRAME": _(
        "The document left the picture during the hologram check."
    ),
    "HOLO_ELEMENT_SHAPE_ERROR": _("A part of the hologram does not have the right shape."),
    "HOLO_AREAS_NOT_LOADED": _("The areas of the hologram could not be loaded."),
    # Barcodes, chip, signatures.
    "BARCODE_WAS_READ_WITH_ERRORS": _("The barcode was read with errors."),
    "BARCODE_DATA_FORMAT_ERROR": _("The barcode's data is not in the form of this document type."),
    "BARCODE_SIZE_PARAMS_ERROR": _("The barcode does not have the right size."),
    "NOT_ALL_BARCODES_READ": _("Not every barcode of the document could be read."),
    "GLARES_IN_BARCODE_AREA": _("There is glare on the barcode."),
    "NO_CERTIFICATE_FOR_DIGITAL_SIGNATURE_CHECK": _(
        "The certificate is missing that the digital signature is checked with."
    ),
    "CONTACT_CHIP_TYPE_MISMATCH": _("The contact chip is not of the kind that this document has."),
    "ICAO_IDB_BASE_32_ERROR": _("The digital barcode's data could not be decoded."),
    "ICAO_IDB_ZIPPED_ERROR": _("The digital barcode's data could not be unpacked."),
    "ICAO_IDB_MESSAGE_ZONE_EMPTY": _("The digital barcode holds no message."),
    "ICAO_IDB_SIGNATURE_MUST_BE_PRESENT": _("The digital barcode lacks its signature."),
    "ICAO_IDB_SIGNATURE_MUST_NOT_BE_PRESENT": _("The digital barcode is signed and should not be."),
    "ICAO_IDB_CERTIFICATE_MUST_NOT_BE_PRESENT": _(
        "The digital barcode holds a certificate and should not."
    ),
    "PROPERTY_NO_SIGNATURE": _("The holder's signature is missing."),
    # Comparing faces and fingers.
    "PORTRAIT_COMPARISON_PORTRAITS_DIFFER": _("The two portraits look like different people."),
    "PORTRAIT_COMPARISON_NO_SERVICE_REPLY": _(
        "The face service did not answer; nothing was compared."
    ),
    "PORTRAIT_COMPARISON_SERVICE_ERROR": _("The face service had an error; nothing was compared."),
    "PORTRAIT_COMPARISON_NOT_ENOUGH_IMAGES": _("There were too few pictures to compare portraits."),
    "PORTRAIT_COMPARISON_NO_LIVE_PHOTO": _("There was no photo from the camera to compare with."),
    "PORTRAIT_COMPARISON_NO_SERVICE_LICENSE": _(
        "The provider's face service has no licence; nothing was compared."
    ),
    "PORTRAIT_COMPARISON_NO_PORTRAIT_DETECTED": _("No portrait was found to compare."),
    "FINGERPRINTS_COMPARISON_MISMATCH": _("The fingerprints differ."),
    # How the picture was taken, and of what.
    "MOBILE_IMAGES_UNSUITABLE_LIGHT_CONDITIONS": _("The light was not fit for this check."),
    "MOBILE_IMAGES_WHITE_UV_NO_DIFFERENCE": _(
        "The pictures in white and ultraviolet light do not differ; the lamp may have failed."
    ),
    "LIVENESS_DEPTH_CHECK_FAILED": _("The picture shows no depth: it may show a copy."),
    "LIVENESS_SCREEN_CAPTURE_DETECTED": _("The document looks as if photographed from a screen."),
    "LIVENESS_ELECTRONIC_DEVICE_DETECTED": _("There are traces of a screen in the picture."),
    "DOC_LIVENESS_DOCUMENT_NOT_LIVE": _("What was photographed is not the document itself."),
    "DOC_LIVENESS_BLACK_AND_WHITE_COPY_DETECTED": _(
        "What was photographed is a black and white copy."
    ),
    "DOC_LIVENESS_ELECTRONIC_DEVICE_DETECTED": _(
        "There are traces of a screen: the document may have been photographed from one."
    ),
    "DOC_LIVENESS_INVALID_BARCODE_BACKGROUND": _(
        "The ground behind the barcode is not that of a genuine document."
    ),
    "DOC_LIVENESS_VIRTUAL_CAMERA_DETECTED": _(
        "The picture came from a program, not from a camera."
    ),
    "MRZ_QUALITY_WRONG_SYMBOL_POSITION": _(
        "Letters of the machine-readable zone are out of place."
    ),
    "MRZ_QUALITY_WRONG_BACKGROUND": _("The ground of the machine-readable zone is wrong."),
    "MRZ_QUALITY_WRONG_MRZ_WIDTH": _("The machine-readable zone has the wrong width."),
    "MRZ_QUALITY_WRONG_MRZ_HEIGHT": _("The machine-readable zone has the wrong height."),
    "MRZ_QUALITY_WRONG_LINE_POSITION": _("A line of the machine-readable zone is out of place."),
    "MRZ_QUALITY_WRONG_FONT_TYPE": _("The machine-readable zone is set in another typeface."),
    "OCR_QUALITY_TEXT_POSITION": _("The printed text is out of place."),
    "OCR_QUALITY_INVALID_FONT": _("The printed text is set in another typeface."),
    "OCR_QUALITY_INVALID_BACKGROUND": _("The ground behind the printed text is wrong."),
}

# Families to which the engine adds members with every release: what they are all about.
FAMILIES: Mapping[str, str | Promise] = {
    "UV_DULL_PAPER_": _("The paper does not look as it should in ultraviolet light."),
    "FIELD_POS_CORRECTOR_": _("Something is wrong with the photo or its place."),
    "OVI_": _("The colour-changing ink is not as it should be."),
    "HOLOGRAM_": _("The hologram is not as it should be."),
    "HOLO_": _("The hologram is not as it should be."),
    "PHOTO_PATTERN_": _("The pattern over the photo is not as it should be."),
    "TEXT_COLOR_SHOULD_BE_": _("The text does not have the colour that it should have."),
    "BARCODE_": _("Something is wrong with the barcode."),
    "PORTRAIT_COMPARISON_": _("Comparing the portraits gave no match."),
    "MOBILE_IMAGES_": _("The pictures of the camera were not fit for this check."),
    "MRZ_QUALITY_": _("The print of the machine-readable zone is not as it should be."),
    "OCR_QUALITY_": _("The printed text is not as it should be."),
    "DOC_LIVENESS_": _("What was photographed may not be the document itself."),
    "LAS_INK_": _("The fine lines in the photo are not as they should be."),
    "ICAO_IDB_": _("Something is wrong with the digital barcode."),
    "CHD_": _("A check of the engine for this document type failed."),
    "PROPERTY_": _("A property of the document is not as it should be."),
}

# Members that bodies also name without their family.
BARE: Mapping[str, str] = {
    "HIGHLIGHT_IR": "FIELD_POS_CORRECTOR_HIGHLIGHT_IR",
    "GLARES_IN_PHOTO_AREA": "FIELD_POS_CORRECTOR_GLARES_IN_PHOTO_AREA",
    "PHOTO_REPLACED": "FIELD_POS_CORRECTOR_PHOTO_REPLACED",
    "LANDMARKS_CHECK_ERROR": "FIELD_POS_CORRECTOR_LANDMARKS_CHECK_ERROR",
    "FACE_PRESENCE_CHECK_ERROR": "FIELD_POS_CORRECTOR_FACE_PRESENCE_CHECK_ERROR",
    "FACE_ABSENCE_CHECK_ERROR": "FIELD_POS_CORRECTOR_FACE_ABSENCE_CHECK_ERROR",
    "INCORRECT_HEAD_POSITION": "FIELD_POS_CORRECTOR_INCORRECT_HEAD_POSITION",
    "AGE_CHECK_ERROR": "FIELD_POS_CORRECTOR_AGE_CHECK_ERROR",
    "SEX_CHECK_ERROR": "FIELD_POS_CORRECTOR_SEX_CHECK_ERROR",
    "PORTRAITS_DIFFER": "PORTRAIT_COMPARISON_PORTRAITS_DIFFER",
    "NOT_ENOUGH_IMAGES": "PORTRAIT_COMPARISON_NOT_ENOUGH_IMAGES",
    "NO_LIVE_PHOTO": "PORTRAIT_COMPARISON_NO_LIVE_PHOTO",
    "NO_SERVICE_LICENSE": "PORTRAIT_COMPARISON_NO_SERVICE_LICENSE",
    "NO_PORTRAIT_DETECTED": "PORTRAIT_COMPARISON_NO_PORTRAIT_DETECTED",
    "DOCUMENT_NOT_LIVE": "DOC_LIVENESS_DOCUMENT_NOT_LIVE",
    "BLACK_AND_WHITE_COPY_DETECTED": "DOC_LIVENESS_BLACK_AND_WHITE_COPY_DETECTED",
    "ELECTRONIC_DEVICE_DETECTED": "DOC_LIVENESS_ELECTRONIC_DEVICE_DETECTED",
    "INVALID_BARCODE_BACKGROUND": "DOC_LIVENESS_INVALID_BARCODE_BACKGROUND",
    "VIRTUAL_CAMERA_DETECTED": "DOC_LIVENESS_VIRTUAL_CAMERA_DETECTED",
    "NO_SIGNATURE": "PROPERTY_NO_SIGNATURE",
}
