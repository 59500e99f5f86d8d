"""IDWise's whole body of one journey: the top level and the assembly of its parts."""

from __future__ import annotations

from pathlib import Path

from journeys.sandbox.album import Album
from journeys.sandbox.idwise_aml import screening
from journeys.sandbox.idwise_documents import (
    address_step,
    identity_step,
    person_in,
    selfie_picture,
    selfie_step,
)
from journeys.sandbox.idwise_rules import rule_results
from journeys.sandbox.idwise_stories import FLOWS, Flow, Story, story_of
from journeys.sandbox.idwise_surroundings import device_intelligence, screening_checks
from journeys.sandbox.idwise_variants import respelled
from journeys.sandbox.payload import Json, as_bytes
from journeys.sandbox.plan import Plan, SandboxJourney, journey_id_of, uuid_like

IDENTITY_STEP: dict[Flow, str] = {
    "identity": "0",
    "identity_address": "identity_step",
    "identity_government": "0",
}


def idwise_journey(plan: Plan, *, folder: Path | None = None) -> SandboxJourney:
    """The journey that `plan` describes, with its pictures."""
    story = story_of(plan.outcome)
    album = Album(plan)
    main_step = IDENTITY_STEP[flow_of(plan, story)]
    person = person_in(plan, main_step)
    body = as_bytes(
        respelled(_body(album, story=story, main_step=main_step), plan=plan, story=story)
    )
    return SandboxJourney(
        provider="idwise",
        journey_id=plan.journey_id or journey_id_of("idwise", seed=plan.seed, index=plan.index),
        outcome=plan.outcome,
        person=person,
        truth=story.truth,
        body=body,
        media=album.media(body, folder=folder),
    )


def flow_of(plan: Plan, story: Story) -> Flow:
    """Every fourth clean journey has a proof of address, the others what their story needs."""
    kept = next((flow for flow in FLOWS if flow == plan.flow), None)
    if kept or story.flow:
        return kept or story.flow or "identity"
    if plan.outcome == "clean_pass" and plan.number("flow", below=4) == 0:
        return "identity_address"
    return "identity"


def manual_decision_of(plan: Plan, story: Story) -> str:
    return story.manual if plan.manual_decision == "outcome" else plan.manual_decision


def _body(album: Album, *, story: Story, main_step: str) -> dict[str, Json]:
    plan = album.plan
    flow = flow_of(plan, story)
    manual = manual_decision_of(plan, story)
    person = person_in(plan, main_step)
    documents: dict[str, Json] = {main_step: identity_step(album, story=story, step=main_step)}
    steps = {main_step: ("identity", "Identity document - Front"), "selfie": ("selfie", "Selfie")}
    if story.is_submitted_twice:
        documents["1"] = identity_step(album, story=story, step="1", again=True)
        steps["1"] = ("identity", "Second document - Front")
    if flow == "identity_address":
        documents["address_step"] = address_step(album, story=story, step="address_step")
        steps["address_step"] = ("address", "Utility Bill - Front")
    selfie = selfie_step(album, story=story)
    return {
        "journey_id": plan.journey_id or journey_id_of("idwise", seed=plan.seed, index=plan.index),
        "customer_id": uuid_like(plan.shared_digest("customer")),
        "flow_id": plan.flow_id or uuid_like(plan.shared_digest(f"flow:{flow}")),
        "reference_number": reference_of(plan),
        "start_time": plan.started_at.replace(tzinfo=None).isoformat(timespec="microseconds"),
        "end_time": plan.ended_at.replace(tzinfo=None).isoformat(timespec="microseconds"),
        "system_decision": story.decision,
        "manual_decision": manual or None,
        "final_decision": manual or story.decision,
        "model_version": "3.0",
        "documents": documents,
        "selfie": selfie,
        "rule_results": rule_results(story, steps=steps),
        "applicant": {
            "applicant_id": plan.digest("applicant", size=12),
            "profile_image_path": album.add("selfie", selfie_picture(plan), step="selfie"),
            "full_name": person.full_name if story.is_recognised else None,
            "personal_number": person.personal_number if story.is_recognised else None,
            "birth_date": person.birth_date.isoformat() if story.is_recognised else None,
        },
        "aml": screening(plan, person, story=story),
        "screening_checks": screening_checks(album, person, story=story),
        "device_intelligence": device_intelligence(story),
    }


def reference_of(plan: Plan) -> str | None:
    """The client's own id; a few journeys have none."""
    if plan.reference:
        return plan.reference
    if plan.outcome != "clean_pass" and plan.index % 17 == 5:
        return None
    return f"REF-{plan.seed:02}-{plan.index:05}"
