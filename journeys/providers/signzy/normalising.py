"""A Signzy body as a JourneyResult. Pure: the same tree gives the same result, no tree is refused.

Owns the journey itself and the order of reading; the parts are read beside this file.
"""

from __future__ import annotations

from dataclasses import replace

from journeys.choices import Lifecycle, Outcome, Verdict
from journeys.providers.bodies import Node
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import Coded, JourneyPart, JourneyResult
from journeys.providers.signzy.documents import read_documents
from journeys.providers.signzy.envelope import Envelope, is_blank, open_envelope, under
from journeys.providers.signzy.faces import read_faces
from journeys.providers.signzy.network import device_reports, ip_addresses
from journeys.providers.signzy.people import (
    match_images,
    read_applicant,
    read_consents,
    read_declared,
    registry_answers,
)
from journeys.providers.signzy.redaction import redact
from journeys.providers.signzy.tables import LANGUAGE, LIFECYCLE, STEP
from journeys.providers.signzy.verdicts import Evidence, judge
from journeys.providers.unknowns import unknown_values
from journeys.providers.verdict_sentences import Sentence

# Sections that may come empty; the journey holds the emptiness.
SECTIONS = (
    (("flow",), "flow"),
    (("processingConfig",), "processing_config"),
    (("capturedData",), "captured_data"),
    (("capturedData", "images"), "captured_images"),
    (("userInfo",), "user_info"),
    (("documentIntelligence",), "document_intelligence"),
    (("selfieAnalysis",), "selfie_analysis"),
    (("matchPercentage",), "match_percentage"),
)
CONFIGURATION = (
    ("callbackUrl", "callback_url"),
    ("authKeyForCallback", "callback_key"),
    ("redirectTime", "redirect_seconds"),
    ("successRedirectUrl", "success_redirect_url"),
    ("failureRedirectUrl", "failure_redirect_url"),
    ("journeyLinkValidity", "link_valid_seconds"),
    ("journeySessionExpiry", "session_valid_seconds"),
)
BOOKKEEPING = (
    ("_id", "database_id"),
    ("__v", "database_version"),
    ("clientId", "client_id"),
    ("callbackSent", "callback_sent"),
    ("mobileStatus", "mobile_status"),
    ("isFrontendJourneyRequired", "is_frontend_journey_required"),
    ("inQueue", "in_queue"),
)
# The vendor's table writes "callbackssent".
OTHER_SPELLINGS = {"callbackSent": ("callbackSent", "callbacksSent")}


def normalise(root: Node) -> JourneyResult:
    """Read everything that one body says. Secrets stand in no part but as media locators."""
    reading = Reading(root, secret=redact(root))
    envelope = open_envelope(root)
    draft = reading.draft(envelope.scopes[0])
    documents = read_documents(reading, envelope)
    faces = read_faces(reading, envelope, pictures=documents.media)
    declared = read_declared(reading, envelope)
    consents = read_consents(reading, envelope)
    registry = registry_answers(reading, envelope, owner=draft)
    addresses = ip_addresses(reading, envelope, owner=draft)
    devices = device_reports(reading, envelope, owner=draft)
    external_faces = tuple(match_images(reading, envelope, owner=draft))
    applicant = read_applicant(reading, envelope, fields=documents.fields, declared=declared)
    deleted = draft.outcome(envelope.find("_deleted"), "is_deleted")
    journey = _journey(draft, envelope, deleted=deleted)
    checks = documents.checks + faces.checks
    media = documents.media + faces.media + external_faces
    verdict, reasons = judge(
        Evidence(
            lifecycle=journey.lifecycle,
            step=journey.step,
            deleted=deleted,
            documents=documents.steps,
            selfies=faces.selfies,
            comparisons=faces.comparisons,
            checks=checks,
            errors=documents.errors,
            consents=consents,
            registry_answers=registry,
            ip_addresses=addresses,
            media=media,
        ),
        envelope,
    )
    result = JourneyResult(
        journey=replace(journey, verdict=verdict, verdict_reasons=reasons),
        applicant=applicant,
        declared=declared,
        documents=documents.steps,
        predicted_types=documents.predicted_types,
        fields=documents.fields,
        extraction_errors=documents.errors,
        checks=checks,
        face_comparisons=faces.comparisons,
        selfies=faces.selfies,
        registry_answers=registry,
        device_reports=devices,
        ip_addresses=addresses,
        consents=consents,
        media=media,
        unmapped=reading.unmapped(),
    )
    return _without_unknown_pass(result)


def _without_unknown_pass(result: JourneyResult) -> JourneyResult:
    """A pass that rests on a word in no table, wherever it stands, becomes a review."""
    unknown = tuple(
        Sentence.IN_NO_TABLE % {"raw": raw, "home": home} for home, raw in unknown_values(result)
    )
    if result.journey.verdict != Verdict.PASS or not unknown:
        return result
    return replace(
        result,
        journey=replace(result.journey, verdict=Verdict.REVIEW, verdict_reasons=unknown),
    )


def _journey(draft: Draft, envelope: Envelope, *, deleted: Coded) -> JourneyPart:
    find = envelope.find
    flow, configuration = find("flow"), find("processingConfig")
    for path, attribute in SECTIONS:
        for node in envelope.every([(name,) for name in path]):
            if is_blank(node):
                draft.text(node, attribute)
    for key, name in CONFIGURATION:
        draft.particular(under(configuration, key), name)
    for key, name in BOOKKEEPING:
        draft.particular(find(*OTHER_SPELLINGS.get(key, (key,))), name)
    is_test = draft.outcome(under(flow, "test"), "is_test")
    reference = under(find("userInfo"), "externalReferenceId") or find("externalReferenceId")
    return JourneyPart(
        provider_id=draft.text(find("journeyId"), "provider_id"),
        reference=draft.text(reference, "reference"),
        flow_id=draft.text(under(flow, "flowId"), "flow_id"),
        flow_version=draft.text(under(flow, "version"), "flow_version"),
        is_test=is_test.code == Outcome.PASS,
        is_deleted=deleted.code == Outcome.PASS,
        lifecycle=draft.coded(
            find("currentStatus"), "lifecycle", LIFECYCLE, missing=Lifecycle.UNKNOWN
        ),
        step=draft.coded(find("step"), "step", STEP),
        message=draft.text(find("message"), "message"),
        language=draft.optional_coded(under(configuration, "language"), "language", LANGUAGE),
        created_at=draft.moment(find("createdAt"), "created_at"),
        started_at=draft.moment(find("startedAt"), "started_at"),
        ended_at=draft.moment(find("completedAt"), "ended_at"),
        updated_at=draft.moment(find("updatedAt"), "updated_at"),
        retention=draft.measured(find("deletionTimeLimit"), "retention"),
        **draft.traced(),
    )
