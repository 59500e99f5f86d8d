"""Thin: what the jobs of this room call, and the pull's beat."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from journeys.importing.endings import provider_errors
from kycreview.jobs.models import Job
from kycreview.jobs.queue import has_waited_too_long
from kycreview.jobs.running import TryLater
from reviews import hooks, outbox
from reviews.desk.assigning import give_out, take_from_absent
from reviews.desk.nobody import tell_of_stuck
from reviews.desk.notices import forget_read
from reviews.desk.presence import forget_old
from reviews.desk.pulling import pull
from reviews.desk.rereading import open_rereads
from reviews.desk.turns import reckon_turns
from reviews.desk.waiting import look_after_waiting
from reviews.models import Decision
from reviews.verdicts.effects import take_effect


def run_take_effect(job: Job) -> None:
    """decision.take_effect"""
    decision = Decision.objects.filter(pk=job.subject["decision"], state=Decision.State.PROPOSED)
    if not take_effect(UUID(job.subject["decision"])) and decision.exists():
        raise TryLater("It can still be undone.", retry_after=1, counts=False)


def run_outbox(job: Job) -> None:
    """outbox.send"""
    row = UUID(job.subject["row"])
    try:
        with provider_errors():
            outbox.send(row)
    except TryLater as late:
        if has_waited_too_long(job):
            outbox.give_up(row, why=late.why)
        raise


def run_hook(job: Job) -> None:
    """hook.send"""
    hooks.send(job)


@shared_task
def forget_old_deliveries() -> None:
    hooks.forget_old()


@shared_task
def pull_cases() -> None:
    pull()
    look_after_waiting()


@shared_task
def hand_out() -> None:
    """Queues that give their cases to people; what people who are gone were given comes back."""
    take_from_absent()
    give_out()


@shared_task
def look_after_desk() -> None:
    """Turns by how long cases take now; cases without a reader or to be read
    again; pages that were closed, notices that were read long ago."""
    reckon_turns()
    open_rereads()
    tell_of_stuck()
    forget_old()
    forget_read()
