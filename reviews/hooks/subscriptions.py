"""Who is told: addresses, their events and their secrets. Every change is a trail entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.providers.addresses import read_target
from journeys.providers.errors import AddressRefused
from journeys.providers.guarded import Guard
from kycreview.jobs import lanes
from kycreview.sealing import data_key, new_data_key, seal_json, unseal_json
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import Incomplete
from reviews.hooks.signing import new_secret
from reviews.models import CHOOSABLE, Delivery, Subscription

# After a renewal messages are signed with both secrets for so long.
BOTH_VALID_FOR = timedelta(days=1)
SWITCHED_OFF = "The webhook was switched off."


def create_subscription(row: Subscription, *, by: User, seat: Seat = NOWHERE) -> str:
    """Save a new one and return its secret, which nobody is shown again. Raises Incomplete."""
    _check(row)
    secret = new_secret()
    row.by = by
    row.key_id = new_data_key()
    _seal(row, [(secret, None)])
    with transaction.atomic():
        row.save(force_insert=True)
        _record(Event.HOOK_CREATED, row, by=by, seat=seat, data={"after": _told(row)})
    return secret


def change_subscription(row: Subscription, *, by: User, seat: Seat = NOWHERE) -> None:
    """Save changed columns. What still waits for one that was switched off is cancelled.

    Raises Incomplete.
    """
    _check(row)
    with transaction.atomic():
        before = Subscription.objects.select_for_update().get(pk=row.pk)
        Subscription.objects.filter(pk=row.pk).update(
            name=row.name,
            url=row.url,
            events=row.events,
            is_personal=row.is_personal,
            is_active=row.is_active,
        )
        if not row.is_active:
            open_ones = row.deliveries.filter(
                state__in=(Delivery.State.WAITING, Delivery.State.REFUSED)
            )
            open_ones.update(state=Delivery.State.CANCELLED, last_error=SWITCHED_OFF)
        _record(
            Event.HOOK_CHANGED,
            row,
            by=by,
            seat=seat,
            data={"before": _told(before), "after": _told(row)},
        )
        if before.url != row.url:
            # Another address has nothing to do with the failures of the old one.
            lanes.resume(row.lane, by=by, seat=seat)


def renew_secret(row: Subscription, *, by: User, seat: Seat = NOWHERE) -> str:
    """A new secret, returned once; the one in use signs beside it for another day."""
    secret = new_secret()
    now = timezone.now()
    with transaction.atomic():
        mine = Subscription.objects.select_for_update().get(pk=row.pk)
        newest = _secrets(mine)[0][0]
        _seal(mine, [(secret, None), (newest, now + BOTH_VALID_FOR)])
        Subscription.objects.filter(pk=mine.pk).update(sealed_secret=mine.sealed_secret)
        _record(
            Event.HOOK_CHANGED,
            mine,
            by=by,
            seat=seat,
            data={"secret": "renewed", "old_until": (now + BOTH_VALID_FOR).isoformat()},
        )
    return secret


def resume_subscription(row: Subscription, *, by: User, seat: Seat = NOWHERE) -> bool:
    """Take a paused webhook up again; False where it was not paused."""
    return lanes.resume(row.lane, by=by, seat=seat)


def secrets_in_force(row: Subscription, *, now: datetime) -> list[str]:
    """The newest secret, and the one before it while it is still valid. Raises KeyGone."""
    return [secret for secret, until in _secrets(row) if until is None or now < until]


def old_secret_until(row: Subscription, *, now: datetime) -> datetime | None:
    """Until when an earlier secret signs beside the newest; None where there is none."""
    return next((until for _secret, until in _secrets(row) if until and now < until), None)


def guard_of(row: Subscription) -> Guard:
    """What one delivery may reach: the webhook's own host and nothing else."""
    house = settings.SETTINGS
    proxy = house.OUTBOUND_PROXY
    return Guard(
        hosts=frozenset({(urlsplit(row.url).hostname or "")} - {""}),
        private_hosts=frozenset(house.WEBHOOK_PRIVATE_HOSTS),
        proxy=proxy.get_secret_value() if proxy else None,
        ca_file=house.OUTBOUND_CA_FILE or None,
        total_seconds=20.0,
        attempts=1,
    )


def _check(row: Subscription) -> None:
    if not row.name.strip():
        raise Incomplete(_("Give the webhook a name."), field="name")
    try:
        read_target(row.url, **_permitted_hosts(row))
    except (AddressRefused, ValueError):
        raise Incomplete(
            _("Give an https address on the standard port, without name and password."),
            field="url",
        ) from None
    if not row.events or set(row.events) - set(CHOOSABLE):
        raise Incomplete(_("Choose at least one event."), field="events")


def _permitted_hosts(row: Subscription) -> dict[str, frozenset[str]]:
    guard = guard_of(row)
    return {"hosts": guard.hosts, "private_hosts": guard.private_hosts}


def _seal(row: Subscription, pairs: Sequence[tuple[str, datetime | None]]) -> None:
    plain = [[secret, until.isoformat() if until else ""] for secret, until in pairs]
    row.sealed_secret = seal_json(data_key(row.key_id), plain, context=f"hook:{row.pk}:secret")


def _secrets(row: Subscription) -> list[tuple[str, datetime | None]]:
    plain = unseal_json(data_key(row.key_id), row.sealed_secret, context=f"hook:{row.pk}:secret")
    return [
        (str(secret), datetime.fromisoformat(until) if until else None) for secret, until in plain
    ]


def _told(row: Subscription) -> dict[str, object]:
    return {
        "name": row.name,
        "url": row.url,
        "events": sorted(row.events),
        "is_personal": row.is_personal,
        "is_active": row.is_active,
    }


def _record(
    event: Event, row: Subscription, *, by: User, seat: Seat, data: dict[str, object]
) -> None:
    record(event, by=by, seat=seat, about=("hook", row.pk), data=data)
