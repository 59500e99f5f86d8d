"""Fetch what a locator names, keep it, and say in rows and trail how that ended.

The network and the decoder are left behind before the transaction begins.
"""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from journeys.calls import counted
from journeys.connections import connection_of, provider_of
from journeys.models import Blob, Journey, Locator
from journeys.providers.errors import CredentialsRefused, ProviderRejected
from journeys.providers.guarded import IMAGE_LIMIT, LARGE_MEDIA_LIMIT
from journeys.vault import places
from journeys.vault.decoding import UNKNOWN, Unusable
from journeys.vault.storing import Kept, keep
from kycreview.trail.events import Event
from kycreview.trail.record import record

# What the providers' modules call a file that was there and is no more.
_GONE = frozenset({"not_found", "media_gone", "http_404", "http_410"})
_LONGEST_REASON = 400


def fetch_locator(locator_id: UUID) -> None:
    """Download, check and store one file; a locator that is not waiting is left as it is.

    A file that cannot be used makes the locator FAILED, with its reason. ProviderUnavailable,
    CredentialsRefused, VaultUnavailable and KeyGone go to the caller; the locator still waits.
    """
    locator = Locator.objects.select_related("journey__account").get(pk=locator_id)
    if locator.state != Locator.State.WAITING:
        return
    Locator.objects.filter(pk=locator.pk).update(attempts=F("attempts") + 1)
    account = locator.journey.account
    provider, connection = provider_of(account), connection_of(account)
    name = locator.name(locator.journey.key())
    # What the network breaks is told as a provider's error: an OSError here is about our disk.
    with places.folder_problems_told(), places.incoming_file() as arrived:
        try:
            with counted(account):
                provider.fetch_media(
                    connection,
                    name,
                    target=arrived,
                    max_bytes=LARGE_MEDIA_LIMIT if locator.is_large else IMAGE_LIMIT,
                )
        except CredentialsRefused:
            raise
        except ProviderRejected as error:
            gone = _("The provider no longer has this file.")
            why = gone if error.code in _GONE else error.sentence
            _settle(locator, kept=None, code=error.code, reason=why)
            return
        take_file(locator, arrived)


def take_file(locator: Locator, arrived: BinaryIO) -> None:
    """Check and store what came under this locator; what cannot be used makes it FAILED.

    Raises VaultUnavailable and KeyGone; the locator still waits then.
    """
    if arrived.seek(0, 2) == 0:
        empty = Unusable("empty")
        _settle(locator, kept=None, code=empty.code, reason=empty.sentence)
        return
    kept = keep(arrived, journey=locator.journey)
    if kept.unusable is not None:
        _settle(locator, kept=kept, code=kept.unusable.code, reason=kept.unusable.sentence)
    else:
        _settle(locator, kept=kept)


def fail_locator(locator_id: UUID, *, reason: str, code: str = "gave_up") -> bool:
    """WAITING becomes FAILED because the job gave up; False if the locator was not waiting.

    `reason` is a plain sentence without any address.
    """
    locator = Locator.objects.select_related("journey__account").get(pk=locator_id)
    return _settle(locator, kept=None, code=code, reason=reason)


def retry_locator(locator: Locator) -> bool:
    """FAILED becomes WAITING; False if it was not failed. Ringing for the job is the caller's."""
    waiting = {"state": Locator.State.WAITING, "reason": ""}
    failed = Locator.objects.filter(pk=locator.pk, state=Locator.State.FAILED)
    return failed.update(**waiting) == 1


def _settle(locator: Locator, *, kept: Kept | None, code: str = "", reason: str = "") -> bool:
    """Blob, state and trail entry in one transaction; False if somebody was first."""
    state = Locator.State.FAILED if reason else Locator.State.STORED
    values: dict[str, object] = {"state": state, "reason": reason[:_LONGEST_REASON]}
    data: dict[str, object] = {"code": code} if code else {}
    with transaction.atomic():
        if kept is not None:
            values["blob"] = blob_row(locator.journey, kept)
            data |= {"sha256": kept.sha256, "size": kept.size, "type": kept.media_type}
            data |= {"w": kept.width, "h": kept.height}
        waiting = Locator.objects.filter(pk=locator.pk, state=Locator.State.WAITING)
        if not waiting.update(**values):
            transaction.set_rollback(True)
            return False
        record(
            Event.MEDIA_REFUSED if reason else Event.MEDIA_STORED,
            system="vault",
            account=locator.journey.account.lane,
            about=("media", locator.id),
            data=data,
        )
    return True


def blob_row(journey: Journey, kept: Kept) -> Blob:
    """The one row of these bytes; bytes that can be shown only now get their measures."""
    measures = {
        "media_type": kept.media_type,
        "width": kept.width,
        "height": kept.height,
        "pages": kept.pages,
    }
    blob, is_new = Blob.objects.get_or_create(
        journey=journey,
        sha256=kept.sha256,
        defaults={"id": kept.media_id, "size": kept.size, **measures},
    )
    if not is_new and kept.media_type != UNKNOWN:
        Blob.objects.filter(pk=blob.pk, media_type=UNKNOWN).update(**measures)
    return blob
