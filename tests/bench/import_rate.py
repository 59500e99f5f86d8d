"""Import of journeys with their media, beside a bare loop that does the same work and no more.

Both fetch over HTTP from a sandbox, decode in the same children, encrypt into the same vault and
insert the same rows. The importer adds jobs, locks, trail, digests and what a crash may not break.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from journeys.connections import connection_of, provider_of
from journeys.importing import ask_for
from journeys.importing.identity import Identities
from journeys.models import (
    ROW_OF_SLOT,
    Account,
    Blob,
    Journey,
    Locator,
    MediaUse,
    Snapshot,
)
from journeys.providers import results as r
from journeys.providers.base import AccountConfig, Provider
from journeys.providers.bodies import parse_object
from journeys.providers.guarded import LARGE_MEDIA_LIMIT
from journeys.providers.plain import to_plain
from journeys.sandbox.server import Sandbox
from journeys.searching import index
from journeys.searching.person import about
from journeys.vault import places
from journeys.vault.storing import keep
from kycreview.jobs.running import work
from kycreview.sealing import lookup_hash, new_data_key, seal, seal_json
from tests.journeys.accounts_for_tests import account_at

_PROVIDERS = ("idwise", "signzy")


@dataclass(frozen=True)
class Imported:
    """Seconds for the same journeys, each way."""

    journeys: int
    pictures: int
    importer: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.importer / self.bare


def import_rate(journeys: int) -> Imported:
    """Bring in so many of both providers, twice: into accounts of their own."""
    with Sandbox(journeys=journeys, pictures="small", retry_seconds=()) as sandbox:
        ids: dict[str, list[str]] = {name: [] for name in _PROVIDERS}
        for listed in sandbox.journeys():
            ids[listed["provider"]].append(listed["id"])
        for warm_up in (True, False):
            some = {name: of[:2] if warm_up else of for name, of in ids.items()}
            kind = "warm" if warm_up else "bench"
            bare = _timed_bare(sandbox, some, slug=f"{kind}-bare")
            importer = _timed_importer(sandbox, some, slug=f"{kind}-import")
    stored = Locator.objects.filter(journey__account__slug__startswith="bench-import")
    kept = stored.filter(state=Locator.State.STORED).count()
    return Imported(journeys, kept, importer, bare)


def _timed_importer(sandbox: Sandbox, ids: dict[str, list[str]], *, slug: str) -> float:
    accounts = [account_at(sandbox, name, slug=f"{slug}-{name}") for name in ids]
    began = time.perf_counter()
    for account in accounts:
        ask_for(account, ids[account.provider], how=Snapshot.How.COMMAND)
    while work(at_most=100):
        pass
    return time.perf_counter() - began


def _timed_bare(sandbox: Sandbox, ids: dict[str, list[str]], *, slug: str) -> float:
    accounts = [account_at(sandbox, name, slug=f"{slug}-{name}") for name in ids]
    began = time.perf_counter()
    for account in accounts:
        provider, connection = provider_of(account), connection_of(account)
        for provider_id in ids[account.provider]:
            _bring_in(account, provider_id, provider, connection)
    return time.perf_counter() - began


def _bring_in(
    account: Account, provider_id: str, provider: Provider, connection: AccountConfig
) -> None:
    raw = provider.fetch_journey(connection, provider_id)
    result = provider.normalise(parse_object(raw))
    journey = Journey.objects.create(
        account=account, provider_id=provider_id, key_id=new_data_key(), snapshot_count=1
    )
    key = journey.key()
    snapshot = Snapshot(
        journey=journey,
        number=1,
        how=Snapshot.How.COMMAND,
        bytes_sha256=hashlib.sha256(raw).hexdigest(),
        bytes_size=len(raw),
        state=Snapshot.State.READ,
        verdict=result.journey.verdict,
        lifecycle=result.journey.lifecycle.code,
    )
    snapshot.sealed_bytes = seal(key, raw, context=f"snapshot:{snapshot.id}:bytes")
    snapshot.sealed_summary = seal_json(
        key, to_plain(result.journey), context=f"snapshot:{snapshot.id}:summary"
    )
    snapshot.save(force_insert=True)
    locators = _files(journey, result.media, provider, connection, key=key)
    _rows(snapshot, result, locators, key=key)
    index.write(journey, about(result.parts()), is_newest=True)
    Journey.objects.filter(pk=journey.pk).update(current_snapshot=snapshot)


def _files(
    journey: Journey,
    uses: tuple[r.MediaUse, ...],
    provider: Provider,
    connection: AccountConfig,
    *,
    key: bytes,
) -> dict[str, Locator]:
    """Fetch, decode, derive and encrypt each file once."""
    found: dict[str, Locator] = {}
    blobs: dict[str, Blob] = {}
    for name in dict.fromkeys(use.locator for use in uses):
        with places.incoming_file() as arrived:
            provider.fetch_media(connection, name, target=arrived, max_bytes=LARGE_MEDIA_LIMIT)
            kept = keep(arrived, journey=journey)
        if kept.sha256 not in blobs:
            blobs[kept.sha256] = Blob.objects.create(
                id=kept.media_id,
                journey=journey,
                sha256=kept.sha256,
                size=kept.size,
                media_type=kept.media_type,
                width=kept.width,
                height=kept.height,
                pages=kept.pages,
            )
        locator = Locator(
            journey=journey,
            name_hash=lookup_hash(f"locator:{journey.id}", name),
            state=Locator.State.STORED,
            blob=blobs[kept.sha256],
        )
        locator.seal_name(key, name)
        locator.save(force_insert=True)
        found[name] = locator
    return found


def _rows(
    snapshot: Snapshot, result: r.JourneyResult, locators: dict[str, Locator], *, key: bytes
) -> None:
    identities = Identities(key)
    for slot, row_type in ROW_OF_SLOT.items():
        rows = []
        for ordinal, part in enumerate(getattr(result, slot)):
            row = row_type(snapshot=snapshot, ordinal=ordinal, **row_type.clear_columns(part))
            identity = identities.of(part)
            row.stable_key, row.result_hash = identity.stable_key, identity.result_hash
            plain = to_plain(part)
            if isinstance(row, MediaUse):
                row.locator = locators[plain["locator"]]
            row.put(key, plain)
            rows.append(row)
        row_type.objects.bulk_create(rows)  # type: ignore[attr-defined]  # abstract base's manager
