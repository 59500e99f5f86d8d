"""Insert the rows of one snapshot's graph, its locators and its look-up keys."""

from __future__ import annotations

import hashlib

from journeys.choices import MediaKind
from journeys.importing.asking import media_key
from journeys.importing.identity import Identities
from journeys.models import (
    ROW_OF_SLOT,
    DocumentStep,
    Journey,
    Locator,
    MediaUse,
    Snapshot,
)
from journeys.providers import results as r
from journeys.providers.plain import to_plain
from journeys.searching import index
from journeys.searching.person import about
from kycreview.jobs.queue import enqueue_many
from kycreview.sealing import lookup_hash

LARGE_KINDS = frozenset({MediaKind.SELFIE_VIDEO, MediaKind.PDF_FRONT, MediaKind.PDF_BACK})


def insert_rows(
    journey: Journey, snapshot: Snapshot, result: r.JourneyResult, *, key: bytes, lane: str
) -> None:
    """Insert everything, in the running transaction; one statement a table."""
    identities = Identities(key)
    locators = _locators(journey, result.media, key=key, lane=lane)
    for slot, row_type in ROW_OF_SLOT.items():
        rows = []
        for ordinal, part in enumerate(getattr(result, slot)):
            row = row_type(snapshot=snapshot, ordinal=ordinal, **row_type.clear_columns(part))
            identity = identities.of(part)
            row.stable_key, row.result_hash = identity.stable_key, identity.result_hash
            plain = to_plain(part)
            if isinstance(row, MediaUse):
                row.locator = locators[plain["locator"]]
                plain["locator"] = ""  # it lies sealed in its own row, for the vault alone
            row.put(key, plain)
            rows.append(row)
        row_type.objects.bulk_create(rows)  # type: ignore[attr-defined]  # abstract base's manager
    current = journey.current_snapshot
    is_newest = current is None or current.number <= snapshot.number
    index.write(journey, about(result.parts()), is_newest=is_newest)


def lost_everything(before: Snapshot, result: r.JourneyResult) -> bool:
    """The journey had documents or pictures, and now has none at all."""
    if result.documents or result.media:
        return False
    return any(
        row_type.objects.filter(snapshot=before).exists() for row_type in (DocumentStep, MediaUse)
    )


def _locators(
    journey: Journey, uses: tuple[r.MediaUse, ...], *, key: bytes, lane: str
) -> dict[str, Locator]:
    """One row a locator, known ones reused; each waiting one gets its job."""
    wanted: dict[str, Locator] = {}
    for use in uses:
        if use.locator not in wanted:
            row = Locator(
                journey=journey,
                name_hash=_name_hash(journey, use.locator),
                is_large=use.kind in LARGE_KINDS,
            )
            row.seal_name(key, use.locator)
            wanted[use.locator] = row
    Locator.objects.bulk_create(wanted.values(), ignore_conflicts=True)
    hashes = [row.name_hash for row in wanted.values()]
    stored = {
        row.name_hash: row for row in Locator.objects.filter(journey=journey, name_hash__in=hashes)
    }
    waiting = [row.id for row in stored.values() if row.state == Locator.State.WAITING]
    enqueue_many("media.fetch", {media_key(pk): {"locator": str(pk)} for pk in waiting}, lane=lane)
    return {name: stored[row.name_hash] for name, row in wanted.items()}


def _name_hash(journey: Journey, name: str) -> str:
    # Hashed before: a look-up value folds case, and two names that differ in it are two files.
    exact = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return lookup_hash(f"locator:{journey.id}", exact)
