"""Changes of roles and of who holds them, by admins.

Whoever would be able to be the second admin becomes it with a second admin alone.
What must hold of roles and people is `kycreview.staff.roles`'.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kycreview.staff.closing import close_access, open_access
from kycreview.staff.models import Role, User, refuse_mixed_roles
from kycreview.staff.permissions import Permission
from kycreview.staff.roles import (
    RoleSettings,
    can_confirm,
    check_role,
    give_roles,
    has_other_admin,
    hold_still,
    remove_role,
    weakens,
    write_role,
)
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat
from reviews.desk.changing import Saved, free_slug, wait_for_second
from reviews.desk.versions import changed_meanwhile
from reviews.errors import NotAllowed
from reviews.models import PendingChange


def save_role(
    slug: str, wanted: RoleSettings, *, seen: RoleSettings | None, by: User, seat: Seat = NOWHERE
) -> Saved:
    """Make (`slug` empty, `seen` None) or change a role.

    Raises ValidationError by field, ChangedMeanwhile, NotAllowed.
    """
    _may_manage(by)
    with transaction.atomic():
        held = next((role for role in hold_still() if role.pk == slug), None) if slug else None
        before = RoleSettings.of(held) if held else None
        if before != seen:
            raise changed_meanwhile()
        if before == wanted:
            return Saved(slug, 0)
        slug = slug or _new_slug(wanted.name)
        check_role(slug, wanted)
        weak = weakens(before, wanted)
        if not weak:
            write_role(slug, wanted, before=before, by=by, seat=seat)
            return Saved(slug, 0)
        values = {"before": before.to_json() if before else None, "after": wanted.to_json()}
        return wait_for_second(
            PendingChange.Kind.ROLE, slug, values=values, based_on=0, weak=weak, by=by, seat=seat
        )


def drop_role(slug: str, *, by: User, seat: Seat = NOWHERE) -> None:
    """Take away a role that nobody holds. Raises ValidationError, NotAllowed."""
    _may_manage(by)
    with transaction.atomic():
        for role in hold_still():
            if role.pk == slug:
                remove_role(role, by=by, seat=seat)


def save_person(
    person: User,
    roles: Collection[Role],
    *,
    changes: Mapping[str, object],
    is_password_set: bool,
    by: User,
    seat: Seat = NOWHERE,
) -> Saved:
    """Make or change a member of staff, whose columns the form has set.

    Raises ValidationError by field, ChangedMeanwhile, NotAllowed.
    """
    _may_manage(by)
    is_new = person._state.adding
    with transaction.atomic():
        hold_still()
        before = [] if is_new else list(person.roles.all())
        if not is_new:
            # Whoever closed the account meanwhile is not undone by a form that was read before.
            person.deactivated_at = User.objects.values_list("deactivated_at", flat=True).get(
                pk=person.pk
            )
        refuse_mixed_roles(roles)
        if is_password_set and not is_new and person.pk != by.pk and can_confirm(before):
            raise ValidationError({"password": _no_password()})
        person.save()
        waits = (
            can_confirm(roles)
            and {role.pk for role in roles} != {role.pk for role in before}
            and not can_confirm(before)
            and has_other_admin(by)
        )
        more = {"password_set": is_password_set, **({"changes": changes} if changes else {})}
        give_roles(
            person,
            before if waits else roles,
            by=by,
            seat=seat,
            event=Event.STAFF_CREATED if is_new else Event.STAFF_CHANGED,
            more=more,
        )
        if not waits:
            return Saved(str(person.pk), 0)
        return wait_for_second(
            PendingChange.Kind.PERSON,
            str(person.pk),
            values={
                "before": sorted(role.pk for role in before),
                "roles": sorted(role.pk for role in roles),
            },
            based_on=0,
            weak=(gives_words(person, roles),),
            by=by,
            seat=seat,
        )


def close_or_open(person: User, *, by: User, seat: Seat = NOWHERE) -> Saved:
    """Close an account, or open it again, from what `person` says; nobody is deleted.

    Who could be the second admin comes back with a second admin alone: whoever holds that account
    by now holds a second voice. Raises ValidationError, ChangedMeanwhile, NotAllowed.
    """
    _may_manage(by)
    if person.pk == by.pk:
        raise ValidationError(_("You cannot deactivate yourself."))
    closed_at = person.deactivated_at
    with transaction.atomic():
        hold_still()
        if closed_at is None:
            if not close_access(person, by=by, seat=seat):
                raise changed_meanwhile()
            return Saved(str(person.pk), 0)
        if opens_with_second(person, by=by):
            roles = list(person.roles.all())
            return wait_for_second(
                PendingChange.Kind.ACCESS,
                str(person.pk),
                values={
                    "closed_at": closed_at.isoformat(),
                    "roles": sorted(role.pk for role in roles),
                },
                based_on=0,
                weak=(opens_words(person, roles),),
                by=by,
                seat=seat,
            )
        if not open_access(person, closed_at=closed_at, by=by, seat=seat):
            raise changed_meanwhile()
    return Saved(str(person.pk), 0)


def opens_with_second(person: User, *, by: User) -> bool:
    """Whether somebody else has to agree that this closed account is open again."""
    return can_confirm(person.roles.all()) and has_other_admin(by)


def gives_words(person: User, roles: Collection[Role]) -> str:
    """What it means that a person gets these roles."""
    names = _(", ").join(str(role) for role in roles if can_confirm([role]))
    return _("%(name)s becomes %(roles)s, and can confirm what other admins propose.") % {
        "name": person,
        "roles": names,
    }


def opens_words(person: User, roles: Collection[Role]) -> str:
    """What it means that the account of an admin is open again."""
    names = _(", ").join(str(role) for role in roles if can_confirm([role]))
    return _(
        "%(name)s can sign in again as %(roles)s, and can confirm what other admins propose."
    ) % {"name": person, "roles": names}


def _no_password() -> str:
    return _(
        "Nobody sets an admin's password but they themselves: it would be two admins in one hand. "
        "Whoever runs the server helps with manage.py changepassword."
    )


def _new_slug(name: str) -> str:
    slug = free_slug(name, taken=Role.objects)
    waiting = PendingChange.objects.filter(
        kind=PendingChange.Kind.ROLE, subject=slug, state=PendingChange.State.WAITING
    )
    return f"{slug[:31]}-2" if waiting.exists() else slug


def _may_manage(person: User) -> None:
    if not person.may(Permission.STAFF_MANAGE):
        raise NotAllowed(_("Your role does not manage staff; an admin's does."))
