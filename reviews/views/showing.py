"""The case page as an answer: read the evidence, record that it was seen, render."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.evidence.case_page import CasePage, case_page
from reviews.forms import RATINGS, DecisionForm, OpinionForm, ReopenForm, reason_choices
from reviews.models import Case
from reviews.verdicts.writing import open_draft
from reviews.views.access import person_of
from reviews.views.rows import decision_rows, is_settled, reason_texts


def written_in(posted: QueryDict) -> dict[str, Any]:
    """What a person wrote in the decision form, as drafts keep it."""
    return {
        "outcome": posted.get("outcome", ""),
        "reasons": posted.getlist("reasons"),
        "steps": posted.getlist("steps"),
        "note": posted.get("note", ""),
    }


def show_case(
    request: HttpRequest,
    found: Case,
    *,
    problem: str = "",
    problem_field: str = "",
    changed: list[str] | None = None,
    posted: QueryDict | None = None,
    link_url: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page with, where a decision was refused, the problem and what was written."""
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
        "is_settled": is_settled(rows),
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


def _form(page: CasePage, posted: QueryDict | None, begun: dict[str, Any]) -> DecisionForm:
    """The form with the page's own evidence marks, and what was written before."""
    written = begun if posted is None else written_in(posted)
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
