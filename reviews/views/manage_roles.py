"""Admin pages of the roles: who can do what as a table, and one role with its permissions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kycreview.staff.models import Role
from kycreview.staff.permissions import FIRST_ROLES, Permission
from kycreview.staff.roles import EXPLAINED, RoleSettings, weakens
from kycreview.trail.record import seat_of
from reviews.desk.changing_staff import drop_role, save_role
from reviews.desk.confirming import is_stale, waiting_change
from reviews.forms.staff import RoleForm
from reviews.models import PendingChange
from reviews.views.access import person_of, requires
from reviews.views.trying import kept, tried


@require_GET
@requires(Permission.STAFF_MANAGE)
def roles(request: HttpRequest) -> HttpResponse:
    """Each role with how many hold it, and each permission with the roles that have it."""
    found = sorted(
        Role.objects.annotate(held=Count("people", filter=Q(people__deactivated_at=None))),
        key=lambda role: (_place(role), str(role).casefold()),
    )
    waiting = set(
        PendingChange.objects.filter(
            kind=PendingChange.Kind.ROLE, state=PendingChange.State.WAITING
        ).values_list("subject", flat=True)
    )
    return render(
        request,
        "reviews/manage/roles.html",
        {
            "roles": [
                {"role": role, "waits": role.pk in waiting, "is_first": role.pk in FIRST_ROLES}
                for role in found
            ],
            "waiting": len(waiting),
            "permissions": [
                {
                    "label": permission.label,
                    "help": EXPLAINED[permission],
                    "cells": [(role, permission.value in role.permissions) for role in found],
                }
                for permission in Permission
            ],
        },
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def role_edit(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Make or change one. It counts at the next request of everybody who holds it."""
    role = get_object_or_404(Role, pk=slug) if slug else None
    held = RoleSettings.of(role) if role else None
    form = RoleForm(request.POST or None, held=held, name=str(role) if role else "")
    if request.method == "POST" and form.is_valid() and _save(request, form, slug):
        return redirect("roles")
    waits = waiting_change(PendingChange.Kind.ROLE, slug) if slug else None
    return render(
        request,
        "reviews/manage/role.html",
        {
            "form": form,
            "role": role,
            "people": role.people.order_by("deactivated_at", "name") if role else (),
            "is_first": slug in FIRST_ROLES,
            "waits": waits,
            "waits_words": _taken(waits) if waits else (),
            "waits_stale": waits is not None and is_stale(waits),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@requires(Permission.STAFF_MANAGE)
def role_remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take away a role of the house's own that nobody holds."""
    get_object_or_404(Role, pk=slug)
    is_gone = tried(
        request,
        lambda: drop_role(slug, by=person_of(request), seat=seat_of(request)),
        done=_("The role is gone; the trail still names it."),
    )
    return redirect("roles") if is_gone else redirect("role_edit", slug)


def _save(request: HttpRequest, form: RoleForm, slug: str) -> bool:
    if form.is_stale():
        form.add_error(
            None,
            _("Somebody changed this role meanwhile. Open it again, then make your change."),
        )
        return False
    saved = kept(
        form,
        lambda: save_role(
            slug, form.wanted, seen=form.held, by=person_of(request), seat=seat_of(request)
        ),
    )
    if saved is None:
        return False
    if saved.waits is not None:
        messages.warning(
            request, _("This gives somebody more power over cases: it waits for a second admin.")
        )
    else:
        messages.success(request, _("Saved. It counts from the next click of whoever holds it."))
    return True


def _taken(change: PendingChange) -> tuple[str, ...]:
    before: dict[str, Any] | None = change.values["before"]
    return weakens(
        RoleSettings.from_json(before) if before else None,
        RoleSettings.from_json(change.values["after"]),
    )


def _place(role: Role) -> int:
    """The roles that every house starts with come first, in their own order."""
    first = list(FIRST_ROLES)
    return first.index(role.pk) if role.pk in first else len(first)
