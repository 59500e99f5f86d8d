"""Saved views of lists: keep one, change it, delete it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kycreview.staff.permissions import Permission
from reviews.desk.list_filters import read_filters
from reviews.desk.lists import may_list, queues_for, read_place
from reviews.desk.saved_views import change_view, delete_view, save_view
from reviews.errors import ReviewError
from reviews.models import Queue, SavedView
from reviews.views.access import person_of, requires
from reviews.views.list_filters import address


@require_POST
@requires(Permission.CASES_REVIEW)
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters and the order that the form carries."""
    person = person_of(request)
    slug = request.POST.get("queue", "")
    queue = get_object_or_404(Queue, pk=slug) if slug else None
    if queue is not None and (queue not in queues_for(person) or not may_list(queue, person)):
        messages.error(request, _("You do not see this queue's list."))
        return redirect("queues")
    query = dict(request.POST.lists())
    try:
        view = save_view(
            request.POST.get("name", ""),
            query,
            queue=queue,
            is_shared="is_shared" in request.POST,
            by=person,
        )
    except ReviewError as error:
        messages.error(request, error.sentence)
        chosen = read_filters(query, is_blind=False)
        return redirect(_path(queue.pk if queue else "") + address(chosen, read_place(query).sort))
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(_address(view))


@require_POST
@requires(Permission.CASES_REVIEW)
def view_change(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Rename, share or, with `delete`, delete it."""
    person = person_of(request)
    view = get_object_or_404(SavedView, pk=view_id)
    try:
        if "delete" in request.POST:
            delete_view(view_id, by=person)
            messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
            return redirect(_path(view.queue_id or ""))
        # Only leads are asked whether it is for everybody.
        shared = (
            "is_shared" in request.POST if person.may(Permission.CASES_LEAD) else view.is_shared
        )
        view = change_view(view_id, request.POST.get("name", ""), is_shared=shared, by=person)
    except ReviewError as error:
        messages.error(request, error.sentence)
        return redirect(_path(view.queue_id or ""))
    messages.success(request, _("Saved."))
    return redirect(_address(view))


def _path(slug: str) -> str:
    return reverse("queue", args=[slug]) if slug else reverse("queues")


def _address(view: SavedView) -> str:
    chosen = read_filters(view.query, is_blind=False)
    return _path(view.queue_id or "") + address(
        chosen, read_place(view.query).sort, view=str(view.pk)
    )
