"""Once every picture of a snapshot is here (or failed), its evidence is settled.

Then its digest is written down, and a snapshot that says the same as the one before takes its
place quietly: equal bytes under renewed names are no news, and only now is that known.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q, QuerySet

from journeys.choices import MediaKind
from journeys.importing.digests import evidence_digest
from journeys.models import Blob, IdentityKey, Journey, Locator, MediaUse, Snapshot
from kycreview.sealing import lookup_hash

# Pictures that tie journeys together when the very same bytes are sent twice.
_TELLING = (MediaKind.DOC_FRONT, MediaKind.DOC_BACK, MediaKind.SELFIE, MediaKind.PORTRAIT)


def settle(journey_id: uuid.UUID | None = None) -> int:
    """Settle what can be settled, of one journey or of all; how many snapshots it were."""
    waiting = MediaUse.objects.filter(locator__state=Locator.State.WAITING).values("snapshot")
    due = Snapshot.objects.filter(state=Snapshot.State.READ, evidence_digest="")
    if journey_id is not None:
        due = due.filter(journey=journey_id)
        waiting = waiting.filter(snapshot__journey=journey_id)
    # Without the sealed bytes: this runs after every picture, and needs none of them.
    light = due.only("id", "journey_id", "number", "graph_digest")
    found = list(light.exclude(pk__in=waiting).order_by("number")[:500])
    for snapshot in found:
        _settle(snapshot)
    return len(found)


def _settle(snapshot: Snapshot) -> None:
    with transaction.atomic():
        # Locked, as saving does: the pointer must be seen where a rival left it, not before.
        Journey.objects.select_for_update().get(pk=snapshot.journey_id)
        Snapshot.objects.filter(pk=snapshot.pk, evidence_digest="").update(
            evidence_digest=evidence_digest(snapshot)
        )
        _older_pointers(snapshot).update(current_snapshot=snapshot, has_news=True)
        _picture_keys(snapshot)


def _older_pointers(snapshot: Snapshot) -> QuerySet[Journey]:
    return Journey.objects.filter(
        Q(current_snapshot__isnull=True) | Q(current_snapshot__number__lt=snapshot.number),
        pk=snapshot.journey_id,
    )


def _picture_keys(snapshot: Snapshot) -> None:
    uses = MediaUse.objects.filter(snapshot=snapshot, kind__in=_TELLING)
    hashes = Blob.objects.filter(locators__uses__in=uses).values_list("sha256", flat=True)
    kind = IdentityKey.Kind.PICTURE
    IdentityKey.objects.bulk_create(
        (
            IdentityKey(
                journey_id=snapshot.journey_id, kind=kind, value_hash=lookup_hash(kind, sha256)
            )
            for sha256 in sorted(set(hashes))
        ),
        ignore_conflicts=True,
    )
