"""The words that conditions compare with: kinds of documents, lists, checks and events.

Pure. What a provider calls a document becomes one of few kinds; its own words are kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeys.choices import CheckGroup, Dataset
from reviews.comparing.text import tokens


class DocumentKind(TextChoices):
    """What a document is, whoever named it."""

    PASSPORT = "passport", _("Passport")
    IDENTITY_CARD = "identity_card", _("Identity card")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")
    VISA = "visa", _("Visa")
    UTILITY_BILL = "utility_bill", _("Utility bill")
    BANK_STATEMENT = "bank_statement", _("Bank statement")
    OTHER = "other", _("Other document")


class ListKind(TextChoices):
    """The kinds of lists of a screening. A list that nobody named is never a harmless one."""

    SANCTIONS = "sanctions", _("Sanctions")
    PEP = "pep", _("Political exposure")
    ADVERSE_MEDIA = "adverse_media", _("Adverse media")
    OTHER = "other", _("Other list")
    UNNAMED = "unnamed", _("Unknown list")


class CheckKind(TextChoices):
    """The groups of checks, and the results that stand in tables of their own."""

    VALIDATION = "validation", CheckGroup.VALIDATION.label
    DOCUMENT = "document", CheckGroup.DOCUMENT.label
    OPTICAL = "optical", CheckGroup.OPTICAL.label
    AUTHENTICITY = "authenticity", CheckGroup.AUTHENTICITY.label
    IMAGE_QUALITY = "image_quality", CheckGroup.IMAGE_QUALITY.label
    DATA_MATCH = "data_match", CheckGroup.DATA_MATCH.label
    DATA_CONFLICT = "data_conflict", _("Sources of one document disagree")
    FACE_COMPARISON = "face_comparison", _("Face comparison")
    LIVENESS = "liveness", _("Liveness")
    FACE = "face", CheckGroup.FACE.label
    MASK = "mask", CheckGroup.MASK.label
    COVER = "cover", CheckGroup.COVER.label
    REGISTER = "register", _("Register")
    DEVICE = "device", _("Device")
    UNKNOWN = "unknown", CheckGroup.UNKNOWN.label


class Reopening(TextChoices):
    """What brought a journey to the desk again; NONE for its first look."""

    NONE = "none", _("First look")
    MONITOR = "monitor", _("Screening monitor")
    SPOT_CHECK = "spot_check", _("Spot check")
    RENEWAL = "renewal", _("Renewal")
    EVIDENCE = "evidence", _("New evidence")
    RESUBMISSION = "resubmission", _("The applicant sent again")


class ConsentSaid(TextChoices):
    """The worst of an applicant's answers."""

    REFUSED = "refused", _("Refused")
    MISSING = "missing", _("Nothing was said")
    GIVEN = "given", _("Given")


class Grade(TextChoices):
    """How grave a journey looks."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


# The known rules of a flow (IDWise). Others are shown by their key.
RULE_NAMES: Final = {
    "document_validation": _("Document validation"),
    "same_subject": _("Same person"),
    "no_duplicate_documents": _("Document used before"),
    "no_duplicate_applicant": _("Applicant seen before"),
    "no_aml_records": _("Screening records"),
    "unrecognized_document": _("Unrecognised document"),
    "proof_policy": _("Proof policy"),
    "expired_document": _("Expired document"),
    "under_age": _("Under age"),
    "approved_nationality": _("Approved nationality"),
    "selfie_liveness": _("Selfie liveness"),
    "device_intelligence": _("Device intelligence"),
    "document_quality": _("Document quality"),
    "mandatory_information_presence": _("Mandatory information"),
    "outdated_proof_of_address": _("Outdated proof of address"),
    "geolocation": _("Place of the device"),
    "proof_of_address_matched": _("Proof of address matches"),
    "government_check": _("Government register"),
    "applicant_cross_check": _("Applicant's data agree"),
}

_LIST_OF: Final = {
    Dataset.SANCTIONS: ListKind.SANCTIONS,
    Dataset.PEP: ListKind.PEP,
    Dataset.PEP_LINKED: ListKind.PEP,
    Dataset.ADVERSE_MEDIA: ListKind.ADVERSE_MEDIA,
    Dataset.UNKNOWN: ListKind.UNNAMED,
}
# The first kind all of whose words stand in the provider's name. Single words come last.
_WORDS: Final[tuple[tuple[str, DocumentKind], ...]] = (
    ("residence permit", DocumentKind.RESIDENCE_PERMIT),
    ("residence card", DocumentKind.RESIDENCE_PERMIT),
    ("resident permit", DocumentKind.RESIDENCE_PERMIT),
    ("driving licence", DocumentKind.DRIVING_LICENCE),
    ("driving license", DocumentKind.DRIVING_LICENCE),
    ("driver licence", DocumentKind.DRIVING_LICENCE),
    ("driver license", DocumentKind.DRIVING_LICENCE),
    ("drivers licence", DocumentKind.DRIVING_LICENCE),
    ("drivers license", DocumentKind.DRIVING_LICENCE),
    ("utility bill", DocumentKind.UTILITY_BILL),
    ("bank statement", DocumentKind.BANK_STATEMENT),
    ("account statement", DocumentKind.BANK_STATEMENT),
    ("passport card", DocumentKind.IDENTITY_CARD),
    ("identity card", DocumentKind.IDENTITY_CARD),
    ("id card", DocumentKind.IDENTITY_CARD),
    ("national id", DocumentKind.IDENTITY_CARD),
    ("emirates id", DocumentKind.IDENTITY_CARD),
    ("civil id", DocumentKind.IDENTITY_CARD),
    ("passport", DocumentKind.PASSPORT),
    ("epassport", DocumentKind.PASSPORT),
    ("visa", DocumentKind.VISA),
    ("dl", DocumentKind.DRIVING_LICENCE),
    ("iqama", DocumentKind.RESIDENCE_PERMIT),
    ("aadhaar", DocumentKind.IDENTITY_CARD),
    ("id", DocumentKind.IDENTITY_CARD),
)


def document_kind(*names: str) -> str:
    """The kind of the first of these names that says one; OTHER for other words, "" for none."""
    for name in names:
        if name in DocumentKind.values:
            return name
        words = set(tokens(name))
        for wanted, kind in _WORDS:
            if words.issuperset(wanted.split()):
                return kind.value
    return DocumentKind.OTHER.value if any(name.strip() for name in names) else ""


def document_code(name: str) -> str:
    """How a case's row names its document: the kind, or the provider's own words for another."""
    kind = document_kind(name)
    return " ".join(name.split()) if kind in ("", DocumentKind.OTHER) else kind


def document_word(name: str) -> str:
    """What a row or a provider calls a document, in our word for its kind where we know it."""
    return _document_in(name, get_language() or "en")


@lru_cache(maxsize=1024)
def _document_in(name: str, language: str) -> str:
    kind = document_kind(name)
    return name if kind in ("", DocumentKind.OTHER) else str(DocumentKind(kind).label)


def list_kinds(codes: Iterable[str]) -> frozenset[str]:
    """The kinds of the lists that a match stands in; one that names none is UNNAMED."""
    found = {
        _LIST_OF.get(Dataset(code), ListKind.OTHER) if code in Dataset.values else ListKind.UNNAMED
        for code in codes
    }
    return frozenset(kind.value for kind in found or {ListKind.UNNAMED})


def check_kind(group: str) -> str:
    return group if group in CheckKind.values else CheckKind.UNKNOWN.value
