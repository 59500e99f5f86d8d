"""Search: a place of its own. The words are sealed, the URL is random, every look is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from journeys.models import Journey
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.desk.results import ResultPage, result_page
from reviews.desk.search_states import State
from reviews.desk.searches import HOW_WORDS, LASTS, SCRIPT_WORDS, Found, begin, narrow, opened
from reviews.evidence.case_page import date_of
from reviews.evidence.face_stage import stage_of
from reviews.evidence.history_panel import history_panel
from reviews.evidence.panels import panels_of
from reviews.evidence.said import SaidBook
from reviews.evidence.tree import build_tree
from reviews.forms.searching import FIELDS, FilterForm, SearchForm
from reviews.models import Panel, Search
from reviews.views.access import person_of, requires
from reviews.views.showing import asked_panel

_PAGE = "reviews/search/search.html"


@require_http_methods(["GET", "POST"])
@requires(Permission.EVIDENCE_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST looks, keeps the words sealed and goes to the random address."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = begin(form.asked(), by=person_of(request), seat=seat_of(request))
        return redirect("search_results", row.id)
    return render(request, _PAGE, {"form": form, "fields": FIELDS})


@require_http_methods(["GET", "POST"])
@requires(Permission.EVIDENCE_VIEW)
def search_results(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """A page of results; POST narrows them. Nobody but who searched can open them."""
    row = get_object_or_404(
        Search, pk=search_id, person=person_of(request), at__gt=timezone.now() - LASTS
    )
    filter_form = FilterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and filter_form.is_valid():
        born = (filter_form.cleaned_data["born_from"], filter_form.cleaned_data["born_to"])
        narrow(row, filter_form.filters(), born=born, seat=seat_of(request))
        return redirect("search_results", row.id)
    found = opened(row)
    shown = result_page(found, viewer=person_of(request), after=_after(request))
    first = _number(request) if shown.rows else 0
    asked = found.asked
    context = {
        "form": SearchForm(initial={"query": asked.text, "field": asked.field.value}),
        "fields": FIELDS,
        "found": found,
        "filter_form": filter_form,
        "filters": _filter_groups(found),
        "filters_are_set": bool(found.filters.codes or asked.birth_days),
        "born": _typed_days(request, found),
        "page": shown,
        "first": first,
        "last": first + len(shown.rows) - 1,
        "next_url": _next_url(row, shown, first),
        "first_url": reverse("search_results", args=[row.pk]) if first > 1 else "",
        "read_as": _read_as(found),
        "exact": _exactly(found),
        "meant": _meant(found),
    }
    return render(request, _PAGE, context)


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


def _after(request: HttpRequest) -> UUID | None:
    """The journey that the page before ended with: an id, nothing about a person."""
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _number(request: HttpRequest) -> int:
    """Which result of all the first one is, as the link of the page before says."""
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 else 1


def _typed_days(request: HttpRequest, found: Found) -> list[str]:
    """What stands in the fields of the range: what was just refused, else what holds."""
    if request.method == "POST":
        return [request.POST.get(name, "")[:20] for name in ("born_from", "born_to")]
    days = (found.asked.born_from, found.asked.born_to)
    return [day.isoformat() if day else "" for day in days]


def _next_url(row: Search, shown: ResultPage, first: int) -> str:
    if shown.after is None:
        return ""
    url = reverse("search_results", args=[row.pk])
    return f"{url}?after={shown.after}&from={first + len(shown.rows)}"


def _filter_groups(found: Found) -> list[dict[str, Any]]:
    """The groups of boxes: those that would leave something, and those that are ticked."""
    filters, facets = found.filters, found.facets
    hows = {str(how.value): word for how, word in HOW_WORDS.items()}
    scripts = {str(one.value): word for one, word in SCRIPT_WORDS.items()}
    states = {one.value: one.label for one in State}
    groups = (
        ("how", hows, {str(one.value) for one in filters.hows}),
        ("script", scripts, {str(one.value) for one in filters.scripts}),
        ("state", states, {one.value for one in filters.states}),
    )
    shown = []
    for name, words, ticked in groups:
        counts: Mapping[str, int] = facets.get(name, {})
        boxes = [
            {"value": code, "word": word, "count": counts.get(code), "is_ticked": code in ticked}
            for code, word in words.items()
            if code in ticked or counts.get(code) or not facets
        ]
        is_of_names = name != "state"
        if boxes and (found.asked.query.name_words or not is_of_names):
            shown.append({"name": name, "boxes": boxes})
    return shown


def _read_as(found: Found) -> str:
    """What a word of another script was read as; nothing where it reads as it was typed."""
    words = [way[0].word for word in found.asked.query.name_words for way in word.ways[:1] if way]
    read = " ".join(words)
    return "" if read == found.asked.text.casefold() else read


def _exactly(found: Found) -> str:
    """The same search in quotation marks; nothing where it is so already, or names nobody."""
    text = found.asked.text
    if any(sign in '"“”„«»' or sign.isdecimal() for sign in text):
        return ""
    if any(part.name is None for part in found.asked.query.parts):
        return ""
    return f'"{text}"' if found.asked.query.parts else ""


def _meant(found: Found) -> list[dict[str, str]]:
    """Searches that may have been meant: one typed word exchanged for one of the index."""
    text = found.asked.text
    pairs = [(typed, other) for typed, other in found.plan.meant if typed in text]
    return [{"word": other, "query": text.replace(typed, other, 1)} for typed, other in pairs[:5]]
