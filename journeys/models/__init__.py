"""The journey result graph as rows. `importing` and `vault` are the only writers."""

from journeys.models.account import Account
from journeys.models.calls import CallSlice
from journeys.models.check import Check, RegistryAnswer, RuleDetail, RuleResult
from journeys.models.device import DeviceReport, DeviceSignal, IpAddress
from journeys.models.document import (
    DeclaredValue,
    DocumentStep,
    ExtractedField,
    ExtractionError,
    PredictedType,
)
from journeys.models.face import FaceComparison, Selfie
from journeys.models.graph import GraphRow
from journeys.models.intake import (
    LATER_EVENTS,
    Callback,
    Expected,
    ImportBatch,
    ImportItem,
)
from journeys.models.journey import IdentityKey, Journey, Snapshot
from journeys.models.media import Blob, Locator, MediaUse
from journeys.models.person import Applicant, Consent
from journeys.models.screening import AmlMatch, AmlScreening
from journeys.models.searching import NameUse, NameWord, PersonCard

# Each slot of JourneyResult and the table that its parts live in, in the order of showing.
ROW_OF_SLOT: dict[str, type[GraphRow]] = {
    "applicant": Applicant,
    "declared": DeclaredValue,
    "documents": DocumentStep,
    "predicted_types": PredictedType,
    "fields": ExtractedField,
    "extraction_errors": ExtractionError,
    "checks": Check,
    "face_comparisons": FaceComparison,
    "selfies": Selfie,
    "rules": RuleResult,
    "rule_details": RuleDetail,
    "screenings": AmlScreening,
    "matches": AmlMatch,
    "registry_answers": RegistryAnswer,
    "device_reports": DeviceReport,
    "device_signals": DeviceSignal,
    "ip_addresses": IpAddress,
    "consents": Consent,
    "media": MediaUse,
}

__all__ = [
    "LATER_EVENTS",
    "ROW_OF_SLOT",
    "Account",
    "AmlMatch",
    "AmlScreening",
    "Applicant",
    "Blob",
    "CallSlice",
    "Callback",
    "Check",
    "Consent",
    "DeclaredValue",
    "DeviceReport",
    "DeviceSignal",
    "DocumentStep",
    "Expected",
    "ExtractedField",
    "ExtractionError",
    "FaceComparison",
    "GraphRow",
    "IdentityKey",
    "ImportBatch",
    "ImportItem",
    "IpAddress",
    "Journey",
    "Locator",
    "MediaUse",
    "NameUse",
    "NameWord",
    "PersonCard",
    "PredictedType",
    "RegistryAnswer",
    "RuleDetail",
    "RuleResult",
    "Selfie",
    "Snapshot",
]
