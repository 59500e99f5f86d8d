"""Notes on a case, at any time, by whoever reviews; and whom a note can mention."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import seat_of
from reviews.desk.mentions import colleagues
from reviews.errors import RateFirst, ReviewError
from reviews.evidence.blind import last_round, refuse_while_blind
from reviews.evidence.notes import NoteProblem
from reviews.evidence.restricted import sees_restricted
from reviews.models import Case, Note, Panel, Round
from reviews.verdicts.note_drafts import drop_note_draft, save_note_draft
from reviews.verdicts.noting import add_note
from reviews.views.access import person_of, requires
from reviews.views.showing import DRAFT_LIMIT, Beside, show_case

_OFFERED = 1_000


@dataclass(frozen=True)
class _Posted:
    """What came with the form; `corrects` is None for a note of its own."""

    text: str
    is_restricted: bool
    corrects: UUID | None


@require_POST
@requires(Permission.CASES_REVIEW)
def case_notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add a note. Answers 303 to it; where it is refused, the page says why and has the words."""
    found = get_object_or_404(Case.objects.select_related("queue", "claimed_by"), pk=case_id)
    refuse_while_blind(found, viewer=person_of(request))
    posted = _posted(request)
    try:
        note = add_note(
            _last(found),
            posted.text,
            is_restricted=posted.is_restricted,
            corrects=posted.corrects,
            by=person_of(request),
            seat=seat_of(request),
        )
    except RateFirst:
        raise
    except ReviewError as error:
        problem = _problem(found, posted, error.sentence, viewer=person_of(request))
        return show_case(request, found, Beside(note_problem=problem), status=error.status)
    messages.success(request, _("The note is kept."))
    where = f"{reverse('case', args=[case_id])}?p={Panel.HISTORY.value}#note-{note.pk}"
    return HttpResponse(status=303, headers={"Location": where})


@require_POST
@requires(Permission.CASES_REVIEW)
def case_note_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep a note that was begun: 204, or the reason as JSON. Discarded, the page is next."""
    # Not `request.body`: who sends a form in parts has had it read already.
    if int(request.META.get("CONTENT_LENGTH") or 0) > DRAFT_LIMIT:
        return JsonResponse({"error": _("The draft is too long.")}, status=413)
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    person = person_of(request)
    refuse_while_blind(found, viewer=person)
    posted = _posted(request)
    if "discard" in request.POST:
        if drop_note_draft(_last(found), corrects=posted.corrects, by=person):
            messages.success(request, _("The draft is removed."))
        where = f"{reverse('case', args=[case_id])}?p={Panel.HISTORY.value}#notes"
        return HttpResponse(status=303, headers={"Location": where})
    try:
        save_note_draft(
            _last(found),
            posted.text,
            is_restricted=posted.is_restricted,
            corrects=posted.corrects,
            by=person,
        )
    except ReviewError as error:
        return JsonResponse({"error": error.sentence}, status=error.status)
    return HttpResponse(status=204)


@require_GET
@requires(Permission.CASES_REVIEW)
def case_colleagues(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Whom a note of this person on this case can mention. The page narrows it itself."""
    found = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    viewer = person_of(request)
    refuse_while_blind(found, viewer=viewer)
    is_restricted = request.GET.get("restricted") == "1" and sees_restricted(viewer)
    offered = [
        one
        for one in colleagues(_last(found), by=viewer, is_restricted=is_restricted)
        if not one.why_not
    ]
    answer = JsonResponse(
        {
            "people": [
                {
                    "handle": one.handle,
                    "name": str(one.person),
                    "about": _(", ").join(str(role) for role in one.person.roles.all()),
                }
                for one in offered[:_OFFERED]
            ]
        }
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _posted(request: HttpRequest) -> _Posted:
    try:
        corrects = UUID(request.POST["corrects"]) if request.POST.get("corrects") else None
    except ValueError:
        raise Http404 from None
    return _Posted(
        text=request.POST.get("text", ""),
        is_restricted=bool(request.POST.get("restricted")),
        corrects=corrects,
    )


def _problem(found: Case, posted: _Posted, sentence: str, *, viewer: User) -> NoteProblem:
    """Where the note has no form of its own any more, the words stand in that of a new note.

    They stay as restricted as what they were to correct.
    """
    own = None
    if posted.corrects is not None:
        mine = Note.objects.filter(pk=posted.corrects, round__case=found, person=viewer)
        own = mine.first()
    is_open = own is not None and not own.corrections.exists()
    return NoteProblem(
        sentence=sentence,
        text=posted.text,
        is_restricted=own.is_restricted if own is not None else posted.is_restricted,
        corrects=posted.corrects if is_open else None,
    )


def _last(found: Case) -> Round:
    last = last_round(found)
    if last is None:
        raise Http404
    return last
