"""The calls to IDWise: result, pictures, manual review. Everything leaves through the guarded door.

Knows paths, authentication and IDWise's errors; reads no result and keeps nothing.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from typing import BinaryIO
from urllib.parse import quote

from django.utils.translation import gettext as _

from journeys.providers.base import AccountConfig, NewJourney, NewLink, Receipt, Submission
from journeys.providers.bodies import Unreadable, clean, parse_object
from journeys.providers.errors import ProviderRejected, ProviderUnavailable
from journeys.providers.guarded import JSON_LIMIT, Answer, fetch, fetch_to_file
from journeys.providers.idwise.tables import DEFAULT_PATHS, NEW_DECISIONS, STEP_REVIEWS
from journeys.providers.reading import leaf_text

MAX_ID = 255
MAX_MESSAGE = 200


def fetch_journey(config: AccountConfig, provider_id: str) -> bytes:
    """GET the result as received. Raises ProviderUnavailable while IDWise has none (404)."""
    url = _address(config, "result", journey_id=_journey_id(provider_id))
    answer = fetch(config.guard, "GET", url, max_bytes=JSON_LIMIT, headers=_authorization(config))
    if answer.status == 404:
        raise ProviderUnavailable(_("IDWise does not know this journey yet."), code="not_ready")
    if answer.status != 200:
        raise _refused(_("IDWise did not hand out this journey (%(status)s)."), answer)
    if _is_error_envelope(answer.body):
        raise _refused(_("IDWise answered with an error instead of the journey."), answer)
    return answer.body


def fetch_media(config: AccountConfig, locator: str, *, target: BinaryIO, max_bytes: int) -> None:
    """Stream the picture, video or PDF of an opaque path into `target`."""
    url = _address(config, "media", image_path=_image_path(locator))
    answer = fetch_to_file(
        config.guard, url, target=target, max_bytes=max_bytes, headers=_authorization(config)
    )
    if answer.status == 404:
        raise ProviderRejected(_("IDWise does not have this file (404)."), code="not_found")
    if answer.status != 200:
        raise _refused(_("IDWise did not hand out this file (%(status)s)."), answer)


def submit_decision(config: AccountConfig, submission: Submission) -> Receipt:
    """POST a manual review, exactly once. IDWise wants a word on every step that failed."""
    decision = NEW_DECISIONS.get(submission.outcome)
    if decision is None:
        raise ProviderRejected(_("IDWise takes no such decision."), code="unknown_decision")
    url = _address(config, "review", journey_id=_journey_id(submission.provider_id))
    wanted = {
        "new_decision": decision,
        "comment": submission.comment,
        "step_reviews": [
            {"step_id": step.step_id, "review_decision": STEP_REVIEWS[step.asks_again]}
            for step in submission.steps
        ],
    }
    answer = fetch(
        config.guard,
        "POST",
        url,
        max_bytes=JSON_LIMIT,
        headers=_authorization(config),
        json_body=json.dumps(wanted).encode("ascii"),
        retry=False,
    )
    if not answer.is_success:
        raise _refused(_("IDWise refused the decision (%(status)s)."), answer)
    return Receipt(status=answer.status, body=answer.body)


def request_resubmission(config: AccountConfig, wanted: NewJourney) -> NewLink:
    """IDWise asks again inside the same journey: a decision does that, never a new link."""
    raise ProviderRejected(
        _("IDWise asks the applicant again within the same journey; it makes no new link."),
        code="resubmits_in_place",
    )


def _authorization(config: AccountConfig) -> dict[str, str]:
    pair = f"{config.secrets.get('api_key', '')}:{config.secrets.get('api_secret', '')}"
    token = base64.b64encode(pair.encode("utf-8")).decode("ascii")
    return {"Authorization": f"Basic {token}", "Accept": "application/json"}


def _address(config: AccountConfig, name: str, **ids: str) -> str:
    path = config.paths.get(name) or DEFAULT_PATHS[name]
    for placeholder, value in ids.items():
        path = path.replace("{" + placeholder + "}", quote(value, safe=""))
    return f"{config.base_url.rstrip('/')}/{path.lstrip('/')}"


def _journey_id(provider_id: str) -> str:
    # "." and ".." would climb in the path however they are encoded.
    if not _is_plain(provider_id) or provider_id in (".", ".."):
        raise ProviderRejected(_("This is no journey id of IDWise."), code="bad_id")
    return provider_id


def _image_path(locator: str) -> str:
    """An opaque id, not a path: nothing that could climb or split the address."""
    is_climbing = locator == "." or any(part in locator for part in ("/", "\\", ".."))
    if not _is_plain(locator) or is_climbing:
        raise ProviderRejected(
            _("IDWise named this file in a way that is not safe to ask for."), code="bad_locator"
        )
    return locator


def _is_plain(text: str) -> bool:
    """1 to 255 characters without controls (U+2400 stands for a NUL) or lone surrogates."""
    if not 1 <= len(text) <= MAX_ID or "\u2400" in text:
        return False
    return all(unicodedata.category(character) not in ("Cc", "Cs") for character in text)


def _is_error_envelope(body: bytes) -> bool:
    """{"success": false, "message"} without any journey in it, sent with status 200."""
    try:
        root = parse_object(body)
    except Unreadable:
        return False
    success = root.child("success")
    is_failure = success is not None and success.value is False
    return is_failure and root.child("journey_id") is None


def _refused(sentence: str, answer: Answer) -> ProviderRejected:
    """Our sentence with IDWise's own message behind it, where the body holds one."""
    said = sentence % {"status": answer.status}
    message = _message(answer.body)
    if message:
        said = _("%(sentence)s IDWise says: %(message)s") % {"sentence": said, "message": message}
    return ProviderRejected(said, code=f"http_{answer.status}")


def _message(body: bytes) -> str:
    """`message` of {"success": false, "message", "error_code"}: one line, no controls, short."""
    try:
        node = parse_object(body).child("message", "error", "detail")
    except Unreadable:
        return ""
    text = leaf_text(node) if node is not None and node.is_leaf else None
    words = "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in clean(text or "")
    )
    line = re.sub(r"\s+", " ", words).strip()
    return line if len(line) <= MAX_MESSAGE else line[: MAX_MESSAGE - 1] + "…"
