"""Verify the whole chain once a day, and note how that ended. The verifying itself only reads."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from kycreview.trail.models import TrailCheck
from kycreview.trail.verify import Verdict, triggers_stand, verify_chain

EVERY = timedelta(days=1)
# A verification that was killed does not keep the next one away for longer.
LONGEST = timedelta(hours=6)


def check_if_due() -> bool:
    """Verify where the last time is a day ago and nobody is at it; whether that was so."""
    now = timezone.now()
    TrailCheck.objects.bulk_create([TrailCheck(id=1)], ignore_conflicts=True)
    due = TrailCheck.objects.filter(
        Q(at=None) | Q(at__lt=now - EVERY),
        Q(begun_at=None) | Q(begun_at__lt=now - LONGEST),
        pk=1,
    )
    if not due.update(begun_at=now):
        return False
    note(verify_chain(), has_triggers=triggers_stand())
    return True


def note(found: Verdict, *, has_triggers: bool) -> None:
    """Keep how a whole verification ended."""
    TrailCheck.objects.bulk_create([TrailCheck(id=1)], ignore_conflicts=True)
    TrailCheck.objects.filter(pk=1).update(
        begun_at=None,
        at=timezone.now(),
        checked=found.checked,
        broken_at=found.broken_at,
        why=found.why[:200],
        has_triggers=has_triggers,
    )
