"""Which leaves of an IDWise body are secrets. Decides only; what they become is for the reader.

A result holds none by its documentation; keys and tokens that come along all the same are hidden.
"""

from __future__ import annotations

import re

from journeys.providers.bodies import Node, plain_key
from journeys.providers.reading import LeafId

_SECRET_WORDS = (
    "authkeyforcallback",
    "accesstoken",
    "authtoken",
    "token",
    "password",
    "secret",
    "apikey",
    "authorization",
)
# Our own callback URL has a part that nobody may guess; a journey link is the applicant's door.
_SECRET_LINKS = frozenset({"callbackurl", "webhookurl", "journeyurl", "journeylink"})
_LINK_WORDS = ("token", "key", "secret", "sig", "password", "auth")
_USER_IN_LINK = re.compile(r"https?://[^/?#@]*@", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&#;]([^=&#;?]*)=")


def redact(root: Node) -> frozenset[LeafId]:
    """The leaves that must never be shown: secrets, tokens, secret links."""
    secret: set[LeafId] = set()
    stack: list[tuple[Node, str, bool]] = [(root, "", False)]
    while stack:
        node, key, is_hidden = stack.pop()
        if node.is_leaf:
            has_text = isinstance(node.value, str) and node.value.strip() != ""
            if has_text and (is_hidden or _is_link_with_secret(str(node.value))):
                secret.add((node.pointer, node.occurrence))
            continue
        stack.extend((item, key, is_hidden) for item in node.items)
        # The labels printed on a document ("Work Authorization") are no secrets of ours.
        is_label = key == "extractedfields"
        for spelled, member in node.members:
            plain = plain_key(spelled)
            stack.append((member, plain, is_hidden or (not is_label and _is_secret_key(plain))))
    return frozenset(secret)


def _is_secret_key(plain: str) -> bool:
    return plain in _SECRET_LINKS or any(word in plain for word in _SECRET_WORDS)


def _is_link_with_secret(text: str) -> bool:
    if not text[:8].lower().startswith(("http://", "https://")):
        return False
    names = (found.group(1).lower() for found in _PARAMETER.finditer(text))
    return bool(_USER_IN_LINK.match(text)) or any(
        word in name for name in names for word in _LINK_WORDS
    )
