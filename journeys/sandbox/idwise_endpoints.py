"""IDWise's endpoints: journeys, pictures, manual review, audit logs, deletion, and their errors."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from journeys.sandbox.callbacks_out import CallbackPoster
from journeys.sandbox.exchange import Answer, Request, as_json, file_answer
from journeys.sandbox.held import NotHeld
from journeys.sandbox.shelf import Shelf

KEY, SECRET = "sandbox-key", "sandbox-secret"
DECISIONS = ("Approved", "Rejected", "Resubmission Requested")
REVIEWS = ("Resubmit", "Approve")


def idwise_answer(request: Request, *, shelf: Shelf, poster: CallbackPoster) -> Answer:
    """The answer to a request below `/idwise`."""
    if refusal := _refusal(request):
        return refusal
    match (request.method, *request.parts[1:]):
        case ("GET", "journey", "v2", "image", locator):
            return _image(locator, shelf)
        case ("GET", "journey", "audit-logs"):
            return _audit_logs(request.query("journey_id"), shelf)
        case ("GET", "journey", "v2", journey_id):
            return _journey(journey_id, shelf)
        case ("POST", "journey", "v2", "manual-review", journey_id):
            return _manual_review(request, journey_id, shelf=shelf, poster=poster)
        case ("DELETE", "journey", journey_id):
            return _delete(journey_id, shelf)
    return idwise_error(404, "The requested resource was not found", "not_found")


def idwise_error(status: int, message: str, code: str) -> Answer:
    return as_json({"success": False, "message": message, "error_code": code}, status=status)


def failed_steps(body: bytes) -> list[str]:
    """The steps that a resubmission must speak about: those whose rules failed now."""
    tree = json.loads(body)
    documents = tree.get("documents") or tree.get("document") or {}
    failed = [
        step
        for step, document in documents.items()
        if not document["has_passed_rules"] and document["progress"] in ("Completed", "Started")
    ]
    if (tree.get("selfie") or {}).get("has_passed_rules") is False:
        failed.append("selfie")
    return failed


def _refusal(request: Request) -> Answer | None:
    given = request.headers.get("Authorization", "")
    if not given:
        return idwise_error(401, "Authorization header is missing", "missing_authorization_header")
    scheme, _, encoded = given.partition(" ")
    try:
        pair = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        pair = b""
    if scheme.lower() != "basic" or b":" not in pair:
        return idwise_error(
            401, "Authorization header is malformed", "invalid_authentication_format"
        )
    if not hmac.compare_digest(pair, f"{KEY}:{SECRET}".encode()):
        return idwise_error(401, "Credentials are not valid", "invalid_credentials")
    return None


def _journey(journey_id: str, shelf: Shelf) -> Answer:
    try:
        return Answer(200, shelf.journey("idwise", journey_id).body)
    except NotHeld:
        return idwise_error(404, "Journey not found", "journey_not_found")


def _image(locator: str, shelf: Shelf) -> Answer:
    draw = shelf.picture("idwise", locator, digits=locator)
    if draw is None:
        return idwise_error(404, "Image not found", "image_not_found")
    return file_answer(draw())


def _manual_review(
    request: Request, journey_id: str, *, shelf: Shelf, poster: CallbackPoster
) -> Answer:
    sent = request.json()
    answer, asked = _judged(sent, journey_id, shelf)
    shelf.receive(
        provider="idwise",
        kind="manual_review",
        journey_id=journey_id,
        status=answer.status,
        body=sent,
    )
    if answer.status == 200 and isinstance(sent, dict):
        shelf.decide(journey_id, decision=str(sent["new_decision"]), asked=asked)
        poster.after_review(journey_id, decision=str(sent["new_decision"]), asked=asked)
    return answer


def _judged(sent: Any, journey_id: str, shelf: Shelf) -> tuple[Answer, list[str]]:
    """The answer to a manual review, and the steps that it asks for again."""
    try:
        journey = shelf.journey("idwise", journey_id)
    except NotHeld:
        return idwise_error(404, "Journey not found", "journey_not_found"), []
    if not isinstance(sent, dict):
        return idwise_error(400, "The body is not a JSON object", "invalid_request"), []
    if sent.get("new_decision") not in DECISIONS:
        return idwise_error(
            400, f"new_decision must be one of {', '.join(DECISIONS)}", "invalid_request"
        ), []
    if not isinstance(sent.get("comment", ""), str):
        return idwise_error(400, "comment must be a string", "invalid_request"), []
    tree = json.loads(journey.body)
    if tree.get("system_decision") in (None, "Incomplete"):
        return idwise_error(400, "The journey is not finished", "journey_not_finished"), []
    reviews = sent.get("step_reviews") or []
    known = {*(tree.get("documents") or tree.get("document") or {}), "selfie"}
    reviewed: dict[str, str] = {}
    for review in reviews if isinstance(reviews, list) else [None]:
        if not isinstance(review, dict) or review.get("review_decision") not in REVIEWS:
            return idwise_error(
                400, "Each step review needs a step_id and Resubmit or Approve", "invalid_request"
            ), []
        if review.get("step_id") not in known:
            return idwise_error(
                400, f"Step {review.get('step_id')} is not part of the journey", "invalid_step"
            ), []
        reviewed[review["step_id"]] = review["review_decision"]
    asked = [step for step, review in reviewed.items() if review == "Resubmit"]
    if sent["new_decision"] == "Resubmission Requested":
        silent = [step for step in failed_steps(journey.body) if step not in reviewed]
        if silent or not asked:
            missing = ", ".join(silent) or "none is to be resubmitted"
            return idwise_error(
                400,
                f"Every failed step needs a review decision: {missing}",
                "missing_step_reviews",
            ), []
    return as_json({"success": True, "journey_id": journey_id}), asked


def _audit_logs(journey_id: str, shelf: Shelf) -> Answer:
    items = [
        {
            "action": receipt.kind,
            "email": None,
            "principal_id": KEY,
            "principal_type": "server_api_key",
            "resource_id": receipt.journey_id,
            # Misspelt by the provider.
            "resource_tenent_id": "sandbox",
            "resource_type": "journey",
            "status": "Succeeded" if receipt.is_accepted else "Failed",
            "timestamp": receipt.at,
        }
        for receipt in shelf.receipts
        if receipt.provider == "idwise" and receipt.journey_id == journey_id
    ]
    return as_json(
        {
            "items": items,
            "has_more_pages": False,
            "next_page_token": None,
            "page_size": 100,
            "total_count": len(items),
        }
    )


def _delete(journey_id: str, shelf: Shelf) -> Answer:
    try:
        shelf.journey("idwise", journey_id)
    except NotHeld:
        return idwise_error(404, "Journey not found", "journey_not_found")
    shelf.erase(journey_id, as_not_found=False)
    return as_json({"success": True, "deleted_at": datetime.now(UTC).isoformat()})
