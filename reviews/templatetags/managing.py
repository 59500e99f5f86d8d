"""The side menu of the admin pages: what of it the person may open, and where they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from reviews.desk.confirming import concerns
from reviews.desk.nobody import last_count
from reviews.models import PendingChange

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `pages` are the URL names that belong to it, its own the first."""

    label: str | Promise
    pages: tuple[str, ...]
    permission: Permission
    # Each of them opens it as well.
    or_else: tuple[Permission, ...] = ()

    def is_for(self, person: User) -> bool:
        return any(person.may(one) for one in (self.permission, *self.or_else))


@dataclass(frozen=True)
class Line:
    """An entry as it is shown."""

    label: str | Promise
    href: str
    is_here: bool
    count: int = 0


_WAITING, _NOBODY = "manage_changes", "nobody"
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
    Entry(_("No eligible reader"), (_NOBODY,), Permission.QUEUES_MANAGE),
    Entry(
        _("Changes that wait"),
        (_WAITING,),
        Permission.QUEUES_MANAGE,
        (Permission.STAFF_MANAGE, Permission.ACCOUNTS_MANAGE),
    ),
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
    """The lines that this person may open. Two queries, for what waits and who waits.

    A page that counted something itself gives it as `menu_counts`, by the name of its address.
    """
    request = context.get("request")
    person = getattr(request, "user", None)
    if not isinstance(request, HttpRequest) or not isinstance(person, User):
        return []
    match = request.resolver_match
    here = str(match.url_name) if match else ""
    counted: Mapping[str, int] = context.get("menu_counts") or {}
    return [
        Line(entry.label, href, here in entry.pages, _count(entry.pages[0], person, counted))
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


def _count(page: str, person: User, counted: Mapping[str, int]) -> int:
    if page in counted:
        return counted[page]
    if page == _NOBODY:
        return last_count()
    if page == _WAITING:
        waiting = PendingChange.objects.filter(state=PendingChange.State.WAITING)
        return waiting.filter(concerns(person)).count()
    return 0


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
