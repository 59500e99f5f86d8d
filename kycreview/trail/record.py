"""The only writer of entries. Call it last in the transaction of the change it tells of.

The head row is locked here, so whatever follows in the transaction makes every other writer wait.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from kycreview.sealing import data_key, seal_json
from kycreview.sealing.keyring import trail_ring
from kycreview.staff.models import User
from kycreview.trail import chain
from kycreview.trail.events import Event
from kycreview.trail.models import TrailDetail, TrailEntry, TrailHead


@dataclass(frozen=True)
class Seat:
    """Where a person acted from: a digest of the session and the network address."""

    session_digest: str = ""
    address: str = ""


NOWHERE = Seat()


def seat_of(request: HttpRequest) -> Seat:
    """The seat of a request. Forwarded addresses count only from TRUSTED_PROXIES."""
    key = request.session.session_key or ""
    digest = hashlib.sha256(f"session:{key}".encode()).hexdigest()[:16] if key else ""
    return Seat(session_digest=digest, address=client_address(request))


def client_address(request: HttpRequest) -> str:
    remote = str(request.META.get("REMOTE_ADDR", ""))
    if remote in settings.TRUSTED_PROXIES:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        for address in reversed([piece.strip() for piece in forwarded if piece.strip()]):
            if address not in settings.TRUSTED_PROXIES:
                return address[:45]
    return remote[:45]


def record(
    event: Event,
    *,
    by: User | None = None,
    system: str = "",
    seat: Seat = NOWHERE,
    account: str = "",
    case_id: uuid.UUID | None = None,
    round_id: uuid.UUID | None = None,
    about: tuple[str, object] = ("", ""),
    data: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
    key_id: str = "",
) -> TrailEntry:
    """Write one entry in the running transaction and return it.

    Exactly one of `by` and `system`. `about` is (kind, id) of the object. `data` holds ids, codes,
    hashes and settings; values about an applicant go into `private`: the entry gets their
    commitments, salt and value lie encrypted under `key_id` (a data key), erasable with it.
    Raises RuntimeError outside a transaction and ValueError for a wrong actor.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a trail entry belongs to the transaction of its change")
    if (by is None) == (system == ""):
        raise ValueError("exactly one actor: a person or a named system")
    secrets_kept = {
        name: (secrets.token_bytes(16), value) for name, value in (private or {}).items()
    }
    role = by.role_names() if by is not None else ""
    ring = trail_ring()
    salt = secrets.token_bytes(32)
    # UPDATE first: it locks the row on PostgreSQL; SQLite holds the one write lock already.
    TrailHead.objects.filter(pk=1).update(seq=F("seq") + 1)
    head = TrailHead.objects.get(pk=1)
    entry = TrailEntry(
        seq=head.seq,
        id=uuid.uuid4(),
        at=timezone.now(),
        event=event.value,
        schema=1,
        actor=by,
        system=system,
        role=role[:120],
        session_digest=seat.session_digest,
        address=seat.address,
        account=account,
        case_id=case_id,
        round_id=round_id,
        object_kind=about[0],
        object_id=str(about[1]),
        app_version=settings.APP_VERSION,
        policy_version=settings.POLICY_VERSION,
        data=chain.canonical(dict(data or {})),
        commitments=chain.canonical(
            {name: chain.commit(salt_, value) for name, (salt_, value) in secrets_kept.items()}
        ),
        salt=salt,
        key_id=ring.current,
        prev_mac=head.mac,
    )
    leaf = chain.leaf_hash(chain.field_commitments(field_values(entry), salt))
    entry.mac = chain.mac_of(ring.keys[ring.current], entry.prev_mac, leaf)
    entry.save(force_insert=True)
    TrailHead.objects.filter(pk=1).update(mac=entry.mac)
    if secrets_kept:
        key = data_key(key_id)
        TrailDetail.objects.bulk_create(
            TrailDetail(
                entry=entry,
                name=name,
                key_id=key_id,
                sealed=seal_json(
                    key,
                    {"salt": salt_.hex(), "value": value},
                    context=f"trail:{entry.id}:{name}",
                ),
            )
            for name, (salt_, value) in secrets_kept.items()
        )
    return entry


def field_values(entry: TrailEntry) -> dict[str, object]:
    """The signed columns of an entry by name."""
    values = {name: getattr(entry, name) for name in chain.FIELDS if name != "actor"}
    values["actor"] = entry.actor_id
    return values
