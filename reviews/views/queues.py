"""Lists of open cases: of one queue, or of all that a person works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.desk.bulk import Act
from reviews.desk.list_counts import AT_MOST, Counts, count, count_roughly
from reviews.desk.list_filters import read_filters
from reviews.desk.list_names import names_of
from reviews.desk.lists import (
    PAGE,
    Page,
    Place,
    Sort,
    is_blind,
    may_list,
    narrowed,
    open_cases,
    page_of,
    queues_for,
    read_place,
)
from reviews.desk.saved_views import may_change, views_for
from reviews.forms import HoldForm
from reviews.models import Queue
from reviews.views.access import person_of, requires
from reviews.views.case_rows import case_rows, span
from reviews.views.list_filters import address, facets_shown, filter_chips


@require_GET
@requires(Permission.CASES_REVIEW)
def queue(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One page of the list; without a slug of all queues that this person may list."""
    person = person_of(request)
    known = queues_for(person)
    here = _chosen_queue(slug, known)
    if here is not None and not may_list(here, person):
        return render(request, "reviews/queue/guided.html", {"queue": here, "queues": known})
    listed = [one for one in known if may_list(one, person)]
    shown = [here] if here is not None else listed
    query = dict(request.GET.lists())
    blind = is_blind(shown)
    chosen = read_filters(query, is_blind=blind)
    place = read_place(query)
    now = timezone.now()
    counts = _counts(listed, here, chosen, person=person, now=now)
    page = page_of(narrowed(open_cases(shown), chosen, person=person, now=now), place)
    path = reverse("queue", args=[slug]) if slug else reverse("queues")
    view_id = request.GET.get("view", "")
    views = views_for(person, here)
    # The policy allows names only in queues that are not blind; who sees no evidence sees none.
    shows_names = bool(
        here and here.shows_names and not blind and person.may(Permission.EVIDENCE_VIEW)
    )
    names = _names(request, here, page) if here is not None and shows_names else {}
    context: dict[str, Any] = {
        "queue": here,
        "title": here.name if here is not None else _("All queues"),
        "path": path,
        "queues": _switch(listed, counts, here),
        "counts": counts,
        "at_most": AT_MOST,
        "stats": _stats(counts, now),
        "facets": facets_shown(counts, chosen, is_blind=blind),
        "chips": filter_chips(chosen, place.sort, counts, path),
        "hidden": [(name, value) for name, values in chosen.items() for value in values],
        "sorts": [(one.value, one.label) for one in Sort],
        "sort": place.sort.value,
        "tabs": _tabs(chosen, place.sort, counts, path, view_id),
        "views": [
            {
                "view": one,
                "url": path + _view_address(one.query, str(one.pk)),
                "is_here": str(one.pk) == view_id,
                "may_change": may_change(one, person),
            }
            for one in views
        ],
        "rows": case_rows(page.cases, viewer=person, is_blind=blind, names=names),
        "shows_risk": not blind,
        "shows_names": shows_names,
        "pager": _pager(page, place, counts, chosen, path, view_id),
        "may_lead": person.may(Permission.CASES_LEAD),
        "acts": Act.choices,
        "here": request.get_full_path(),
        "hold_form": HoldForm(),
    }
    return render(request, "reviews/queue/queue.html", context)


def _names(request: HttpRequest, here: Queue, page: Page) -> dict[UUID, str]:
    """Seeing names is an event, with the cases whose names were seen."""
    names = names_of([case.pk for case in page.cases])
    if names:
        with transaction.atomic():
            record(
                Event.NAMES_LISTED,
                by=person_of(request),
                seat=seat_of(request),
                about=("queue", here.pk),
                data={"cases": sorted(str(case_id) for case_id in names)},
            )
    return names


def _chosen_queue(slug: str, known: Sequence[Queue]) -> Queue | None:
    if not slug:
        return None
    found = next((one for one in known if one.pk == slug), None)
    if found is None and Queue.objects.filter(pk=slug).exists():
        raise PermissionDenied(_("You do not work this queue. An admin can change that."))
    if found is None:
        raise Http404
    return found


def _counts(
    listed: Sequence[Queue],
    here: Queue | None,
    chosen: dict[str, tuple[str, ...]],
    *,
    person: User,
    now: datetime,
) -> Counts:
    """Of all queues at once, which gives the other queues' figures too; of this one where that
    is more than is counted."""
    slug = here.pk if here is not None else ""
    found = count(open_cases(listed), chosen, queue=slug, person=person, now=now)
    if not found.is_capped:
        return found
    if here is not None and len(listed) > 1:
        found = count(open_cases([here]), chosen, queue=slug, person=person, now=now)
    if found.is_capped:
        return count_roughly(open_cases([here] if here is not None else listed), now=now)
    return found


def _switch(listed: Sequence[Queue], counts: Counts, here: Queue | None) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "url": reverse("queue", args=[one.pk]),
            "load": counts.queues.get(one.pk),
            "is_here": one == here,
        }
        for one in listed
    ]


def _stats(counts: Counts, now: datetime) -> list[tuple[str, str]]:
    oldest = span(now - counts.oldest) if counts.oldest is not None else "–"
    if counts.is_capped:
        more = _("more than %(count)s") % {"count": f"{AT_MOST:,}"}
        return [(_("Open"), more), (_("Oldest"), oldest)]
    return [
        (_("Open"), str(counts.open)),
        (_("Oldest"), oldest),
        (_("Late"), str(counts.late)),
        (_("Late within the hour"), str(counts.due_soon)),
    ]


def _tabs(
    chosen: dict[str, tuple[str, ...]], sort: Sort, counts: Counts, path: str, view_id: str
) -> list[dict[str, Any]]:
    """What everybody has, before the views that people made."""
    every: list[tuple[str, dict[str, tuple[str, ...]], int]] = [
        (_("Most urgent"), {}, counts.open),
        (_("Due today"), {"due": ("today",)}, counts.today),
        (_("Second reader"), {"why": ("second_reader",)}, counts.second),
    ]
    return [
        {
            "label": label,
            "url": path + address(filters, Sort.TURN),
            "count": None if counts.is_capped else number,
            "is_here": not view_id and chosen == filters and sort == Sort.TURN,
        }
        for label, filters, number in every
    ]


def _view_address(query: dict[str, list[str]], view_id: str) -> str:
    chosen = read_filters(query, is_blind=False)
    return address(chosen, read_place(query).sort, view=view_id)


def _pager(
    page: Page,
    place: Place,
    counts: Counts,
    chosen: dict[str, tuple[str, ...]],
    path: str,
    view_id: str,
) -> dict[str, str]:
    def at(**more: str) -> str:
        return path + address(chosen, place.sort, view=view_id, **more)

    first, last = page.at + 1, page.at + len(page.cases)
    whole = {"first": first, "last": last, "all": counts.total}
    if not page.cases:
        text = ""
    elif counts.is_capped:
        text = _("%(first)s to %(last)s") % whole
    else:
        text = _("%(first)s to %(last)s of %(all)s") % whole
    return {
        "text": text,
        "first": at() if page.before else "",
        "before": at(before=page.before, at=str(max(0, page.at - PAGE))) if page.before else "",
        "after": at(after=page.after, at=str(last)) if page.after else "",
    }
