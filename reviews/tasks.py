"""Thin: what the jobs of this room call, and the pull's beat."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from journeys.importing.endings import provider_errors
from kycreview.jobs.models import Job
from kycreview.jobs.running import TryLater
from reviews import outbox
from reviews.desk.pulling import ask_after_waiting, pull
from reviews.models import Decision
from reviews.verdicts.effects import take_effect


def run_take_effect(job: Job) -> None:
    """decision.take_effect"""
    decision = Decision.objects.filter(pk=job.subject["decision"], state=Decision.State.PROPOSED)
    if not take_effect(UUID(job.subject["decision"])) and decision.exists():
        raise TryLater("It can still be undone.", retry_after=1, counts=False)


def run_outbox(job: Job) -> None:
    """outbox.send"""
    with provider_errors():
        outbox.send(UUID(job.subject["row"]))


@shared_task
def pull_cases() -> None:
    pull()
    ask_after_waiting()
