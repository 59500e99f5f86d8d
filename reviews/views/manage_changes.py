"""Admin page of the changes that wait for a second admin: what they take away, yes or no."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.confirming import concerns, confirm, is_stale, refuse
from reviews.errors import ReviewError
from reviews.models import PendingChange
from reviews.views.access import person_of, requires
from reviews.views.change_rows import name_of, read_book, told

_SETTLED_SHOWN = 20


@require_GET
@requires(Permission.QUEUES_MANAGE, Permission.STAFF_MANAGE, Permission.ACCOUNTS_MANAGE)
def changes(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    found = PendingChange.objects.filter(concerns(person))
    waiting = found.filter(state=PendingChange.State.WAITING).select_related("by")
    settled = found.exclude(state=PendingChange.State.WAITING).select_related("by", "settled_by")
    book = read_book()
    return render(
        request,
        "reviews/manage/changes.html",
        {
            "rows": [
                {
                    **told(change, book),
                    "is_stale": is_stale(change),
                    "is_own": change.by_id == person.pk,
                }
                for change in waiting
            ],
            "settled": [
                {"change": change, "name": name_of(change, book)}
                for change in settled.order_by("-settled_at")[:_SETTLED_SHOWN]
            ],
        },
    )


@require_POST
@requires(Permission.QUEUES_MANAGE, Permission.STAFF_MANAGE, Permission.ACCOUNTS_MANAGE)
def change_settle(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Confirm, refuse or take back."""
    get_object_or_404(PendingChange.objects.filter(concerns(person_of(request))), pk=change_id)
    act = confirm if request.POST.get("act") == "confirm" else refuse
    try:
        change = act(change_id, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            _("Confirmed: it holds from now on.")
            if change.state == PendingChange.State.CONFIRMED
            else _("It will not hold."),
        )
    return redirect("manage_changes")
