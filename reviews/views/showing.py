"""The case page as an answer: read the evidence, record that it was seen, render.

While the faces have to be rated first, nothing but them is read from the database or sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.desk.recent import recent_by
from reviews.desk.skipping import SkipReason
from reviews.desk.tags import tags_of
from reviews.errors import Refusal
from reviews.evidence.attached import FilesProblem
from reviews.evidence.blind import hidden_people, is_blind, is_reread_open, note_unblinded
from reviews.evidence.case_head import CaseHead, blind_head
from reviews.evidence.case_page import (
    CasePage,
    case_page,
    changes_since,
    rounds_of,
    shown_snapshot,
)
from reviews.evidence.face_stage import face_stage, stage_of
from reviews.evidence.history_panel import history_panel
from reviews.evidence.notes import NoteProblem
from reviews.evidence.panels import panels_of
from reviews.evidence.restricted import sees_restricted
from reviews.evidence.reveal import reveal_of
from reviews.forms import (
    DecisionForm,
    HoldForm,
    OpinionForm,
    ReasonChoice,
    ReopenForm,
    every_reason,
    reason_choices,
)
from reviews.models import Case, Outcome, Panel, Round
from reviews.verdicts.screening import precedents_for
from reviews.verdicts.writing import open_draft
from reviews.views.access import person_of
from reviews.views.conflicts import conflict_row
from reviews.views.decide_panel import applicant_language, decide_panel
from reviews.views.opening import kept_window, note_panel
from reviews.views.page_rows import link_row, opinion_rows, related_rows, round_rows
from reviews.views.rows import decision_rows, is_settled, reason_texts
from reviews.views.said_problem import SaidProblem

DRAFT_LIMIT = 64 * 1024


def written_in(posted: QueryDict) -> dict[str, Any]:
    """What a person wrote in the decision form, as drafts keep it."""
    return {
        "outcome": posted.get("outcome", ""),
        "reasons": posted.getlist("reasons"),
        "steps": posted.getlist("steps"),
        "note": posted.get("note", ""),
        "second_reader": posted.get("second_reader", ""),
    }


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What the page says beside the case: why something was refused, and what was written."""

    problem: str = ""
    problem_field: str = ""
    refusals: Sequence[Refusal] = ()
    changed: list[str] | None = None
    posted: QueryDict | None = None
    link_url: str = ""
    said_problem: SaidProblem | None = None
    files_problem: FilesProblem | None = None
    note_problem: NoteProblem | None = None


def show_case(
    request: HttpRequest, found: Case, beside: Beside = Beside(), *, status: int = 200
) -> HttpResponse:
    """The page with, where something was refused, the problem and what was written."""
    rounds = rounds_of(found)
    if is_blind(rounds[0], viewer=person_of(request)):
        return _show_faces(request, found, rounds[0], beside, status=status)
    return _show_whole(request, found, rounds, beside, status=status)


def _show_faces(
    request: HttpRequest,
    found: Case,
    last: Round,
    beside: Beside,
    *,
    status: int,
) -> HttpResponse:
    """Panel 1 and nothing else: the tree is not even built."""
    viewer = person_of(request)
    snapshot = shown_snapshot(last)
    key = last.journey.key()
    stage = face_stage(snapshot, key, used=kept_window(last, viewer=viewer))
    head = blind_head(found, last, snapshot, viewer)
    with transaction.atomic():
        _note_view(
            request,
            last,
            head,
            stage="faces",
            pictures=sorted(picture.sha256 for picture in stage.pictures()),
        )
    if not stage.is_waiting:
        # The time of looking runs from here: not before there are two faces.
        note_panel(request, last, Panel.FACES)
    draft, begun = open_draft(last, key, by=viewer) if head.can_decide else (None, {})
    written = begun if beside.posted is None else written_in(beside.posted)
    context = {
        "case": head,
        "stage": stage,
        "is_blind": True,
        "recent": recent_by(viewer, beside=found.pk),
        "outcomes": Outcome.choices,
        "chosen_outcome": written.get("outcome", ""),
        "wants_second": bool(written.get("second_reader")),
        "hold_form": HoldForm(),
        "skip_reasons": SkipReason.choices,
        "opinion_form": OpinionForm(initial={"round": last.pk}),
        "draft_saved_at": draft.saved_at if draft else None,
        "problem": beside.problem,
        "panel_list": Panel.choices,
        "here": Panel.FACES.value,
    }
    return render(request, "reviews/case/case.html", context, status=status)


def _show_whole(
    request: HttpRequest,
    found: Case,
    rounds: list[Round],
    beside: Beside,
    *,
    status: int,
) -> HttpResponse:
    viewer = person_of(request)
    page = case_page(found, viewer=viewer, rounds=rounds)
    last = rounds[0]
    own = [one for one in page.opinions if one.round_id == last.pk and one.person_id == viewer.pk]
    here = asked_panel(request)
    with transaction.atomic():
        _note_view(request, last, page.case)
        if not own:
            note_unblinded(last, viewer=viewer)
    if here.value not in page.seen_panels:
        note_panel(request, last, here)
    seen = page.seen_panels | {here.value}
    draft, begun = (
        open_draft(last, last.journey.key(), by=viewer) if page.case.can_decide else (None, {})
    )
    known = every_reason()
    words = reason_texts(known)
    rows = decision_rows(page.decisions, viewer=viewer, words=words)
    opinions = opinion_rows(page.opinions)
    related = related_rows(page.related)
    panels = panels_of(
        page.tree,
        page.said,
        at=page.at,
        may_confirm=page.case.may_confirm_sanctions,
        seen=seen,
        precedents=precedents_for(last.journey, page.tree),
        history=history_panel(
            page.history,
            page.tree,
            page.said,
            lane=request.GET.get("lane", ""),
            notes=page.notes,
            decisions=rows,
            opinions=opinions,
            earlier_rounds=round_rows(page.rounds[1:]),
            related=related,
            reason_words=words,
        ),
    )
    reveal = reveal_of(page.tree, own, viewer)
    reasons = reason_choices(applicant_language(page.tree), reasons=known)
    context = {
        "case": page.case,
        "tree": page.tree,
        "stage": stage_of(page.tree, used=kept_window(last, viewer=viewer)),
        "is_blind": False,
        "recent": recent_by(viewer, beside=found.pk),
        "tags": tags_of(found.pk),
        "may_tag": viewer.may(Permission.CASES_REVIEW),
        "reveal": reveal,
        "decide": decide_panel(
            page.tree,
            said=page.said,
            seen=seen,
            mandatory=last.setting("mandatory_panels"),
            items=panels.items_by_panel(),
            reasons=reasons,
            step_choices=page.step_choices,
            reveal=reveal,
            needs=page.case.needs,
            undo_seconds=int(last.undo_window.total_seconds()),
            refusals=beside.refusals,
        ),
        "hold_form": HoldForm(),
        "skip_reasons": SkipReason.choices,
        "panels": panels,
        "panel_list": Panel.choices,
        "here": here.value,
        "seen": seen,
        "evidence_digest": page.evidence_digest,
        "decision_form": _form(page, beside.posted, begun, reasons),
        "draft_saved_at": draft.saved_at if draft else None,
        "decisions": rows,
        "is_settled": is_settled(rows),
        "link": link_row(page.link, beside.link_url),
        "changes": changes_since(page.rounds, page.tree, viewer=viewer),
        "conflict": None
        if is_reread_open(last) and hidden_people(last, viewer=viewer)
        else conflict_row(found, viewer=viewer),
        "changed": beside.changed,
        "problem": beside.problem,
        "problem_field": beside.problem_field,
        "said_problem": beside.said_problem,
        "files": page.files.files,
        "files_problem": beside.files_problem,
        "notes": page.notes,
        "note_draft": page.note_draft,
        "note_problem": beside.note_problem,
        "may_restrict": sees_restricted(viewer),
        "refusals": beside.refusals,
        "opinions": opinions,
        "opinion_form": OpinionForm(initial={"round": page.case.round_id}),
        "reopen_form": ReopenForm(),
        "related": related,
    }
    return render(request, "reviews/case/case.html", context, status=status)


def _note_view(request: HttpRequest, last: Round, head: CaseHead, **more: object) -> None:
    """One entry a request that shows evidence, in the caller's transaction."""
    record(
        Event.EVIDENCE_VIEWED,
        by=person_of(request),
        seat=seat_of(request),
        account=last.journey.account.lane,
        case_id=last.case_id,
        round_id=last.pk,
        data={"snapshot": head.snapshot_number, "claimed": head.is_mine, **more},
    )


def asked_panel(request: HttpRequest) -> Panel:
    """The panel that the address names with ?p=1 to 8, else the faces."""
    text = request.GET.get("p", "")
    return Panel(int(text)) if text in {str(panel.value) for panel in Panel} else Panel.FACES


def _form(
    page: CasePage,
    posted: QueryDict | None,
    begun: dict[str, Any],
    reasons: list[ReasonChoice],
) -> DecisionForm:
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
        reasons=reasons,
    )
