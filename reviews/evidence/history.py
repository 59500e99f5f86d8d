"""The history of a case from its trail: who did what, in words. Reads only."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q

from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.evidence.restricted import RESTRICTED, RESTRICTED_OBJECT
from reviews.evidence.shapes import HistoryLine

_ACCESS = ("evidence.", "search.", "trail.", "staff.", "link.shown")
_EVIDENCE = ("journey.", "media.", "callback.", "import.", "expected.", "account.", "job.")
# What a reader says: hidden from the other reader until both have read.
SAID = (
    Event.OPINION_GIVEN,
    Event.STATEMENT_MADE,
    Event.NOTE_ADDED,
    Event.NOTE_RESTRICTED,
    Event.FILE_ATTACHED,
    Event.READING_MADE,
    Event.DECISION_PROPOSED,
    Event.DECISION_REFUSED,
    Event.DECISION_WITHDRAWN,
    Event.FACE_WINDOW_CUT,
    Event.CASE_PASSED_ON,
    Event.CASE_HELD,
)
LANES = ("decisions", "evidence", "access")


def case_history(
    case_id: uuid.UUID,
    journey_ids: list[uuid.UUID],
    *,
    hidden: Collection[uuid.UUID] = (),
    alone: uuid.UUID | None = None,
    unseen: Collection[str] = (),
    with_restricted: bool = False,
    limit: int = 400,
) -> list[HistoryLine]:
    """Entries about the case and its journeys, the newest first, but what `hidden` readers said.

    Of all rounds but `alone` nothing is told, where a case is read again, and nothing that is
    about objects with the ids `unseen`. That something restricted exists is told `with_restricted`.
    """
    about_journeys = TrailEntry.objects.filter(
        object_kind="journey", object_id__in=[str(pk) for pk in journey_ids]
    )
    about_case = TrailEntry.objects.filter(case_id=case_id)
    if alone is not None:
        about_case = about_case.filter(Q(round_id=alone) | Q(round_id__isnull=True))
    entries = about_case | about_journeys
    if hidden:
        entries = entries.exclude(actor__in=list(hidden), event__in=SAID)
    if not with_restricted:
        entries = entries.exclude(event__in=RESTRICTED).exclude(object_kind=RESTRICTED_OBJECT)
    if unseen:
        entries = entries.exclude(object_id__in=list(unseen))
    return lines_of(list(entries.select_related("actor").order_by("-seq")[:limit]))


def lines_of(entries: list[TrailEntry], *, hidden: Collection[int] = ()) -> list[HistoryLine]:
    """Entries as lines; of those numbered in `hidden` no details."""
    return [
        replace(_line(entry), data=(), is_hidden=True) if entry.seq in hidden else _line(entry)
        for entry in entries
    ]


def lane_of(event: str) -> str:
    if event.startswith(_ACCESS):
        return "access"
    return "evidence" if event.startswith(_EVIDENCE) else "decisions"


def _line(entry: TrailEntry) -> HistoryLine:
    data = json.loads(entry.data)
    known = entry.event in Event.values
    kind, pk = _about(entry)
    return HistoryLine(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        event_label=str(Event(entry.event).label) if known else entry.event,
        who=str(entry.actor) if entry.actor else entry.system,
        lane=lane_of(entry.event),
        data=tuple((name, _text(value)) for name, value in data.items()),
        object_kind=kind,
        object_id=pk[:8],
        role=entry.role,
        mac=entry.mac,
        commitments=tuple(json.loads(entry.commitments)),
    )


def _about(entry: TrailEntry) -> tuple[str, str]:
    if entry.object_kind:
        return entry.object_kind, entry.object_id
    return ("case", str(entry.case_id)) if entry.case_id else ("", "")


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
