"""The desk: what is open, what is mine, what I decided last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk import claims
from reviews.errors import ReviewError
from reviews.models import Case, Decision
from reviews.views.access import person_of, requires
from reviews.views.rows import case_rows, decision_rows, reason_texts, with_rounds

PAGE = 50


@require_GET
@requires()
def home(request: HttpRequest) -> HttpResponse:
    """Each role's first place."""
    person = person_of(request)
    for permission, place in (
        (Permission.CASES_REVIEW, "desk"),
        (Permission.TRAIL_VIEW, "trail"),
        (Permission.IMPORTS_MANAGE, "imports"),
        (Permission.STAFF_MANAGE, "staff"),
    ):
        if person.may(permission):
            return redirect(place)
    return redirect("profile")


@require_GET
@requires()
def desk(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not person.may(Permission.CASES_REVIEW):
        return home(request)
    now = timezone.now()
    free = claims.free_for(person)
    live = free.filter(is_test=False)  # tests are shown, never counted
    page_of = _after(free, request.GET.get("after", ""))
    shown = list(with_rounds(page_of)[: PAGE + 1])
    mine = with_rounds(
        Case.objects.filter(state=Case.State.CLAIMED, claimed_by=person).order_by("claim_until")
    )
    waiting = with_rounds(Case.objects.filter(state=Case.State.WAITING).order_by("-opened_at"))
    recent = (
        Decision.objects.filter(person=person)
        .exclude(state=Decision.State.WITHDRAWN)
        .select_related("round__case", "person", "outbox")
        .order_by("-decided_at")[:8]
    )
    rows = case_rows(shown[:PAGE])
    return render(
        request,
        "reviews/desk/desk.html",
        {
            "page": {
                "open_count": live.count(),
                "due_soon": live.filter(due_at__lt=now + timedelta(hours=1)).count(),
                "claimed": case_rows(mine[:20]),
                "waiting": case_rows(waiting[:10]),
                "recent": decision_rows(recent, viewer=person, words=reason_texts()),
                "now": now,
            },
            "rows": rows,
            "next_url": _next_url(shown),
        },
    )


@require_POST
@requires(Permission.CASES_REVIEW)
def desk_next(request: HttpRequest) -> HttpResponse:
    """Start reviewing: the server picks the most urgent free case."""
    case = claims.claim_next(by=person_of(request), seat=seat_of(request))
    if case is None:
        messages.info(request, _("Nothing is open now. New cases appear here by themselves."))
        return redirect("desk")
    return redirect("case", case.pk)


@require_POST
@requires(Permission.CASES_REVIEW)
def case_claim(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return _act(request, case_id, claims.claim, then="case")


@require_POST
@requires(Permission.CASES_REVIEW)
def case_release(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return _act(request, case_id, claims.release, then="desk")


@require_POST
@requires(Permission.CASES_REVIEW)
def case_recuse(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return _act(request, case_id, claims.recuse, then="desk")


@require_POST
@requires(Permission.CASES_REVIEW)
def case_keep(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The open page's heartbeat."""
    held = claims.keep(get_object_or_404(Case, pk=case_id), by=person_of(request))
    return HttpResponse(status=204 if held else 409)


def _act(
    request: HttpRequest, case_id: UUID, verb: Callable[..., Any], *, then: str
) -> HttpResponse:
    case = get_object_or_404(Case, pk=case_id)
    try:
        verb(case, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
        return redirect("case", case.pk)
    return redirect("desk") if then == "desk" else redirect("case", case.pk)


def _after(cases: QuerySet[Case], mark: str) -> QuerySet[Case]:
    """Keyset paging by (due_at, id)."""
    text, _separator, last_id = mark.partition("~")
    due_at = _time(text)
    try:
        last = UUID(last_id)
    except ValueError:
        return cases
    if due_at is None:
        return cases
    return cases.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=last))


def _time(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _next_url(shown: list[Case]) -> str:
    if len(shown) <= PAGE:
        return ""
    last = shown[PAGE - 1]
    return f"?after={last.due_at.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}~{last.id}"
