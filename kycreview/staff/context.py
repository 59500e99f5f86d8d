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
    """One entry of the rail. `url_name` is reversed by the template, `key` goes there after G."""

    label: object
    url_name: str
    icon: str
    permission: Permission
    key: str
    # What the pages that belong to it are known by; its own address else.
    code: str = ""


PLACES = (
    Place(_("Desk"), "desk", "inbox", Permission.CASES_REVIEW, "KeyD"),
    Place(_("Queues"), "queues", "list", Permission.CASES_REVIEW, "KeyQ"),
    Place(_("Search"), "search", "search", Permission.EVIDENCE_VIEW, "KeyS"),
    Place(_("Outbox"), "outbox", "send", Permission.CASES_LEAD, "KeyO"),
    Place(_("Insight"), "figures", "chart-no-axes-column", Permission.FIGURES_VIEW, "KeyF"),
    Place(_("Audit"), "trail", "scroll-text", Permission.TRAIL_VIEW, "KeyA"),
)
# One entry for all pages of the admin menu: it leads to the first that the person may open.
ADMIN = "admin"
_ADMIN_ENTRIES = (
    ("manage_queues", Permission.QUEUES_MANAGE),
    ("staff", Permission.STAFF_MANAGE),
    ("accounts", Permission.ACCOUNTS_MANAGE),
    ("imports", Permission.IMPORTS_MANAGE),
)
ADMIN_PLACES = tuple(
    Place(_("Admin"), url_name, "settings-2", permission, "KeyM", ADMIN)
    for url_name, permission in _ADMIN_ENTRIES
)
# Pages of the admin menu that have a key, from everywhere.
FURTHER_PLACES = (
    Place(_("Imports"), "imports", "", Permission.IMPORTS_MANAGE, "KeyI"),
    Place(_("Accounts"), "accounts", "", Permission.ACCOUNTS_MANAGE, "KeyC"),
    Place(_("Staff"), "staff", "", Permission.STAFF_MANAGE, "KeyT"),
)


def places(request: HttpRequest) -> dict[str, object]:
    """`places`: what the rail shows; places that a role lacks are absent, not greyed.

    `further_places`: where a key leads without an entry there. `key_changes`: this person's own
    keys, for the script that binds them.
    """
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"places": (), "theme": "system"}
    allowed = [place for place in PLACES if person.may(place.permission)]
    allowed += [place for place in ADMIN_PLACES if person.may(place.permission)][:1]
    further = [place for place in FURTHER_PLACES if person.may(place.permission)]
    changes = json.dumps(key_changes(person.key_map)) if person.key_map.get("keys") else ""
    return {
        "places": allowed,
        "further_places": further,
        "theme": person.theme,
        "key_changes": changes,
    }
