"""Pausing and resuming the jobs of one account as a whole."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kycreview.jobs.models import Lane
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record

FAILURES_BEFORE_PAUSE = 10
OUTAGE_PAUSE = timedelta(minutes=2)


def count_failure(name: str, *, why: str) -> None:
    """One more failure in a row; the tenth pauses the lane for a while."""
    if not name:
        return
    Lane.objects.bulk_create([Lane(name=name)], ignore_conflicts=True)
    Lane.objects.filter(name=name).update(failures=F("failures") + 1)
    if Lane.objects.filter(name=name, failures__gte=FAILURES_BEFORE_PAUSE).exists():
        pause(name, why=why, resumes_at_once=True)


def count_success(name: str) -> None:
    """The row of failures is broken."""
    Lane.objects.filter(name=name, failures__gt=0).update(failures=0)


def pause(
    name: str,
    *,
    why: str,
    resumes_at_once: bool = False,
    by: User | None = None,
    seat: Seat = NOWHERE,
) -> bool:
    """Stop the lane; False where it was paused already.

    With `resumes_at_once` it tries again by itself after OUTAGE_PAUSE; a person's pause takes the
    place of such a one.
    """
    if not name:
        return False
    now = timezone.now()
    is_free = Q(paused_at__isnull=True)
    if by is not None:
        is_free |= Q(resumes_at__isnull=False)
    with transaction.atomic():
        Lane.objects.bulk_create([Lane(name=name)], ignore_conflicts=True)
        changed = Lane.objects.filter(is_free, name=name).update(
            paused_at=now,
            resumes_at=now + OUTAGE_PAUSE if resumes_at_once else None,
            reason=why[:400],
        )
        if changed:
            event = _told_as(name, Event.ACCOUNT_PAUSED)
            record(
                event,
                by=by,
                system="" if by else "jobs",
                seat=seat,
                account=name,
                data={"why": why[:400]},
            )
    return bool(changed)


def resume(name: str, *, by: User | None = None, seat: Seat = NOWHERE) -> bool:
    """Take the lane's jobs up again; False where it was not paused."""
    with transaction.atomic():
        changed = Lane.objects.filter(name=name, paused_at__isnull=False).update(
            # One failure short of the limit: a provider that is still down pauses at once again.
            paused_at=None,
            resumes_at=None,
            reason="",
            failures=FAILURES_BEFORE_PAUSE - 1,
        )
        if changed:
            record(
                _told_as(name, Event.ACCOUNT_RESUMED),
                by=by,
                system="" if by else "jobs",
                seat=seat,
                account=name,
                data={},
            )
    return bool(changed)


def resume_due() -> None:
    """End the pauses that end by themselves."""
    due = Lane.objects.filter(paused_at__isnull=False, resumes_at__lte=timezone.now())
    for name in list(due.values_list("name", flat=True)):
        resume(name)


def _told_as(name: str, event: Event) -> Event:
    """A webhook's lane is no account: the trail tells of its pause as a change of the webhook."""
    return Event.HOOK_CHANGED if name.startswith("hook:") else event
