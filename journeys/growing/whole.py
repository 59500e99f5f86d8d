"""Brings in some journeys whole: the sandbox's bodies and pictures, through the importer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import timezone

from journeys.growing.ground import Ground, accounts
from journeys.importing import media_key, save_answer, settle
from journeys.models import Account, Journey, Locator, Snapshot
from journeys.sandbox.journey import journey as sandbox_journey
from journeys.sandbox.plan import SandboxJourney
from journeys.vault import places
from journeys.vault.fetching import take_file
from kycreview.jobs.models import Job

# Their indexes at the sandbox begin here, beyond those of journeys that are rows alone.
_FIRST: Final = 5_000_000
# What a person has to look at.
_OUTCOMES: Final = {
    "idwise": (
        "not_same_person", "glare", "aml_many", "conflict_viz_mrz", "expired", "photo_replaced",
        "conflict_declared", "mrz_check_digit_wrong", "under_age",
    ),
    "signzy": (
        "face_mismatch", "authenticity_failed_pattern", "registry_mismatch", "extraction_errors",
        "not_live", "conflict_declared", "image_quality_glare", "expired", "arabic_names",
    ),
}  # fmt: skip


def bring_in(count: int, ground: Ground) -> Iterator[Journey]:
    """Save `count` of them, as many as are missing, one after the other."""
    rows = {str(one.id): one for one in accounts()}
    for index in range(_FIRST, _FIRST + count):
        account = rows[ground.account_at(index).id]
        outcomes = _OUTCOMES[account.provider]
        made = sandbox_journey(
            account.provider,
            seed=ground.seed,
            index=index,
            outcome=outcomes[index // 2 % len(outcomes)],
            base_url=account.base_url,
            today=timezone.now().date(),
            pictures="small",
        )
        if not Journey.objects.filter(account=account, provider_id=made.journey_id).exists():
            yield _save(account, made)


def _save(account: Account, made: SandboxJourney) -> Journey:
    how = Snapshot.How.COMMAND
    journey = save_answer(account, made.journey_id, made.body, how=how).journey
    key = journey.key()
    waiting = list(Locator.objects.filter(journey=journey, state=Locator.State.WAITING))
    for locator in waiting:
        picture = made.media.get(locator.name(key))
        with places.incoming_file() as arrived:
            arrived.write(picture() if picture else b"")
            take_file(locator, arrived)
    # Nobody has to ask the provider for them any more.
    Job.objects.filter(key__in=[media_key(locator.pk) for locator in waiting]).update(
        state=Job.State.DONE, finished_at=timezone.now()
    )
    settle(journey.pk)
    return journey
