"""One journey of a running sandbox, and how it changes when somebody decides or plays it again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from journeys.sandbox import idwise_bodies
from journeys.sandbox.idwise_documents import document_kind as idwise_kind
from journeys.sandbox.idwise_stories import story_of as idwise_story
from journeys.sandbox.plan import Plan, Played, SandboxJourney
from journeys.sandbox.signzy_captured import document_kind as signzy_kind

STEPS = ("0", "1", "identity_step", "address_step", "government", "selfie")


class NotHeld(Exception):
    """No such journey is here, or it was erased."""


@dataclass
class Held:
    """One journey: its plan now, its plans before, and the body made of them when asked for."""

    plan: Plan
    earlier: list[Plan] = field(default_factory=list)
    asked_steps: tuple[str, ...] = ()
    versions: int = 0
    is_gone: bool = False
    made: SandboxJourney | None = None
    made_earlier: list[SandboxJourney] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A decision or a request that a client sent, and how it was answered."""

    number: int
    at: str
    provider: str
    kind: str
    journey_id: str
    status: int
    body: Any

    @property
    def is_accepted(self) -> bool:
        return self.status < 300


def changed(held: Held, plan: Plan) -> None:
    """Give a journey its next plan; the body is made when somebody asks for it."""
    held.plan = plan
    held.made = None
    held.versions += 1


def played_again(held: Held, *, outcome: str) -> Plan:
    """The plan after the applicant did the asked steps once more; other steps stay as they are."""
    plan = held.plan
    if plan.provider == "signzy":
        return replace(plan, outcome=outcome, attempt=plan.attempt + 1, document=signzy_kind(plan))
    asked = held.asked_steps or STEPS
    steps = {
        step: Played(attempt=plan.played(step).attempt + 1, outcome=outcome)
        if step in asked
        else plan.played(step)
        for step in STEPS
    }
    flow = idwise_bodies.flow_of(plan, idwise_story(plan.outcome))
    return replace(
        plan,
        outcome=outcome,
        steps=steps,
        flow=flow,
        document=idwise_kind(plan, idwise_bodies.IDENTITY_STEP[flow]),
        manual_decision="",
    )
