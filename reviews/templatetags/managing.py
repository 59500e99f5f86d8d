"""The side menu of the admin pages: what of it the person may open, and where they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from reviews.desk.confirming import settles
from reviews.models import PendingChange

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `pages` are the URL names that belong to it, its own the first."""

    label: str | Promise
    pages: tuple[str, ...]
    permission: Permission
    # Opens it as well.
    or_else: Permission | None = None

    def is_for(self, person: User) -> bool:
        return person.may(self.permission) or bool(self.or_else and person.may(self.or_else))


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
    Entry(_("Reasons"), ("reasons", "reason_new", "reason_edit"), Permission.QUEUES_MANAGE),
    Entry(_("Tags"), ("tags",), Permission.QUEUES_MANAGE),
    Entry(
        _("Calendars"),
        ("manage_calendars", "manage_calendar", "manage_calendar_new"),
        Permission.QUEUES_MANAGE,
    ),
    Entry(_("No eligible reader"), ("nobody",), Permission.QUEUES_MANAGE),
    Entry(_("Changes that wait"), (_WAITING,), Permission.QUEUES_MANAGE, Permission.STAFF_MANAGE),
    Entry(_("Staff"), ("staff", "staff_new", "staff_edit"), Permission.STAFF_MANAGE),
    Entry(_("Roles"), ("roles", "role_new", "role_edit"), Permission.STAFF_MANAGE),
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

# What the rail shows as one entry.
ADMIN_PAGES: Final = frozenset(page for entry in ENTRIES for page in entry.pages)


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
        Line(entry.label, href, here in entry.pages, _count(entry, person))
        for entry in ENTRIES
        if entry.is_for(person) and (href := _address(entry.pages[0]))
    ]


@register.filter
def permission_words(role: Role) -> str:
    """What a role may do, in the words of the permissions."""
    held = [str(one.label) for one in Permission if one.value in role.permissions]
    return " · ".join(held)


@register.filter
def is_among(person: User, ids: Collection[str]) -> bool:
    """Whether the person's id is one of these."""
    return str(person.pk) in ids


def _count(entry: Entry, person: User) -> int:
    if entry.pages[0] != _WAITING:
        return 0
    own = [kind.value for kind in PendingChange.Kind if settles(person, kind.value)]
    return PendingChange.objects.filter(state=PendingChange.State.WAITING, kind__in=own).count()


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
