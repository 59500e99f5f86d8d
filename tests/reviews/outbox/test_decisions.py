"""Decisions on their way to IDWise, over real HTTP: told once, and never over somebody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journeys.importing import fetch_and_save
from journeys.models import Account, Journey, Snapshot
from journeys.sandbox.server import Sandbox
from kycreview.jobs.models import Job
from kycreview.sealing import unseal, unseal_json
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.pulling import pull
from reviews.errors import TooLate
from reviews.evidence.failing import failed_steps
from reviews.models import OutboxRow, Reason
from reviews.outbox import again, decisions, send
from tests.reviews.house import (
    REASON_OF,
    arrive_again,
    count_of,
    decided,
    events,
    held_case,
    let_pass,
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

NOTE = "canary-note-to-colleagues"


@pytest.fixture
def journey(idwise: Account, sandbox: Sandbox) -> Journey:
    return bring_in(idwise, sandbox)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "outcome,said",
    [("approve", "Approved"), ("reject", "Rejected"), ("resubmit", "Resubmission Requested")],
)
def test_idwise_gets_exactly_one_manual_review(
    journey: Journey, sandbox: Sandbox, reviewer: User, outcome: str, said: str
) -> None:
    decision = decide_in_effect(journey, outcome, by=reviewer, note=NOTE)
    assert send_all().state == Job.State.DONE
    (receipt,) = reviews_at(sandbox, journey)
    assert (receipt.status, receipt.body["new_decision"]) == (200, said)
    assert receipt.body["comment"].startswith(f"{decision.reason_codes[0]}: ")
    assert NOTE not in json.dumps(receipt.body)
    row = row_of(decision)
    assert (row.state, row.attempts) == (OutboxRow.State.SENT, 1)
    assert row.sent_at is not None
    (entry,) = events(Event.OUTBOX_SENT)
    assert json.loads(entry.data) == {"outcome": outcome, "status": 200, "attempt": 1}


def test_the_provider_is_told_the_words_that_the_house_chose_for_it(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    Reason.objects.filter(pk=REASON_OF["reject"]).update(provider_text="Refused by the house")
    decide_in_effect(journey, "reject", by=reviewer)
    send_all()
    (receipt,) = reviews_at(sandbox, journey)
    assert receipt.body["comment"] == f"{REASON_OF['reject']}: Refused by the house"


def test_a_row_keeps_what_was_sent_and_answered_sealed(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    row = row_of(decide_in_effect(journey, "resubmit", by=reviewer))
    send(row.pk)
    row.refresh_from_db()
    key = journey.key()
    assert row.sealed_request is not None
    assert row.sealed_answer is not None
    request = unseal_json(key, row.sealed_request, context=f"outbox:{row.pk}:request")
    assert request["outcome"] == "resubmit"
    answer = json.loads(unseal(key, row.sealed_answer, context=f"outbox:{row.pk}:answer"))
    assert answer["success"] is True


def test_every_failed_step_gets_a_word(idwise: Account, sandbox: Sandbox, reviewer: User) -> None:
    journey = bring_in(idwise, sandbox, outcome="not_same_person")
    failed = {
        step for step in ("0", "selfie")
        if step in failed_steps(current(journey), journey.key())
    }  # fmt: skip
    assert failed
    decide_in_effect(journey, "resubmit", by=reviewer, steps=["selfie"])
    send_all()
    (receipt,) = reviews_at(sandbox, journey)
    assert receipt.status == 200
    words = {one["step_id"]: one["review_decision"] for one in receipt.body["step_reviews"]}
    assert words.keys() == failed | {"selfie"}
    assert words["selfie"] == "Resubmit"
    assert {words[step] for step in failed - {"selfie"}} <= {"Approve"}


def test_an_approval_speaks_about_the_failed_steps_too(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decide_in_effect(journey, "approve", by=reviewer)
    send_all()
    (receipt,) = reviews_at(sandbox, journey)
    assert receipt.body["step_reviews"] == [{"step_id": "0", "review_decision": "Approve"}]


def test_the_provider_is_asked_what_it_has_now(
    idwise: Account, journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    store_pictures(journey)
    decide_in_effect(journey, "approve", by=reviewer)
    send_all()
    assert len(run_jobs("journey.fetch")) == 1
    journey.refresh_from_db()
    summary = current(journey).summary(journey.key())
    assert summary.manual_decision is not None
    assert summary.manual_decision.code == "approved"
    assert pull() == 0, "the acknowledgement of our own decision is no news"


@pytest.mark.both_databases
def test_another_decision_at_the_provider_is_a_conflict_and_nothing_is_sent(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    sandbox.shelf.decide(journey.provider_id, decision="Rejected", asked=[])
    assert send_all().state == Job.State.DONE
    assert sandbox.receipts() == []
    row = row_of(decision)
    assert row.state == OutboxRow.State.CONFLICT
    assert row.last_error == "The provider holds another decision (Rejected). Nothing was sent."
    (entry,) = events(Event.OUTBOX_CONFLICT)
    assert json.loads(entry.data)["held"] == "rejected"


def test_the_same_decision_at_the_provider_is_taken_for_done(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    sandbox.shelf.decide(journey.provider_id, decision="Approved", asked=[])
    send_all()
    assert sandbox.receipts() == []
    assert row_of(decision).state == OutboxRow.State.SENT


def test_a_decision_that_the_reviewer_saw_may_be_decided_over(
    idwise: Account, sandbox: Sandbox, reviewer: User
) -> None:
    journey = bring_in(idwise, sandbox, outcome="approved_in_studio")
    decision = decide_in_effect(journey, "reject", by=reviewer)
    send_all()
    assert row_of(decision).state == OutboxRow.State.SENT
    assert reviews_at(sandbox, journey)[0].body["new_decision"] == "Rejected"


@pytest.mark.both_databases
def test_what_the_provider_refuses_fails_with_its_sentence_and_can_be_sent_again(
    journey: Journey, sandbox: Sandbox, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "failed_steps", lambda snapshot, key: ["kitchen"])
        job = send_all()
    assert job.state == Job.State.FAILED
    row = row_of(decision)
    assert row.state == OutboxRow.State.FAILED
    assert row.last_error == (
        "IDWise refused the decision (400). IDWise says: Step kitchen is not part of the journey"
    )
    (entry,) = events(Event.OUTBOX_FAILED)
    assert json.loads(entry.data) == {"outcome": "resubmit", "code": "http_400"}
    again(row, by=reviewer)
    assert row_of(decision).state == OutboxRow.State.WAITING
    assert send_all().state == Job.State.DONE
    assert sandbox.accepted_counts() == {journey.provider_id: 1}
    assert row_of(decision).state == OutboxRow.State.SENT
    assert count_of(Event.JOB_RETRIED) == 1


def test_a_job_that_is_asked_for_again_sends_what_was_refused(
    journey: Journey, sandbox: Sandbox, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    with monkeypatch.context() as patched:
        patched.setattr(decisions, "failed_steps", lambda snapshot, key: ["kitchen"])
        send_all()
    Job.objects.filter(kind="outbox.send").update(state=Job.State.WAITING)  # as an admin's retry
    send_all()
    assert row_of(decision).state == OutboxRow.State.SENT


def test_what_is_under_way_or_confirmed_is_not_sent_again_by_hand(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "approve", by=reviewer)
    with pytest.raises(TooLate, match="on its way already"):
        again(row_of(decision), by=reviewer)
    send_all()
    with pytest.raises(TooLate):
        again(row_of(decision), by=reviewer)


def test_nothing_is_sent_within_the_undo_window(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decided(held_case(journey, by=reviewer), "approve", by=reviewer)
    send(decision.outbox.pk)
    assert sandbox.served() == {f"GET /idwise/journey/v2/{journey.provider_id}": 1}
    assert let_pass(decision)


def test_an_applicant_can_be_asked_twice(
    idwise: Account, journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decide_in_effect(journey, "resubmit", by=reviewer)
    send_all()
    sandbox.play_applicant(journey.provider_id, outcome="glare")

    def still_marked(body: dict[str, Any]) -> None:
        # Should IDWise not clear its decision when the applicant is done.
        body["manual_decision"] = "Resubmission Requested"

    fetch_and_save(idwise, journey.provider_id, how=Snapshot.How.CALLBACK)
    arrive_again(journey, still_marked)
    store_pictures(journey)
    sandbox.shelf.decide(journey.provider_id, decision="Resubmission Requested", asked=[])
    second = decide_in_effect(journey, "resubmit", by=reviewer)
    run_jobs("outbox.send")
    assert row_of(second).state == OutboxRow.State.SENT
    assert sandbox.accepted_counts() == {journey.provider_id: 2}


def current(journey: Journey) -> Snapshot:
    assert journey.current_snapshot is not None
    return journey.current_snapshot
