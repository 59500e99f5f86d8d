"""The house vocabulary: what every provider's words become. Owns the enumerations and nothing else.

Each list has UNKNOWN for what is in no table of a provider; UNKNOWN never reads as a pass.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What the provider's machine made of a whole journey."""

    PASS = "pass", _("Passed")
    REVIEW = "review", _("Needs review")
    FAIL = "fail", _("Failed")
    INCOMPLETE = "incomplete", _("Incomplete")
    ERROR = "error", _("Processing error")
    UNKNOWN = "unknown", _("Unknown")


class Lifecycle(TextChoices):
    """Where the applicant's journey stands at the provider."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    TERMINATED = "terminated", _("Terminated")
    ABANDONED = "abandoned", _("Abandoned")
    DELETED = "deleted", _("Deleted at the provider")
    UNKNOWN = "unknown", _("Unknown")


class Progress(TextChoices):
    """How far one step of a journey got."""

    NOT_STARTED = "not_started", _("Not started")
    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Completed")
    SKIPPED = "skipped", _("Skipped")
    UNKNOWN = "unknown", _("Unknown")


class Outcome(TextChoices):
    """The result of one check. NOT_DONE and UNKNOWN must never look like PASS."""

    PASS = "pass", _("Passed")
    FAIL = "fail", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")
    NOT_DONE = "not_done", _("Not run")
    UNKNOWN = "unknown", _("Unknown")


class Decided(TextChoices):
    """A decision as a provider's own systems or people word it (IDWise's three decisions)."""

    INCOMPLETE = "incomplete", _("Incomplete")
    COMPLETE = "complete", _("Complete")
    REFER = "refer", _("Refer")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    RESUBMISSION = "resubmission", _("Resubmission requested")
    UNKNOWN = "unknown", _("Unknown")


class Severity(TextChoices):
    """How grave the flag was that a document check raised (Signzy `severity`)."""

    NONE = "none", _("No flag")
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    UNKNOWN = "unknown", _("Unknown")


class CheckGroup(TextChoices):
    """One table holds checks of all kinds; the group says which kind."""

    VALIDATION = "validation", _("Document validation")
    DOCUMENT = "document", _("Document result")
    OPTICAL = "optical", _("Optical checks")
    IMAGE_QUALITY = "image_quality", _("Image quality")
    AUTHENTICITY = "authenticity", _("Authenticity")
    FACE = "face", _("Face")
    MASK = "mask", _("Mask")
    COVER = "cover", _("Face cover")
    DATA_MATCH = "data_match", _("Declared data match")
    UNKNOWN = "unknown", _("Other checks")


class Side(TextChoices):
    """The side of a document that something was seen on."""

    FRONT = "front", _("Front")
    BACK = "back", _("Back")
    NONE = "none", _("No side")
    UNKNOWN = "unknown", _("Unknown side")


class FieldSource(TextChoices):
    """Where on a document, or from whom, a value came."""

    VIZ = "viz", _("Visual zone")
    MRZ = "mrz", _("Machine-readable zone")
    BARCODE = "barcode", _("Barcode")
    NFC = "nfc", _("Chip")
    APPLICANT = "applicant", _("Declared by the applicant")
    INFERRED = "inferred", _("Inferred")
    UNKNOWN = "unknown", _("Source not given")


class ErrorKind(TextChoices):
    """Why a field of a document could not be used."""

    NOT_EXTRACTED = "not_extracted", _("Not read")
    MISMATCH = "mismatch", _("Sources disagree")
    UNKNOWN = "unknown", _("Unknown")


class LivenessCode(TextChoices):
    """IDWise's ten codes for a selfie that failed the liveness check."""

    FACE_TOO_CLOSE = "face_too_close", _("Face too close to the camera")
    FACE_CLOSE_TO_BORDER = "face_close_to_border", _("Face too close to the border")
    FACE_CROPPED = "face_cropped", _("Face cut off")
    FACE_IS_OCCLUDED = "face_is_occluded", _("Face partly covered")
    FACE_NOT_FOUND = "face_not_found", _("No face found")
    TOO_MANY_FACES = "too_many_faces", _("More than one face")
    FACE_TOO_SMALL = "face_too_small", _("Face too small")
    BAD_QUALITY_IMAGE = "bad_quality_image", _("Picture quality too low")
    FACE_ANGLE_TOO_LARGE = "face_angle_too_large", _("Face turned too far")
    NOT_LIVE = "not_live", _("Judged not live")
    UNKNOWN = "unknown", _("Unknown code")


class AmlApplicability(TextChoices):
    """Whether the screening was made at all; only APPLICABLE says that it was."""

    NOT_READY = "not_ready", _("Not ready yet")
    SKIPPED = "skipped", _("Skipped: the name could not be read, not screened")
    DISABLED = "disabled", _("Disabled: not screened")
    APPLICABLE = "applicable", _("Screened")
    UNKNOWN = "unknown", _("Unknown")


class Dataset(TextChoices):
    """The kinds of list that an AML match was found in."""

    SANCTIONS = "sanctions", _("Sanctions")
    PEP = "pep", _("Politically exposed person")
    PEP_LINKED = "pep_linked", _("Linked to a politically exposed person")
    ADVERSE_MEDIA = "adverse_media", _("Adverse media")
    REGULATORY = "regulatory", _("Regulatory enforcement list")
    PEOPLE_OF_INTEREST = "people_of_interest", _("People of interest")
    DISQUALIFIED_DIRECTOR = "disqualified_director", _("Disqualified director")
    INSOLVENCY = "insolvency", _("Insolvency")
    FITNESS_PROBITY = "fitness_probity", _("Fitness and probity")
    UNKNOWN = "unknown", _("Unknown list")


class FaceSource(TextChoices):
    """Which face took part in a comparison."""

    SELFIE = "selfie", _("Selfie")
    DOCUMENT = "document", _("Document")
    ADDITIONAL = "additional", _("External face")
    UNKNOWN = "unknown", _("Unknown")


class ConsentKind(TextChoices):
    """What the applicant agreed to."""

    PROCESSING = "processing", _("Consent to processing")
    BIOMETRICS = "biometrics", _("Consent to face analysis")


class MediaKind(TextChoices):
    """What a picture, video or file shows."""

    DOC_FRONT = "doc_front", _("Document front")
    DOC_BACK = "doc_back", _("Document back")
    DOC_FRONT_CROP = "doc_front_crop", _("Document front, cropped")
    DOC_BACK_CROP = "doc_back_crop", _("Document back, cropped")
    PORTRAIT = "portrait", _("Portrait on the document")
    GHOST_PORTRAIT = "ghost_portrait", _("Ghost portrait")
    SIGNATURE = "signature", _("Signature")
    SELFIE = "selfie", _("Selfie")
    SELFIE_CROP = "selfie_crop", _("Selfie, cropped")
    SELFIE_VIDEO = "selfie_video", _("Selfie video")
    PDF_FRONT = "pdf_front", _("Submitted PDF, front")
    PDF_BACK = "pdf_back", _("Submitted PDF, back")
    ELEMENT_CROP = "element_crop", _("Submitted fragment")
    REFERENCE_CROP = "reference_crop", _("Reference fragment, specimen")
    EXTERNAL_FACE = "external_face", _("External face")
    PROFILE = "profile", _("Profile picture")
    OTHER = "other", _("Other picture")
