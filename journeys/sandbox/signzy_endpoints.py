"""Signzy's endpoints: journeys, new journey links, files, and their errors in all three shapes."""

from __future__ import annotations

import hmac
import json
import re
import secrets
import time

from journeys.sandbox.exchange import Answer, Request, as_json, file_answer
from journeys.sandbox.held import NotHeld
from journeys.sandbox.shelf import Shelf
from journeys.sandbox.signzy_bodies import flow_id_of

TOKEN = "sandbox-token"  # noqa: S105  the sandbox's only token, printed at every start
_FILE = re.compile(r"^([0-9a-f]{64})\.[a-z0-9]{2,5}$")


def signzy_answer(request: Request, *, shelf: Shelf, base_url: str) -> Answer:
    """The answer to a request below `/signzy`."""
    match (request.method, *request.parts[1:]):
        case ("GET", "api", "files", number, "download", name):
            return _file(number, name, shelf=shelf, base_url=base_url)
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), TOKEN.encode()):
        wrapped = signzy_error(401, "Authorization Required", "AUTHORIZATION_REQUIRED")
        return as_json({"error": json.loads(wrapped.body)}, status=401)
    match (request.method, *request.parts[1:]):
        case ("GET", "api", "v3", "otk-service", "get-journey", journey_id):
            return _journey(journey_id, shelf)
        case ("POST", "api", "v3", "otk-service", "create-journey-url"):
            return _create(request, shelf=shelf, base_url=base_url)
    return signzy_error(404, "Endpoint not found", "NOT_FOUND")


def signzy_error(status: int, message: str, reason: str) -> Answer:
    kinds = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 422: "Unprocessable"}
    return as_json(
        {
            "name": "error",
            "message": message,
            "reason": reason,
            "type": kinds.get(status, "Internal Server Error"),
            "statusCode": status,
        },
        status=status,
    )


def _journey(journey_id: str, shelf: Shelf) -> Answer:
    try:
        return Answer(200, shelf.journey("signzy", journey_id).body)
    except NotHeld:
        return signzy_error(404, "Journey not found", "JOURNEY_NOT_FOUND")


def _file(number: str, name: str, *, shelf: Shelf, base_url: str) -> Answer:
    match = _FILE.match(name)
    locator = f"{base_url}/api/files/{number}/download/{name}"
    draw = shelf.picture("signzy", locator, digits=match.group(1)) if match else None
    if draw is None:
        return as_json({"status": 404, "message": "File not found"}, status=404)
    return file_answer(draw())


def _create(request: Request, *, shelf: Shelf, base_url: str) -> Answer:
    sent = request.json()
    if not isinstance(sent, dict) or not isinstance(sent.get("flowId"), str) or not sent["flowId"]:
        answer = signzy_error(400, '"flowId" is required', "VALIDATION_ERROR")
        journey_id = ""
    else:
        journey_id, answer = _created(sent, shelf=shelf, base_url=base_url)
    shelf.receive(
        provider="signzy",
        kind="create_journey",
        journey_id=journey_id,
        status=answer.status,
        body=sent,
    )
    return answer


def _created(sent: dict[str, object], *, shelf: Shelf, base_url: str) -> tuple[str, Answer]:
    config, info = _object(sent, "processingConfig"), _object(sent, "userInfo")
    facts = {
        "flow_id": str(sent["flowId"]),
        "user_id": str(sent.get("userId") or ""),
        "reference": str(info.get("externalReferenceId") or ""),
        "callback_url": str(config.get("callbackUrl") or ""),
        "callback_key": str(config.get("authKeyForCallback") or ""),
        "language": str(config.get("language") or ""),
    }
    journey_id = shelf.create_signzy(**{name: fact for name, fact in facts.items() if fact})
    plan = shelf.plan("signzy", journey_id)
    return journey_id, as_json(
        {
            "flow": {"flowId": flow_id_of(plan), "version": 3, "test": False},
            "result": {
                "journeyId": journey_id,
                "journeyUrl": f"{base_url}/journey/{secrets.token_urlsafe(24)}",
                "createdAt": int(time.time() * 1000),
                "ttl": "24 hours",
            },
        }
    )


def _object(sent: dict[str, object], key: str) -> dict[str, object]:
    found = sent.get(key)
    return found if isinstance(found, dict) else {}
