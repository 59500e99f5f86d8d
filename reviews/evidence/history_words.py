"""The trail's data in words: what each key is called, and how its values read. Owns words only.

A key that is in no table is shown with its underscores as blanks; nothing of the trail is hidden
but digests, which the full trail has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.choices import FieldSource, Lifecycle, MediaKind, Verdict
from journeys.models import Snapshot
from reviews.comparing.own_words import listed
from reviews.models import Outcome, Panel, Round

KEYS: Mapping[str, Promise] = {
    "account": gettext_lazy("Account"),
    "action": gettext_lazy("Action"),
    "after": gettext_lazy("After"),
    "attempt": gettext_lazy("Attempt"),
    "before": gettext_lazy("Before"),
    "bytes": gettext_lazy("Size in bytes"),
    "case": gettext_lazy("Case"),
    "claimed": gettext_lazy("While holding the case"),
    "code": gettext_lazy("Code"),
    "comment": gettext_lazy("Comment"),
    "count": gettext_lazy("Count"),
    "event": gettext_lazy("Event at the provider"),
    "expires_at": gettext_lazy("Works until"),
    "held": gettext_lazy("What the provider holds"),
    "height": gettext_lazy("Height"),
    "how": gettext_lazy("How it came"),
    "ids": gettext_lazy("Number of ids"),
    "is_blind": gettext_lazy("Before any result was shown"),
    "is_active": gettext_lazy("Active"),
    "is_test": gettext_lazy("Test"),
    "jobs": gettext_lazy("Jobs"),
    "journey": gettext_lazy("Journey"),
    "kind": gettext_lazy("Kind"),
    "lifecycle": gettext_lazy("State at the provider"),
    "login": gettext_lazy("Login"),
    "media_type": gettext_lazy("Type of file"),
    "methods": gettext_lazy("How they signed in"),
    "n": gettext_lazy("Count"),
    "newest": gettext_lazy("Newest entry"),
    "number": gettext_lazy("Number"),
    "outcome": gettext_lazy("Outcome"),
    "pages": gettext_lazy("Pages"),
    "panel": gettext_lazy("Panel"),
    "panels": gettext_lazy("Panels"),
    "password_set": gettext_lazy("Password set"),
    "pictures": gettext_lazy("Pictures"),
    "provider_id": gettext_lazy("Provider's id"),
    "queue": gettext_lazy("Queue"),
    "rating": gettext_lazy("Rating"),
    "reading": gettext_lazy("Number of the reading"),
    "readable": gettext_lazy("Could be read"),
    "reason": gettext_lazy("Reason"),
    "reasons": gettext_lazy("Reasons"),
    "roles_after": gettext_lazy("Roles after"),
    "roles_before": gettext_lazy("Roles before"),
    "row": gettext_lazy("Row"),
    "secrets": gettext_lazy("Secrets changed"),
    "seconds": gettext_lazy("Seconds"),
    "size": gettext_lazy("Size shown"),
    "snapshot": gettext_lazy("Evidence number"),
    "source": gettext_lazy("Source"),
    "stage": gettext_lazy("Shown"),
    "status": gettext_lazy("Answer"),
    "steps": gettext_lazy("Steps to repeat"),
    "supersedes": gettext_lazy("Replaces a decision"),
    "unmapped": gettext_lazy("Unmapped values"),
    "until": gettext_lazy("Until"),
    "verdict": gettext_lazy("Provider's verdict"),
    "visible": gettext_lazy("In sight"),
    "was_there_already": gettext_lazy("Was there already"),
    "who": gettext_lazy("Who"),
    "why": gettext_lazy("Why"),
    "width": gettext_lazy("Width"),
}
# Shown with their fingerprints, and of accounts: in the full trail alone.
KEYS_OF_THE_TRAIL: Mapping[str, Promise] = {
    "base_url": gettext_lazy("Address"),
    "box": gettext_lazy("Window on the document"),
    "callback_header": gettext_lazy("Header of callbacks"),
    "callback_scheme": gettext_lazy("How callbacks show their secret"),
    "content_hash": gettext_lazy("Fingerprint of the content"),
    "evidence_digest": gettext_lazy("Fingerprint of the evidence"),
    "factor_added": gettext_lazy("Second step added"),
    "factor_removed": gettext_lazy("Second step removed"),
    "graph_digest": gettext_lazy("Fingerprint of what was read"),
    "h": gettext_lazy("Height"),
    "mac": gettext_lazy("Seal"),
    "media_hosts": gettext_lazy("Media hosts"),
    "media_sha256": gettext_lazy("Fingerprints of the pictures"),
    "needs": gettext_lazy("Needed next"),
    "note": gettext_lazy("Note"),
    "paths": gettext_lazy("Paths"),
    "provider": gettext_lazy("Provider"),
    "query": gettext_lazy("Search"),
    "receipt": gettext_lazy("Receipt"),
    "region": gettext_lazy("Region"),
    "sha256": gettext_lazy("Fingerprint of the file"),
    "slug": gettext_lazy("Short name"),
    "stable_key": gettext_lazy("Key of the piece of evidence"),
    "system_of_record": gettext_lazy("Where decisions are made"),
    "time_zone": gettext_lazy("Time zone"),
    "to": gettext_lazy("To whom"),
    "tree": gettext_lazy("Fingerprint of the tree"),
    "type": gettext_lazy("Type of file"),
    "w": gettext_lazy("Width"),
    "window": gettext_lazy("Window on the document"),
}
# What an entry is about.
OBJECTS: Mapping[str, Promise] = {
    "account": gettext_lazy("account"),
    "callback": gettext_lazy("callback"),
    "case": gettext_lazy("case"),
    "decision": gettext_lazy("decision"),
    "expected": gettext_lazy("announced journey"),
    "import_batch": gettext_lazy("import"),
    "journey": gettext_lazy("journey"),
    "link": gettext_lazy("link"),
    "media": gettext_lazy("picture"),
    "note": gettext_lazy("note"),
    "opinion": gettext_lazy("opinion"),
    "outbox": gettext_lazy("message to the provider"),
    "search": gettext_lazy("search"),
    "statement": gettext_lazy("answer about evidence"),
    "user": gettext_lazy("person"),
}
SYSTEMS: Mapping[str, Promise] = {
    "callbacks": gettext_lazy("a callback"),
    "command": gettext_lazy("the command line"),
    "decisions": gettext_lazy("the end of the undo time"),
    "demo": gettext_lazy("the demonstration"),
    "expected": gettext_lazy("the client's announcement"),
    "importer": gettext_lazy("the importer"),
    "jobs": gettext_lazy("the background work"),
    "outbox": gettext_lazy("the outbox"),
    "pull": gettext_lazy("the queue"),
    "settings": gettext_lazy("the settings"),
    "sign-in": gettext_lazy("the sign-in"),
    "vault": gettext_lazy("the picture store"),
}
# Fingerprints say nothing to a person; the full trail and its downloads have them.
DIGESTS = {
    "content_hash",
    "evidence_digest",
    "graph_digest",
    "mac",
    "media_sha256",
    "sha256",
    "stable_key",
    "tree",
}
_REFUSED: Mapping[str, Promise] = {
    "AlreadyClaimed": gettext_lazy("Another person held the case"),
    "NotYours": gettext_lazy("Another person held the case"),
    "AlreadyDecided": gettext_lazy("It was decided already"),
    "EvidenceChanged": gettext_lazy("The evidence had changed"),
    "Incomplete": gettext_lazy("Something was missing in the form"),
    "TooLate": gettext_lazy("It was too late"),
    "NotAllowed": gettext_lazy("Not allowed for this person"),
    "RateFirst": gettext_lazy("The faces were not rated yet"),
    "GateClosed": gettext_lazy("Something was still open"),
}
ROLES: Mapping[str, Promise] = {
    "reviewer": gettext_lazy("reviewer"),
    "lead": gettext_lazy("lead"),
    "admin": gettext_lazy("admin"),
    "auditor": gettext_lazy("auditor"),
}
_SIZE: Mapping[str, Promise] = {
    "thumb": gettext_lazy("small"),
    "view": gettext_lazy("for viewing"),
    "full": gettext_lazy("full size"),
    "original": gettext_lazy("original file"),
}


def _labels(choices: type[TextChoices]) -> dict[str, object]:
    return {one.value: one.label for one in choices}


_PANELS: Mapping[str, object] = {one.name.lower(): one.label for one in Panel}


def key_word(key: str) -> str:
    """What a key of an entry's data is called."""
    known = KEYS.get(key) or KEYS_OF_THE_TRAIL.get(key)
    return str(known) if known is not None else key.replace("_", " ").capitalize()


def system_word(name: str) -> str:
    """What acted where no person did."""
    known = SYSTEMS.get(name)
    return str(known) if known is not None else name


def object_word(kind: str) -> str:
    """What kind of thing an entry is about."""
    known = OBJECTS.get(kind)
    return str(known) if known is not None else kind.replace("_", " ")


def role_words(slugs: str) -> str:
    """The roles that somebody held, as an entry records them: "lead+reviewer"."""
    return listed(role_word(slug) for slug in slugs.split("+") if slug)


def role_word(slug: str) -> str:
    """A role that every house has; a house's own role comes back as it is called."""
    known = ROLES.get(slug)
    return str(known) if known is not None else slug


def value_word(key: str, value: str) -> str:
    """How a value reads; texts of people and providers come back as they are."""
    if value in ("true", "false"):
        return _("yes") if value == "true" else _("no")
    if value in ("null", ""):
        return _("none")
    if key == "rating" and value.lstrip("-").isdigit():
        return f"{int(value):+d}".replace("-", "\N{MINUS SIGN}")
    tables: Mapping[str, Mapping[str, object]] = {
        "why": {**_labels(Round.Why), **_REFUSED},
        "how": _labels(Snapshot.How),
        "size": _SIZE,
        "outcome": _labels(Outcome),
        "verdict": _labels(Verdict),
        "lifecycle": _labels(Lifecycle),
        "kind": _labels(MediaKind),
        **dict.fromkeys(("panel", "stage", "visible"), _PANELS),
    }
    known = tables.get(key, {}).get(value)
    return str(known) if known is not None else _plain(value)


def _plain(value: str) -> str:
    """Small JSON as text: {"a": 1} reads "a 1"."""
    if not value.startswith(("{", "[")):
        return value
    try:
        read = json.loads(value)
    except ValueError:
        return value
    if isinstance(read, dict):
        return listed(f"{key_word(str(name))} {item}" for name, item in read.items())
    return listed(str(item) for item in read)


_STATEMENTS: Mapping[str, Promise] = {
    "genuine": gettext_lazy("Genuine"),
    "cant_tell": gettext_lazy("Can't tell"),
    "doubtful": gettext_lazy("Doubtful"),
    "not_this_person": gettext_lazy("Not this person"),
    "is_this_person": gettext_lazy("Is this person"),
    "cant_exclude": gettext_lazy("Can't exclude"),
    "corrected": gettext_lazy("Corrected"),
}


def statement_word(code: str) -> str:
    """What a person said, in words; a source that was accepted is named."""
    known = _STATEMENTS.get(code)
    if known is not None:
        return str(known)
    if code.startswith("accept_"):
        source = code.removeprefix("accept_")
        label = _labels(FieldSource).get(source, source)
        return _("Accepted: %(source)s") % {"source": label}
    return code.replace("_", " ").capitalize()
