"""Leads at the outbox: what is given up, cancelled, sent again, and how it ends."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Account, Journey
from journeys.providers.errors import ProviderUnavailable
from journeys.sandbox.server import Sandbox
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.errors import NotAllowed, TooLate
from reviews.models import OutboxRow
from reviews.outbox import again, cancel, send
from tests.people import MakePerson
from tests.reviews.house import count_of, decided, events, held_case, let_pass, run_jobs
from tests.reviews.outbox.asking import (
    bring_in,
    decide_in_effect,
    reviews_at,
    row_of,
    send_all,
)


@pytest.fixture
def lead(idwise: Account, make_person: MakePerson) -> User:
    return make_person("lead")


@pytest.fixture
def journey(idwise: Account, sandbox: Sandbox) -> Journey:
    return bring_in(idwise, sandbox)


@pytest.mark.both_databases
def test_after_three_days_without_an_answer_a_message_is_given_up(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    decision = decide_in_effect(journey, "reject", by=reviewer)
    sandbox.add_fault("idwise", "500", times=0)
    long_ago = timezone.now() - timedelta(hours=73)
    Job.objects.filter(kind="outbox.send").update(first_wait_at=long_ago, waits=9)
    assert send_all().state == Job.State.FAILED
    row = row_of(decision)
    assert row.state == OutboxRow.State.GIVEN_UP
    assert row.last_error
    (entry,) = events(Event.OUTBOX_GIVEN_UP)
    assert json.loads(entry.data)["outcome"] == "reject"
    sandbox.clear_faults()
    again(row_of(decision), by=lead)
    send_all()
    assert row_of(decision).state == OutboxRow.State.SENT


@pytest.mark.both_databases
def test_a_cancelled_message_never_leaves_and_a_lead_can_take_that_back(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    decision = decide_in_effect(journey, "reject", by=reviewer)
    cancel(row_of(decision), by=lead)
    send_all()
    assert reviews_at(sandbox, journey) == []
    assert row_of(decision).state == OutboxRow.State.CANCELLED
    (entry,) = events(Event.OUTBOX_CANCELLED)
    assert json.loads(entry.data) == {"was": "waiting", "outcome": "reject"}
    with pytest.raises(TooLate):
        cancel(row_of(decision), by=lead)
    with pytest.raises(TooLate):
        again(row_of(decision), by=reviewer)
    again(row_of(decision), by=lead)
    send_all()
    assert len(reviews_at(sandbox, journey)) == 1


def test_only_a_lead_cancels(journey: Journey, reviewer: User) -> None:
    decision = decide_in_effect(journey, "reject", by=reviewer)
    with pytest.raises(NotAllowed):
        cancel(row_of(decision), by=reviewer)
    assert row_of(decision).state == OutboxRow.State.WAITING


def test_a_message_that_is_cancelled_within_the_window_is_not_sent_after_it(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    decision = decided(held_case(journey, by=reviewer), "reject", by=reviewer)
    cancel(row_of(decision), by=lead)
    assert let_pass(decision)
    assert run_jobs("outbox.send") == []
    assert reviews_at(sandbox, journey) == []


def test_what_was_confirmed_cannot_be_cancelled(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    decision = decide_in_effect(journey, "reject", by=reviewer)
    send_all()
    with pytest.raises(TooLate, match="told already"):
        cancel(row_of(decision), by=lead)
    assert count_of(Event.OUTBOX_CANCELLED) == 0


def test_what_was_confirmed_is_compared_and_not_posted_twice_when_a_lead_sends_it_again(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User
) -> None:
    decision = decide_in_effect(journey, "reject", by=reviewer)
    send_all()
    again(row_of(decision), by=lead)
    send_all()
    assert row_of(decision).state == OutboxRow.State.SENT
    assert len(reviews_at(sandbox, journey)) == 1


def test_an_attempt_that_breaks_after_a_cancel_leaves_it_cancelled(
    journey: Journey, sandbox: Sandbox, reviewer: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide_in_effect(journey, "reject", by=reviewer)
    row = row_of(decision)
    OutboxRow.objects.filter(pk=row.pk).update(state=OutboxRow.State.SENDING)

    def cancelled_meanwhile(its_row: OutboxRow, *, was_tried: bool) -> None:
        cancel(row_of(decision), by=lead)
        raise ProviderUnavailable("It broke.", code="connection_broken")

    monkeypatch.setattr("reviews.outbox.sending.send_decision", cancelled_meanwhile)
    with pytest.raises(ProviderUnavailable, match="It broke"):
        send(row.pk)
    assert row_of(decision).state == OutboxRow.State.CANCELLED
