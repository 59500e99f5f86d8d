"""Whatever breaks between the house and IDWise: a decision arrives once, and none is lost."""

from __future__ import annotations

import json

import pytest

from journeys.models import Account, Journey
from journeys.sandbox.server import Sandbox
from kycreview.jobs import lanes
from kycreview.jobs.models import Job, Lane
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.models import Case, OutboxRow
from reviews.outbox import decisions
from reviews.verdicts.reopening import reopen
from tests.reviews.house import (
    events,
    in_effect,
    round_of,
    run_jobs,
    store_pictures,
)
from tests.reviews.outbox.asking import (
    bring_in,
    decide_in_effect,
    reviews_at,
    row_of,
    send_all,
)


@pytest.fixture
def journey(idwise: Account, sandbox: Sandbox) -> Journey:
    return bring_in(idwise, sandbox)


@pytest.mark.both_databases
def test_a_crash_after_the_post_sends_nothing_twice(
    journey: Journey, sandbox: Sandbox, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "end_told", dies)
        job = send_all()
    assert (job.state, job.crashes) == (Job.State.WAITING, 1)
    assert row_of(decision).state == OutboxRow.State.SENDING
    assert send_all().state == Job.State.DONE
    assert sandbox.accepted_counts() == {journey.provider_id: 1}
    assert row_of(decision).state == OutboxRow.State.SENT
    (entry,) = events(Event.OUTBOX_SENT)
    assert json.loads(entry.data)["was_there_already"] is True


def test_a_crash_before_the_post_sends_once(
    journey: Journey, sandbox: Sandbox, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "get_provider", dies)
        send_all()
    assert send_all().state == Job.State.DONE
    assert sandbox.accepted_counts() == {journey.provider_id: 1}
    assert row_of(decision).state == OutboxRow.State.SENT


def test_an_answer_that_was_cut_off_sends_nothing_twice(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    sandbox.add_fault("manual-review", "cut")
    job = send_all()
    assert (job.state, job.waits) == (Job.State.WAITING, 1)
    row = row_of(decision)
    assert (row.state, row.attempts) == (OutboxRow.State.SENDING, 1)
    assert row.last_error.endswith("was cut off or damaged on its way.")
    assert send_all().state == Job.State.DONE
    assert sandbox.accepted_counts() == {journey.provider_id: 1}


@pytest.mark.parametrize("fault", ["500", "429", "html", "cut"])
def test_a_provider_that_cannot_answer_is_waited_for(
    journey: Journey, sandbox: Sandbox, reviewer: User, fault: str
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    sandbox.add_fault("idwise", fault, times=0)
    job = send_all()
    assert (job.state, job.waits) == (Job.State.WAITING, 1)
    row = row_of(decision)
    assert row.state == OutboxRow.State.WAITING, "nothing has left the house yet"
    assert row.last_error
    sandbox.clear_faults()
    assert send_all().state == Job.State.DONE
    row = row_of(decision)
    assert (row.state, row.last_error) == (OutboxRow.State.SENT, "")
    assert sandbox.accepted_counts() == {journey.provider_id: 1}


def test_a_provider_that_fails_at_the_post_is_asked_what_it_holds(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    sandbox.add_fault("manual-review", "500")
    assert send_all().state == Job.State.WAITING
    assert row_of(decision).state == OutboxRow.State.SENDING
    assert send_all().state == Job.State.DONE
    assert sandbox.accepted_counts() == {journey.provider_id: 1}


def test_wrong_credentials_pause_the_account_and_lose_nothing(
    idwise: Account, journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    sandbox.add_fault("idwise", "unauthorized", times=0)
    assert send_all().state == Job.State.WAITING
    assert Lane.objects.get(name=idwise.lane).paused_at is not None
    assert row_of(decision).state == OutboxRow.State.WAITING
    sandbox.clear_faults()
    lanes.resume(idwise.lane)
    assert send_all().state == Job.State.DONE
    assert sandbox.accepted_counts() == {journey.provider_id: 1}


def test_of_two_decisions_the_later_one_alone_reaches_a_provider_that_was_away(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    store_pictures(journey)
    first = decide_in_effect(journey, "reject", by=reviewer)
    sandbox.add_fault("idwise", "500", times=0)
    send_all()
    reopen(Case.objects.get(), why="Again.", by=lead)
    second = in_effect(round_of(claim(Case.objects.get(), by=reviewer)), "approve", by=reviewer)
    sandbox.clear_faults()
    run_jobs("outbox.send")
    (receipt,) = reviews_at(sandbox, journey)
    assert receipt.body["new_decision"] == "Approved"
    assert row_of(first).state == OutboxRow.State.WITHDRAWN
    assert row_of(second).state == OutboxRow.State.SENT


def test_a_decision_that_may_have_arrived_is_no_conflict_for_the_next(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    store_pictures(journey)
    first = decide_in_effect(journey, "reject", by=reviewer)
    sandbox.add_fault("manual-review", "cut")
    send_all()
    assert row_of(first).state == OutboxRow.State.SENDING
    reopen(Case.objects.get(), why="Again.", by=lead)
    second = in_effect(round_of(claim(Case.objects.get(), by=reviewer)), "approve", by=reviewer)
    run_jobs("outbox.send")
    assert [one.body["new_decision"] for one in reviews_at(sandbox, journey)] == [
        "Rejected",
        "Approved",
    ]
    assert row_of(first).state == OutboxRow.State.WITHDRAWN
    assert row_of(second).state == OutboxRow.State.SENT


def dies(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the process dies here")
