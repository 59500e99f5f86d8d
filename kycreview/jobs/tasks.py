"""Celery's side of the jobs: be rung, and sweep. Arguments are none: the rows know everything."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown
from celery.worker import state

from kycreview.jobs import beats, lanes, queue, running

_pulses: list[beats.Pulse] = []


@shared_task
def work() -> None:
    """Run what is due; ring again where more is left than one turn takes."""
    if running.work(at_most=25, is_leaving=_is_leaving) == 25:
        queue.ring()


@shared_task
def sweep() -> None:
    """Ring for what is due: the answer to lost messages, dead workers and ended waits."""
    beats.note_clock()
    lanes.resume_due()
    due = queue.count_due()
    if due:
        queue.ring(times=min(due, 8))


@shared_task
def forget_old() -> None:
    beats.forget_old()


@worker_ready.connect
def _begin_to_beat(sender: Any, **_said: object) -> None:
    pulse = beats.Pulse(str(sender.hostname))
    _pulses.append(pulse)
    pulse.start()


@worker_shutdown.connect
def _stop_beating(**_said: object) -> None:
    while _pulses:
        _pulses.pop().stop()


def _is_leaving() -> bool:
    """A worker that was told to stop finishes its job and takes no other."""
    return state.should_stop is not None or state.should_terminate is not None
