"""What is done on a case page: decide, undo, reopen, rate, draft, link, send again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews import outbox
from reviews.desk.claims import release_untouched
from reviews.errors import EvidenceChanged, Incomplete, NotYours, ReviewError
from reviews.evidence.blind import (
    hidden_people,
    last_round,
    refuse_while_blind,
    said_by_hidden,
)
from reviews.forms import DecisionForm, OpinionForm, ReopenForm, reason_choices
from reviews.models import ApplicantLink, Case, Decision, OutboxRow, Panel, Round
from reviews.verdicts.deciding import decide
from reviews.verdicts.effects import withdraw
from reviews.verdicts.judging import Wanted
from reviews.verdicts.reopening import reopen
from reviews.verdicts.writing import give_opinion, keep_draft, save_draft
from reviews.views.access import person_of, requires
from reviews.views.next_case import after_decision
from reviews.views.rows import decision_rows, is_settled, reason_texts
from reviews.views.showing import DRAFT_LIMIT, Beside, asked_panel, show_case, written_in
from reviews.views.trying import tried


@require_http_methods(["GET", "POST"])
@requires(Permission.EVIDENCE_VIEW)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET shows the case; POST decides it. A refused decision keeps what was written."""
    found = get_object_or_404(Case.objects.select_related("queue", "claimed_by"), pk=case_id)
    if request.method == "POST":
        return _decide(request, found)
    if asked_panel(request) != Panel.FACES:
        refuse_while_blind(found, viewer=person_of(request))
    return show_case(request, found)


@require_POST
@requires(Permission.CASES_REVIEW)
def decision_undo(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("round"), pk=decision_id)
    person, seat = person_of(request), seat_of(request)
    if tried(
        request,
        lambda: withdraw(decision, by=person, seat=seat),
        done=_("Undone. The case is yours again."),
    ):
        release_untouched(decision.round.case_id, by=person, since=decision.decided_at, seat=seat)
    return redirect("case", decision.round.case_id)


@require_POST
@requires(Permission.CASES_LEAD)
def case_reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    form = ReopenForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return _try(
        request,
        found.pk,
        lambda: reopen(found, why=why, by=person_of(request), seat=seat_of(request)),
        done=_("Reopened. The earlier decision stays on record."),
    )


@require_POST
@requires(Permission.CASES_REVIEW)
def case_opinion(request: HttpRequest, case_id: UUID) -> HttpResponse:
    form = OpinionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a rating."))
        return redirect("case", case_id)
    its_round = get_object_or_404(Round, pk=form.cleaned_data["round"], case_id=case_id)
    if "outcome" in request.POST or "note" in request.POST:
        # The scale stands in the form of the decision: what was begun there is not lost.
        keep_draft(its_round, written_in(request.POST), by=person_of(request))
    return _try(
        request,
        case_id,
        lambda: give_opinion(
            its_round,
            rating=form.cleaned_data["rating"],
            by=person_of(request),
            seat=seat_of(request),
        ),
        done="",  # the reveal says it, in its place
    )


@require_POST
@requires(Permission.CASES_REVIEW)
def case_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what was begun. Answers 204, or the reason as JSON."""
    # Not `request.body`: who sends a form in parts has had it read already.
    if int(request.META.get("CONTENT_LENGTH") or 0) > DRAFT_LIMIT:
        return JsonResponse({"error": _("The draft is too long.")}, status=413)
    its_round = Round.objects.filter(case_id=case_id, closed_at__isnull=True).first()
    if its_round is None:
        return JsonResponse({"error": _("This round is closed.")}, status=409)
    try:
        save_draft(its_round, written_in(request.POST), by=person_of(request))
    except ReviewError as error:
        if isinstance(error, NotYours):
            # The case went to somebody else while this was written: no words are lost.
            keep_draft(its_round, written_in(request.POST), by=person_of(request))
        return JsonResponse({"error": error.sentence}, status=error.status)
    return HttpResponse(status=204)


@require_POST
@requires(Permission.CASES_REVIEW)
def link_show(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """The applicant's link, on request: shown once in the answer, never in a URL or a log."""
    link = get_object_or_404(ApplicantLink.objects.select_related("round"), pk=link_id)
    found = get_object_or_404(
        Case.objects.select_related("queue", "claimed_by"), pk=link.round.case_id
    )
    refuse_while_blind(found, viewer=person_of(request))
    try:
        url = outbox.shown_link(link, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
        return redirect("case", found.pk)
    return show_case(request, found, Beside(link_url=url))


@require_POST
@requires(Permission.CASES_REVIEW)
def link_renew(request: HttpRequest, link_id: UUID) -> HttpResponse:
    link = get_object_or_404(ApplicantLink.objects.select_related("round"), pk=link_id)
    return _try(
        request,
        link.round.case_id,
        lambda: outbox.renew_link(link, by=person_of(request), seat=seat_of(request)),
        done=_("A new link is being made; the old one is replaced when it is here."),
    )


@require_POST
@requires(Permission.CASES_REVIEW)
def outbox_retry(request: HttpRequest, row_id: UUID) -> HttpResponse:
    row = get_object_or_404(
        OutboxRow.objects.select_related("decision__round__journey__account"), pk=row_id
    )
    return _try(
        request,
        row.decision.round.case_id,
        lambda: outbox.again(row, by=person_of(request), seat=seat_of(request)),
        done=_("It is sent again."),
    )


@require_GET
@requires(Permission.EVIDENCE_VIEW)
def case_outbox(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The region that says where the decision's message is; the page polls it."""
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    viewer = person_of(request)
    refuse_while_blind(found, viewer=viewer)
    last = last_round(found)
    hidden = hidden_people(last, viewer=viewer) if last is not None else set()
    decisions = (
        Decision.objects.filter(round__case=found)
        .exclude(said_by_hidden(last, hidden) if last is not None else Q(pk__in=[]))
        .select_related("round__case", "person", "outbox")
        .order_by("-decided_at")
    )
    rows = decision_rows(decisions, viewer=viewer, words=reason_texts())
    return render(
        request,
        "reviews/case/_outbox.html",
        {"case": {"id": found.pk}, "decisions": rows, "is_settled": is_settled(rows)},
    )


def _decide(request: HttpRequest, found: Case) -> HttpResponse:
    its_round = found.rounds.order_by("-number").select_related("journey__account").first()
    if its_round is None or not request.POST.get("round"):
        return show_case(
            request, found, Beside(problem=_("The form came without its round.")), status=400
        )
    posted = DecisionForm(
        request.POST,
        steps=[(step, step) for step in request.POST.getlist("steps")],
        reasons=reason_choices(),
    )
    try:
        if not posted.is_valid():
            first = next(iter(posted.errors))
            raise Incomplete(str(posted.errors[first][0]), field=first)
        values = posted.cleaned_data
        if str(values["round"]) != str(its_round.pk):
            its_round = get_object_or_404(Round, pk=values["round"], case=found)
        decision = decide(
            its_round,
            Wanted(
                outcome=values["outcome"],
                reasons=values["reasons"],
                steps=values["steps"],
                note=values["note"],
                seen_digest=values["evidence_digest"],
                seen_snapshot=values["snapshot"],
                second_reader=bool(request.POST.get("second_reader")),
            ),
            by=person_of(request),
            seat=seat_of(request),
        )
    except ReviewError as error:
        changed = error.changes if isinstance(error, EvidenceChanged) else None
        if isinstance(error, NotYours):
            keep_draft(its_round, written_in(request.POST), by=person_of(request))
        _note_refusal(request, found, error)
        found.refresh_from_db()
        return show_case(
            request,
            found,
            Beside(
                problem=error.sentence,
                problem_field=getattr(error, "field", ""),
                refusals=getattr(error, "refusals", ()),
                changed=changed,
                posted=request.POST,
            ),
            status=error.status,
        )
    return after_decision(request, found, decision)


def _note_refusal(request: HttpRequest, found: Case, error: ReviewError) -> None:
    with transaction.atomic():
        record(
            Event.DECISION_REFUSED,
            by=person_of(request),
            seat=seat_of(request),
            case_id=found.pk,
            data={"why": type(error).__name__},
        )


def _try(request: HttpRequest, case_id: UUID, verb: Any, *, done: str) -> HttpResponse:
    tried(request, verb, done=done)
    return redirect("case", case_id)
