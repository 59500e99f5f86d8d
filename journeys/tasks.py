"""Thin: what the jobs of this room call, and the beats. Provider errors become endings of jobs."""

from __future__ import annotations

from celery import shared_task

from journeys import calls, expecting, importing, vault
from journeys.accounts import accounts_from_settings
from journeys.callbacks import erase_handled_bodies
from journeys.importing.endings import provider_errors
from journeys.models import Account, Locator, Snapshot
from kycreview.jobs.models import Job
from kycreview.jobs.running import GiveUp, TryLater


def run_fetch(job: Job) -> None:
    """journey.fetch"""
    account = Account.objects.get(pk=job.subject["account"])
    with provider_errors():
        saved = importing.fetch_and_save(
            account, job.subject["provider_id"], how=Snapshot.How(job.subject["how"])
        )
    importing.settle(saved.journey.pk)
    if saved.snapshot.state == Snapshot.State.UNREADABLE:
        raise GiveUp(saved.snapshot.reason)


def run_media(job: Job) -> None:
    """media.fetch: a file that failed before is asked for again, or the job would not be here."""
    locator = Locator.objects.get(pk=job.subject["locator"])
    if locator.state == Locator.State.FAILED:
        vault.retry_locator(locator)
    try:
        with provider_errors():
            vault.fetch_locator(locator.pk)
    except vault.VaultUnavailable as error:
        raise TryLater(error.sentence, counts=False) from None
    importing.settle(locator.journey_id)


@shared_task
def settle_media() -> None:
    """A download that was given up becomes a visible state of its picture, never "waiting"."""
    given_up = Job.objects.filter(
        kind="media.fetch", state__in=(Job.State.FAILED, Job.State.SET_ASIDE)
    ).order_by("-finished_at")[:1000]
    reasons = {job.subject["locator"]: job.last_error for job in given_up}
    waiting = Locator.objects.filter(pk__in=reasons, state=Locator.State.WAITING)
    for locator in waiting:
        vault.fail_locator(locator.pk, reason=reasons[str(locator.pk)])
    importing.settle()


@shared_task
def look_after_expected() -> None:
    accounts_from_settings()  # on a new house nobody else would make them
    expecting.read_watched_folders()
    expecting.fetch_what_is_late()


@shared_task
def erase_old_callbacks() -> None:
    erase_handled_bodies()


@shared_task
def forget_old_calls() -> None:
    calls.forget_old()
