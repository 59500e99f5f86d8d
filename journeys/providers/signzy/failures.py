"""What Signzy says when it refuses a call, as a sentence that holds no secret.

Sibling APIs of Signzy document one shape of error, clients report two more; all three are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from journeys.providers.bodies import Node, Unreadable, parse
from journeys.providers.reading import leaf_text

MAX_WORDS = 200
_LINKS = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?//\S+", re.IGNORECASE)
# Anything long without a break can be a key: tokens seen have 32 letters and digits.
_KEYS = re.compile(r"[A-Za-z0-9_\-+/=.]{20,}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def failure_sentence(status: int, body: bytes, *, secrets: Sequence[str]) -> str:
    """The refusal in words: the status, Signzy's code and message where they can be read."""
    code, message = _told(body)
    code, message = (_sanitised(text, secrets=secrets) for text in (code, message))
    parts = {"status": status, "code": code, "message": message}
    if code and message:
        return _("Signzy refused the request (%(status)s, %(code)s): %(message)s") % parts
    if message or code:
        parts["message"] = message or code
        return _("Signzy refused the request (%(status)s): %(message)s") % parts
    return _("Signzy refused the request (%(status)s).") % parts


def _told(body: bytes) -> tuple[str, str]:
    """Code and message of {name, message, reason, …}, {"error": {…}} or {status, message}."""
    try:
        node: Node = parse(body)
    except Unreadable:
        return "", ""
    inner = node.child("error")
    if inner is not None and inner.kind == "object":
        node = inner
    elif inner is not None:
        return _text(node.child("reason")), _text(node.child("message")) or _text(inner)
    return _text(node.child("reason", "type")), _text(node.child("message"))


def _text(node: Node | None) -> str:
    if node is None or not isinstance(node.value, str):
        return ""
    return leaf_text(node) or ""


def _sanitised(text: str, *, secrets: Sequence[str]) -> str:
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    text = _KEYS.sub("…", _LINKS.sub("…", _UNSEEN.sub(" ", text)))
    text = " ".join(text.split())
    return text if len(text) <= MAX_WORDS else text[: MAX_WORDS - 1] + "…"
