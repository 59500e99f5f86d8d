"""What every page needs to know about the person who looks at it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kycreview.staff.key_commands import key_changes
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission


@dataclass(frozen=True)
class Place:
    """One entry of the rail. `url_name` is reversed by the template."""

    label: object
    url_name: str
    icon: str
    permission: Permission


PLACES = (
    Place(_("Desk"), "desk", "inbox", Permission.CASES_REVIEW),
    Place(_("Queues"), "queues", "list", Permission.CASES_REVIEW),
    Place(_("Search"), "search", "search", Permission.EVIDENCE_VIEW),
    Place(_("Outbox"), "outbox", "send", Permission.CASES_LEAD),
    Place(_("Audit"), "trail", "scroll-text", Permission.TRAIL_VIEW),
    Place(_("Admin"), "manage_queues", "settings-2", Permission.QUEUES_MANAGE),
    Place(_("Imports"), "imports", "download", Permission.IMPORTS_MANAGE),
    Place(_("Accounts"), "accounts", "plug", Permission.ACCOUNTS_MANAGE),
    Place(_("Staff"), "staff", "users", Permission.STAFF_MANAGE),
)


def places(request: HttpRequest) -> dict[str, object]:
    """`places`: what the rail shows; places that a role lacks are absent, not greyed.

    `key_changes`: this person's own keys, for the script that binds them.
    """
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"places": (), "theme": "system"}
    allowed = [place for place in PLACES if person.may(place.permission)]
    changes = json.dumps(key_changes(person.key_map)) if person.key_map.get("keys") else ""
    return {"places": allowed, "theme": person.theme, "key_changes": changes}
