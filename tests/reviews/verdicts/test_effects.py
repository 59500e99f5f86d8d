"""Undo within the window, and what happens when it is over: once, and for all earlier decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from journeys.models import Account
from kycreview.jobs import running
from kycreview.jobs.models import Job
from kycreview.jobs.tasks import sweep
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.errors import NotAllowed, TooLate
from reviews.models import Case, Decision, Draft, OutboxRow, Queue, Round
from reviews.verdicts.effects import take_effect, withdraw
from reviews.verdicts.reopening import reopen
from reviews.verdicts.writing import open_draft
from tests.reviews.house import (
    arrive,
    count_of,
    decided,
    events,
    held_case,
    in_effect,
    let_pass,
    round_of,
    run_jobs,
)
from tests.threads import at_once


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


@pytest.mark.both_databases
def test_an_undo_gives_the_case_back_with_claim_and_draft(held: Round, reviewer: User) -> None:
    decision = decided(held, "reject", by=reviewer, note="Half a thought")
    withdraw(decision, by=reviewer)
    decision.refresh_from_db()
    held.refresh_from_db()
    case = Case.objects.get()
    assert decision.state == Decision.State.WITHDRAWN
    assert (case.state, case.claimed_by) == (Case.State.CLAIMED, reviewer)
    assert case.claim_until is not None
    assert case.claim_until > timezone.now()
    assert (held.closed_at, held.judged_on) == (None, None)
    assert decision.outbox.state == OutboxRow.State.WITHDRAWN
    _draft, written = open_draft(held, held.journey.key(), by=reviewer)
    assert written == {
        "outcome": "reject",
        "reasons": ["reject-doc-altered"],
        "steps": [],
        "note": "Half a thought",
        "second_reader": False,
    }
    (entry,) = events(Event.DECISION_WITHDRAWN)
    assert (entry.actor, entry.object_id) == (reviewer, str(decision.pk))


@pytest.mark.both_databases
def test_what_was_undone_is_never_sent(held: Round, reviewer: User) -> None:
    decision = decided(held, "reject", by=reviewer)
    withdraw(decision, by=reviewer)
    (job,) = run_jobs("decision.take_effect")
    assert job.state == Job.State.DONE
    assert not Job.objects.filter(kind="outbox.send").exists()
    assert count_of(Event.DECISION_EFFECTIVE) == 0
    assert Case.objects.get().state == Case.State.CLAIMED


def test_after_an_undo_the_same_person_decides_anew(held: Round, reviewer: User) -> None:
    first = decided(held, "reject", by=reviewer)
    withdraw(first, by=reviewer)
    second = in_effect(held, "approve", by=reviewer)
    first.refresh_from_db()
    assert (first.state, second.state) == (Decision.State.WITHDRAWN, Decision.State.EFFECTIVE)
    assert first.outbox.state == OutboxRow.State.WITHDRAWN


def test_an_undo_that_comes_too_late_is_told(held: Round, reviewer: User) -> None:
    decision = in_effect(held, "reject", by=reviewer)
    with pytest.raises(TooLate) as told:
        withdraw(decision, by=reviewer)
    assert told.value.sentence == (
        "The time to undo is over: the decision took effect. A lead can reopen the case."
    )
    assert Decision.objects.get().state == Decision.State.EFFECTIVE


def test_once_the_window_is_over_the_job_need_not_have_run(held: Round, reviewer: User) -> None:
    decision = decided(held, "reject", by=reviewer)
    Decision.objects.update(takes_effect_at=timezone.now() - timedelta(milliseconds=1))
    with pytest.raises(TooLate):
        withdraw(decision, by=reviewer)


def test_undoing_twice_is_told_as_such(held: Round, reviewer: User) -> None:
    decision = decided(held, "reject", by=reviewer)
    withdraw(decision, by=reviewer)
    with pytest.raises(TooLate, match="was undone already"):
        withdraw(decision, by=reviewer)
    assert count_of(Event.DECISION_WITHDRAWN) == 1


def test_nobody_undoes_somebody_elses_decision(
    held: Round, reviewer: User, lead: User, second_reviewer: User
) -> None:
    decision = decided(held, "reject", by=reviewer)
    for person in (lead, second_reviewer):
        with pytest.raises(NotAllowed, match="Only the person who decided"):
            withdraw(decision, by=person)


@pytest.mark.both_databases
def test_undo_and_effect_at_once_have_one_winner(idwise: Account, reviewer: User) -> None:
    for number in range(6):
        its_round = held_case(arrive(idwise, outcome="glare", index=number), by=reviewer)
        decision = decided(its_round, "reject", by=reviewer)
        Decision.objects.filter(pk=decision.pk).update(
            takes_effect_at=timezone.now() + timedelta(milliseconds=60)
        )

        def attempt(place: int, decision: Decision = decision) -> bool:
            if place == 0:
                try:
                    withdraw(decision, by=reviewer)
                except TooLate:
                    return False
                return True
            return any(take_effect(decision.pk) for _ in range(12))

        undone, took_effect = at_once(2, attempt)
        decision.refresh_from_db()
        if undone:
            assert not took_effect
            assert decision.state == Decision.State.WITHDRAWN
        else:
            take_effect(decision.pk)
            decision.refresh_from_db()
            assert decision.state == Decision.State.EFFECTIVE


def test_a_queue_without_a_window_lets_nobody_undo(held: Round, reviewer: User) -> None:
    Queue.objects.update(undo_seconds=0)
    decision = decided(held, "reject", by=reviewer)
    with pytest.raises(TooLate):
        withdraw(decision, by=reviewer)
    assert take_effect(decision.pk)


def test_the_setting_says_how_long_the_window_is(
    held: Round, reviewer: User, settings: Settings
) -> None:
    settings.UNDO_SECONDS = 25
    decision = decided(held, "reject", by=reviewer)
    assert decision.takes_effect_at - decision.decided_at == timedelta(seconds=25)


@pytest.mark.both_databases
def test_taking_effect_is_done_once_however_often_it_is_asked_for(
    held: Round, reviewer: User
) -> None:
    decision = decided(held, "reject", by=reviewer)
    Decision.objects.update(takes_effect_at=timezone.now() - timedelta(seconds=1))
    assert sorted(at_once(4, lambda number: take_effect(decision.pk))) == [False] * 3 + [True]
    assert not take_effect(decision.pk)
    assert count_of(Event.DECISION_EFFECTIVE) == 1
    assert Job.objects.filter(kind="outbox.send").count() == 1
    held.refresh_from_db()
    assert held.closed_at is not None
    assert not Draft.objects.exists()


def test_a_job_that_comes_early_waits_for_the_window(held: Round, reviewer: User) -> None:
    decision = decided(held, "reject", by=reviewer)
    Job.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert running.work(at_most=1) == 1
    job = Job.objects.get(kind="decision.take_effect")
    assert job.state == Job.State.WAITING
    assert let_pass(decision)


def test_a_resubmission_waits_for_the_applicant(held: Round, reviewer: User) -> None:
    in_effect(held, "resubmit", by=reviewer)
    assert Case.objects.get().state == Case.State.WAITING


@pytest.mark.both_databases
def test_a_process_that_dies_right_after_the_commit_loses_nothing(
    held: Round, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever was to be rung at the commit is never rung.
    monkeypatch.setattr(transaction, "on_commit", lambda *args, **kwargs: None)
    decision = decided(held, "reject", by=reviewer)
    past = timezone.now() - timedelta(seconds=1)
    Decision.objects.update(takes_effect_at=past)
    Job.objects.update(next_attempt_at=past)
    sweep()
    keys = [f"decision.take_effect:{decision.pk}", f"outbox.send:{decision.outbox.pk}"]
    assert running.work(keys=keys) == 2
    decision.refresh_from_db()
    assert decision.state == Decision.State.EFFECTIVE
    # Nothing listens where the account points: it was tried, and is tried again.
    send = Job.objects.get(kind="outbox.send")
    assert (send.state, send.waits) == (Job.State.WAITING, 1)


def test_earlier_decisions_stay_and_are_superseded(
    held: Round, reviewer: User, second_reviewer: User, lead: User
) -> None:
    first = in_effect(held, "reject", by=reviewer, note="No.")
    case = Case.objects.get()
    reopen(case, why="Look again.", by=lead)
    second_round = round_of(claim(Case.objects.get(), by=second_reviewer))
    before = {
        name: getattr(first, name)
        for name in ("outcome", "reason_codes", "decided_at", "effective_at", "snapshot_id",
                     "evidence_digest", "person_id")
    }  # fmt: skip
    first.refresh_from_db()
    assert first.state == Decision.State.EFFECTIVE, "it holds until the next one takes effect"
    second = in_effect(second_round, "approve", by=second_reviewer)
    first.refresh_from_db()
    assert first.state == Decision.State.SUPERSEDED
    assert second.state == Decision.State.EFFECTIVE
    assert {name: getattr(first, name) for name in before} == before
    assert Decision.objects.count() == 2
    assert events(Event.DECISION_EFFECTIVE)[-1].data.find(str(first.pk)) > 0
    assert first.outbox.state == OutboxRow.State.WITHDRAWN
    assert second.outbox.state == OutboxRow.State.WAITING
