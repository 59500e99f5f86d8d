"""Open cases for lists: only the columns that a list reads, no journey behind them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from kycreview.staff.models import User
from reviews.models import Case, Queue


def new_queue(slug: str, **columns: Any) -> Queue:
    columns = {"name": slug.title(), "blind_first": False} | columns
    return Queue.objects.create(slug=slug, **columns)


def new_case(queue: Queue, *, due: timedelta = timedelta(hours=5), **columns: Any) -> Case:
    """An open case; `due` from now on. Its turn comes five minutes before."""
    due_at = timezone.now() + due
    columns = {"due_at": due_at, "turn_at": due_at - timedelta(minutes=5)} | columns
    return Case.objects.create(queue=queue, **columns)


def claimed(case: Case, by: User, *, until: datetime | None = None) -> Case:
    """As the claim leaves it."""
    case.state, case.claimed_by = Case.State.CLAIMED, by
    case.claim_until = until or timezone.now() + timedelta(minutes=9)
    case.save()
    return case
