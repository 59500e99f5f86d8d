"""Bring one delivery out, as its job asks. No call is made inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.models import Journey
from journeys.providers.errors import AddressRefused, ProviderError, ProviderUnavailable
from journeys.providers.guarded import fetch
from kycreview.jobs.models import Job
from kycreview.jobs.queue import has_waited_too_long
from kycreview.jobs.running import GiveUp, PauseLane, TryLater
from kycreview.sealing import Broken, KeyGone, data_key, unseal
from reviews.hooks.signing import signed_headers
from reviews.hooks.subscriptions import SWITCHED_OFF, guard_of, secrets_in_force
from reviews.models import Delivery

# Of an answer only the status counts; whoever sends more than this is no webhook's receiver.
_ANSWER_LIMIT = 1024 * 1024
_SENDABLE = (Delivery.State.WAITING, Delivery.State.SENDING, Delivery.State.REFUSED)
_GONE = 410


def send(job: Job) -> None:
    """One attempt. A 2xx ends it, 410 pauses the webhook; anything else is tried again."""
    found = Delivery.objects.select_related("subscription").filter(
        pk=UUID(job.subject["delivery"]), state__in=_SENDABLE
    )
    delivery = found.first()
    if delivery is None:  # it ended, and may be deleted since
        return
    if not delivery.subscription.is_active:
        _end(delivery, Delivery.State.CANCELLED, why=SWITCHED_OFF)
        return
    try:
        body, headers = _message(delivery)
    except (KeyGone, Broken):
        why = _("The secret of this webhook cannot be read any more.")
        _end(delivery, Delivery.State.GIVEN_UP, why=why)
        raise GiveUp(why) from None
    mine = Delivery.objects.filter(pk=delivery.pk, state__in=_SENDABLE)
    if not mine.update(state=Delivery.State.SENDING, attempts=F("attempts") + 1):
        return
    try:
        answer = fetch(
            guard_of(delivery.subscription),
            "POST",
            delivery.subscription.url,
            max_bytes=_ANSWER_LIMIT,
            headers=headers,
            json_body=body,
            retry=False,
        )
    except ProviderError as error:
        _refused(delivery, job, error)
        return
    if answer.is_success:
        _end(delivery, Delivery.State.SENT, status=answer.status)
    elif answer.status == _GONE:
        why = _("The receiver answered that it is gone (410): the webhook is paused.")
        _end(delivery, Delivery.State.REFUSED, status=answer.status, why=why)
        raise PauseLane(why)
    else:
        why = _("The receiver answered with %(status)s.") % {"status": answer.status}
        _again_later(delivery, job, why=why, status=answer.status)


def _message(delivery: Delivery) -> tuple[bytes, Mapping[str, str]]:
    """Body and headers of an attempt that leaves now. Raises KeyGone and Broken."""
    row = delivery.subscription
    now = timezone.now()
    kept = unseal(data_key(row.key_id), delivery.sealed_body, context=f"delivery:{delivery.pk}")
    body: dict[str, Any] = json.loads(kept)
    if row.is_personal:
        _add_reference(body["data"])
    raw = json.dumps(body, separators=(",", ":")).encode("ascii")
    keys = secrets_in_force(row, now=now)
    return raw, signed_headers(f"msg_{delivery.pk.hex}", raw, at=now, keys=keys)


def _add_reference(data: dict[str, Any]) -> None:
    """The client's own reference of the applicant; nothing once the journey's key is gone."""
    told = data.get("journey")
    if not told:
        return
    journey = Journey.objects.select_related("current_snapshot").filter(pk=told["id"]).first()
    if journey is None or journey.current_snapshot is None:
        return
    try:
        told["reference"] = journey.current_snapshot.summary(journey.key()).reference
    except KeyGone:
        told["reference"] = ""


def _refused(delivery: Delivery, job: Job, error: ProviderError) -> None:
    if isinstance(error, AddressRefused):
        _end(delivery, Delivery.State.REFUSED, status=error.status, why=error.sentence)
        raise PauseLane(error.sentence) from None
    wait = error.retry_after if isinstance(error, ProviderUnavailable) else None
    _again_later(delivery, job, why=error.sentence, status=error.status, retry_after=wait)


def _again_later(
    delivery: Delivery,
    job: Job,
    *,
    why: str,
    status: int | None = None,
    retry_after: float | None = None,
) -> None:
    if has_waited_too_long(job):
        _end(delivery, Delivery.State.GIVEN_UP, status=status, why=why)
        raise GiveUp(why)
    _end(delivery, Delivery.State.REFUSED, status=status, why=why)
    raise TryLater(why, retry_after=retry_after)


def _end(
    delivery: Delivery, state: Delivery.State, *, status: int | None = None, why: str = ""
) -> None:
    """How this attempt ended. What was cancelled meanwhile stays so, unless it has arrived."""
    rows = Delivery.objects.filter(pk=delivery.pk)
    is_sent = state == Delivery.State.SENT
    if not is_sent:
        rows = rows.filter(state__in=_SENDABLE)
    rows.update(
        state=state,
        status=status,
        last_error=why[:200],
        sent_at=timezone.now() if is_sent else None,
    )
