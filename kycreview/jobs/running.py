"""Run leased jobs: keep the lease while they run, and sort their endings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from kycreview.jobs import lanes, queue
from kycreview.jobs.models import Job

Handler = Callable[[Job], None]
_log = logging.getLogger(__name__)


class TryLater(Exception):
    """The other side cannot serve this now. `counts` False where that is no sign of an outage."""

    def __init__(self, why: str, *, retry_after: float | None = None, counts: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.retry_after = retry_after
        self.counts = counts


class GiveUp(Exception):
    """Waiting cannot mend this."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PauseLane(Exception):
    """Nothing of this account can work until a person acts (its credentials fail)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _never() -> bool:
    return False


def work(
    *, at_most: int = 25, keys: list[str] | None = None, is_leaving: Callable[[], bool] = _never
) -> int:
    """Run due jobs one after the other; how many were run. None is taken once `is_leaving`."""
    for done in range(at_most):
        if is_leaving():
            return done
        job = queue.lease_next(keys=keys)
        if job is None:
            return done
        run(job)
    return at_most


def run(job: Job) -> None:
    """Run one leased job and record how it ended. Raises nothing that a handler raised."""
    try:
        handler: Handler = import_string(settings.JOB_HANDLERS[job.kind])
        with _kept(job):
            handler(job)
    except TryLater as late:
        queue.wait(job, why=late.why, retry_after=late.retry_after)
        if late.counts:
            lanes.count_failure(job.lane, why=late.why)
    except PauseLane as stop:
        queue.put_back(job)
        lanes.pause(job.lane, why=stop.why)
    except GiveUp as end:
        queue.give_up(job, why=end.why)
    except Exception as error:  # whatever our code raised must not stop the other rows
        _log.exception("job %s %s raised", job.kind, job.id)
        queue.crash(job, why=f"Our code failed on this ({type(error).__name__}).")
    else:
        queue.finish(job)
        lanes.count_success(job.lane)


@contextmanager
def _kept(job: Job) -> Iterator[None]:
    """Renew the lease in a thread of its own for as long as the block runs."""
    ended = threading.Event()

    def keep() -> None:
        try:
            while not ended.wait(settings.JOB_LEASE_SECONDS / 3):
                try:
                    queue.extend_lease(job)
                except DatabaseError as error:  # the next beat may get through in time
                    _log.warning("lease of %s not renewed: %s", job.id, type(error).__name__)
                    connection.close()
        finally:
            connection.close()

    keeper = threading.Thread(target=keep, daemon=True, name=f"lease-{job.id}")
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
