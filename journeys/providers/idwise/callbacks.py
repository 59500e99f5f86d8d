"""What IDWise posts to us: is it from IDWise, and which journey does it hint at.

There is no signature in IDWise's documentation, so a callback is a hint to fetch, never evidence.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Mapping

from journeys.providers.base import AccountConfig, CallbackHint
from journeys.providers.bodies import Node, Unreadable, parse_object, plain_key
from journeys.providers.idwise.tables import EVENTS, PROGRESS_EVENTS
from journeys.providers.reading import leaf_text

MAX_ID = 255
MAX_EVENT = 100
# IDWise's page prints `"updatedAMLVersionNumber": **1**`, which is no JSON.
_BOLD_NUMBER = re.compile(rb":\s*\*\*([0-9]{1,18})\*\*")


def verify_callback(config: AccountConfig, headers: Mapping[str, str], *, body: bytes) -> bool:
    """Compare the shared secret in constant time; False where none is configured.

    The secret is `user:password` for basic, else the token or the header's whole value.
    """
    secret = config.secrets.get("callback_secret", "")
    if not secret:
        return False
    is_own = config.callback_scheme == "header"
    value = _header(headers, config.callback_header if is_own else "Authorization")
    if value is None:
        return False
    if is_own:
        return _is_same(value, secret)
    scheme, _, credentials = value.strip().partition(" ")
    if scheme.lower() != config.callback_scheme:
        return False
    if config.callback_scheme == "bearer":
        return _is_same(credentials.strip(), secret)
    return config.callback_scheme == "basic" and _is_same_pair(credentials.strip(), secret)


def read_callback(body: bytes) -> CallbackHint:
    """Read event, event id (older callbacks have none) and journey id. Raises Unreadable."""
    root = parse_object(_BOLD_NUMBER.sub(rb":\1", body))
    inner = root.child("body")
    inner = inner if inner is not None and inner.kind == "object" else root
    provider_id = _text(inner.child("journeyId") or root.child("journeyId"))
    if not 1 <= len(provider_id) <= MAX_ID:
        raise Unreadable("The callback does not name a journey.")
    raw = _text(root.child("event", "eventType") or inner.child("event", "eventType"))
    event = EVENTS.get(plain_key(raw), raw[:MAX_EVENT])
    event_id = _text(inner.child("eventId") or root.child("eventId"))
    return CallbackHint(
        event=event,
        # An id too long to be one would cut off what tells two events apart.
        event_id=event_id if len(event_id) <= MAX_ID else "",
        provider_id=provider_id,
        # An event that is in no table may bring news: fetching once more does no harm.
        is_worth_a_fetch=event not in PROGRESS_EVENTS,
    )


def _header(headers: Mapping[str, str], name: str) -> str | None:
    for key, value in headers.items():
        if key.lower() == name.lower():
            return value
    return None


def _is_same(sent: str, secret: str) -> bool:
    """Compare the bytes: a web server may hand over the header's bytes as Latin-1."""
    wanted = secret.encode("utf-8")
    readings = [sent.encode("utf-8", "surrogatepass"), sent.encode("latin-1", "replace")]
    return sum(hmac.compare_digest(reading, wanted) for reading in readings) > 0


def _is_same_pair(credentials: str, secret: str) -> bool:
    try:
        sent = base64.b64decode(credentials.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(sent, secret.encode("utf-8"))


def _text(node: Node | None) -> str:
    if node is None or not node.is_leaf or node.kind != "leaf":
        return ""
    return (leaf_text(node) or "").strip()
