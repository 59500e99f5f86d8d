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
    sent: bytes | None
    if is_own:
        sent = value.encode("utf-8", "surrogatepass")
    else:
        scheme, _, credentials = value.strip().partition(" ")
        if scheme.lower() != config.callback_scheme:
            return False
        sent = _credentials(config.callback_scheme, credentials.strip())
    return sent is not None and hmac.compare_digest(sent, secret.encode("utf-8"))


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


def _credentials(scheme: str, text: str) -> bytes | None:
    if scheme == "bearer":
        return text.encode("utf-8", "surrogatepass")
    if scheme != "basic":
        return None
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None


def _text(node: Node | None) -> str:
    if node is None or not node.is_leaf or node.kind != "leaf":
        return ""
    return (leaf_text(node) or "").strip()
