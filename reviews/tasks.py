"""Thin: what the jobs of this room call, and the pull's beat."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from journeys.importing.endings import provider_errors
from kycreview.jobs.models import Job
from reviews import outbox
from reviews.desk.pulling import pull
from reviews.verdicts.deciding import take_effect


def run_take_effect(job: Job) -> None:
    """decision.take_effect"""
    take_effect(UUID(job.subject["decision"]))


def run_outbox(job: Job) -> None:
    """outbox.send"""
    with provider_errors():
        outbox.send(UUID(job.subject["row"]))


@shared_task
def pull_cases() -> None:
    pull()
