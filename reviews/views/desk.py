"""The desk: what comes next, what is mine, what is on hold, what I decided last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk import claims
from reviews.desk.assigning import change_availability
from reviews.desk.notices import newest
from reviews.desk.offering import claims_of, free_for, given_to, on_hold_of
from reviews.desk.waiting import Waiting, waiting_cases
from reviews.models import Case, Decision, Draft, Opinion, PanelView
from reviews.verdicts.holding import why_held
from reviews.views.access import person_of, requires
from reviews.views.case_rows import CaseRow, case_rows, span
from reviews.views.notice_rows import notice_rows
from reviews.views.rows import decision_rows, reason_texts
from reviews.views.trying import tried

# The last minutes of a claim are counted down.
ENDING = timedelta(minutes=2)
_SHOWN = 20


@dataclass(frozen=True)
class Claimed:
    """A case in my hands, and how long it still is."""

    row: CaseRow
    seconds_left: int
    is_ending: bool
    where: str


@dataclass(frozen=True)
class Load:
    """What is free for me in one queue."""

    name: str
    slug: str
    count: int


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
        (Permission.FIGURES_VIEW, "figures"),
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
    held = list(_for_rows(on_hold_of(person))[:_SHOWN])
    reasons = why_held([case.pk for case in held])
    recent = (
        Decision.objects.filter(person=person)
        .exclude(state=Decision.State.WITHDRAWN)
        .select_related("round__case", "person", "outbox")
        .order_by("-decided_at")[:8]
    )
    context = {
        "start": _start(person),
        "claimed": _claimed(person),
        "given": _rows(given_to(person)[:_SHOWN], person),
        "held": [
            (row, reasons.get(row.id, ""), case.held_until)
            for row, case in zip(case_rows(held, viewer=person), held, strict=True)
        ],
        "recent": decision_rows(recent, viewer=person, words=reason_texts()),
        "waiting": _waiting(person),
        "may_lead": person.may(Permission.CASES_LEAD),
        "availability": User.Availability.choices,
        "notices": notice_rows(newest(person), viewer=person),
        "now": now,
    }
    return render(request, "reviews/desk/desk.html", context)


@require_POST
@requires(Permission.CASES_REVIEW)
def desk_availability(request: HttpRequest) -> HttpResponse:
    """Whether cases can be given to me."""
    wanted = request.POST.get("availability", "")
    if wanted in User.Availability.values:
        change_availability(person_of(request), wanted, seat=seat_of(request))
    else:
        messages.error(request, _("Choose one of the list."))
    return redirect("desk")


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
    """Ten more minutes: for the page that sends it by itself, or for the desk's button."""
    held = claims.keep(get_object_or_404(Case, pk=case_id), by=person_of(request))
    if request.POST.get("then") != "desk":
        return HttpResponse(status=204 if held else 409)
    if not held:
        messages.error(request, _("The claim had ended; the case is somebody else's or free."))
    return redirect("desk")


def _act(
    request: HttpRequest, case_id: UUID, verb: Callable[..., Any], *, then: str
) -> HttpResponse:
    case = get_object_or_404(Case, pk=case_id)
    is_done = tried(request, lambda: verb(case, by=person_of(request), seat=seat_of(request)))
    return redirect("desk") if is_done and then == "desk" else redirect("case", case.pk)


def _start(person: User) -> dict[str, Any]:
    """What is free for me, by queue, and how soon the most urgent is due. Tests do not count."""
    now = timezone.now()
    free = free_for(person)
    soon = Q(due_at__lt=now + timedelta(hours=1))
    second = Q(needs=Case.Needs.SECOND)
    groups = list(
        free.filter(is_test=False)
        .order_by()
        .values("queue__name", "queue__slug", "queue__rank")
        .annotate(n=Count("pk"), soon=Count("pk", filter=soon), second=Count("pk", filter=second))
        .order_by("queue__rank", "queue__name")
    )
    due_at = free.values_list("due_at", flat=True).first()
    left = due_at - now if due_at is not None else None
    return {
        "count": sum(group["n"] for group in groups),
        "loads": [Load(group["queue__name"], group["queue__slug"], group["n"]) for group in groups][
            :4
        ],
        "due_soon": sum(group["soon"] for group in groups),
        "second": sum(group["second"] for group in groups),
        "left": span(abs(left)) if left is not None else "",
        "is_late": left is not None and left < timedelta(),
    }


def _for_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("queue", "account", "claimed_by", "assigned_to")


def _rows(cases: QuerySet[Case], person: User) -> list[CaseRow]:
    return case_rows(_for_rows(cases), viewer=person)


def _waiting(person: User) -> list[tuple[CaseRow, Waiting]]:
    """Cases that wait for their applicants, the first to end first, with what was asked."""
    cases = list(
        _for_rows(Case.objects.filter(state=Case.State.WAITING).order_by("due_at"))[:_SHOWN]
    )
    asked = {one.case.pk: one for one in waiting_cases(cases)}
    rows = case_rows(cases, viewer=person)
    return [(row, asked[row.id]) for row in rows if row.id in asked]


def _claimed(person: User) -> list[Claimed]:
    """Claims that have not ended, with what I did in them so far."""
    now = timezone.now()
    mine = {"round__case": OuterRef("pk"), "round__closed_at__isnull": True, "person": person}
    found: Iterable[Any] = _for_rows(claims_of(person)).annotate(
        has_draft=Exists(Draft.objects.filter(**mine)),
        has_rated=Exists(Opinion.objects.filter(**mine)),
        has_looked=Exists(PanelView.objects.filter(**mine)),
    )[:_SHOWN]
    cases = list(found)
    claimed = []
    for row, case in zip(case_rows(cases, viewer=person), cases, strict=True):
        left = case.claim_until - now
        claimed.append(Claimed(row, max(1, int(left.total_seconds())), left < ENDING, _where(case)))
    return claimed


def _where(case: Any) -> str:
    if case.has_draft:
        return _("Decision begun")
    if case.has_rated:
        return _("Faces rated")
    return _("Looked at") if case.has_looked else _("Not opened yet")
