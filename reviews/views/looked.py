"""What every answer with a picture has in common: it is kept in, and the look at it is recorded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import HttpResponse, StreamingHttpResponse

from journeys.models import Journey
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record
from reviews.models import Access, Round


def protected(answer: HttpResponse | StreamingHttpResponse) -> HttpResponse:
    """Never a page, never kept by a browser, never read from elsewhere."""
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    answer.setdefault("Content-Disposition", "inline")
    return answer  # type: ignore[return-value]  # streaming answers are answers to Django


def note_look(
    event: Event,
    about: tuple[str, UUID],
    *,
    size: str,
    journey: Journey,
    its_round: Round | None,
    data: dict[str, Any],
    by: User,
    seat: Seat,
) -> None:
    """One trail entry a person, round, picture and size; repeats are counted."""
    where = its_round.pk if its_round is not None else journey.pk
    unique_key = f"{by.pk.hex}:{where.hex}:{about[1].hex}:{size}"
    seen = Access.objects.filter(unique_key=unique_key)
    if seen.update(times=F("times") + 1):
        return
    row = Access(
        person=by, round=its_round, media=about[1], size=size, unique_key=unique_key, times=1
    )
    with transaction.atomic():
        Access.objects.bulk_create([row], ignore_conflicts=True)
        if not Access.objects.filter(pk=row.pk).exists():  # a rival request was first
            seen.update(times=F("times") + 1)
            return
        record(
            event,
            by=by,
            seat=seat,
            account=journey.account.lane,
            case_id=its_round.case_id if its_round is not None else None,
            round_id=its_round.pk if its_round is not None else None,
            about=about,
            data=data,
        )
