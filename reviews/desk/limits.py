"""When a case is late, and when its turn comes: by the queue's limit in its working hours."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from reviews.desk.working_time import Hours, due_at
from reviews.models import Calendar, Queue

_log = logging.getLogger(__name__)


def due_in(queue: Queue, *, since: datetime) -> datetime:
    """When a case that came into this queue at `since` is late."""
    return due_at(since, minutes=queue.late_after_minutes, hours=hours_of(queue.calendar))


def turn_in(queue: Queue, *, due: datetime) -> datetime:
    """The moment by which somebody has to begin, or the case will be late."""
    return due - timedelta(seconds=queue.handling_seconds)


def hours_of(calendar: Calendar | None) -> Hours | None:
    """A calendar's hours; None works around the clock."""
    if calendar is None:
        return None
    try:
        return Hours.parse(
            {
                "time_zone": calendar.time_zone,
                "hours": calendar.hours,
                "days_off": calendar.days_off,
            }
        )
    except ValueError as error:
        # Checked when it was saved; a zone may go with an update. Late too early is seen.
        _log.error("the calendar %s cannot be read: %s", calendar.pk, error)
        return None
