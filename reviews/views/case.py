"""The case page and what is done on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews import outbox
from reviews.errors import EvidenceChanged, Incomplete, ReviewError
from reviews.evidence.case_page import CasePage, case_page
from reviews.evidence.shapes import Tree
from reviews.forms import RATINGS, DecisionForm, OpinionForm, ReopenForm, reason_choices
from reviews.models import ApplicantLink, Case, Decision, OutboxRow, Round
from reviews.verdicts.deciding import Wanted, decide, reopen, withdraw
from reviews.verdicts.writing import give_opinion, open_draft, save_draft
from reviews.views.access import person_of, requires
from reviews.views.rows import decision_rows, reason_texts

DRAFT_LIMIT = 64 * 1024


@require_http_methods(["GET", "POST"])
@requires(Permission.EVIDENCE_VIEW)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET shows the case; POST decides it. A refused decision keeps what was written."""
    found = get_object_or_404(Case.objects.select_related("queue", "claimed_by"), pk=case_id)
    if request.method == "POST":
        return _decide(request, found)
    return _show(request, found)


@require_POST
@requires(Permission.CASES_REVIEW)
def decision_undo(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("round"), pk=decision_id)
    return _try(
        request,
        decision.round.case_id,
        lambda: withdraw(decision, by=person_of(request), seat=seat_of(request)),
        done=_("Undone. The case is yours again."),
    )


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
    return _try(
        request,
        case_id,
        lambda: give_opinion(
            its_round,
            rating=form.cleaned_data["rating"],
            visible=["faces", "document", "data", "machine"],
            by=person_of(request),
            seat=seat_of(request),
        ),
        done=_("Your rating is recorded."),
    )


@require_POST
@requires(Permission.CASES_REVIEW)
def case_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what was begun. Answers 204, or the reason as JSON."""
    if len(request.body) > DRAFT_LIMIT:
        return JsonResponse({"error": _("The draft is too long.")}, status=413)
    its_round = Round.objects.filter(case_id=case_id, closed_at__isnull=True).first()
    if its_round is None:
        return JsonResponse({"error": _("This round is closed.")}, status=409)
    values = {
        "outcome": request.POST.get("outcome", ""),
        "reasons": request.POST.getlist("reasons"),
        "steps": request.POST.getlist("steps"),
        "note": request.POST.get("note", ""),
    }
    try:
        save_draft(its_round, values, by=person_of(request))
    except ReviewError as error:
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
    try:
        url = outbox.shown_link(link, by=person_of(request), seat=seat_of(request))
    except ReviewError as error:
        messages.error(request, error.sentence)
        return redirect("case", found.pk)
    return _show(request, found, link_url=url)


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
    found = get_object_or_404(Case, pk=case_id)
    decisions = (
        Decision.objects.filter(round__case=found)
        .select_related("round__case", "person", "outbox")
        .order_by("-decided_at")
    )
    rows = decision_rows(decisions, viewer=person_of(request), words=reason_texts())
    return render(
        request,
        "reviews/case/_outbox.html",
        {"case": {"id": found.pk}, "decisions": rows, "is_settled": _is_settled(rows)},
    )


def _decide(request: HttpRequest, found: Case) -> HttpResponse:
    its_round = found.rounds.order_by("-number").select_related("journey__account").first()
    if its_round is None or not request.POST.get("round"):
        return _show(request, found, problem=_("The form came without its round."), status=400)
    posted = DecisionForm(
        request.POST,
        steps=[(step, step) for step in request.POST.getlist("steps")],
        reasons=reason_choices(),
    )
    try:
        if not posted.is_valid():
            first = next(iter(posted.errors))
            raise Incomplete(posted.errors[first][0], field=first)
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
            ),
            by=person_of(request),
            seat=seat_of(request),
        )
    except ReviewError as error:
        changed = error.changes if isinstance(error, EvidenceChanged) else None
        _note_refusal(request, found, error)
        found.refresh_from_db()
        return _show(
            request,
            found,
            problem=error.sentence,
            problem_field=getattr(error, "field", ""),
            changed=changed,
            posted=request.POST,
            status=error.status,
        )
    seconds = found.queue.undo_seconds
    messages.success(
        request,
        _("Recorded: %(outcome)s. It takes effect in %(seconds)s s; until then you can undo it.")
        % {"outcome": decision.get_outcome_display(), "seconds": seconds},
    )
    return redirect("case", found.pk)


def _note_refusal(request: HttpRequest, found: Case, error: ReviewError) -> None:
    with transaction.atomic():
        record(
            Event.DECISION_REFUSED,
            by=person_of(request),
            seat=seat_of(request),
            case_id=found.pk,
            data={"why": type(error).__name__},
        )


def _show(
    request: HttpRequest,
    found: Case,
    *,
    problem: str = "",
    problem_field: str = "",
    changed: list[str] | None = None,
    posted: Any = None,
    link_url: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = person_of(request)
    page = case_page(found, viewer=viewer)
    with transaction.atomic():
        record(
            Event.EVIDENCE_VIEWED,
            by=viewer,
            seat=seat_of(request),
            account=page.rounds[0].journey.account.lane,
            case_id=found.pk,
            round_id=page.case.round_id,
            data={"snapshot": page.case.snapshot_number, "claimed": page.case.is_mine},
        )
    its_round = page.rounds[0]
    draft, begun = (
        open_draft(its_round, its_round.journey.key(), by=viewer)
        if page.case.can_decide
        else (None, {})
    )
    rows = decision_rows(page.decisions, viewer=viewer, words=reason_texts())
    context = {
        "case": page.case,
        "tree": page.tree,
        "evidence_digest": page.evidence_digest,
        "decision_form": _form(page, posted, begun),
        "draft_saved_at": draft.saved_at if draft else None,
        "decisions": rows,
        "is_settled": _is_settled(rows),
        "earlier_rounds": [
            {"number": one.number, "opened_at": one.opened_at, "why": one.get_why_display()}
            for one in page.rounds[1:]
        ],
        "notes": page.notes,
        "history": page.history,
        "link": _link_context(page, link_url),
        "changed": changed,
        "problem": problem,
        "problem_field": problem_field,
        "opinions": [
            {
                "rating": opinion.rating,
                "rating_label": dict(RATINGS)[opinion.rating],
                "who": opinion.person,
                "at": opinion.at,
                "visible": opinion.visible,
            }
            for opinion in page.opinions
        ],
        "opinion_form": OpinionForm(initial={"round": page.case.round_id}),
        "reopen_form": ReopenForm(),
        "related": [
            {
                "href": reverse("case", args=[one.case_id])
                if one.case_id
                else reverse("journey", args=[one.journey_id]),
                "code": one.case_code,
                "by": one.by,
            }
            for one in page.related
        ],
    }
    return render(request, "reviews/case/case.html", context, status=status)


def _form(page: CasePage, posted: Any, begun: dict[str, Any]) -> DecisionForm:
    """The form with the page's own evidence marks, and what was written before."""
    written = begun
    if posted is not None:
        written = {
            "outcome": posted.get("outcome", ""),
            "reasons": posted.getlist("reasons"),
            "steps": posted.getlist("steps"),
            "note": posted.get("note", ""),
        }
    return DecisionForm(
        initial={
            **written,
            "evidence_digest": page.evidence_digest,
            "snapshot": page.case.snapshot_id,
            "round": page.case.round_id,
        },
        steps=page.step_choices,
        reasons=reason_choices(),
    )


def _link_context(page: CasePage, url: str) -> dict[str, Any] | None:
    if page.link is None:
        return None
    return {
        "state_label": page.link.state_label,
        "expires_at": page.link.expires_at,
        "is_expired": page.link.is_expired,
        "orphans": page.link.orphans,
        "url": url,
        "show_url": reverse("link_show", args=[page.link.id]),
        "renew_url": reverse("link_renew", args=[page.link.id]),
    }


def _is_settled(rows: list[Any]) -> bool:
    """Whether nothing is on its way any more, so that the page can stop asking."""
    moving = ("waiting", "sending")
    return not any(
        row.state_code == Decision.State.PROPOSED or row.outbox_state in moving for row in rows
    )


def _try(request: HttpRequest, case_id: UUID, verb: Any, *, done: str) -> HttpResponse:
    try:
        verb()
    except ReviewError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, done)
    return redirect("case", case_id)
