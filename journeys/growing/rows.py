"""The rows of one batch of journeys: journey, sealed snapshot, look-up keys, words, card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from journeys.choices import Lifecycle, Verdict
from journeys.growing.applicants import GrownApplicant, applicant_of
from journeys.growing.copying import insert
from journeys.growing.ground import KEY_ID, Ground, GrownAccount
from journeys.models import IdentityKey, Journey, NameUse, PersonCard, Snapshot
from journeys.providers.plain import to_plain
from journeys.providers.results import Coded, JourneyPart
from journeys.sandbox.plan import journey_id_of
from journeys.searching.canonical import Kind
from journeys.searching.index import plain_card
from kycreview.sealing import data_key, lookup_hashes, seal

_FLOWS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """When one journey came in, and what the machine made of it."""

    index: int
    seen_at: datetime
    verdict: Verdict
    lifecycle: Lifecycle


@dataclass(frozen=True, slots=True)
class Grown:
    """One journey that was written."""

    index: int
    id: str
    snapshot_id: str
    seen_at: datetime
    verdict: Verdict
    account: GrownAccount
    applicant: GrownApplicant
    flow_id: str
    evidence_digest: str


def provider_id_of(ground: Ground, index: int) -> str:
    """The id at the provider: the same at every run, so that a run can go on where one ended."""
    provider = ground.account_at(index).provider
    return journey_id_of(provider, seed=ground.seed, index=index)


def write_journeys(wanted: Sequence[Wanted], ground: Ground, *, stream: Random) -> list[Grown]:
    """Write these journeys in the running transaction."""
    key = data_key(KEY_ID)
    grown: list[Grown] = []
    journeys: list[tuple[object, ...]] = []
    snapshots: list[tuple[object, ...]] = []
    for one in wanted:
        made = _grown(one, ground, stream)
        grown.append(made)
        provider_id = provider_id_of(ground, one.index)
        journeys.append(
            (made.id, made.account.id, provider_id, KEY_ID, made.snapshot_id, 1, made.seen_at)
        )
        snapshots.append(_snapshot(made, one, provider_id=provider_id, key=key))
    insert(
        Journey,
        ("id", "account_id", "provider_id", "key_id", "current_snapshot_id", "snapshot_count",
         "first_seen_at"),
        journeys,
    )  # fmt: skip
    insert(Snapshot, _SNAPSHOT, snapshots)
    _write_index(grown, ground, key=key)
    return grown


def new_id(stream: Random) -> str:
    """A random UUID as text: what rows are written with, and cheaper than an object."""
    digits = f"{stream.getrandbits(128):032x}"
    start, middle, end = digits[:8], digits[8:12], digits[20:]
    return f"{start}-{middle}-4{digits[13:16]}-a{digits[17:20]}-{end}"


def _grown(one: Wanted, ground: Ground, stream: Random) -> Grown:
    account = ground.account_at(one.index)
    return Grown(
        index=one.index,
        id=new_id(stream),
        snapshot_id=new_id(stream),
        seen_at=one.seen_at,
        verdict=one.verdict,
        account=account,
        applicant=applicant_of(ground.seed, one.index),
        flow_id=f"{account.slug}-flow-{stream.randrange(1, _FLOWS)}",
        evidence_digest=f"{stream.getrandbits(256):064x}",
    )


_SNAPSHOT = (
    "id", "journey_id", "number", "received_at", "how", "sealed_bytes", "bytes_sha256",
    "bytes_size", "state", "graph_digest", "evidence_digest", "verdict", "lifecycle", "flow_id",
    "document_type", "country_code", "started_at", "ended_at", "sealed_summary",
)  # fmt: skip


def _snapshot(made: Grown, one: Wanted, *, provider_id: str, key: bytes) -> tuple[object, ...]:
    said = json.dumps({"journey_id": provider_id, "grown": one.index}).encode()
    ended_at = one.seen_at - timedelta(seconds=20)
    return (
        made.snapshot_id,
        made.id,
        1,
        one.seen_at,
        Snapshot.How.CALLBACK.value,
        seal(key, said, context=f"snapshot:{made.snapshot_id}:bytes"),
        hashlib.sha256(said).hexdigest(),
        len(said),
        Snapshot.State.READ.value,
        made.evidence_digest[::-1],
        made.evidence_digest,
        one.verdict.value,
        one.lifecycle.value,
        made.flow_id,
        made.applicant.document_type,
        made.applicant.country,
        ended_at - timedelta(minutes=4),
        ended_at,
        seal(
            key,
            _summary(one.verdict, one.lifecycle).replace(b"%id%", provider_id.encode()),
            context=f"snapshot:{made.snapshot_id}:summary",
        ),
    )


@lru_cache(maxsize=64)
def _summary(verdict: Verdict, lifecycle: Lifecycle) -> bytes:
    part = JourneyPart(
        provider_id="%id%", verdict=verdict, lifecycle=Coded(lifecycle.value, lifecycle.value)
    )
    return json.dumps(to_plain(part), separators=(",", ":")).encode()


def _write_index(grown: Sequence[Grown], ground: Ground, *, key: bytes) -> None:
    """What `searching.index` writes for one journey at a time."""
    insert(
        IdentityKey,
        ("journey_id", "kind", "value_hash"),
        [
            (one.id, kind.value, value_hash)
            for one in grown
            for (kind, _value), value_hash in _hashed(sorted(one.applicant.about.keys))
        ],
    )
    insert(
        NameUse,
        ("journey_id", "word_id", "seen_at", "scripts"),
        [
            (one.id, word_id, one.seen_at, scripts)
            for one in grown
            for word_id, scripts in sorted(ground.words.uses(one.applicant.named).items())
        ],
    )
    insert(PersonCard, ("journey_id", "sealed"), [(one.id, _card(one, key)) for one in grown])


def _hashed(keys: list[tuple[Kind, str]]) -> Iterable[tuple[tuple[Kind, str], str]]:
    return zip(keys, lookup_hashes(keys), strict=True)


def _card(one: Grown, key: bytes) -> bytes:
    card = PersonCard(journey_id=one.id)
    card.put(key, plain_card(one.applicant.about))
    return bytes(card.sealed)
