"""The broker is a doorbell: it rings after a commit, and losing it loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from kycreview.jobs import lanes, queue, tasks
from kycreview.jobs.models import Job, Lane
from tests.broker import Broker, point_celery_at
from tests.kycreview.jobs import handlers
from tests.kycreview.jobs.asking import ask, job_of


def test_the_bell_rings_when_the_change_is_committed(broker: Broker) -> None:
    with transaction.atomic():
        queue.enqueue("test.work", key="a", subject={})
        assert broker.waiting() == 0
    assert broker.waiting() == 1


def test_no_bell_rings_for_a_change_that_was_rolled_back(broker: Broker) -> None:
    with transaction.atomic():
        queue.enqueue("test.work", key="a", subject={})
        transaction.set_rollback(True)
    assert broker.waiting() == 0


def test_no_bell_rings_for_what_is_due_later(broker: Broker) -> None:
    ask("a", at=timezone.now() + timedelta(hours=1))
    assert broker.waiting() == 0


def test_a_broker_that_is_down_is_harmless(broker: Broker) -> None:
    broker.kill()
    ask("a")
    tasks.sweep()
    assert job_of("a").state == Job.State.WAITING
    broker.restart()
    broker.forget_everything()
    tasks.sweep()
    assert broker.waiting() == 1


def test_a_broker_that_never_was_is_harmless(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/b.sock"
    point_celery_at(settings.CELERY_BROKER_URL)
    try:
        ask("a")
    finally:
        point_celery_at(None)
    assert job_of("a").state == Job.State.WAITING


def test_without_a_broker_nothing_rings_and_nothing_is_lost() -> None:
    ask("a")
    tasks.sweep()
    tasks.work()
    assert job_of("a").state == Job.State.DONE


def test_the_sweep_rings_once_for_each_due_row_up_to_a_few(broker: Broker) -> None:
    for number in range(3):
        ask(f"{number}")
    broker.forget_everything()
    tasks.sweep()
    assert broker.waiting() == 3
    for number in range(3, 30):
        ask(f"{number}")
    broker.forget_everything()
    tasks.sweep()
    assert broker.waiting() == 8


def test_the_sweep_is_quiet_when_nothing_is_due(broker: Broker) -> None:
    ask("a", lane="idwise")
    lanes.pause("idwise", why="x")
    broker.forget_everything()
    tasks.sweep()
    assert broker.waiting() == 0


def test_the_sweep_ends_pauses_that_end_by_themselves(broker: Broker) -> None:
    lanes.pause("idwise", why="x", resumes_at_once=True)
    Lane.objects.update(resumes_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    assert Lane.objects.get().paused_at is None


def test_a_turn_rings_again_where_more_is_left_than_it_takes(broker: Broker) -> None:
    for number in range(26):
        ask(f"{number}")
    broker.forget_everything()
    tasks.work()
    assert len(handlers.RAN) == 25
    assert broker.waiting() == 1


@pytest.mark.parametrize("number", range(2))
def test_each_test_has_a_database_of_its_own(number: int) -> None:
    assert Job.objects.count() == 0
    ask("a")
