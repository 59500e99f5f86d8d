"""What a person can still undo: own decisions within their window. One query. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from kycreview.staff.models import User
from reviews.models import Decision

_AT_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Undoable:
    """A decision in its window; it tells the case, and not what was decided."""

    id: UUID
    case_id: UUID
    case_code: str
    at: datetime
    seconds_left: int
    window: int


def undoable_by(person: User) -> list[Undoable]:
    """The newest first. A reading that went on to another reader is past undoing."""
    now = timezone.now()
    found = undoable_rows(person).select_related("round__case").order_by("-decided_at")[:_AT_MOST]
    return [
        Undoable(
            id=one.pk,
            case_id=one.round.case_id,
            case_code=one.round.case.code,
            at=one.decided_at,
            seconds_left=max(1, round((one.takes_effect_at - now).total_seconds())),
            window=max(1, round((one.takes_effect_at - one.decided_at).total_seconds())),
        )
        for one in found
    ]


def undoable_rows(person: User | OuterRef) -> QuerySet[Decision]:
    """Decisions in their window, of a person or of the row around it."""
    return Decision.objects.filter(
        person=person,
        state=Decision.State.PROPOSED,
        takes_effect_at__gt=timezone.now(),
        outbox__isnull=False,
    )
