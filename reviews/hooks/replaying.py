"""What people do with deliveries: send one or all failed again, cancel, send a test message."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.jobs.models import Job
from kycreview.jobs.queue import enqueue_many
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import TooLate
from reviews.hooks.telling import KIND, job_key, tell_one
from reviews.models import Delivery, HookEvent, Subscription

# How many one press of the button sends again.
MOST_AT_ONCE = 1_000
FAILED = (Delivery.State.REFUSED, Delivery.State.GIVEN_UP)
_ENDED = (Delivery.State.SENT, Delivery.State.CANCELLED, *FAILED)
_CANCELLABLE = (Delivery.State.WAITING, Delivery.State.REFUSED)


def replay(delivery: Delivery, *, by: User, seat: Seat = NOWHERE) -> None:
    """Send one again under its own id, by which receivers know it. Raises TooLate."""
    _refuse_switched_off(delivery.subscription)
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery.pk, state__in=_ended_states(delivery))
        if not mine.update(state=Delivery.State.WAITING, last_error="", status=None):
            raise TooLate(_("This message is on its way already."))
        _enqueue([delivery])
        _record(Event.DELIVERY_REPLAYED, delivery.subscription, by=by, seat=seat, rows=[delivery])


def replay_failed(row: Subscription, *, since: datetime, by: User, seat: Seat = NOWHERE) -> int:
    """Send again what failed since then, the oldest first; how many. Raises TooLate."""
    _refuse_switched_off(row)
    with transaction.atomic():
        failed = row.deliveries.filter(state__in=FAILED, at__gte=since)
        found = list(failed.select_related("subscription").order_by("at")[:MOST_AT_ONCE])
        if not found:
            return 0
        Delivery.objects.filter(pk__in=[one.pk for one in found], state__in=FAILED).update(
            state=Delivery.State.WAITING, last_error="", status=None
        )
        _enqueue(found)
        _record(Event.DELIVERY_REPLAYED, row, by=by, seat=seat, rows=found)
    return len(found)


def cancel(delivery: Delivery, *, by: User, seat: Seat = NOWHERE) -> None:
    """Send it no more. Raises TooLate for what is on its way or has arrived."""
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery.pk, state__in=_CANCELLABLE)
        if not mine.update(state=Delivery.State.CANCELLED):
            raise TooLate(_("This message is on its way, or is not waiting any more."))
        _record(Event.DELIVERY_CANCELLED, delivery.subscription, by=by, seat=seat, rows=[delivery])


def send_test(row: Subscription, *, by: User, seat: Seat = NOWHERE) -> Delivery:
    """A message that says nothing but that messages arrive. Raises TooLate."""
    _refuse_switched_off(row)
    with transaction.atomic():
        made = tell_one(row, HookEvent.PING, at=timezone.now(), data={"hello": row.name})
        record(
            Event.HOOK_CHANGED,
            by=by,
            seat=seat,
            about=("hook", row.pk),
            data={"test_message": str(made.pk)},
        )
    return made


def _ended_states(delivery: Delivery) -> tuple[str, ...]:
    """One that our own code failed on stands at `sending` for good; its job says so."""
    has_died = Job.objects.filter(
        key=job_key(delivery.pk), state__in=(Job.State.FAILED, Job.State.SET_ASIDE)
    ).exists()
    return (*_ENDED, Delivery.State.SENDING) if has_died else _ENDED


def _refuse_switched_off(row: Subscription) -> None:
    if not row.is_active:
        raise TooLate(_("This webhook is switched off. Switch it on first."))


def _enqueue(deliveries: list[Delivery]) -> None:
    lane = deliveries[0].subscription.lane
    jobs = {job_key(one.pk): {"delivery": str(one.pk)} for one in deliveries}
    enqueue_many(KIND, jobs, lane=lane)


def _record(event: Event, row: Subscription, *, by: User, seat: Seat, rows: list[Delivery]) -> None:
    record(
        event,
        by=by,
        seat=seat,
        about=("hook", row.pk),
        data={"deliveries": [str(one.pk) for one in rows[:50]], "count": len(rows)},
    )
