"""Celery's side of the jobs: be rung, and sweep. Arguments are none: the rows know everything."""

from celery import shared_task
from celery.worker import state

from kycreview.jobs import lanes, queue, running


@shared_task
def work() -> None:
    """Run what is due; ring again where more is left than one turn takes."""
    if running.work(at_most=25, is_leaving=_is_leaving) == 25:
        queue.ring()


@shared_task
def sweep() -> None:
    """Ring for what is due: the answer to lost messages, dead workers and ended waits."""
    lanes.resume_due()
    due = queue.count_due()
    if due:
        queue.ring(times=min(due, 8))


def _is_leaving() -> bool:
    """A worker that was told to stop finishes its job and takes no other."""
    return state.should_stop is not None or state.should_terminate is not None
