"""Signzy's whole body of one journey: the envelope and the assembly of its parts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from journeys.sandbox.album import Album
from journeys.sandbox.payload import Json, as_bytes
from journeys.sandbox.plan import Plan, SandboxJourney, journey_id_of, uuid_like
from journeys.sandbox.signzy_captured import captured_data, has_reached, person_in
from journeys.sandbox.signzy_document import document_intelligence
from journeys.sandbox.signzy_stories import Story, story_of
from journeys.sandbox.signzy_surroundings import (
    external_api_responses,
    ip_addresses,
    match_percentage,
    selfie_analysis,
    user_info,
)
from journeys.sandbox.signzy_variants import respelled

# Signzy's own codes; "ch" and "dh" are Chinese and Dutch there.
_LANGUAGES = {"latin": "en", "arabic": "ar", "devanagari": "hi", "chinese": "ch"}
_SECONDS_KEPT = 1_576_800


def signzy_journey(plan: Plan, *, folder: Path | None = None) -> SandboxJourney:
    """The journey that `plan` describes, with its pictures."""
    story = story_of(plan.outcome)
    album = Album(plan)
    person = person_in(plan, "document")
    body = as_bytes(respelled(_body(album, story=story), story=story))
    return SandboxJourney(
        provider="signzy",
        journey_id=journey_id_in(plan),
        outcome=plan.outcome,
        person=person,
        truth=story.truth,
        body=body,
        media=album.media(body, folder=folder),
    )


def journey_id_in(plan: Plan) -> str:
    return plan.journey_id or journey_id_of("signzy", seed=plan.seed, index=plan.index)


def user_id_of(plan: Plan) -> str:
    return plan.user_id or f"user-{plan.seed:02}-{plan.index:05}"


def reference_of(plan: Plan) -> str:
    return plan.reference or f"CLIENT-{plan.seed:02}-{plan.index:05}"


def flow_id_of(plan: Plan) -> str:
    return plan.flow_id or uuid_like(plan.shared_digest("flow"))


def _body(album: Album, *, story: Story) -> dict[str, Json]:
    plan = album.plan
    person = person_in(plan, "document")
    is_finished = story.status in ("COMPLETED", "TERMINATED")
    has_started = has_reached(story, "consent")
    body: dict[str, Json] = {
        "flow": {"flowId": flow_id_of(plan), "version": 3, "test": story.is_test},
        "processingConfig": _processing_config(plan, person.script),
        "capturedData": captured_data(album, person, story=story),
        "matchPercentage": match_percentage(story),
        "documentIntelligence": document_intelligence(album, person, story=story),
        "selfieAnalysis": selfie_analysis(plan, story=story),
        "_id": plan.digest("id", size=12),
        "clientId": uuid_like(plan.shared_digest("client")),
        "userId": user_id_of(plan),
        "journeyId": journey_id_in(plan),
        "currentStatus": story.status,
        "step": story.step,
        "message": story.message,
        "callbackSent": is_finished,
        "mobileStatus": plan.index % 4 == 0,
        "isFrontendJourneyRequired": True,
        "inQueue": False,
        "userInfo": user_info(album, person, story=story, reference=reference_of(plan)),
        "externalApiResponses": external_api_responses(plan, person, story=story),
        "ipAddresses": ip_addresses(plan, person, story=story),
        "createdAt": _milliseconds(plan.started_at),
        # Null even on a terminated journey, as seen in real bodies.
        "startedAt": _milliseconds(plan.started_at) + 5_292
        if has_started and story.status != "TERMINATED"
        else None,
        "completedAt": _milliseconds(plan.ended_at) if is_finished else None,
        "_deleted": story.is_deleted,
        "deletionTimeLimit": None if plan.index % 6 == 3 else _SECONDS_KEPT,
        "updatedAt": plan.ended_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "__v": 0,
    }
    if not has_reached(story, "document"):
        del body["documentIntelligence"]
    if story.is_deleted:
        for erased in (
            "capturedData",
            "matchPercentage",
            "documentIntelligence",
            "selfieAnalysis",
            "userInfo",
            "externalApiResponses",
            "ipAddresses",
        ):
            del body[erased]
    return body


def _processing_config(plan: Plan, script: str) -> Json:
    key = plan.callback_key or plan.digest("callback_key")
    config: dict[str, Json] = {
        "callbackUrl": plan.callback_url or "http://127.0.0.1/callbacks/not-configured",
        "authKeyForCallback": key,
        "redirectTime": 10,
        "language": plan.language or _LANGUAGES[script],
        "successRedirectUrl": "",
        "failureRedirectUrl": "",
        "journeyLinkValidity": 3600,
        "journeySessionExpiry": 600,
    }
    if plan.index % 5 == 4 and not plan.callback_key:
        del config["authKeyForCallback"]
    return config


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
