"""Times that come in, as RFC 3339 writes them. What is written well and cannot be is a conflict."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from reviews.api.problems import Refused

_SHAPE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,12})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)


def moment_of(text: str, *, at_most: timedelta) -> datetime:
    """The time, at most so far ahead. Raises Refused."""
    written = _SHAPE.fullmatch(text.upper())
    if written is None:
        raise Refused(422, "A time must be written such as 2026-03-01T09:00:00Z.")
    whole, fraction, zone = written.groups("")
    try:
        moment = datetime.fromisoformat(f"{whole}{fraction[:7]}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(409, "There is no such time in the calendar.") from None
    if moment > timezone.now() + at_most:
        raise Refused(409, "The time lies too far in the future.")
    return moment
