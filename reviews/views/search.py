"""Look-up by exact id or reference. The words are sealed, the URL is random."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from journeys.models import IdentityKey, Journey
from kycreview.sealing import data_key, lookup_hash, new_data_key, seal, unseal
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.evidence.case_page import date_of
from reviews.evidence.face_stage import stage_of
from reviews.evidence.history_panel import history_panel
from reviews.evidence.panels import panels_of
from reviews.evidence.said import SaidBook
from reviews.evidence.tree import build_tree
from reviews.forms import SearchForm
from reviews.models import Case, Panel, Search
from reviews.views.access import person_of, requires
from reviews.views.showing import asked_panel

LASTS = timedelta(hours=1)
_SEARCH_KEY = "search"


@require_http_methods(["GET", "POST"])
@requires(Permission.EVIDENCE_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST keeps the words sealed and goes to the random address."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        query: str = form.cleaned_data["query"].strip()
        row = Search(person=person_of(request), key_id=new_data_key(name=_SEARCH_KEY))
        row.sealed_query = seal(
            data_key(row.key_id), query.encode("utf-8", "replace"), context=f"search:{row.id}"
        )
        with transaction.atomic():
            Search.objects.filter(at__lt=timezone.now() - LASTS).delete()
            row.save(force_insert=True)
            record(
                Event.SEARCH_MADE,
                by=person_of(request),
                seat=seat_of(request),
                about=("search", row.id),
                private={"query": query},
                key_id=row.key_id,
            )
        return redirect("search_results", row.id)
    return render(request, "reviews/search/search.html", {"form": form, "results": None})


@require_GET
@requires(Permission.EVIDENCE_VIEW)
def search_results(request: HttpRequest, search_id: UUID) -> HttpResponse:
    row = get_object_or_404(
        Search, pk=search_id, person=person_of(request), at__gt=timezone.now() - LASTS
    )
    query = unseal(data_key(row.key_id), row.sealed_query, context=f"search:{row.id}").decode(
        "utf-8"
    )
    return render(
        request,
        "reviews/search/search.html",
        {"form": SearchForm(initial={"query": query}), "results": _results(query)},
    )


@require_GET
@requires(Permission.EVIDENCE_VIEW)
def journey(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """A journey without a case (it passed, say), read-only."""
    journeys = Journey.objects.select_related("account", "current_snapshot", "case_link")
    found = get_object_or_404(journeys, pk=journey_id)
    link = getattr(found, "case_link", None)
    if link is not None:
        return redirect("case", link.case_id)
    snapshot = found.current_snapshot
    with transaction.atomic():
        record(
            Event.JOURNEY_VIEWED,
            by=person_of(request),
            seat=seat_of(request),
            account=found.account.lane,
            about=("journey", found.pk),
            data={"snapshot": snapshot.number if snapshot else 0},
        )
    context: dict[str, object] = {
        "journey": found,
        "snapshot": snapshot,
        "newest": found.snapshots.order_by("-number").defer("sealed_bytes").first(),
        "panel_list": Panel.choices,
        "here": asked_panel(request).value,
    }
    if snapshot is not None:
        tree = build_tree(snapshot, found.key())
        said = SaidBook()
        context |= {
            "tree": tree,
            "stage": stage_of(tree),
            "panels": panels_of(
                tree,
                said,
                at=date_of(tree, snapshot),
                history=history_panel([], tree, said),
            ),
        }
    return render(request, "reviews/case/journey.html", context)


def _results(query: str) -> list[dict[str, object]]:
    """Exact matches: provider's id, reference, or case code."""
    by_reference = IdentityKey.objects.filter(
        kind=IdentityKey.Kind.REFERENCE,
        value_hash=lookup_hash(IdentityKey.Kind.REFERENCE, query),
    ).values("journey")
    by_code = Case.objects.filter(code=query.upper()).values("case_journeys__journey")
    journeys = (
        Journey.objects.filter(provider_id=query)
        | Journey.objects.filter(pk__in=by_reference)
        | Journey.objects.filter(pk__in=by_code)
    )
    found = (
        journeys.select_related("account", "current_snapshot", "case_link__case")
        .defer(*(f"current_snapshot__sealed_{name}" for name in ("bytes", "summary", "unmapped")))
        .distinct()
    )
    return [_result(one) for one in found.order_by("-first_seen_at")[:50]]


def _result(found: Journey) -> dict[str, object]:
    link = getattr(found, "case_link", None)
    snapshot = found.current_snapshot
    return {
        "href": reverse("case", args=[link.case_id])
        if link is not None
        else reverse("journey", args=[found.pk]),
        "journey_label": found.provider_id,
        "provider_label": f"{found.account.get_provider_display()} · {found.account.slug}",
        "state_label": link.case.get_state_display() if link is not None else "",
        "case_code": link.case.code if link is not None else "",
        "lifecycle": snapshot.lifecycle if snapshot else "unknown",
        "started_at": snapshot.started_at if snapshot else None,
        "is_test": found.is_test,
    }
