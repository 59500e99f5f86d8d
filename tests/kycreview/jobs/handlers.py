"""What the jobs of these tests do: each test says it, by key or for all."""

from __future__ import annotations

from collections.abc import Callable

from kycreview.jobs.models import Job

RAN: list[str] = []
TO_DO: dict[str, Callable[[Job], None]] = {}


def handle(job: Job) -> None:
    """The handler behind the kind `test.work`."""
    RAN.append(job.key)
    todo = TO_DO.get(job.key) or TO_DO.get("*")
    if todo is not None:
        todo(job)
