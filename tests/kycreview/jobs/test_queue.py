"""The queue of rows: asking, taking, ending, and what several processes do to it at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kycreview.jobs import queue
from kycreview.jobs.models import Job, Lane
from tests.kycreview.jobs.asking import ask, job_of, let_lease_lapse, make_due
from tests.threads import at_once

pytestmark = pytest.mark.both_databases


def take() -> Job:
    job = queue.lease_next()
    assert job is not None
    return job


def test_workers_never_take_the_same_row() -> None:
    for number in range(40):
        ask(f"job {number}")

    def work(number: int) -> list[str]:
        taken = []
        misses = 0
        while misses < 3:
            job = queue.lease_next()
            if job is None:
                misses += 1
            else:
                taken.append(job.key)
        return taken

    taken = [key for keys in at_once(8, work) for key in keys]
    assert sorted(taken) == sorted(f"job {number}" for number in range(40))


def test_asking_at_the_same_moment_makes_one_row() -> None:
    at_once(8, lambda number: ask("the one"))
    assert Job.objects.count() == 1


def test_jobs_come_to_their_turn_by_time() -> None:
    ask("later", at=timezone.now() + timedelta(hours=1))
    assert queue.lease_next() is None
    assert queue.count_due() == 0
    make_due("later")
    assert queue.count_due() == 1
    assert take().key == "later"
    assert queue.lease_next() is None


def test_a_worker_can_be_bound_to_some_keys() -> None:
    ask("mine")
    ask("other")
    job = queue.lease_next(keys=["mine"])
    assert job is not None
    assert job.key == "mine"
    assert queue.lease_next(keys=["mine"]) is None


def test_a_finished_job_is_done_and_not_taken_again() -> None:
    ask("a")
    job = take()
    assert queue.finish(job)
    done = job_of("a")
    assert (done.state, done.lease, done.last_error) == (Job.State.DONE, None, "")
    assert done.finished_at is not None
    assert queue.lease_next() is None


def test_a_lost_lease_counts_a_crash_and_the_former_holder_has_no_say() -> None:
    ask("a")
    first = take()
    let_lease_lapse("a")
    second = take()
    assert (second.id, second.crashes) == (first.id, 1)
    assert second.lease != first.lease
    assert not queue.finish(first)
    assert not queue.extend_lease(first)
    queue.give_up(first, why="too late")
    queue.crash(first, why="too late")
    queue.wait(first, why="too late")
    queue.put_back(first)
    assert job_of("a").state == Job.State.RUNNING
    assert queue.extend_lease(second)
    assert queue.finish(second)


def test_a_row_whose_process_died_three_times_is_set_aside() -> None:
    ask("a")
    for crashes in range(3):
        assert take().crashes == crashes
        let_lease_lapse("a")
    assert queue.lease_next() is None
    aside = job_of("a")
    assert (aside.state, aside.crashes) == (Job.State.SET_ASIDE, 3)
    assert "three times" in aside.last_error
    assert queue.count_due() == 0


def test_a_row_on_which_our_code_failed_three_times_is_set_aside() -> None:
    ask("a")
    for _ in range(2):
        queue.crash(take(), why="Our code failed.")
        assert job_of("a").state == Job.State.WAITING
        assert queue.lease_next() is None
        make_due("a")
    queue.crash(take(), why="Our code failed.")
    aside = job_of("a")
    assert (aside.state, aside.crashes, aside.last_error) == (
        Job.State.SET_ASIDE, 3, "Our code failed.",
    )  # fmt: skip


def test_dying_and_failing_count_together() -> None:
    ask("a")
    take()
    let_lease_lapse("a")
    queue.crash(take(), why="x")
    make_due("a")
    take()
    let_lease_lapse("a")
    assert queue.lease_next() is None
    assert job_of("a").state == Job.State.SET_ASIDE


def test_waiting_backs_off_up_to_a_quarter_of_an_hour_and_counts_no_crash() -> None:
    ask("a")
    pauses = []
    for _ in range(14):
        queue.wait(take(), why="503")
        job = job_of("a")
        pauses.append((job.next_attempt_at - timezone.now()).total_seconds())
        make_due("a")
    assert pauses[0] < 10 < pauses[5]
    assert pauses[-1] > 600
    assert max(pauses) <= 15 * 60 * 1.25
    assert (job.waits, job.crashes, job.state) == (14, 0, Job.State.WAITING)
    assert job.last_error == "503"


@pytest.mark.parametrize("asked, at_least, at_most", [(120.0, 100, 125), (86400.0, 800, 1130)])
def test_a_provider_s_own_pause_is_kept_but_capped(
    asked: float, at_least: float, at_most: float
) -> None:
    ask("a")
    queue.wait(take(), why="429", retry_after=asked)
    pause = (job_of("a").next_attempt_at - timezone.now()).total_seconds()
    assert at_least < pause < at_most


def test_after_72_hours_without_an_answer_it_fails_visibly_and_one_click_retries_it() -> None:
    ask("a")
    queue.wait(take(), why="503")
    began = timezone.now() - timedelta(hours=71, minutes=59)
    Job.objects.update(first_wait_at=began)
    make_due("a")
    queue.wait(take(), why="503")
    assert job_of("a").state == Job.State.WAITING
    Job.objects.update(first_wait_at=began - timedelta(minutes=2))
    make_due("a")
    queue.wait(take(), why="503")
    failed = job_of("a")
    assert failed.state == Job.State.FAILED
    assert "did not answer" in failed.last_error
    assert queue.lease_next() is None
    assert queue.retry(Job.objects.filter(key="a")) == 1
    again = take()
    assert (again.waits, again.crashes, again.first_wait_at) == (0, 0, None)


def test_retrying_arms_what_failed_was_set_aside_or_waits_and_nothing_else() -> None:
    states = {
        "failed": (Job.State.FAILED, 2),
        "aside": (Job.State.SET_ASIDE, 0),
        "waits": (Job.State.WAITING, 3),
        "done": (Job.State.DONE, 0),
        "running": (Job.State.RUNNING, 0),
    }
    later = timezone.now() + timedelta(hours=1)
    for key, (state, waits) in states.items():
        ask(key, at=later)
        Job.objects.filter(key=key).update(state=state, waits=waits, lease_until=later)
    assert queue.retry(Job.objects.all()) == 3
    assert {job.key for job in Job.objects.filter(queue.due_jobs(timezone.now()))} == {
        "failed", "aside", "waits",
    }  # fmt: skip


def test_asked_for_again_while_running_it_goes_round_once_more() -> None:
    ask("a")
    job = take()
    ask("a")
    ask("a")
    assert queue.lease_next() is None
    queue.finish(job)
    second = take()
    assert second.key == "a"
    queue.finish(second)
    assert queue.lease_next() is None
    assert job_of("a").state == Job.State.DONE


def test_asked_for_again_while_it_gives_up_it_goes_round_once_more() -> None:
    ask("a")
    job = take()
    ask("a")
    queue.give_up(job, why="It was deleted.")
    assert take().key == "a"


@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED, Job.State.SET_ASIDE])
def test_an_ended_job_that_is_asked_for_again_is_armed_anew(state: Job.State) -> None:
    ask("a")
    Job.objects.update(state=state, crashes=3, waits=9, last_error="old")
    ask("a", again=False)
    assert queue.lease_next() is None
    ask("a")
    job = take()
    assert (job.crashes, job.waits) == (0, 0)


def test_asking_again_brings_a_waiting_job_forward_and_never_back() -> None:
    ask("a", at=timezone.now() + timedelta(hours=1))
    ask("a", at=timezone.now() + timedelta(hours=2))
    assert job_of("a").next_attempt_at < timezone.now() + timedelta(minutes=61)
    ask("a")
    assert take().key == "a"


def test_what_was_asked_for_in_a_rolled_back_change_does_not_exist() -> None:
    with transaction.atomic():
        queue.enqueue("test.work", key="a", subject={})
        transaction.set_rollback(True)
    assert queue.lease_next() is None


def test_a_worker_does_not_take_a_row_before_what_it_should_see_is_committed() -> None:
    ask("a")
    asked, taking = threading.Event(), threading.Event()

    def change(number: int) -> bool:
        with transaction.atomic():
            Lane.objects.create(name="what it should see")
            queue.enqueue("test.work", key="a", subject={})
            asked.set()
            taking.wait()
            threading.Event().wait(0.3)  # time in which a hasty worker would take it
        return True

    def work(number: int) -> bool:
        asked.wait()
        taking.set()
        job = queue.lease_next()
        # Taken after the commit, or left for the next sweep.
        return job is None or Lane.objects.filter(name="what it should see").exists()

    assert at_once(2, lambda number: (change, work)[number](number)) == [True, True]


def test_a_request_that_comes_while_a_job_ends_is_not_lost() -> None:
    ask("a")
    job = take()
    asked, ending = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            queue.enqueue("test.work", key="a", subject={})
            asked.set()
            ending.wait()
            threading.Event().wait(0.3)
        connection.close()

    asker = threading.Thread(target=change)
    asker.start()
    asked.wait()
    ending.set()
    queue.finish(job)
    asker.join()
    assert take().key == "a"
