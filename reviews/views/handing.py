"""A case in hands: the open page's heartbeat, passing over, asking back, what leads move."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk import claims
from reviews.desk.eligible import colleagues_for
from reviews.desk.handing import ask_back, hand_over, take_back, who_asks
from reviews.desk.losing import at_what_time, where_it_went
from reviews.desk.nobody import count_stuck, stuck_cases
from reviews.desk.presence import leave, note_presence, others_at
from reviews.desk.skipping import skip
from reviews.errors import ReviewError
from reviews.forms.handing import HandOverForm, SkipForm
from reviews.models import Case
from reviews.views.access import person_of, requires
from reviews.views.next_case import open_next

STUCK_SHOWN = 50


@require_POST
@requires(Permission.EVIDENCE_VIEW)
def case_beat(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The open page says that it is open: the claim is renewed, and who else is here told.

    `held`: the page believes to hold the case. `leaving`: it is being closed.
    """
    found = get_object_or_404(Case, pk=case_id)
    viewer = person_of(request)
    if request.POST.get("leaving"):
        leave(found, person=viewer)
        return HttpResponse(status=204)
    is_held = viewer.may(Permission.CASES_REVIEW) and claims.keep(found, by=viewer)
    note_presence(found, person=viewer)
    found.refresh_from_db()
    is_lost = bool(request.POST.get("held")) and not is_held
    left = found.claim_until - timezone.now() if is_held and found.claim_until else None
    answer = JsonResponse(
        {
            "held": is_held,
            "seconds": round(left.total_seconds()) if left else 0,
            "until": at_what_time(found.claim_until) if left and found.claim_until else "",
            "others": others_at(found, viewer=viewer).sentence,
            "lost": where_it_went(found, viewer=viewer) if is_lost else "",
            "asks": _asked_by(found, request) if is_held else "",
        }
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires(Permission.CASES_REVIEW)
def case_skip(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Pass the case over, then open the next one."""
    found = get_object_or_404(Case, pk=case_id)
    form = SkipForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        skip(found, reason=reason, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
        return redirect("case", found.pk)
    return open_next(request)


@require_POST
@requires(Permission.CASES_REVIEW)
def case_ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask whoever holds the case for it."""
    found = get_object_or_404(Case, pk=case_id)
    try:
        holder = ask_back(found, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            _("%(who)s was told that you ask for this case. Your draft is kept.") % {"who": holder},
        )
    return redirect("case", found.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.CASES_LEAD)
def case_hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who could take the case, who not and why; POST gives it to one of them, or to all."""
    found = get_object_or_404(Case.objects.select_related("queue", "claimed_by"), pk=case_id)
    problem, field = "", ""
    if request.method == "POST":
        form = HandOverForm(request.POST)
        try:
            if form.is_valid():
                return _handed_over(request, found, form)
            field = next(iter(form.errors))
            problem = str(form.errors[field][0])
        except ReviewError as error:
            problem, field = error.sentence, getattr(error, "field", "")
        found.refresh_from_db()
    return render(
        request,
        "reviews/handing/hand_over.html",
        {
            "case": found,
            "colleagues": colleagues_for(found),
            "everybody": HandOverForm.EVERYBODY,
            "where": where_it_went(found, viewer=person_of(request)),
            "is_taken": bool(found.claimed_by_id or found.assigned_to_id or found.held_until),
            "chosen": request.POST.get("to", ""),
            "why": request.POST.get("why", ""),
            "problem": problem,
            "problem_field": field,
        },
        status=422 if problem else 200,
    )


@require_GET
@requires(Permission.CASES_LEAD, Permission.QUEUES_MANAGE)
def nobody(request: HttpRequest) -> HttpResponse:
    """Cases that are offered to nobody, with the reason."""
    viewer = person_of(request)
    stuck = stuck_cases(at_most=STUCK_SHOWN)
    count = len(stuck) if len(stuck) < STUCK_SHOWN else count_stuck()
    return render(
        request,
        "reviews/handing/nobody.html",
        {
            "stuck": stuck,
            "count": count,
            # The menu beside it says the same, and not what the beat found a minute ago.
            "menu_counts": {"nobody": count},
            "may_open": viewer.may(Permission.EVIDENCE_VIEW),
            "may_lead": viewer.may(Permission.CASES_LEAD),
        },
    )


def _handed_over(request: HttpRequest, found: Case, form: HandOverForm) -> HttpResponse:
    to, why = form.cleaned_data["to"], form.cleaned_data["why"]
    person, seat = person_of(request), seat_of(request)
    if to == HandOverForm.EVERYBODY:
        take_back(found, why=why, by=person, seat=seat)
        said = _("Case %(code)s is free for everybody again.") % {"code": found.code}
    else:
        who = hand_over(found, to=_id_of(to), why=why, by=person, seat=seat)
        said = _("Case %(code)s is given to %(who)s.") % {"code": found.code, "who": who}
    messages.success(request, said)
    return redirect("case", found.pk)


def _id_of(text: str) -> UUID:
    """Nobody's id where the text is none: the refusal is the same."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _asked_by(found: Case, request: HttpRequest) -> str:
    people = who_asks(found, person=person_of(request))
    if not people:
        return ""
    names = _(", ").join(str(one) for one in people)
    return _("%(names)s asks for this case. Release it if you are not working on it.") % {
        "names": names
    }
