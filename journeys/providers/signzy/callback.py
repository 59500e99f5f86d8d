"""What Signzy posts to us: whether it comes from Signzy, and which journey it hints at.

The body is a whole result, but never evidence: it only says what to fetch.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from journeys.providers.base import AccountConfig, CallbackHint
from journeys.providers.bodies import Unreadable, parse_object
from journeys.providers.signzy.envelope import open_envelope, said

DEFAULT_HEADER = "Authorization"
MAX_ID_LENGTH = 255


def verify_callback(config: AccountConfig, headers: Mapping[str, str], *, body: bytes) -> bool:
    """Compare `authKeyForCallback` in constant time, with and without "Bearer ".

    Signzy publishes no header name, so it is a setting; the body is not signed.
    """
    expected = config.secrets.get("callback_secret", "").strip()
    if not expected:
        return False
    wanted = (config.callback_header or DEFAULT_HEADER).lower()
    sent = next((value for name, value in headers.items() if name.lower() == wanted), "").strip()
    scheme, _space, rest = sent.partition(" ")
    bare = rest.strip() if scheme.lower() == "bearer" else sent
    return _is_same(sent, expected) | _is_same(bare, expected)


def read_callback(body: bytes) -> CallbackHint:
    """Read the hint. Raises Unreadable, also for a body that names no journey."""
    envelope = open_envelope(parse_object(body))
    provider_id = said(envelope.find("journeyId"))
    if not 0 < len(provider_id) <= MAX_ID_LENGTH:
        raise Unreadable("The callback does not say which journey it is about.")
    return CallbackHint(
        event=said(envelope.find("currentStatus")),
        event_id="",
        provider_id=provider_id,
        is_worth_a_fetch=True,
    )


def _is_same(sent: str, expected: str) -> bool:
    return hmac.compare_digest(
        sent.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass")
    )
