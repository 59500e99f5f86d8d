"""What a page of evidence is made of: frozen shapes without queries, built by `tree`.

Parts are the providers' parts (`journeys.providers.results`), opened from their sealed rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from journeys.providers import results as r


@dataclass(frozen=True)
class Identity:
    """What a piece of evidence is, across snapshots, and what it says with its pictures.

    What people say points at both; it carries over only where both are equal.
    """

    stable_key: str
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture, PDF or video as a page shows it.

    `state` is ready, waiting or failed; `reason` is a sentence for waiting and failed. `pages` is
    the number of PDF pages, 0 for what is no PDF. URLs are empty unless the state is ready.
    """

    id: str
    kind: str
    label: str
    side: str
    state: str
    reason: str = ""
    width: int = 0
    height: int = 0
    pages: int = 0
    view_url: str = ""
    thumb_url: str = ""
    retry_url: str = ""
    is_video: bool = False
    sha256: str = ""

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"

    @property
    def page_urls(self) -> list[str]:
        """One view a PDF page."""
        return [f"{self.view_url}?page={number}" for number in range(1, self.pages + 1)]


@dataclass(frozen=True, kw_only=True)
class CheckShown:
    """A check beside the fragments that it compared."""

    part: r.Check
    submitted: Picture | None = None
    reference: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class CheckGroupShown:
    """Checks of one group and side, failed and uncertain first."""

    group: str
    side: str
    checks: tuple[CheckShown, ...]

    @property
    def failed(self) -> int:
        return sum(1 for check in self.checks if check.part.outcome.code in ("fail", "uncertain"))


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """One document: its part, pictures, checks, fields."""

    part: r.DocumentStep
    predicted: tuple[r.PredictedType, ...] = ()
    sides: tuple[Picture, ...] = ()  # front, back, PDFs: what was submitted
    crops: tuple[Picture, ...] = ()
    check_groups: tuple[CheckGroupShown, ...] = ()
    pairs: tuple[CheckShown, ...] = ()  # authenticity with fragment and reference
    fields: tuple[r.ExtractedField, ...] = ()
    errors: tuple[r.ExtractionError, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ComparisonShown:
    part: r.FaceComparison
    faces: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleShown:
    part: r.RuleResult
    details: tuple[r.RuleDetail, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Everything one snapshot says, grouped as a page shows it."""

    journey: r.JourneyPart
    applicant: r.ApplicantPart | None
    names: tuple[str, ...]
    declared: tuple[r.DeclaredValue, ...]
    steps: tuple[StepShown, ...]
    portraits: tuple[Picture, ...]
    selfies: tuple[Picture, ...]
    other_faces: tuple[Picture, ...]
    videos: tuple[Picture, ...]
    selfie: r.SelfiePart | None
    face_checks: tuple[CheckGroupShown, ...]
    comparisons: tuple[ComparisonShown, ...]
    rules: tuple[RuleShown, ...]
    screening: r.AmlScreening | None
    matches: tuple[r.AmlMatch, ...]
    registry: tuple[r.RegistryAnswer, ...]
    device: r.DeviceReport | None
    signals: tuple[r.DeviceSignal, ...]
    addresses: tuple[r.IpAddress, ...]
    consents: tuple[r.Consent, ...]
    unmapped: tuple[r.UnmappedLeaf, ...]
    other_pictures: tuple[Picture, ...]
    failed_checks: tuple[str, ...]  # names of what failed: approving against it needs a reason
    steps_that_failed: tuple[str, ...]  # step ids, for a resubmission's form
    # By `id()` of the part: two parts may be equal and still be two.
    identities: Mapping[int, Identity] = field(default_factory=dict)

    def identity_of(self, part: r.Part) -> Identity:
        """Raises KeyError for a part that is not of this tree."""
        return self.identities[id(part)]


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One line of a case's history or of the trail."""

    seq: int
    at: datetime
    event: str
    event_label: str
    who: str
    lane: str  # decisions, evidence or access
    data: tuple[tuple[str, str], ...] = ()
    object_kind: str = ""
    object_id: str = ""
    role: str = ""
    mac: str = ""
    commitments: tuple[str, ...] = field(default=())
    # Its details wait until the reader has rated the faces of that case.
    is_hidden: bool = False
