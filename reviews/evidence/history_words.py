"""The trail's data in words: how the values of an entry read. Owns words only.

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

from journeys.choices import Decided, FieldSource, Lifecycle, MediaKind, Verdict
from journeys.models import Account, Snapshot
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.comparing.own_words import listed
from reviews.evidence.history_keys import KEYS, KEYS_OF_THE_TRAIL, OBJECTS, SYSTEMS
from reviews.models import (
    Delivery,
    HookEvent,
    OutboxRow,
    Outcome,
    Panel,
    PendingChange,
    Queue,
    Rank,
    Round,
    Scope,
)

# What chose the queue of a case.
_CAUSES: Mapping[str, object] = {
    "rule": gettext_lazy("A rule"),
    "technical": gettext_lazy("The machine broke down, or pictures are lost"),
    "default": gettext_lazy("No rule fits"),
    "unreadable": gettext_lazy("Its evidence cannot be read"),
    "stays": gettext_lazy("It stays in its queue"),
    "sampled": gettext_lazy("Sampled"),
}
# Fingerprints and ids of rows say nothing to a person; the full trail and its downloads have them.
DIGESTS = {
    "content_hash",
    "corrects",
    "evidence_digest",
    "graph_digest",
    "mac",
    "media_sha256",
    "mentioned",
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


_ATTACHED: Mapping[str, object] = {"attached": gettext_lazy("Attached file")}
# How a case came to a person, or left them.
_HANDED: Mapping[str, object] = {
    "by_hand": gettext_lazy("By hand"),
    "absent": gettext_lazy("The person is not there"),
}


def _labels(choices: type[TextChoices]) -> dict[str, object]:
    return {one.value: one.label for one in choices}


_PANELS: Mapping[str, object] = {one.name.lower(): one.label for one in Panel}
# What an entry says of a move: a person's availability, a case's urgency, where it was passed on.
_MOVED: Mapping[str, object] = {
    **_labels(User.Availability),
    **{str(one.value): one.label for one in Rank},
    "sanctions": gettext_lazy("Sanctions"),
}


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
        "how": {**_labels(Snapshot.How), **_labels(Queue.Assignment), **_HANDED},
        "size": _SIZE,
        "outcome": _labels(Outcome),
        "held": _labels(Decided),
        "then": _labels(Queue.OnSilence),
        "system_of_record": _labels(Account.SystemOfRecord),
        "verdict": _labels(Verdict),
        "cause": _CAUSES,
        "lifecycle": _labels(Lifecycle),
        "kind": {**_labels(MediaKind), **_labels(PendingChange.Kind), **_ATTACHED},
        "state": {**_labels(Delivery.State), **_labels(PendingChange.State)},
        "was": _labels(OutboxRow.State),
        "scopes": _labels(Scope),
        **dict.fromkeys(("added", "removed"), _labels(Permission)),
        "events": _labels(HookEvent),
        "from": _MOVED,
        "to": _MOVED,
        **dict.fromkeys(("panel", "stage", "visible"), _PANELS),
    }
    known = tables.get(key, {}).get(value)
    return str(known) if known is not None else _plain(key, value)


def _plain(key: str, value: str) -> str:
    """Small JSON as text: {"a": 1} reads "a 1"."""
    if not value.startswith(("{", "[")):
        return value
    try:
        return _flat(key, json.loads(value))
    except ValueError:
        return value


def _flat(key: str, value: object) -> str:
    if isinstance(value, dict):
        pairs = ((str(name), one) for name, one in value.items())
        return listed(f"{key_word(name)} {_flat(name, one)}" for name, one in pairs)
    if isinstance(value, list):
        return listed(_flat(key, one) for one in value)
    return value_word(key, value if isinstance(value, str) else json.dumps(value))


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
