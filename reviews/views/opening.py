"""Opening panels, opening without a rating, a window on the document's face: looks on record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record, seat_of
from reviews.desk import claims
from reviews.evidence.blind import is_blind, is_waiting, last_round, note_unblinded
from reviews.evidence.face_stage import WindowBox
from reviews.forms.opening import SeenForm, WindowForm
from reviews.models import Case, FaceWindow, Panel, PanelView, Round
from reviews.verdicts.windows import keep_window
from reviews.views.access import person_of, requires
from reviews.views.trying import tried


def note_panel(request: HttpRequest, its_round: Round, panel: Panel) -> None:
    """Remember that this person opened a panel; the first time is a trail entry."""
    viewer = person_of(request)
    if its_round.closed_at is not None:
        return
    if is_known(its_round, viewer, panel):
        return
    with transaction.atomic():
        # Two first looks at once: the row is unique, and only who made it writes the entry.
        _row, is_first = PanelView.objects.get_or_create(
            round=its_round, person=viewer, panel=panel
        )
        if is_first:
            record(
                Event.PANEL_OPENED,
                by=viewer,
                seat=seat_of(request),
                case_id=its_round.case_id,
                round_id=its_round.pk,
                data={"panel": panel.name.lower()},
            )


def is_known(its_round: Round, viewer: User, panel: Panel) -> bool:
    """Whether this person opened the panel before: asked first, because most looks are repeats."""
    return PanelView.objects.filter(round=its_round, person=viewer, panel=panel).exists()


@require_POST
@requires(Permission.EVIDENCE_VIEW)
def case_seen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A panel was in sight. Answers 204 with how many of eight were seen, 409 while blind."""
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    last = last_round(found)
    form = SeenForm(request.POST)
    if last is None or not form.is_valid() or form.cleaned_data["round"] != last.pk:
        return HttpResponse(status=409)
    panel = Panel(form.cleaned_data["panel"])
    viewer = person_of(request)
    is_noted = True
    if is_blind(last, viewer=viewer):
        if panel != Panel.FACES:
            return HttpResponse(_("Rate the faces first."), status=409, content_type="text/plain")
        is_noted = not is_waiting(last.journey)  # a face that is not here was not looked at
    if is_noted:
        note_panel(request, last, panel)
    seen = PanelView.objects.filter(round=last, person=viewer).count()
    answer = HttpResponse(status=204)
    answer["X-Seen"] = f"{seen}/{len(Panel)}"
    return answer


@require_POST
@requires(Permission.EVIDENCE_VIEW)
def case_unblind(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open the whole without a rating. The person cannot be one of the readers any more."""
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    last = last_round(found)
    viewer = person_of(request)
    if last is not None and is_blind(last, viewer=viewer):
        with transaction.atomic():
            if found.state == Case.State.CLAIMED and found.claimed_by_id == viewer.pk:
                claims.release(found, by=viewer, seat=seat_of(request))
            note_unblinded(last, viewer=viewer)
            record(
                Event.EVIDENCE_UNBLINDED,
                by=viewer,
                seat=seat_of(request),
                case_id=found.pk,
                round_id=last.pk,
                data={},
            )
        messages.info(request, _("Opened without a rating. Somebody else reads this case."))
    return redirect("case", found.pk)


@require_POST
@requires(Permission.CASES_REVIEW)
def case_window(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep the part of the document's front that stands for the portrait."""
    form = WindowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The window does not lie on the picture."))
        return redirect("case", case_id)
    its_round = get_object_or_404(
        Round.objects.select_related("case__queue", "journey__account"),
        pk=form.cleaned_data["round"],
        case_id=case_id,
    )
    given = form.cleaned_data
    tried(
        request,
        lambda: keep_window(
            its_round,
            media=given["media"],
            box=(given["x"], given["y"], given["w"], given["h"]),
            by=person_of(request),
            seat=seat_of(request),
        ),
    )
    return redirect("case", case_id)


def kept_window(its_round: Round, *, viewer: User) -> WindowBox | None:
    """The newest window that this person kept in this round."""
    kept = FaceWindow.objects.filter(round=its_round, person=viewer).first()
    if kept is None:
        return None
    sides = (kept.x, kept.y, kept.w, kept.h)
    return WindowBox.bounded(*(round(side * 1000) for side in sides))
