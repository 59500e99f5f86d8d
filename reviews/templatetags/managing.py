"""The side menu of the admin pages: what of it the person may open, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.models import PendingChange

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `pages` are the URL names that belong to it, its own the first."""

    label: str | Promise
    pages: tuple[str, ...]
    permission: Permission


@dataclass(frozen=True)
class Line:
    """An entry as it is shown."""

    label: str | Promise
    href: str
    is_here: bool
    count: int = 0


_WAITING = "manage_changes"
ENTRIES: Final[tuple[Entry, ...]] = (
    Entry(
        _("Queues"),
        ("manage_queues", "manage_queue", "manage_queue_new", "manage_queue_versions"),
        Permission.QUEUES_MANAGE,
    ),
    Entry(_("Rules"), ("manage_rules", "manage_rules_versions"), Permission.QUEUES_MANAGE),
    Entry(
        _("Reasons"), ("reasons", "reason", "reason_new", "reason_edit"), Permission.QUEUES_MANAGE
    ),
    Entry(_("Tags"), ("tags",), Permission.QUEUES_MANAGE),
    Entry(
        _("Calendars"),
        ("manage_calendars", "manage_calendar", "manage_calendar_new"),
        Permission.QUEUES_MANAGE,
    ),
    Entry(_("Changes that wait"), (_WAITING,), Permission.QUEUES_MANAGE),
    Entry(_("Staff"), ("staff", "staff_new", "staff_edit"), Permission.STAFF_MANAGE),
    Entry(_("Roles"), ("roles", "role", "role_new", "role_edit"), Permission.STAFF_MANAGE),
    Entry(
        _("Accounts"),
        ("accounts", "account_new", "account_edit", "account_token"),
        Permission.ACCOUNTS_MANAGE,
    ),
    Entry(_("Webhooks"), ("hooks", "hook", "hook_new", "hook_secret"), Permission.ACCOUNTS_MANAGE),
    Entry(_("API tokens"), ("tokens", "token_new"), Permission.ACCOUNTS_MANAGE),
    Entry(_("Imports"), ("imports", "imports_batch"), Permission.IMPORTS_MANAGE),
    Entry(_("Outbox"), ("outbox", "outbox_message"), Permission.IMPORTS_MANAGE),
    Entry(_("Health"), ("health",), Permission.ACCOUNTS_MANAGE),
)


@register.simple_tag(takes_context=True)
def admin_menu(context: template.Context) -> list[Line]:
    """The lines that this person may open. One query, for the changes that wait."""
    request = context.get("request")
    person = getattr(request, "user", None)
    if not isinstance(request, HttpRequest) or not isinstance(person, User):
        return []
    match = request.resolver_match
    here = str(match.url_name) if match else ""
    return [
        Line(entry.label, href, here in entry.pages, _count(entry))
        for entry in ENTRIES
        if person.may(entry.permission) and (href := _address(entry.pages[0]))
    ]


def _count(entry: Entry) -> int:
    if entry.pages[0] != _WAITING:
        return 0
    return PendingChange.objects.filter(state=PendingChange.State.WAITING).count()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
