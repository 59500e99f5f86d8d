"""Accounts of people, closed and opened again; nobody is deleted.

Called in a transaction, after `hold_still`; each tells the trail. Whether a second admin has to
agree is not asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from kycreview.staff.models import User
from kycreview.staff.roles import check_an_admin_stays
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record


def close_access(person: User, *, by: User, seat: Seat) -> bool:
    """False where it was closed meanwhile. Raises ValidationError where no admin would be left."""
    if not _set(person, seen=None, closed_at=timezone.now()):
        return False
    check_an_admin_stays()
    record(
        Event.STAFF_DEACTIVATED,
        by=by,
        seat=seat,
        about=("user", person.pk),
        data={"is_active": False},
    )
    return True


def open_access(
    person: User,
    *,
    closed_at: datetime,
    by: User,
    seat: Seat,
    more: Mapping[str, object] | None = None,
) -> bool:
    """False where it is not the closing that was seen: opened, or closed once more, meanwhile."""
    if not _set(person, seen=closed_at, closed_at=None):
        return False
    record(
        Event.STAFF_CHANGED,
        by=by,
        seat=seat,
        about=("user", person.pk),
        data={"is_active": True, **(more or {})},
    )
    return True


def _set(person: User, *, seen: datetime | None, closed_at: datetime | None) -> bool:
    """Compare-and-set."""
    mine = User.objects.filter(pk=person.pk, deactivated_at=seen)
    if not mine.update(deactivated_at=closed_at):
        return False
    person.deactivated_at = closed_at
    return True
