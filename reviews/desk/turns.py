"""The order of turns: slack is what is left until a case is due, less the time that it takes.

`Case.turn_at` holds due_at less the queue's median handling time, so that an index has the order;
the beat keeps medians and turns right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reviews.models import Case, Decision, Queue

SHORTEST = 60
# A median of fewer says nothing yet.
FEWEST = 5
_NEWEST = 200
_LOOKS_BACK = timedelta(days=90)
# What moves less is left alone: the order would hardly change.
_MOVED = 0.10


def turn_at(due_at: datetime, queue: Queue) -> datetime:
    """When the case has to be begun at the latest."""
    return due_at - timedelta(seconds=queue.handling_seconds)


def reckon_turns() -> list[str]:
    """Take up each queue's median, and move its open cases; the queues that moved."""
    moved = []
    for queue in Queue.objects.all():
        now_seconds = _median_of(_handled(queue))
        if now_seconds is None or not _has_moved(queue.handling_seconds, now_seconds):
            continue
        with transaction.atomic():
            is_first = Queue.objects.filter(
                pk=queue.pk, handling_seconds=queue.handling_seconds
            ).update(handling_seconds=now_seconds)
            if is_first:
                Case.objects.filter(
                    queue=queue, state__in=(Case.State.OPEN, Case.State.CLAIMED)
                ).update(turn_at=F("due_at") - timedelta(seconds=now_seconds))
                moved.append(queue.pk)
    return moved


def _handled(queue: Queue) -> list[int]:
    """How long the newest decisions of a queue took, in seconds."""
    found = (
        Decision.objects.filter(
            round__case__queue=queue,
            handling_seconds__isnull=False,
            decided_at__gte=timezone.now() - _LOOKS_BACK,
        )
        .exclude(state=Decision.State.WITHDRAWN)
        .order_by("-decided_at")
        .values_list("handling_seconds", flat=True)[:_NEWEST]
    )
    return [seconds for seconds in found if seconds is not None]


def _median_of(handled: Sequence[int]) -> int | None:
    return max(SHORTEST, round(median(handled))) if len(handled) >= FEWEST else None


def _has_moved(before: int, after: int) -> bool:
    return abs(after - before) > before * _MOVED
