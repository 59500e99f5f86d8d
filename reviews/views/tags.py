"""Tags: the page on which admins manage them, and a case's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.tags import add_tag, change_tag, every_tag, mark, tags_of
from reviews.errors import ReviewError
from reviews.evidence.blind import refuse_while_blind
from reviews.models import Case, Tag
from reviews.views.access import person_of, requires
from reviews.views.trying import tried


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUES_MANAGE)
def tags(request: HttpRequest) -> HttpResponse:
    """All tags; POST adds one."""
    problem = name = ""
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            tag = add_tag(name, by=person_of(request), seat=seat_of(request))
        except ReviewError as error:
            problem = error.sentence
        else:
            messages.success(request, _("The tag “%(name)s” is there.") % {"name": tag.name})
            return redirect("tags")
    return render(
        request,
        "reviews/queue/tags.html",
        {"tags": every_tag(), "problem": problem, "name": name},
        status=422 if problem else 200,
    )


@require_POST
@requires(Permission.QUEUES_MANAGE)
def tag_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename a tag; `retire` and `bring_back` are buttons."""
    tag = get_object_or_404(Tag, pk=slug)
    is_active = tag.is_active
    if "retire" in request.POST or "bring_back" in request.POST:
        is_active = "bring_back" in request.POST
    tried(
        request,
        lambda: change_tag(
            slug,
            name=request.POST.get("name", tag.name),
            is_active=is_active,
            by=person_of(request),
            seat=seat_of(request),
        ),
        done=_("Saved."),
    )
    return redirect("tags")


@require_POST
@requires(Permission.CASES_REVIEW)
def case_tags(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is ticked is on the case, what is not is off it."""
    found = get_object_or_404(Case, pk=case_id)
    person = person_of(request)
    refuse_while_blind(found, viewer=person)
    offered = {one.slug for one in tags_of(found.pk)}
    wanted = offered.intersection(request.POST.getlist("tag"))
    tried(
        request,
        lambda: mark(found, add=wanted, remove=offered - wanted, by=person, seat=seat_of(request)),
    )
    return redirect("case", found.pk)
