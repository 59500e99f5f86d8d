"""Signzy's HTTP calls through the guarded door. Reads no results: bodies go on as received."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import BinaryIO
from urllib.parse import quote

from django.utils.translation import gettext as _

from journeys.providers.base import AccountConfig, NewJourney, NewLink, Receipt, Submission
from journeys.providers.bodies import Unreadable, clean, parse_object
from journeys.providers.errors import (
    CredentialsRefused,
    ProviderRejected,
    ProviderUnavailable,
)
from journeys.providers.guarded import JSON_LIMIT, fetch, fetch_to_file
from journeys.providers.signzy.envelope import open_envelope, said
from journeys.providers.signzy.failures import failure_sentence
from journeys.providers.signzy.tables import LANGUAGE_CODE_OF

DEFAULT_PATHS: Mapping[str, str] = {
    "result": "/api/v3/otk-service/get-journey/{journey_id}",
    "create": "/api/v3/otk-service/create-journey-url",
}
# "ttl": "24 hours" in the answer to create-journey-url.
DEFAULT_SECONDS_VALID = 24 * 60 * 60
LONGEST_SECONDS_VALID = 365 * 24 * 60 * 60
SECONDS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "day": 86400}
MAX_ID_LENGTH = 255


def fetch_journey(config: AccountConfig, provider_id: str) -> bytes:
    """The body of get-journey as received. A 404 can mean "not finished yet", so it may come."""
    path = config.paths.get("result") or DEFAULT_PATHS["result"]
    url = _url(config, path.replace("{journey_id}", _as_path(provider_id)))
    answer = fetch(config.guard, "GET", url, max_bytes=JSON_LIMIT, headers=_headers(config))
    if answer.status == 404:
        raise ProviderUnavailable(
            _("Signzy says that this journey is not found or not ready yet."), code="not_ready"
        )
    if not answer.is_success:
        raise ProviderRejected(_refusal(config, answer.status, answer.body))
    return answer.body


def fetch_media(config: AccountConfig, locator: str, *, target: BinaryIO, max_bytes: int) -> None:
    """Stream a file. Its URL is its own key: the account's token is never sent along."""
    try:
        answer = fetch_to_file(config.guard, locator, target=target, max_bytes=max_bytes)
    except CredentialsRefused:
        # Not the account's credentials: this one address is no longer good.
        raise ProviderRejected(
            _("Signzy refused this file: its address is no longer valid."), code="media_refused"
        ) from None
    if answer.status in (404, 410):
        raise ProviderRejected(_("Signzy no longer has this file."), code="media_gone")
    if not answer.is_success:
        raise ProviderRejected(
            _("Signzy refused this file (%(status)s).") % {"status": answer.status},
            code="media_refused",
        )


def submit_decision(config: AccountConfig, submission: Submission) -> Receipt:
    """Always refused here: no public call takes a decision (see CAPABILITIES)."""
    raise ProviderRejected(_("Signzy takes no decisions."), code="not_supported")


def request_resubmission(config: AccountConfig, wanted: NewJourney) -> NewLink:
    """Make a new journey of the same applicant; one attempt, since a second makes a second link.

    `wanted.language` is a BCP 47 tag; a language that Signzy does not have is left to the flow.
    """
    body: dict[str, object] = {"flowId": wanted.flow_id}
    if wanted.user_id:
        body["userId"] = wanted.user_id
    if wanted.reference:
        body["userInfo"] = {"externalReferenceId": wanted.reference}
    if code := LANGUAGE_CODE_OF.get(wanted.language.strip().lower()):
        body["processingConfig"] = {"language": code}
    answer = fetch(
        config.guard,
        "POST",
        _url(config, config.paths.get("create") or DEFAULT_PATHS["create"]),
        max_bytes=JSON_LIMIT,
        headers=_headers(config),
        json_body=json.dumps(body).encode(),
        retry=False,
    )
    if answer.status == 404:
        raise ProviderRejected(
            _("Signzy does not know this flow, or the address of the call is wrong."),
            code="not_found",
        )
    if not answer.is_success:
        raise ProviderRejected(_refusal(config, answer.status, answer.body))
    return _new_link(answer.body)


def _new_link(body: bytes) -> NewLink:
    try:
        envelope = open_envelope(parse_object(body))
    except Unreadable as error:
        raise ProviderRejected(error.sentence, code="unreadable") from None
    provider_id = said(envelope.find("journeyId"))
    url = said(envelope.find("journeyUrl"))
    if not provider_id or len(provider_id) > MAX_ID_LENGTH or not _is_web_address(url):
        raise ProviderRejected(_("Signzy's answer holds no link to a new journey."), code="no_link")
    return NewLink(
        provider_id=provider_id, url=url, seconds_valid=_seconds(said(envelope.find("ttl")))
    )


def _is_web_address(url: str) -> bool:
    return re.fullmatch(r"https?://[\x21-\x7e]{1,2000}", url, re.IGNORECASE) is not None


def _seconds(ttl: str) -> int:
    """ "24 hours" as seconds; a bare number is seconds, anything else the documented 24 hours."""
    match = re.fullmatch(r"([0-9]{1,9})\s*([a-z]*?)s?", ttl.lower())
    if match is None or (match[2] and match[2] not in SECONDS):
        return DEFAULT_SECONDS_VALID
    seconds = int(match[1]) * SECONDS.get(match[2], 1)
    return min(seconds, LONGEST_SECONDS_VALID) or DEFAULT_SECONDS_VALID


def _headers(config: AccountConfig) -> dict[str, str]:
    # The token stands alone, without "Bearer"; the content type is asked for on the GET as well.
    return {
        "Authorization": config.secrets.get("auth_token", ""),
        "Content-Type": "application/json",
    }


def _url(config: AccountConfig, path: str) -> str:
    return f"{config.base_url.rstrip('/')}/{path.lstrip('/')}"


def _as_path(provider_id: str) -> str:
    if (
        not 0 < len(provider_id) <= MAX_ID_LENGTH
        or provider_id in (".", "..")
        or clean(provider_id) != provider_id
        or any(ord(letter) < 32 or ord(letter) == 127 for letter in provider_id)
    ):
        raise ProviderRejected(_("This is not the id of a journey."), code="bad_id")
    return quote(provider_id, safe="")


def _refusal(config: AccountConfig, status: int, body: bytes) -> str:
    return failure_sentence(status, body, secrets=tuple(config.secrets.values()))
