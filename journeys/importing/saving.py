"""Keep an answer: bytes and hash first, then what it says. Idempotent, and crash-safe between."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from journeys.choices import Lifecycle
from journeys.connections import provider_of
from journeys.importing import graph
from journeys.importing.digests import graph_digest
from journeys.models import Account, Expected, Journey, Locator, MediaUse, Snapshot
from journeys.providers.bodies import Unreadable, parse_object
from journeys.providers.plain import to_plain
from journeys.providers.results import JourneyResult, Moment
from kycreview.sealing import destroy_data_key, new_data_key, seal, seal_json
from kycreview.trail.events import Event
from kycreview.trail.record import record

# An announced journey is waited for while it is one of these.
UNFINISHED = (Lifecycle.NOT_STARTED, Lifecycle.IN_PROGRESS)
_SYSTEM = "importer"


@dataclass(frozen=True)
class Saved:
    """What became of one answer. `is_new` is False for bytes that were here already."""

    journey: Journey
    snapshot: Snapshot
    is_new: bool


def save_answer(account: Account, provider_id: str, raw: bytes, *, how: Snapshot.How) -> Saved:
    """Save one answer of a provider.

    The same bytes as the newest snapshot change nothing. An answer that cannot be read is kept
    and marked, with its reason. What our own code fails on raises, the bytes being kept.
    """
    journey = _journey(account, provider_id)
    snapshot, is_new = _keep_bytes(journey, raw, how=how)
    if snapshot.state != Snapshot.State.RECEIVED:
        if snapshot.state != Snapshot.State.UNREADABLE:
            _note_arrival(journey, lifecycle=snapshot.lifecycle)
        return Saved(journey, snapshot, is_new)
    try:
        root = parse_object(raw)
    except Unreadable as error:
        _mark_unreadable(account, journey, snapshot, why=error.sentence)
        return Saved(journey, snapshot, is_new)
    _save_graph(account, journey, snapshot, provider_of(account).normalise(root))
    return Saved(journey, snapshot, is_new)


def _journey(account: Account, provider_id: str) -> Journey:
    known = Journey.objects.filter(account=account, provider_id=provider_id).first()
    if known is not None:
        return known
    # The key is on disk before the row: a row must never name a key that could be missing.
    key_id = new_data_key()
    row = Journey(account=account, provider_id=provider_id, key_id=key_id, is_test=account.is_test)
    Journey.objects.bulk_create([row], ignore_conflicts=True)
    found = Journey.objects.get(account=account, provider_id=provider_id)
    if found.id != row.id:
        destroy_data_key(key_id)
    return found


def _keep_bytes(journey: Journey, raw: bytes, *, how: Snapshot.How) -> tuple[Snapshot, bool]:
    sha256 = hashlib.sha256(raw).hexdigest()
    while True:
        count = Journey.objects.values_list("snapshot_count", flat=True).get(pk=journey.pk)
        newest = journey.snapshots.order_by("-number").first()
        if newest is not None and newest.bytes_sha256 == sha256:
            return newest, False
        with transaction.atomic():
            mine = Journey.objects.filter(pk=journey.pk, snapshot_count=count)
            if not mine.update(snapshot_count=F("snapshot_count") + 1):
                continue
            snapshot = Snapshot(
                journey=journey,
                number=count + 1,
                how=how,
                bytes_sha256=sha256,
                bytes_size=len(raw),
            )
            snapshot.sealed_bytes = seal(
                journey.key(), raw, context=f"snapshot:{snapshot.id}:bytes"
            )
            snapshot.save(force_insert=True)
            record(
                Event.JOURNEY_RECEIVED,
                system=_SYSTEM,
                account=journey.account.lane,
                about=("journey", journey.id),
                data={"number": count + 1, "sha256": sha256, "bytes": len(raw), "how": how.value},
            )
        return snapshot, True


def _mark_unreadable(account: Account, journey: Journey, snapshot: Snapshot, *, why: str) -> None:
    with transaction.atomic():
        changed = _still_received(snapshot).update(
            state=Snapshot.State.UNREADABLE, reason=why[:400]
        )
        if changed:
            record(
                Event.JOURNEY_UNREADABLE,
                system=_SYSTEM,
                account=account.lane,
                about=("journey", journey.id),
                data={"number": snapshot.number, "why": why[:400]},
            )
    snapshot.refresh_from_db()


def _save_graph(
    account: Account, journey: Journey, snapshot: Snapshot, result: JourneyResult
) -> None:
    key = journey.key()
    digest = graph_digest(result)
    part = result.journey
    first_step = result.documents[0] if result.documents else None
    with transaction.atomic():
        # Locked: of two answers saved at once, each must see where the other left the pointer.
        journey.refresh_from_db(from_queryset=Journey.objects.select_for_update())
        before = _older(journey.current_snapshot, snapshot)
        is_gone = part.is_deleted or (before is not None and graph.lost_everything(before, result))
        changed = _still_received(snapshot).update(
            state=Snapshot.State.DELETED if is_gone else Snapshot.State.READ,
            graph_digest=digest,
            verdict=part.verdict,
            lifecycle=part.lifecycle.code,
            flow_id=part.flow_id[:255],
            document_type=(first_step.document_type if first_step else "")[:80],
            country_code=(first_step.country_code if first_step else "")[:3],
            started_at=_when(part.started_at or part.created_at),
            ended_at=_when(part.ended_at),
            sealed_summary=seal_json(
                key, to_plain(part), context=f"snapshot:{snapshot.id}:summary"
            ),
            sealed_unmapped=seal_json(
                key, to_plain(result.unmapped), context=f"snapshot:{snapshot.id}:unmapped"
            ),
        )
        if changed:
            graph.insert_rows(journey, snapshot, result, key=key, lane=account.lane)
            _move_pointer(journey, snapshot, result, is_gone=is_gone)
            _note_arrival(journey, lifecycle=part.lifecycle.code)
            _tell(account, journey, snapshot, result, before=before, digest=digest, is_gone=is_gone)
    snapshot.refresh_from_db()
    journey.refresh_from_db()


def _older(current: Snapshot | None, snapshot: Snapshot) -> Snapshot | None:
    """What `snapshot` is compared with: one that finishes late is no news beside a newer one."""
    return current if current is not None and current.number < snapshot.number else None


def _move_pointer(
    journey: Journey, snapshot: Snapshot, result: JourneyResult, *, is_gone: bool
) -> None:
    mine = Journey.objects.filter(pk=journey.pk)
    current = journey.current_snapshot
    is_late = current is not None and current.number > snapshot.number
    if not is_gone:
        # The provider has it (again): what said deleted before was not the last word.
        mine.filter(deleted_at_provider_at__lt=snapshot.received_at).update(
            deleted_at_provider_at=None, has_news=True
        )
    elif not is_late:
        mine.filter(deleted_at_provider_at__isnull=True).update(
            deleted_at_provider_at=snapshot.received_at
        )
    holds_nothing = current is None or current.state == Snapshot.State.DELETED
    if current is None or (not is_gone and holds_nothing):
        mine.update(current_snapshot=snapshot, has_news=True)
    elif not is_gone and not is_late and not _only_renews_pictures(current, snapshot):
        # Same words under renewed picture names wait for `settling`, which finds out whether the
        # bytes are equal too: nobody shall be told of news that is none.
        mine.update(current_snapshot=snapshot, has_news=True)
    elif result.journey.manual_decision is not None:
        # No evidence, and yet somebody may have decided at the provider.
        mine.update(has_news=True)
    if result.journey.is_test:
        mine.update(is_test=True)


def _only_renews_pictures(current: Snapshot, snapshot: Snapshot) -> bool:
    snapshot.refresh_from_db(fields=["graph_digest"])
    waiting = MediaUse.objects.filter(snapshot=snapshot, locator__state=Locator.State.WAITING)
    return current.graph_digest == snapshot.graph_digest and waiting.exists()


def _note_arrival(journey: Journey, *, lifecycle: str) -> None:
    """An announced journey that is finished is waited for no more."""
    if lifecycle not in UNFINISHED:
        Expected.objects.filter(
            account_id=journey.account_id, provider_id=journey.provider_id
        ).exclude(state=Expected.State.ARRIVED).update(state=Expected.State.ARRIVED)


def _tell(
    account: Account,
    journey: Journey,
    snapshot: Snapshot,
    result: JourneyResult,
    *,
    before: Snapshot | None,
    digest: str,
    is_gone: bool,
) -> None:
    if is_gone:
        event = Event.JOURNEY_DELETED
    elif before is not None and before.graph_digest == digest:
        event = Event.JOURNEY_UNCHANGED
    else:
        event = Event.JOURNEY_READ
    record(
        event,
        system=_SYSTEM,
        account=account.lane,
        about=("journey", journey.id),
        data={
            "number": snapshot.number,
            "graph_digest": digest,
            "verdict": result.journey.verdict.value,
            "lifecycle": result.journey.lifecycle.code,
            "pictures": len(result.media),
            "unmapped": len(result.unmapped),
        },
    )


def _still_received(snapshot: Snapshot) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(pk=snapshot.pk, state=Snapshot.State.RECEIVED)


def _when(moment: Moment | None) -> datetime | None:
    if moment is None or moment.value is None:
        return None
    return datetime.fromisoformat(moment.value)
