"""Which leaves of a Signzy body are secrets. Decides only; what they become is for the reader.

Keys of the callback, tokens, links that let somebody in, and every file URL: it opens the file for
whoever holds it.
"""

from __future__ import annotations

import re

from journeys.providers.bodies import Node, plain_key
from journeys.providers.reading import LeafId

SECRET_WORDS = (
    "authkeyforcallback",
    "accesstoken",
    "authtoken",
    "token",
    "password",
    "secret",
    "apikey",
    "authorization",
    "xtransactionkey",
)
# Our own callback URL has a part that nobody may guess; a journey URL is the applicant's door.
SECRET_LINKS = frozenset({"callbackurl", "journeyurl", "journeylink"})
REDIRECTS = frozenset({"successredirecturl", "failureredirecturl"})
# Any link below these is taken for a file of the journey, in whatever member it stands.
MEDIA_SECTIONS = frozenset({"captureddata", "documentintelligence", "selfieanalysis", "matchimage"})
_SECOND_DOCUMENT = re.compile(r"documentintelligence[0-9]+")

_LINK = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?//|data:[a-z]+/", re.IGNORECASE)
_FILE_HOST = re.compile(
    r"persist\.signzy\.(?:tech|app)|persist-global\.com|/api/files/.*/download/", re.IGNORECASE
)


def redact(root: Node) -> frozenset[LeafId]:
    """The leaves that must never be shown: secrets, tokens, secret links."""
    secret: set[LeafId] = set()
    stack: list[tuple[Node, str, bool, bool]] = [(root, "", False, False)]
    while stack:
        node, key, is_hidden, is_media = stack.pop()
        if node.is_leaf:
            if _holds_something(node) and (is_hidden or _is_secret_link(node, key, is_media)):
                secret.add((node.pointer, node.occurrence))
            continue
        stack.extend((item, key, is_hidden, is_media) for item in node.items)
        # The labels printed on a document ("Work Authorization") are no secrets of ours.
        is_label = key == "extractedfields"
        for spelled, member in node.members:
            plain = plain_key(spelled)
            hidden = is_hidden or (not is_label and _names_a_secret(plain))
            media = is_media or plain in MEDIA_SECTIONS or bool(_SECOND_DOCUMENT.fullmatch(plain))
            stack.append((member, plain, hidden, media))
    return frozenset(secret)


def is_link(text: str) -> bool:
    return bool(_LINK.match(text.strip()))


def _names_a_secret(plain: str) -> bool:
    return plain in SECRET_LINKS or any(word in plain for word in SECRET_WORDS)


def _holds_something(leaf: Node) -> bool:
    return isinstance(leaf.value, str) and leaf.value.strip() != ""


def _is_secret_link(leaf: Node, key: str, is_media: bool) -> bool:
    text = str(leaf.value)
    if _FILE_HOST.search(text):
        return True
    if not is_link(text):
        return False
    if key in REDIRECTS:
        return any(mark in text for mark in "?#@")
    return is_media
