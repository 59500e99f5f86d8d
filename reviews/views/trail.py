"""The trail: of one case, and of the whole house. Reading it is an entry too."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from kycreview.trail.record import record, seat_of
from kycreview.trail.verify import triggers_stand, verify_tail
from reviews.evidence.attached import unseen_files
from reviews.evidence.blind import (
    blind_cases,
    cases_read_apart,
    hidden_people,
    is_reread_open,
    last_round,
    refuse_while_blind,
)
from reviews.evidence.history import LANES, case_history, lines_of
from reviews.evidence.restricted import RESTRICTED, RESTRICTED_OBJECT, sees_restricted, told_events
from reviews.models import Case, CaseJourney
from reviews.views.access import person_of, requires

PAGE = 100


@require_GET
@requires(Permission.TRAIL_VIEW, Permission.CASES_REVIEW)
def case_trail(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.select_related("queue"), pk=case_id)
    viewer = person_of(request)
    refuse_while_blind(case, viewer=viewer)
    last = last_round(case)
    hidden = hidden_people(last, viewer=viewer) if last is not None else set()
    journeys = list(case.case_journeys.values_list("journey_id", flat=True))
    lane = request.GET.get("lane", "")
    alone = last.pk if last is not None and hidden and is_reread_open(last) else None
    lines = case_history(
        case.pk,
        journeys,
        hidden=hidden,
        alone=alone,
        unseen=unseen_files(last, viewer=viewer, hidden=hidden),
        with_restricted=sees_restricted(viewer),
        limit=2_000,
    )
    _note(request, case_id=case.pk)
    return render(
        request,
        "reviews/trail/case_trail.html",
        {
            "case": case,
            "lines": [line for line in lines if lane not in LANES or line.lane == lane],
            "lane": lane if lane in LANES else "",
            "lanes": LANES,
            "chain": _chain(),
        },
    )


@require_GET
@requires(Permission.TRAIL_VIEW)
def trail(request: HttpRequest) -> HttpResponse:
    viewer = person_of(request)
    told = told_events(viewer)
    entries = TrailEntry.objects.select_related("actor").order_by("-seq")
    if not sees_restricted(viewer):
        entries = entries.exclude(event__in=RESTRICTED).exclude(object_kind=RESTRICTED_OBJECT)
    before = request.GET.get("before", "")
    if re.fullmatch(r"[0-9]{1,15}", before):
        entries = entries.filter(seq__lt=int(before))
    event = request.GET.get("event", "")
    event = event if event in dict(told) else ""
    if event:
        entries = entries.filter(event=event)
    found = list(entries[: PAGE + 1])
    _note(request)
    next_url = ""
    if len(found) > PAGE:
        filtered = f"&event={event}" if event else ""
        next_url = f"?before={found[PAGE - 1].seq}{filtered}"
    return render(
        request,
        "reviews/trail/trail.html",
        {
            "lines": lines_of(found[:PAGE], hidden=_hidden(found[:PAGE], viewer)),
            "next_url": next_url,
            "chain": _chain(),
            "events": told,
            "event": event,
        },
    )


def _hidden(entries: list[TrailEntry], viewer: User) -> set[int]:
    """Numbers of the entries whose details this person must not see before their own rating."""
    about = {entry.case_id for entry in entries if entry.case_id is not None}
    journeys = {entry.object_id for entry in entries if entry.object_kind == "journey"}
    case_of_journey = {
        str(journey_id): case_id
        for journey_id, case_id in CaseJourney.objects.filter(
            journey__in=list(journeys)
        ).values_list("journey_id", "case_id")
    }
    cases = about | set(case_of_journey.values())
    blind = blind_cases(cases, viewer=viewer) | cases_read_apart(cases, viewer=viewer)
    return {
        entry.seq
        for entry in entries
        if entry.case_id in blind or case_of_journey.get(entry.object_id) in blind
    }


def _note(request: HttpRequest, *, case_id: UUID | None = None) -> None:
    with transaction.atomic():
        record(Event.TRAIL_VIEWED, by=person_of(request), seat=seat_of(request), case_id=case_id)


def _chain() -> dict[str, object]:
    """The newest thousand entries are checked at each look; `audit_verify` checks them all."""
    found = verify_tail(entries=1_000)
    if found.broken_at is not None:
        text = _("The chain is broken at entry %(seq)s: %(why)s") % {
            "seq": found.broken_at,
            "why": found.why,
        }
        return {"ok": False, "text": text}
    if not triggers_stand():
        return {"ok": False, "text": _("The triggers that protect the trail are missing.")}
    text = _("The newest entries hold, up to entry %(seq)s.") % {"seq": found.checked}
    return {"ok": True, "text": text}
