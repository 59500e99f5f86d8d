"""The log of webhooks does not grow for ever: old messages are deleted, so many at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.models import Delivery

_SYSTEM = "hooks"
_AT_ONCE = 1_000
# Of one beat; the next one goes on.
_BATCHES = 30
# What never arrived can be sent again, and so stays longer by so much.
_LONGER = 4
# How long each is kept, in the setting's days. What is still on its way is not among them.
_KEPT = {
    Delivery.State.SENT: 1,
    Delivery.State.CANCELLED: 1,
    Delivery.State.GIVEN_UP: _LONGER,
}


def forget_old() -> int:
    """Delete messages that ended long ago; how many. For the beat."""
    now = timezone.now()
    left = _BATCHES
    forgotten = 0
    for state, times in _KEPT.items():
        before = now - timedelta(days=settings.HOOK_LOG_DAYS * times)
        while left:
            left -= 1
            count = _forget(state, before=before)
            forgotten += count
            if count < _AT_ONCE:
                break
    return forgotten


def _forget(state: Delivery.State, *, before: datetime) -> int:
    """One batch with its entry. Whatever is sent again meanwhile has another state, and stays."""
    with transaction.atomic():
        old = Delivery.objects.filter(state=state, at__lt=before).order_by("at")
        ids = list(old.values_list("pk", flat=True)[:_AT_ONCE])
        if not ids:
            return 0
        count, _by_model = Delivery.objects.filter(pk__in=ids, state=state).delete()
        if count:
            record(
                Event.DELIVERIES_FORGOTTEN,
                system=_SYSTEM,
                data={
                    "count": count,
                    "state": state.value,
                    "until": before.isoformat(timespec="seconds"),
                },
            )
    return count
