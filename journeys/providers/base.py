"""The seam: what a provider module offers and what it is given. Owns no behaviour.

A provider module is pure apart from its calls through the guarded session: configuration arrives as
an argument, rows and settings are unknown here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from journeys.providers.bodies import Node
from journeys.providers.guarded import Guard
from journeys.providers.reading import LeafId
from journeys.providers.results import JourneyResult


@dataclass(frozen=True, kw_only=True)
class AccountConfig:
    """One provider account, unsealed for the length of one call. Never logged: no repr."""

    provider: str
    slug: str
    base_url: str
    guard: Guard
    paths: Mapping[str, str] = field(repr=False)
    secrets: Mapping[str, str] = field(repr=False)
    # How callbacks authenticate: "basic", "bearer", "header"; the header's name is a setting.
    callback_scheme: str = "header"
    callback_header: str = "Authorization"


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What the provider can do; pages tell people so."""

    takes_decisions: bool
    resubmits_in_place: bool
    needs_new_journey: bool


@dataclass(frozen=True, kw_only=True)
class StepReview:
    """What is asked of one step: `asks_again` True is Resubmit, False is Approve."""

    step_id: str
    asks_again: bool


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A decision on its way out. `outcome` is approve, reject or resubmit."""

    provider_id: str
    outcome: str
    comment: str
    steps: tuple[StepReview, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The provider's answer to a decision, as received."""

    status: int
    body: bytes


@dataclass(frozen=True, kw_only=True)
class NewJourney:
    """A request for a new journey of the same applicant (Signzy's way to resubmit)."""

    flow_id: str
    user_id: str
    reference: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """The answer: the new journey's id and the applicant's link, which is a secret."""

    provider_id: str
    url: str = field(repr=False)
    seconds_valid: int


@dataclass(frozen=True, kw_only=True)
class CallbackHint:
    """What a callback body says. A hint to fetch, never evidence."""

    event: str
    event_id: str
    provider_id: str
    # False for events that only report progress: the fetch can wait for the next one.
    is_worth_a_fetch: bool


class Provider(Protocol):
    """The names that every provider module has."""

    NAME: str
    CAPABILITIES: Capabilities

    def fetch_journey(self, config: AccountConfig, provider_id: str) -> bytes:
        """The body as received. Raises ProviderUnavailable ("not ready": 404) and its like."""

    def fetch_media(
        self, config: AccountConfig, locator: str, *, target: BinaryIO, max_bytes: int
    ) -> None:
        """Stream the bytes that `locator` names into `target`."""

    def submit_decision(self, config: AccountConfig, submission: Submission) -> Receipt:
        """Tell the provider; exactly one attempt."""

    def request_resubmission(self, config: AccountConfig, wanted: NewJourney) -> NewLink:
        """Make a new journey; exactly one attempt."""

    def verify_callback(
        self, config: AccountConfig, headers: Mapping[str, str], *, body: bytes
    ) -> bool:
        """Compare the shared secret in constant time; False where none is configured."""

    def read_callback(self, body: bytes) -> CallbackHint:
        """Read the hint. Raises Unreadable."""

    def normalise(self, root: Node) -> JourneyResult:
        """Pure: the same tree gives the same result."""

    def redact(self, root: Node) -> frozenset[LeafId]:
        """The leaves that must never be shown: secrets, tokens, secret links."""
