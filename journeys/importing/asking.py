"""Turn ids into work: one job an id, however often it is asked for."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import Account, ImportBatch, ImportItem, Snapshot
from kycreview.jobs.queue import enqueue, enqueue_many
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record

MOST_IDS = 20_000
LONGEST_ID = 255


class NotAnId(Exception):
    """The text cannot be a journey's id. `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def fetch_key(account_id: uuid.UUID, provider_id: str) -> str:
    """The job key of one journey's fetch."""
    digest = hashlib.sha256(provider_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"journey.fetch:{account_id}:{digest}"


def media_key(locator_id: uuid.UUID) -> str:
    """The job key of one download."""
    return f"media.fetch:{locator_id}"


def check_id(text: str) -> str:
    """The id without outer space. Raises NotAnId."""
    found = text.strip()
    if not found:
        raise NotAnId(_("An id is empty."))
    if len(found) > LONGEST_ID:
        raise NotAnId(_("An id is longer than 255 characters."))
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in found):
        raise NotAnId(_("An id holds control characters."))
    return found


def split_ids(text: str) -> list[str]:
    """Ids from pasted or uploaded text: one a line, or the first column of a CSV.

    A heading such as "journey_id" is dropped, repeats are dropped. Raises NotAnId.
    """
    found: dict[str, None] = {}
    for line in text.replace("\ufeff", "").splitlines():
        first = re.split(r"[,;\t]", line.strip(), maxsplit=1)[0].strip().strip("\"'")
        if not first or first.lower().replace(" ", "_") in ("id", "journey_id", "journeyid"):
            continue
        found[check_id(first)] = None
    if not found:
        raise NotAnId(_("There is no id in it."))
    if len(found) > MOST_IDS:
        raise NotAnId(_("More than 20,000 ids at once; split the list."))
    return list(found)


def request_fetch(account: Account, provider_id: str, *, how: Snapshot.How) -> None:
    """Ask for one journey inside the running transaction."""
    enqueue(
        "journey.fetch",
        key=fetch_key(account.id, provider_id),
        subject=_subject(account, provider_id, how=how),
        lane=account.lane,
    )


def ask_for(
    account: Account,
    provider_ids: list[str],
    *,
    by: User | None = None,
    seat: Seat = NOWHERE,
    how: Snapshot.How = Snapshot.How.ASKED,
) -> ImportBatch:
    """Ask for a list of journeys as one batch with progress of its own. Raises NotAnId."""
    wanted = list(dict.fromkeys(check_id(provider_id) for provider_id in provider_ids))
    with transaction.atomic():
        batch = ImportBatch.objects.create(account=account, asked_by=by)
        ImportItem.objects.bulk_create(
            ImportItem(
                batch=batch,
                provider_id=provider_id,
                job_key=fetch_key(account.id, provider_id),
            )
            for provider_id in wanted
        )
        enqueue_many(
            "journey.fetch",
            {
                fetch_key(account.id, provider_id): _subject(account, provider_id, how=how)
                for provider_id in wanted
            },
            lane=account.lane,
        )
        record(
            Event.IMPORT_REQUESTED,
            by=by,
            system="" if by else "command",
            seat=seat,
            account=account.lane,
            about=("import_batch", batch.id),
            data={"ids": len(wanted), "how": how.value},
        )
    return batch


def _subject(account: Account, provider_id: str, *, how: Snapshot.How) -> dict[str, str]:
    return {"account": str(account.id), "provider_id": provider_id, "how": how.value}
