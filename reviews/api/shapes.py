"""What comes in and goes out. Every number and text is bounded; no name of anybody stands here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema

# Providers' ids as they are made: letters, digits and marks without spaces.
ProviderId = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[!-~]+$")]
Slug = Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[A-Za-z0-9_-]+$")]
Reference = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[ -~]*[!-~][ -~]*$")]
Cursor = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
Limit = Annotated[int, Field(ge=1, le=200)]
CaseState = Literal["open", "claimed", "decided", "waiting"]
DecisionState = Literal["proposed", "effective", "superseded", "withdrawn"]
# Checked by hand: a calendar is more than a pattern can say.
Time = Annotated[
    str,
    Field(min_length=1, max_length=40),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 40, "format": "date-time"}),
]


class Given(Schema):
    """A body that came in: a field that nobody knows is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class AnnouncedIn(Given):
    """One journey that was started."""

    id: ProviderId
    reference: Reference | None = None
    started_at: Time | None = None


class ExpectedIn(Given):
    """Journeys that your system started at one provider account."""

    account: Slug
    journeys: Annotated[list[AnnouncedIn], Field(min_length=1, max_length=5_000)]


class ExpectedOut(Schema):
    """How many of them were new."""

    announced: int


class RelationshipEndIn(Given):
    """The journey by the provider's id, or all journeys under your own reference."""

    account: Slug
    by: Literal["journey", "reference"]
    value: Reference
    ended_at: Time | None = None


class RelationshipEndOut(Schema):
    """How many journeys it holds for."""

    journeys: int
    ended_at: datetime


class JourneyOut(Schema):
    """A journey of a case. `reference` only for a token with the scope personal.read."""

    id: UUID
    account: str
    provider: str
    provider_id: str
    reference: str | None = None


class DecisionOut(Schema):
    """A decision that stands or stood. Who made it is not told."""

    id: UUID
    case_id: UUID
    case_code: str
    round: int
    queue: str
    journey: JourneyOut
    outcome: str
    state: str
    reasons: list[str]
    steps: list[str]
    decided_at: datetime
    takes_effect_at: datetime
    effective_at: datetime | None
    policy_version: int | None


class DecisionsOut(Schema):
    """Newest first; `next` is the cursor of what came before these."""

    items: list[DecisionOut]
    next: str | None


class CaseOut(Schema):
    """Where a case stands."""

    id: UUID
    code: str
    queue: str
    state: str
    is_test: bool
    rounds: int
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    journeys: list[JourneyOut]


class CaseWithDecisionsOut(CaseOut):
    """A case with its decisions, newest first."""

    decisions: list[DecisionOut]


class CasesOut(Schema):
    """Newest first; `next` is the cursor of what came before these."""

    items: list[CaseOut]
    next: str | None


class HealthOut(Schema):
    """Whether the house answers."""

    status: Literal["ok"]
    time: datetime
