"""`normalise`: one IDWise result becomes a JourneyResult. Pure: no clock, no network, no rows.

Tolerates whatever IDWise's own pages contradict each other about; what no rule maps is listed.
"""

from __future__ import annotations

from dataclasses import replace

from journeys.choices import Lifecycle, MediaKind, Outcome
from journeys.providers.bodies import Node, plain_key
from journeys.providers.idwise.documents import DocumentParts, read_documents
from journeys.providers.idwise.faces import FaceParts, read_selfie
from journeys.providers.idwise.gathering import every, picture, take_if_nothing
from journeys.providers.idwise.redaction import redact
from journeys.providers.idwise.rules import RuleParts, read_rules
from journeys.providers.idwise.screening import (
    ScreeningParts,
    read_aml,
    read_device,
    read_screening_checks,
)
from journeys.providers.idwise.tables import (
    FINAL_DECISIONS,
    LIFECYCLES,
    MANUAL_DECISIONS,
    SYSTEM_DECISIONS,
)
from journeys.providers.idwise.verdict import judge
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import (
    ApplicantPart,
    Coded,
    JourneyPart,
    JourneyResult,
    MediaUse,
)

_WRAPPERS = ("result", "data", "journey")
_OWN_KEYS = frozenset({"journeyid", "systemdecision", "documents", "document"})


def normalise(root: Node) -> JourneyResult:
    """Read one body whose root is an object. Never raises on such a tree.

    Every leaf is taken by exactly one part or stands in `unmapped`.
    """
    reading = Reading(root, secret=redact(root))
    body = _unwrap(root)
    draft = reading.draft(body)
    documents, faces, rules, screening = (
        DocumentParts(),
        FaceParts(),
        RuleParts(),
        ScreeningParts(),
    )
    for section in every(body, "documents", "document"):
        if not take_if_nothing(draft, section, "documents"):
            read_documents(reading, section, into=documents)
    for section in every(body, "selfie"):
        if not take_if_nothing(draft, section, "selfie"):
            read_selfie(reading, section, into=faces)
    for section in every(body, "rule_results"):
        if not take_if_nothing(draft, section, "rule_results"):
            read_rules(reading, section, into=rules)
    for section in every(body, "aml"):
        if not take_if_nothing(draft, section, "aml"):
            read_aml(reading, section, into=screening)
    for section in every(body, "screening_checks"):
        if not take_if_nothing(draft, section, "screening_checks"):
            read_screening_checks(reading, section, into=screening)
    for section in every(body, "device_intelligence"):
        if not take_if_nothing(draft, section, "device_intelligence"):
            read_device(reading, section, into=screening)
    applicants: list[ApplicantPart] = []
    portraits: list[MediaUse] = []
    for section in every(body, "applicant"):
        if not take_if_nothing(draft, section, "applicant"):
            applicants.append(_read_applicant(reading, section, media=portraits))
    journey = _read_journey(draft, body)
    result = JourneyResult(
        journey=journey,
        applicant=tuple(applicants),
        documents=tuple(documents.steps),
        fields=tuple(documents.fields),
        checks=tuple(documents.checks),
        face_comparisons=(*documents.faces.comparisons, *screening.faces.comparisons),
        selfies=tuple(faces.selfies),
        rules=tuple(rules.rules),
        rule_details=tuple(rules.details),
        screenings=tuple(screening.screenings),
        matches=tuple(screening.matches),
        registry_answers=tuple(screening.answers),
        device_reports=tuple(screening.reports),
        device_signals=tuple(screening.signals),
        media=(
            *documents.media,
            *documents.faces.media,
            *faces.media,
            *screening.faces.media,
            *portraits,
        ),
        unmapped=reading.unmapped(),
    )
    verdict, reasons = judge(body, result)
    return replace(result, journey=replace(journey, verdict=verdict, verdict_reasons=reasons))


def _unwrap(root: Node) -> Node:
    """The journey itself: IDWise sends it bare, a proxy may have put it under one key."""
    body = root
    for _ in _WRAPPERS:
        if any(plain_key(key) in _OWN_KEYS for key, _ in body.members):
            return body
        inner = body.child(*_WRAPPERS)
        if inner is None or inner.kind != "object":
            break
        body = inner
    return body if any(plain_key(key) in _OWN_KEYS for key, _ in body.members) else root


def _read_journey(draft: Draft, body: Node) -> JourneyPart:
    system = draft.coded(body.child("system_decision"), "system_decision", SYSTEM_DECISIONS)
    deleted = draft.outcome(body.child("is_deleted", "deleted"), "is_deleted")
    is_deleted = deleted.code == Outcome.PASS
    lifecycle = LIFECYCLES.get(system.code, Lifecycle.UNKNOWN)
    # The newer name wins; an older one beside it is kept under its own.
    flow_id = _first(draft, body, "flow_id", ("flow_id", *_OLD_FLOW_IDS))
    reference = _first(draft, body, "reference", ("reference_number", "reference_no", "user_id"))
    draft.particular(body.child("customer_id"), "customer_id")
    return JourneyPart(
        provider_id=draft.text(body.child("journey_id"), "provider_id"),
        reference=reference,
        flow_id=flow_id,
        model_version=draft.text(body.child("model_version"), "model_version"),
        is_deleted=is_deleted,
        lifecycle=Coded((Lifecycle.DELETED if is_deleted else lifecycle).value, system.raw),
        system_decision=system,
        manual_decision=draft.optional_coded(
            body.child("manual_decision"), "manual_decision", MANUAL_DECISIONS
        ),
        final_decision=draft.optional_coded(
            body.child("final_decision"), "final_decision", FINAL_DECISIONS
        ),
        started_at=draft.moment(body.child("start_time"), "started_at"),
        ended_at=draft.moment(body.child("end_time"), "ended_at"),
        **draft.traced(),
    )


# The first spelling is IDWise's own.
_OLD_FLOW_IDS = ("journey_definintion_id", "journey_definition_id")


def _first(draft: Draft, body: Node, attribute: str, names: tuple[str, ...]) -> str:
    """The first of several names that says something; the others are kept as particulars."""
    found = ""
    for name in names:
        for node in every(body, name):
            if not found:
                found = draft.text(node, attribute)
            else:
                draft.particular(node, name)
    return found


def _read_applicant(reading: Reading, section: Node, *, media: list[MediaUse]) -> ApplicantPart:
    draft = reading.draft(section)
    for node in every(section, "profile_image_path"):
        use = picture(
            reading,
            node,
            owner=draft,
            attribute="profile_image",
            kind=MediaKind.PROFILE,
        )
        media += [use] if use else []
    return ApplicantPart(
        applicant_id=draft.text(section.child("applicant_id"), "applicant_id"),
        full_name=draft.text(section.child("full_name"), "full_name"),
        personal_number=draft.text(section.child("personal_number"), "personal_number"),
        birth_date=draft.day(section.child("birth_date"), "birth_date"),
        **draft.traced(),
    )
