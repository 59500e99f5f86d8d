"""Thin: what the jobs of this room call, and the beats. Provider errors become endings of jobs."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from journeys import expecting, importing, vault
from journeys.callbacks import erase_handled_bodies
from journeys.importing.endings import provider_errors
from journeys.models import Account, Snapshot
from kycreview.jobs.models import Job
from kycreview.jobs.running import GiveUp


def run_fetch(job: Job) -> None:
    """journey.fetch"""
    account = Account.objects.get(pk=job.subject["account"])
    with provider_errors():
        saved = importing.fetch_and_save(
            account, job.subject["provider_id"], how=Snapshot.How(job.subject["how"])
        )
    if saved.snapshot.state == Snapshot.State.UNREADABLE:
        raise GiveUp(saved.snapshot.reason)


def run_media(job: Job) -> None:
    """media.fetch"""
    with provider_errors():
        vault.fetch_locator(UUID(job.subject["locator"]))


@shared_task
def look_after_expected() -> None:
    expecting.read_watched_folders()
    expecting.fetch_what_is_late()


@shared_task
def erase_old_callbacks() -> None:
    erase_handled_bodies()
