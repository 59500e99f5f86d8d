"""Many entries at once, chained and signed as `record` does: for history that was made up.

What people and programs do goes through `record`, one entry at a time.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection

from kycreview.sealing.keyring import trail_ring
from kycreview.trail import chain
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry, TrailHead

# Writes rows of a model in the running transaction: the model, its columns, the rows.
Insert = Callable[[type[TrailEntry], Sequence[str], list[tuple[object, ...]]], None]

COLUMNS = (*(name if name != "actor" else "actor_id" for name in chain.FIELDS), "salt", "prev_mac",
           "mac")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Past:
    """One thing as if it had happened at `at`; exactly one of `actor_id` and `system`.

    Ids are UUIDs as text.
    """

    event: Event
    at: datetime
    actor_id: str | None = None
    system: str = ""
    role: str = ""
    account: str = ""
    case_id: str | None = None
    round_id: str | None = None
    about: tuple[str, object] = ("", "")
    data: Mapping[str, object] = field(default_factory=dict)


def record_many(past: Sequence[Past], *, insert: Insert) -> None:
    """Write the entries in this order, last in the running transaction.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("trail entries belong to the transaction of what they tell of")
    if not past:
        return
    ring = trail_ring()
    key = ring.keys[ring.current]
    _move_head(len(past))
    head = TrailHead.objects.get(pk=1)
    seq, mac = head.seq - len(past), head.mac
    rows: list[tuple[object, ...]] = []
    for one in past:
        seq += 1
        values = _values(one, seq=seq, key_id=ring.current)
        salt = secrets.token_bytes(32)
        before = mac
        leaf = chain.leaf_hash(chain.field_commitments(values, salt))
        mac = chain.mac_of(key, before, leaf)
        rows.append((*(values[name] for name in chain.FIELDS), salt, before, mac))
    insert(TrailEntry, COLUMNS, rows)
    TrailHead.objects.filter(pk=1).update(mac=mac)


def _move_head(steps: int) -> None:
    """One step at a time: the guards refuse a head that jumps."""
    one_step = "UPDATE trail_trailhead SET seq = seq + 1 WHERE id = 1"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DO $$ BEGIN FOR i IN 1..{steps} LOOP {one_step}; END LOOP; END $$")
        else:
            for _step in range(steps):
                cursor.execute(one_step)


def _values(one: Past, *, seq: int, key_id: str) -> dict[str, object]:
    return {
        "seq": seq,
        "id": str(uuid.uuid4()),
        "at": one.at,
        "event": one.event.value,
        "schema": 1,
        "actor": one.actor_id,
        "system": one.system,
        "role": one.role,
        "session_digest": "",
        "address": "",
        "account": one.account,
        "case_id": one.case_id,
        "round_id": one.round_id,
        "object_kind": one.about[0],
        "object_id": str(one.about[1]),
        "app_version": settings.APP_VERSION,
        "policy_version": settings.POLICY_VERSION,
        "data": chain.canonical(dict(one.data)),
        "commitments": "{}",
        "key_id": key_id,
    }
