"""Admin pages of the people who sign in: the list, and one person with the roles they hold."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.changing_staff import (
    close_or_open,
    gives_words,
    opens_with_second,
    opens_words,
    save_person,
)
from reviews.desk.confirming import is_stale, waiting_change
from reviews.desk.versions import changed_meanwhile
from reviews.forms.staff import StaffForm
from reviews.models import PendingChange
from reviews.views.access import person_of, requires
from reviews.views.trying import kept, tried


@require_GET
@requires(Permission.STAFF_MANAGE)
def staff(request: HttpRequest) -> HttpResponse:
    people = User.objects.prefetch_related("roles").order_by("deactivated_at", "name")
    waiting = PendingChange.objects.filter(
        kind__in=(PendingChange.Kind.PERSON, PendingChange.Kind.ACCESS),
        state=PendingChange.State.WAITING,
    )
    return render(
        request,
        "reviews/manage/staff.html",
        {"people": people, "waiting": set(waiting.values_list("subject", flat=True))},
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def staff_edit(request: HttpRequest, user_id: UUID | None = None) -> HttpResponse:
    """Make or change a member of staff; old and new settings go into the trail."""
    found = get_object_or_404(User, pk=user_id) if user_id else None
    form = StaffForm(
        request.POST or None,
        instance=found,
        initial={"roles": found.roles.all()} if found else None,
    )
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("staff")
    # What the form put into it is not what holds.
    shown = get_object_or_404(User, pk=user_id) if user_id else None
    waits = waiting_change(PendingChange.Kind.PERSON, str(user_id)) if user_id else None
    opening = waiting_change(PendingChange.Kind.ACCESS, str(user_id)) if user_id else None
    return render(
        request,
        "reviews/manage/staff_form.html",
        {
            "form": form,
            "person": shown,
            "waits": waits,
            "waits_words": _gives(shown, waits) if shown and waits else (),
            "waits_stale": waits is not None and is_stale(waits),
            "opening": opening,
            "opens_with_second": shown is not None
            and shown.deactivated_at is not None
            and opens_with_second(shown, by=person_of(request)),
            "opening_words": _opens(shown) if shown and opening else (),
            "opening_stale": opening is not None and is_stale(opening),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@requires(Permission.STAFF_MANAGE)
def staff_deactivate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close or reopen an account; nobody is deleted."""
    person = get_object_or_404(User, pk=user_id)

    def change() -> None:
        is_closed = person.deactivated_at is not None
        if request.POST.get("is_closed") not in (None, "1" if is_closed else ""):
            raise changed_meanwhile()
        saved = close_or_open(person, by=person_of(request), seat=seat_of(request))
        if saved.waits is not None:
            messages.warning(
                request,
                _("An admin's account is opened again with a second admin: it waits for one."),
            )

    tried(request, change)
    return redirect("staff")


def _save(request: HttpRequest, form: StaffForm) -> bool:
    changes = form.changes()
    person: User = form.save(commit=False)
    password = form.cleaned_data["password"]
    if password:
        person.set_password(password)
    saved = kept(
        form,
        lambda: save_person(
            person,
            list(form.cleaned_data["roles"]),
            changes=changes,
            is_password_set=bool(password),
            by=person_of(request),
            seat=seat_of(request),
        ),
        at="roles",
    )
    if saved is None:
        return False
    if saved.waits is not None:
        messages.warning(
            request,
            _("Saved, but for the roles: who can confirm changes is agreed by a second admin."),
        )
    else:
        messages.success(request, _("Saved."))
    return True


def _gives(person: User, change: PendingChange) -> tuple[str, ...]:
    return (gives_words(person, list(Role.objects.filter(pk__in=change.values["roles"]))),)


def _opens(person: User) -> tuple[str, ...]:
    return (opens_words(person, list(person.roles.all())),)
