"""Roles and who holds them: what keeps apart managing and judging, and an admin in the house.

The writers are called in a transaction, after `hold_still`; each tells the trail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kycreview.staff.models import Role, User, refuse_mixed_roles
from kycreview.staff.permissions import FIRST_ROLES, JUDGING, MANAGING, Permission
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record

EXPLAINED: Final[Mapping[Permission, Promise]] = {
    Permission.CASES_REVIEW: gettext_lazy(
        "Takes cases from the queues, says what the evidence shows, and decides."
    ),
    Permission.EVIDENCE_VIEW: gettext_lazy(
        "Opens cases and searches for people: pictures, documents, personal data."
    ),
    Permission.CASES_LEAD: gettext_lazy(
        "Settles disagreements of two readers, reopens cases, hands them over and moves them."
    ),
    Permission.SANCTIONS_DECIDE: gettext_lazy(
        "Says whether somebody on a list is the applicant, and decides such cases."
    ),
    Permission.TRAIL_VIEW: gettext_lazy(
        "Reads who did what and when, and takes original files. Changes nothing."
    ),
    Permission.IMPORTS_MANAGE: gettext_lazy(
        "Brings journeys in by their ids and repeats what failed. Sees no evidence."
    ),
    Permission.ACCOUNTS_MANAGE: gettext_lazy(
        "Sets up providers, their secrets, webhooks and API tokens. Sees no evidence."
    ),
    Permission.STAFF_MANAGE: gettext_lazy(
        "Adds people, gives and takes roles, and changes what a role may do."
    ),
    Permission.QUEUES_MANAGE: gettext_lazy(
        "Shapes how cases are judged, and confirms what another admin proposes."
    ),
    Permission.FIGURES_VIEW: gettext_lazy(
        "Sees counts and waiting times. No names, nothing of a single person."
    ),
}
# What a role is given with a second admin alone, and why.
GUARDED: Final[Mapping[Permission, Promise]] = {
    Permission.CASES_LEAD: gettext_lazy(
        "“%(role)s” settles disagreements and reopens what others decided."
    ),
    Permission.SANCTIONS_DECIDE: gettext_lazy(
        "“%(role)s” decides about sanctions and PEP matches without passing them on."
    ),
    Permission.STAFF_MANAGE: gettext_lazy("“%(role)s” decides who may do what."),
    Permission.QUEUES_MANAGE: gettext_lazy(
        "“%(role)s” changes how cases are judged, and confirms what other admins propose."
    ),
}
# Whoever holds one of these can be the second admin.
CONFIRMING: Final = frozenset({Permission.STAFF_MANAGE, Permission.QUEUES_MANAGE})


class ChangedRole(Exception):
    """The role is not what the admin saw any more."""


@dataclass(frozen=True)
class RoleSettings:
    """What a role is called and what it may do, in the order of the permissions."""

    name: str
    permissions: tuple[str, ...]

    @classmethod
    def of(cls, role: Role) -> RoleSettings:
        return cls(role.name, in_order(role.permissions))

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> RoleSettings:
        return cls(str(plain["name"]), in_order(plain["permissions"]))

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "permissions": list(self.permissions)}


def in_order(codes: Collection[str]) -> tuple[str, ...]:
    return tuple(one.value for one in Permission if one.value in codes)


def weakens(before: RoleSettings | None, after: RoleSettings) -> tuple[str, ...]:
    """A sentence for each permission that is given and takes something from four-eyes or a gate."""
    had = before.permissions if before else ()
    return tuple(
        str(words) % {"role": after.name}
        for permission, words in GUARDED.items()
        if permission.value in after.permissions and permission.value not in had
    )


def can_confirm(roles: Iterable[Role]) -> bool:
    """Whether people of these roles can be the second admin."""
    return any(CONFIRMING.intersection(role.permissions) for role in roles)


def hold_still() -> list[Role]:
    """All roles, locked: what is checked about who may do what stays so until the commit."""
    return list(Role.objects.select_for_update().order_by("pk"))


def check_role(slug: str, wanted: RoleSettings) -> None:
    """Raises ValidationError: managing and judging in one role, or with a holder's other roles."""
    if not wanted.name or len(wanted.name) > 80 or not wanted.name.isprintable():
        raise ValidationError({"name": _("Give a name of up to 80 letters.")})
    taken = Role.objects.filter(name__iexact=wanted.name).exclude(pk=slug)
    if taken.exists():
        raise ValidationError({"name": _("A role has this name already.")})
    if _mixes(wanted.permissions):
        raise ValidationError(
            {"permissions": _("A role either manages the system or sees evidence in it.")}
        )
    for person in User.objects.filter(roles=slug).prefetch_related("roles").order_by("name"):
        others = {
            code for role in person.roles.all() if role.pk != slug for code in role.permissions
        }
        if _mixes(others | set(wanted.permissions)):
            raise ValidationError(
                {
                    "permissions": _(
                        "%(name)s holds another role as well: together they would manage the "
                        "system and see evidence in it."
                    )
                    % {"name": person}
                }
            )


def check_an_admin_stays() -> None:
    """Somebody with an open account manages staff. Raises ValidationError; asked after a change."""
    managing = [
        role.pk for role in Role.objects.all() if Permission.STAFF_MANAGE.value in role.permissions
    ]
    if not User.objects.filter(deactivated_at=None, roles__in=managing).exists():
        raise ValidationError(
            _("Nobody would be left who manages staff: give somebody else that role first.")
        )


def has_other_admin(person: User) -> bool:
    """Whether anybody else can confirm what this person proposes about staff."""
    managing = [
        role.pk for role in Role.objects.all() if Permission.STAFF_MANAGE.value in role.permissions
    ]
    others = User.objects.filter(~Q(pk=person.pk), deactivated_at=None, roles__in=managing)
    return others.exists()


def write_role(
    slug: str,
    after: RoleSettings,
    *,
    before: RoleSettings | None,
    by: User,
    seat: Seat,
    proposed_by: User | None = None,
) -> Role:
    """Make a role (`before` None) or change it. Raises ChangedRole, ValidationError."""
    found = Role.objects.filter(pk=slug).first()
    if (RoleSettings.of(found) if found else None) != before:
        raise ChangedRole
    check_role(slug, after)
    role = found or Role(slug=slug)
    role.name, role.permissions = after.name, list(after.permissions)
    role.save(force_insert=found is None)
    check_an_admin_stays()
    old = before.permissions if before else ()
    record(
        Event.ROLE_CHANGED,
        by=by,
        seat=seat,
        about=("role", slug),
        data={
            "role": slug,
            "name": [before.name if before else None, after.name],
            "added": [code for code in after.permissions if code not in old],
            "removed": [code for code in old if code not in after.permissions],
            **({"proposed_by": str(proposed_by.pk)} if proposed_by else {}),
        },
    )
    return role


def remove_role(role: Role, *, by: User, seat: Seat) -> None:
    """A role of the house's own that nobody holds. Raises ValidationError."""
    if role.pk in FIRST_ROLES:
        raise ValidationError(_("Every house starts with this role: it stays."))
    if role.people.exists():
        raise ValidationError(_("Somebody holds this role: take it from them first."))
    record(
        Event.ROLE_CHANGED,
        by=by,
        seat=seat,
        about=("role", role.pk),
        data={
            "role": role.pk,
            "name": [role.name, None],
            "added": [],
            "removed": list(in_order(role.permissions)),
        },
    )
    role.delete()


def give_roles(
    person: User,
    roles: Collection[Role],
    *,
    by: User,
    seat: Seat,
    event: Event = Event.STAFF_CHANGED,
    more: Mapping[str, object] | None = None,
) -> None:
    """The roles that a person holds from now on. Raises ValidationError."""
    refuse_mixed_roles(roles)
    before = person.role_names()
    person.roles.set(roles)
    person.__dict__.pop("_roles_held", None)
    check_an_admin_stays()
    record(
        event,
        by=by,
        seat=seat,
        about=("user", person.pk),
        data={"roles_before": before, "roles_after": person.role_names(), **(more or {})},
    )


def _mixes(codes: Collection[str]) -> bool:
    return bool(MANAGING.intersection(codes) and JUDGING.intersection(codes))
