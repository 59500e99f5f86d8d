"""Write what has to be told, in the transaction of the change it tells of.

The trail is the one place that every change passes, as the last statement of its transaction: each
entry is heard once, here, when it is written. Nothing is ever read back from the trail.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from journeys.models import Journey
from kycreview.jobs.queue import enqueue_many
from kycreview.sealing import data_key, seal
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.models import Decision, Delivery, HookEvent, OutboxRow, Outcome, Round, Subscription

KIND = "hook.send"
# A round that opens anew: the applicant answered, or a decided case is looked at again.
_ANSWERED = frozenset({Round.Why.RESUBMISSION.value})
# Of a closed case that is read again nobody outside hears, unless it comes to another end.
_NOT_AGAIN = frozenset({Round.Why.FIRST.value, Round.Why.REREAD.value, *_ANSWERED})
_PLAIN = {
    Event.CASE_OPENED: HookEvent.CASE_OPENED,
    Event.CASE_REOPENED: HookEvent.CASE_REOPENED,
    Event.DECISION_PROPOSED: HookEvent.CASE_DECIDED,
    Event.DECISION_EFFECTIVE: HookEvent.DECISION_TOOK_EFFECT,
    Event.DECISION_WITHDRAWN: HookEvent.DECISION_WITHDRAWN,
    Event.OUTBOX_CONFLICT: HookEvent.CONFLICT_FOUND,
    Event.JOURNEY_RECEIVED: HookEvent.JOURNEY_RECEIVED,
}
_HEARD = frozenset({*_PLAIN, Event.ROUND_OPENED})


def hear(sender: type[TrailEntry], *, instance: TrailEntry, created: bool, **_more: Any) -> None:
    """The trail's signal after an entry was written. What fails here undoes the change too."""
    if not created or instance.event not in _HEARD:
        return
    said: dict[str, Any] = json.loads(instance.data)
    kinds = list(kinds_of(Event(instance.event), said))
    if kinds:
        _tell(kinds, instance, said)


def kinds_of(event: Event, said: Mapping[str, Any]) -> Iterator[HookEvent]:
    """What subscriptions are told where this event happened."""
    if event is Event.ROUND_OPENED:
        if said.get("why") in _ANSWERED:
            yield HookEvent.RESUBMISSION_ANSWERED
        elif said.get("why") not in _NOT_AGAIN:
            yield HookEvent.CASE_REOPENED
        return
    if event in _PLAIN:
        yield _PLAIN[event]
    if event is Event.DECISION_EFFECTIVE and said.get("outcome") == Outcome.RESUBMIT:
        yield HookEvent.RESUBMISSION_REQUESTED


def tell_one(
    row: Subscription, kind: HookEvent, *, at: datetime, data: Mapping[str, object]
) -> Delivery:
    """One message to one subscription, in the running transaction."""
    delivery = Delivery(subscription=row, event=kind.value, at=at)
    _seal_body(delivery, row, data)
    delivery.save(force_insert=True)
    _enqueue([delivery])
    return delivery


def job_key(delivery_id: object) -> str:
    """The key of the job that brings this delivery out."""
    return f"{KIND}:{delivery_id}"


def _tell(kinds: list[HookEvent], entry: TrailEntry, said: Mapping[str, Any]) -> None:
    wanted = [
        (row, kind)
        for row in Subscription.objects.filter(is_active=True)
        for kind in kinds
        if kind.value in row.events
    ]
    if not wanted:
        return
    data = _particulars(entry, said)
    now = timezone.now()
    deliveries = []
    for row, kind in wanted:
        one = Delivery(subscription=row, event=kind.value, case_id=entry.case_id, at=now)
        _seal_body(one, row, data)
        deliveries.append(one)
    Delivery.objects.bulk_create(deliveries)
    _enqueue(deliveries)


def _enqueue(deliveries: list[Delivery]) -> None:
    by_lane: dict[str, dict[str, dict[str, str]]] = {}
    for one in deliveries:
        jobs = by_lane.setdefault(one.subscription.lane, {})
        jobs[job_key(one.pk)] = {"delivery": str(one.pk)}
    for lane, subjects in by_lane.items():
        enqueue_many(KIND, subjects, lane=lane, again=False)


def _seal_body(delivery: Delivery, row: Subscription, data: Mapping[str, object]) -> None:
    # Ids, codes and times alone. The reference is added when a message leaves: nothing about a
    # person lies in the log, and whoever was erased is not told of by a replay.
    body = {"type": delivery.event, "timestamp": delivery.at.isoformat(), "data": dict(data)}
    delivery.sealed_body = seal(
        data_key(row.key_id),
        json.dumps(body, separators=(",", ":")).encode("ascii"),
        context=f"delivery:{delivery.pk}",
    )


def _particulars(entry: TrailEntry, said: Mapping[str, Any]) -> dict[str, object]:
    found: dict[str, object] = {}
    journey: Journey | None = None
    if entry.round_id is not None or entry.case_id is not None:
        rounds = Round.objects.select_related("case__queue", "journey__account")
        its_round = (
            rounds.get(pk=entry.round_id)
            if entry.round_id is not None
            else rounds.filter(case=entry.case_id).order_by("-number")[0]
        )
        journey = its_round.journey
        found["case"] = {
            "id": str(its_round.case_id),
            "code": its_round.case.code,
            "queue": its_round.case.queue_id,
            "is_test": its_round.case.is_test,
        }
        found["round"] = {"number": its_round.number, "why": its_round.why}
    elif entry.object_kind == "journey":
        journey = Journey.objects.select_related("account").get(pk=entry.object_id)
    if journey is not None:
        found["journey"] = {
            "id": str(journey.pk),
            "account": journey.account.slug,
            "provider": journey.account.provider,
            "provider_id": journey.provider_id,
            "is_test": journey.is_test,
        }
    if (decision := _decision_of(entry)) is not None:
        found["decision"] = {
            "id": str(decision.pk),
            "outcome": decision.outcome,
            "reasons": decision.reason_codes,
            "steps": decision.steps,
            "decided_at": decision.decided_at.isoformat(),
            "takes_effect_at": decision.takes_effect_at.isoformat(),
            "effective_at": decision.effective_at.isoformat() if decision.effective_at else None,
        }
    if isinstance(said.get("held"), str):
        found["held_by_provider"] = said["held"]
    return found


def _decision_of(entry: TrailEntry) -> Decision | None:
    if entry.object_kind == "decision":
        return Decision.objects.filter(pk=uuid.UUID(entry.object_id)).first()
    if entry.object_kind == "outbox":
        row = OutboxRow.objects.select_related("decision").filter(pk=uuid.UUID(entry.object_id))
        found = row.first()
        return found.decision if found is not None else None
    return None
