"""JourneyResult and its parts: the one shape both providers become.

Frozen dataclasses without behaviour. Each part names where in the body it was read (`source_path`,
an RFC 6901 pointer from the root as received) and which leaves of the body it holds (`leaves`), so
that every value shown can be traced and nothing that was sent is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from journeys.choices import Verdict


@dataclass(frozen=True)
class Leaf:
    """One leaf of the body and the attribute of the part that holds it."""

    pointer: str
    occurrence: int
    attribute: str


@dataclass(frozen=True)
class Coded:
    """A value of one of the house's enumerations beside the provider's own text."""

    code: str
    raw: str


@dataclass(frozen=True)
class Measured:
    """A number with its spelling. `value` is None where the text is no number ("NA")."""

    value: float | None
    raw: str


@dataclass(frozen=True)
class Moment:
    """A point in time. `value` is ISO 8601 in UTC; `is_naive` says that no zone was sent."""

    value: str | None
    raw: str
    is_naive: bool = False


@dataclass(frozen=True)
class Day:
    """A calendar date. `value` is YYYY, YYYY-MM or YYYY-MM-DD, as `precision` says."""

    value: str | None
    raw: str
    precision: str = ""


@dataclass(frozen=True)
class Named:
    """A small named value that has no attribute of its own."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """What all parts have. `particulars` are named values; their home is `<part>.<name>`."""

    source_path: str = ""
    leaves: tuple[Leaf, ...] = ()
    particulars: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JourneyPart(Part):
    """The journey as a whole. The ids are opaque strings of up to 255 characters."""

    provider_id: str = ""
    reference: str = ""
    flow_id: str = ""
    flow_version: str = ""
    model_version: str = ""
    is_test: bool = False
    is_deleted: bool = False
    lifecycle: Coded = Coded("unknown", "")
    step: Coded = Coded("unknown", "")
    message: str = ""
    verdict: Verdict = Verdict.UNKNOWN
    # Plain sentences (English) why the verdict is not PASS; empty for a pass.
    verdict_reasons: tuple[str, ...] = ()
    system_decision: Coded | None = None
    manual_decision: Coded | None = None
    final_decision: Coded | None = None
    language: Coded | None = None
    created_at: Moment | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    updated_at: Moment | None = None
    retention: Measured | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicantPart(Part):
    """Who the journey is about, by the provider's own id."""

    applicant_id: str = ""
    full_name: str = ""
    personal_number: str = ""
    birth_date: Day | None = None


@dataclass(frozen=True, kw_only=True)
class DeclaredValue(Part):
    """One thing the applicant or the client said before anything was read.

    `name` is a house field name such as first_name, birth_date, phone, email, country, id_type.
    """

    name: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class PredictedType(Part):
    """What kind of document the engine believes one side to be; `probability` is 0..1."""

    step_id: str = ""
    side: Coded = Coded("unknown", "")
    name: str = ""
    icao_code: str = ""
    country_name: str = ""
    description: str = ""
    year: str = ""
    has_mrz: Coded | None = None
    is_deprecated: Coded | None = None
    probability: Measured | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentStep(Part):
    """One document of the journey. `step_id` is IDWise's step id, for Signzy `document`…"""

    step_id: str = ""
    title: str = ""
    progress: Coded = Coded("unknown", "")
    has_passed_rules: Coded | None = None
    document_type: str = ""
    document_subtype: str = ""
    country: str = ""
    country_code: str = ""
    verdict: Coded | None = None
    severity: Coded | None = None
    message: str = ""
    is_expired: Coded | None = None
    attempts: Measured | None = None
    completed_at: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class ExtractedField(Part):
    """One value read from a document. `key` is the provider's label, `name` the house's name."""

    step_id: str = ""
    key: str = ""
    name: str = ""
    value: str | None = None
    kind: str = "string"
    source: Coded = Coded("unknown", "")
    side: Coded = Coded("none", "")
    read_accuracy: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtractionError(Part):
    """A field that could not be read, or whose sources disagree."""

    step_id: str = ""
    field_name: str = ""
    message: str = ""
    status: Coded = Coded("unknown", "")


@dataclass(frozen=True, kw_only=True)
class Check(Part):
    """One check of any kind. `subject` is a step id or `selfie`.

    `submitted` and `reference` are the source paths of the MediaUse parts that show the fragment
    and the reference fragment; empty where the provider gave none.
    """

    group: str = "unknown"
    subject: str = ""
    side: Coded = Coded("none", "")
    key: str = ""
    name: str = ""
    outcome: Coded = Coded("unknown", "")
    description: str = ""
    message: str = ""
    score: Measured | None = None
    diagnose: str = ""
    element_type: str = ""
    submitted: str = ""
    reference: str = ""


@dataclass(frozen=True)
class ComparedFace:
    """One side of a comparison; `media` is the source path of its MediaUse."""

    source: Coded
    media: str


@dataclass(frozen=True, kw_only=True)
class FaceComparison(Part):
    """A face match. `subject` is the step id compared, or the key of the screening check."""

    subject: str = ""
    outcome: Coded = Coded("unknown", "")
    score: Measured | None = None
    message: str = ""
    status: str = ""
    faces: tuple[ComparedFace, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SelfiePart(Part):
    """The selfie step and its liveness. A liveness of None at the provider is NOT_DONE."""

    progress: Coded = Coded("unknown", "")
    has_passed_rules: Coded | None = None
    status: Coded | None = None
    liveness: Coded = Coded("not_done", "")
    liveness_code: Coded | None = None
    liveness_score: Measured | None = None
    attempts: Measured | None = None
    completed_at: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class RuleResult(Part):
    """One business rule of the flow."""

    key: str = ""
    name: str = ""
    outcome: Coded = Coded("unknown", "")
    description: str = ""
    information: str = ""
    tips: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleDetail(Part):
    """One line of a rule and the object that it points to."""

    rule_key: str = ""
    title: str = ""
    outcome: Coded = Coded("unknown", "")
    result_description: str = ""
    object_kind: str = ""
    object_key: str = ""


@dataclass(frozen=True, kw_only=True)
class AmlScreening(Part):
    """Whether the person was screened; the matches are parts of their own."""

    applicability: Coded = Coded("unknown", "")
    searched_at: Moment | None = None


@dataclass(frozen=True)
class Alias:
    """Another name of a listed person, and what kind of name it is."""

    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class AmlMatch(Part):
    """One listed person that the screening found. `score` is a rank, never a probability."""

    name: str = ""
    aliases: tuple[Alias, ...] = ()
    birth_dates: tuple[Day, ...] = ()
    countries: tuple[str, ...] = ()
    datasets: tuple[Coded, ...] = ()
    notes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sex: str = ""
    score: Measured | None = None
    resource_id: str = ""


@dataclass(frozen=True, kw_only=True)
class RegistryAnswer(Part):
    """What a register or another external service was asked, and what it said."""

    key: str = ""
    outcome: Coded = Coded("unknown", "")
    asked: tuple[Named, ...] = ()
    answered: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeviceReport(Part):
    """The device as a whole and where it said it was (degrees)."""

    outcome: Coded = Coded("not_done", "")
    latitude: Measured | None = None
    longitude: Measured | None = None


@dataclass(frozen=True, kw_only=True)
class DeviceSignal(Part):
    """One test of the device."""

    key: str = ""
    name: str = ""
    outcome: Coded = Coded("unknown", "")
    description: str = ""


@dataclass(frozen=True)
class IpFlag:
    """One yes-or-no finding about an address; `outcome` FAIL where the flag is raised."""

    name: str
    outcome: Coded


@dataclass(frozen=True, kw_only=True)
class IpAddress(Part):
    """An address the journey was made from. `fraud_score` is 0..100: 75, 85 and 90 are bands."""

    address: str = ""
    message: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    asn: str = ""
    isp: str = ""
    organization: str = ""
    host: str = ""
    timezone: str = ""
    postal_address: str = ""
    latitude: Measured | None = None
    longitude: Measured | None = None
    fraud_score: Measured | None = None
    fraud_band: str = "unknown"
    flags: tuple[IpFlag, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Consent(Part):
    """What the applicant agreed to. FAIL is a refusal, NOT_DONE means that nothing was said."""

    kind: str = ""
    given: Coded = Coded("not_done", "")


@dataclass(frozen=True, kw_only=True)
class MediaUse(Part):
    """One place in the body that names a picture, PDF or video.

    `locator` is what the provider calls it: an opaque path (IDWise) or a secret URL (Signzy).
    It never leaves the importer and the vault. `source_path` is the pointer of that very leaf.
    """

    kind: str = "other"
    step_id: str = ""
    side: Coded = Coded("none", "")
    locator: str = ""
    is_secret: bool = False
    label: str = ""


@dataclass(frozen=True)
class UnmappedLeaf:
    """A leaf that no rule maps. `json_text` is the value as JSON, spelled as received."""

    pointer: str
    occurrence: int
    json_text: str


@dataclass(frozen=True, kw_only=True)
class JourneyResult:
    """Everything one body said."""

    journey: JourneyPart
    applicant: tuple[ApplicantPart, ...] = ()
    declared: tuple[DeclaredValue, ...] = ()
    documents: tuple[DocumentStep, ...] = ()
    predicted_types: tuple[PredictedType, ...] = ()
    fields: tuple[ExtractedField, ...] = ()
    extraction_errors: tuple[ExtractionError, ...] = ()
    checks: tuple[Check, ...] = ()
    face_comparisons: tuple[FaceComparison, ...] = ()
    selfies: tuple[SelfiePart, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    rule_details: tuple[RuleDetail, ...] = ()
    screenings: tuple[AmlScreening, ...] = ()
    matches: tuple[AmlMatch, ...] = ()
    registry_answers: tuple[RegistryAnswer, ...] = ()
    device_reports: tuple[DeviceReport, ...] = ()
    device_signals: tuple[DeviceSignal, ...] = ()
    ip_addresses: tuple[IpAddress, ...] = ()
    consents: tuple[Consent, ...] = ()
    media: tuple[MediaUse, ...] = ()
    unmapped: tuple[UnmappedLeaf, ...] = ()

    def parts(self) -> Iterator[Part]:
        """All parts, the journey first."""
        for slot in fields(self):
            value = getattr(self, slot.name)
            if isinstance(value, Part):
                yield value
            elif slot.name != "unmapped":
                yield from value


# The name of each part's home in `show_journey`: `<home>.<attribute>`.
HOME_OF: dict[type[Part], str] = {
    JourneyPart: "journey",
    ApplicantPart: "applicant",
    DeclaredValue: "declared_value",
    PredictedType: "predicted_type",
    DocumentStep: "document_step",
    ExtractedField: "extracted_field",
    ExtractionError: "extraction_error",
    Check: "check",
    FaceComparison: "face_comparison",
    SelfiePart: "selfie",
    RuleResult: "rule_result",
    RuleDetail: "rule_detail",
    AmlScreening: "aml_screening",
    AmlMatch: "aml_match",
    RegistryAnswer: "registry_answer",
    DeviceReport: "device_report",
    DeviceSignal: "device_signal",
    IpAddress: "ip_address",
    Consent: "consent",
    MediaUse: "media_use",
}
