"""Running jobs: every ending of a handler, lanes that pause, and a lease that is kept alive."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from kycreview.jobs import lanes, queue, running
from kycreview.jobs.models import Job, Lane
from kycreview.jobs.running import GiveUp, PauseLane, TryLater
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.kycreview.jobs import handlers
from tests.kycreview.jobs.asking import ask, job_of, make_due

pytestmark = pytest.mark.both_databases


def endings(**by_key: Exception) -> None:
    for key, error in by_key.items():

        def end(job: Job, error: Exception = error) -> None:
            raise error

        handlers.TO_DO[key] = end


def test_what_is_due_is_run_and_done() -> None:
    for key in "abc":
        ask(key)
    assert running.work(at_most=2) == 2
    assert running.work() == 1
    assert running.work() == 0
    assert sorted(handlers.RAN) == ["a", "b", "c"]
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_each_ending_of_a_handler_leaves_its_state() -> None:
    endings(
        later=TryLater("The provider is busy."),
        end=GiveUp("The provider does not know this id."),
        broken=ZeroDivisionError("secret value"),
    )
    for key in ("later", "end", "broken", "fine"):
        ask(key)
    running.work()
    said = {job.key: (job.state, job.last_error) for job in Job.objects.all()}
    assert said == {
        "later": (Job.State.WAITING, "The provider is busy."),
        "end": (Job.State.FAILED, "The provider does not know this id."),
        "broken": (Job.State.WAITING, "Our code failed on this (ZeroDivisionError)."),
        "fine": (Job.State.DONE, ""),
    }
    assert (job_of("later").waits, job_of("later").crashes) == (1, 0)
    assert (job_of("broken").waits, job_of("broken").crashes) == (0, 1)


def test_a_kind_without_a_handler_is_set_aside_and_stops_nobody() -> None:
    with transaction.atomic():
        queue.enqueue("no.such.kind", key="odd", subject={})
    ask("fine")
    for _ in range(3):
        make_due("odd")
        running.work()
    assert job_of("odd").state == Job.State.SET_ASIDE
    assert job_of("fine").state == Job.State.DONE


def test_a_transaction_that_a_handler_breaks_is_rolled_back_before_the_row_is_written() -> None:
    def fail_inside(job: Job) -> None:
        with transaction.atomic():
            Lane.objects.create(name="half")
            raise ArithmeticError

    handlers.TO_DO["a"] = fail_inside
    ask("a")
    running.work()
    assert job_of("a").crashes == 1
    assert not Lane.objects.filter(name="half").exists()


def test_credentials_that_fail_pause_the_lane_and_use_nothing_up() -> None:
    endings(first=PauseLane("The provider refused our key."))
    ask("first", lane="idwise")
    running.work()
    for key in ("second", "third"):
        ask(key, lane="idwise")
    ask("other", lane="signzy")
    running.work()
    assert handlers.RAN == ["first", "other"]
    for key in ("first", "second", "third"):
        job = job_of(key)
        assert (job.state, job.waits, job.crashes) == (Job.State.WAITING, 0, 0)
    lane = Lane.objects.get(name="idwise")
    assert (lane.reason, lane.resumes_at) == ("The provider refused our key.", None)
    assert queue.count_due() == 0
    lanes.resume_due()
    assert running.work() == 0

    handlers.TO_DO.clear()
    assert lanes.resume("idwise")
    assert not lanes.resume("idwise")
    assert running.work() == 3
    assert list(TrailEntry.objects.order_by("seq").values_list("event", "account")) == [
        (Event.ACCOUNT_PAUSED, "idwise"),
        (Event.ACCOUNT_RESUMED, "idwise"),
    ]


def test_a_row_left_behind_by_a_dead_process_waits_out_the_pause_too() -> None:
    ask("a", lane="idwise")
    assert queue.lease_next() is not None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    lanes.pause("idwise", why="x")
    assert queue.lease_next() is None
    lanes.resume("idwise")
    assert queue.lease_next() is not None


def test_ten_failures_in_a_row_pause_the_lane_for_a_while() -> None:
    endings(**{"*": TryLater("503")})
    for number in range(12):
        ask(f"{number}", lane="idwise")
    running.work()
    assert len(handlers.RAN) == 10
    lane = Lane.objects.get()
    assert lane.paused_at is not None
    assert lane.resumes_at is not None
    lanes.resume_due()
    assert Lane.objects.get().paused_at is not None
    Lane.objects.update(resumes_at=timezone.now() - timedelta(seconds=1))
    lanes.resume_due()
    assert Lane.objects.get().paused_at is None
    # Still down: one more failure is enough now.
    running.work()
    assert len(handlers.RAN) == 11
    assert Lane.objects.get().paused_at is not None


def test_a_success_breaks_the_row_of_failures() -> None:
    endings(bad=TryLater("503"))
    for _ in range(9):
        ask("bad", lane="idwise")
        make_due("bad")
        running.work()
    ask("good", lane="idwise")
    running.work()
    ask("bad", lane="idwise")
    make_due("bad")
    running.work()
    assert (Lane.objects.get().failures, Lane.objects.get().paused_at) == (1, None)


def test_an_answer_that_is_not_ready_yet_is_no_failure_of_the_lane() -> None:
    endings(**{"*": TryLater("404", counts=False)})
    for number in range(12):
        ask(f"{number}", lane="idwise")
    running.work()
    assert len(handlers.RAN) == 12
    assert Lane.objects.count() == 0


def test_a_long_job_keeps_its_lease(settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = 3
    taken: list[Job | None] = []

    def rival() -> None:
        taken.append(queue.lease_next())
        connection.close()

    def outlast_the_lease(job: Job) -> None:
        assert job.lease_until is not None
        while timezone.now() < job.lease_until + timedelta(seconds=0.5):
            time.sleep(0.1)
        thread = threading.Thread(target=rival)
        thread.start()
        thread.join()

    handlers.TO_DO["long"] = outlast_the_lease
    ask("long")
    running.work()
    assert taken == [None]
    assert (job_of("long").state, job_of("long").crashes) == (Job.State.DONE, 0)


def test_a_lease_that_could_not_be_renewed_once_is_renewed_at_the_next_beat(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_LEASE_SECONDS = 0.3
    tries: list[Any] = []
    renewed = threading.Event()

    def extend(job: Job) -> bool:
        tries.append(job.key)
        if len(tries) == 1:
            raise OperationalError("the connection is gone")
        renewed.set()
        return True

    monkeypatch.setattr(queue, "extend_lease", extend)

    def outlast_two_beats(job: Job) -> None:
        renewed.wait(20)

    handlers.TO_DO["a"] = outlast_two_beats
    ask("a")
    running.work()
    assert renewed.is_set()
    assert job_of("a").state == Job.State.DONE
