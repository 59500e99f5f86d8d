"""Short ways to ask for test work and to look at where it stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kycreview.jobs.models import Job
from kycreview.jobs.queue import enqueue


def ask(key: str, *, lane: str = "", at: datetime | None = None, again: bool = True) -> None:
    with transaction.atomic():
        enqueue("test.work", key=key, subject={"of": key}, lane=lane, at=at, again=again)


def job_of(key: str) -> Job:
    return Job.objects.get(key=key)


def make_due(key: str) -> None:
    """Its wait is over."""
    Job.objects.filter(key=key).update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def let_lease_lapse(key: str) -> None:
    """As if its process had died some time ago."""
    changed = Job.objects.filter(key=key, state=Job.State.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert changed == 1
