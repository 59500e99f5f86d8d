"""Secrets and signatures of the Standard Webhooks scheme. Knows no models and sends nothing."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

_PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as the scheme writes it: `whsec_` and base64 of 32 random bytes."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def signed_headers(
    message_id: str, body: bytes, *, at: datetime, keys: Iterable[str]
) -> dict[str, str]:
    """The three headers of one attempt; while a secret is renewed, one signature for each."""
    text = body.decode("ascii")
    # The library takes a time's own figures for UTC.
    moment = at.astimezone(UTC)
    signatures = [Webhook(key).sign(message_id, moment, text) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
