"""The rules of a decision: who, on which evidence, with which reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeys.models import Account
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.errors import (
    AlreadyDecided,
    EvidenceChanged,
    GateClosed,
    Incomplete,
    NotAllowed,
    NotYours,
)
from reviews.evidence.case_page import case_page
from reviews.models import Case, Decision, Note, OutboxRow, Reason, Round
from reviews.verdicts.deciding import decide
from reviews.verdicts.judging import Wanted
from reviews.verdicts.reopening import reopen
from tests.reviews.house import (
    REASON_OF,
    arrive,
    arrive_again,
    count_of,
    decided,
    events,
    held_case,
    in_effect,
    opened,
    round_of,
    store_pictures,
    wanted,
)


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    """A round of a journey with a failed rule, claimed by the reviewer."""
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def refused(its_round: Round, what: Wanted, *, by: User) -> Incomplete:
    """The refusal of an incomplete decision, after which nothing has changed."""
    with pytest.raises(Incomplete) as told:
        decide(its_round, what, by=by)
    assert not Decision.objects.exists()
    assert Case.objects.get().state == Case.State.CLAIMED
    assert told.value.status == 422
    return told.value


@pytest.mark.both_databases
@pytest.mark.parametrize("outcome", ["approve", "reject", "resubmit"])
def test_a_decision_is_recorded_whole(idwise: Account, reviewer: User, outcome: str) -> None:
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey)
    its_round = held_case(journey, by=reviewer)
    what = wanted(its_round, outcome, note="Seen with my own eyes.")
    decision = decide(its_round, what, by=reviewer)
    its_round.refresh_from_db()
    assert (decision.state, decision.outcome) == (Decision.State.PROPOSED, outcome)
    assert decision.reason_codes == [REASON_OF[outcome]]
    assert decision.steps == (["0"] if outcome == "resubmit" else [])
    assert decision.snapshot == its_round.judged_on
    assert decision.evidence_digest == what.seen_digest
    assert len(decision.media_sha256) == journey.blobs.count()
    assert (decision.takes_effect_at - decision.decided_at).total_seconds() == 10
    case = Case.objects.get()
    assert (case.state, case.claimed_by) == (Case.State.DECIDED, None)
    (entry,) = events(Event.DECISION_PROPOSED)
    assert (entry.actor, entry.case_id) == (reviewer, case.pk)
    assert entry.role == "reviewer"
    assert decision.outbox.state == OutboxRow.State.WAITING
    job = Job.objects.get(kind="decision.take_effect")
    assert job.next_attempt_at == decision.takes_effect_at
    assert Note.objects.get().text(journey.key()) == "Seen with my own eyes."


@pytest.mark.parametrize(
    "outcome,sentence",
    [
        ("reject", "Choose at least one reason to reject."),
        ("resubmit", "Choose at least one reason to ask again."),
    ],
)
def test_a_reason_is_needed(held: Round, reviewer: User, outcome: str, sentence: str) -> None:
    error = refused(held, wanted(held, outcome, reasons=[]), by=reviewer)
    assert (error.sentence, error.field) == (sentence, "reasons")


def test_a_reason_that_asks_for_a_note_needs_one(held: Round, reviewer: User) -> None:
    Reason.objects.filter(pk=REASON_OF["reject"]).update(needs_note=True)
    error = refused(held, wanted(held, "reject", note=" "), by=reviewer)
    assert (error.field, "asks for a note" in error.sentence) == ("note", True)
    assert decided(held, "reject", by=reviewer, note="The print is new.").outcome == "reject"


def test_approving_against_a_failed_check_needs_a_reason(held: Round, reviewer: User) -> None:
    with pytest.raises(GateClosed) as refusal:
        decided(held, "approve", by=reviewer, reasons=[])
    assert {one.code for one in refusal.value.refusals} == {
        "failed_unexplained",
        "unclear_unexplained",
    }
    assert decided(held, "approve", by=reviewer).reason_codes == [REASON_OF["approve"]]


def test_approving_what_passed_needs_no_reason(idwise: Account, reviewer: User) -> None:
    journey = arrive(idwise, outcome="clean_pass")
    # A decision word that is in no table sends even a journey without failures to a person.
    arrive_again(journey, lambda body: body.update(final_decision="Perhaps"))
    case = opened(arrive_again(journey, lambda body: body.update(system_decision="Perhaps")))
    its_round = round_of(claim(case, by=reviewer))
    assert decided(its_round, "approve", by=reviewer, reasons=[]).reason_codes == []


@pytest.mark.parametrize(
    "outcome,other", [("approve", "reject"), ("reject", "resubmit"), ("resubmit", "approve")]
)
def test_a_reason_of_another_outcome_is_refused(
    held: Round, reviewer: User, outcome: str, other: str
) -> None:
    both = [REASON_OF[outcome], REASON_OF[other]]
    error = refused(held, wanted(held, outcome, reasons=both), by=reviewer)
    assert error.sentence == "A reason does not belong to this outcome."


def test_a_reason_that_does_not_exist_is_refused(held: Round, reviewer: User) -> None:
    refused(held, wanted(held, "reject", reasons=["because-i-say-so"]), by=reviewer)


def test_an_outcome_that_does_not_exist_is_refused(held: Round, reviewer: User) -> None:
    what = replace(wanted(held, "reject"), outcome="burn")
    assert refused(held, what, by=reviewer).field == "outcome"


def test_a_resubmission_needs_a_step(held: Round, reviewer: User) -> None:
    what = replace(wanted(held, "resubmit"), steps=[])
    error = refused(held, what, by=reviewer)
    assert error.field == "steps"
    assert error.sentence == "Choose at least one step for the applicant to do again."


def test_a_step_that_is_not_of_this_journey_is_refused(held: Round, reviewer: User) -> None:
    error = refused(held, wanted(held, "resubmit", steps=["0", "kitchen"]), by=reviewer)
    assert error.sentence == "A step is not part of this journey."


def test_the_selfie_can_be_asked_for_again(held: Round, reviewer: User) -> None:
    decision = decided(held, "resubmit", by=reviewer, steps=["selfie", "0", "selfie"])
    assert decision.steps == ["0", "selfie"]


@pytest.mark.parametrize("provider_fixture", ["idwise", "signzy"])
def test_every_step_that_a_page_offers_can_be_asked_for(
    request: pytest.FixtureRequest, reviewer: User, provider_fixture: str
) -> None:
    account: Account = request.getfixturevalue(provider_fixture)
    outcome = "proof_of_address" if account.provider == "idwise" else "two_documents"
    journey = arrive(account, outcome=outcome, change=_unsure)
    its_round = held_case(journey, by=reviewer)
    offered = [step for step, _label in case_page(its_round.case, viewer=reviewer).step_choices]
    assert len(offered) >= 2
    assert decided(its_round, "resubmit", by=reviewer, steps=offered).steps == sorted(offered)


def test_who_does_not_hold_the_case_does_not_decide_it(
    held: Round, second_reviewer: User, reviewer: User
) -> None:
    with pytest.raises(NotYours) as told:
        decided(held, "reject", by=second_reviewer)
    assert told.value.sentence.startswith(f"{reviewer.name} holds this case since ")
    assert told.value.sentence.endswith("Your text is kept.")


def test_a_case_that_nobody_holds_must_be_claimed_first(idwise: Account, reviewer: User) -> None:
    its_round = round_of(opened(arrive(idwise, outcome="glare")))
    with pytest.raises(NotYours, match="Claim it to decide it"):
        decided(its_round, "reject", by=reviewer)


def test_an_auditor_does_not_decide(held: Round, auditor: User) -> None:
    with pytest.raises(NotAllowed) as told:
        decided(held, "reject", by=auditor)
    assert told.value.status == 403


def test_a_decided_case_is_not_decided_again(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    decided(held, "reject", by=reviewer)
    for person in (reviewer, second_reviewer):
        with pytest.raises(AlreadyDecided, match="decided this case at"):
            decided(held, "approve", by=person)
    assert Decision.objects.count() == 1


def test_a_page_of_an_earlier_round_does_not_decide_the_next(
    held: Round, reviewer: User, lead: User
) -> None:
    in_effect(held, "reject", by=reviewer)
    reopen(Case.objects.get(), why="A mistake.", by=lead)
    claim(Case.objects.get(), by=reviewer)
    with pytest.raises(AlreadyDecided, match="This round is closed"):
        decided(held, "approve", by=reviewer)
    held.refresh_from_db()
    with pytest.raises(AlreadyDecided, match="This round is closed"):
        decided(held, "approve", by=reviewer)


def test_a_new_answer_refuses_the_decision_and_says_what_changed(
    held: Round, reviewer: User
) -> None:
    what = wanted(held, "approve")

    def worse(body: dict[str, dict[str, dict[str, str]]]) -> None:
        body["rule_results"]["no_aml_records"]["result"] = "Failed"

    arrive_again(held.journey, worse)
    with pytest.raises(EvidenceChanged) as told:
        decide(held, what, by=reviewer)
    assert told.value.status == 409
    assert "Nothing was decided" in told.value.sentence
    assert "Changed: 1 rule." in told.value.changes
    assert not Decision.objects.exists()
    assert decided(held, "approve", by=reviewer)


def test_a_picture_that_arrives_refuses_the_decision(held: Round, reviewer: User) -> None:
    what = wanted(held, "approve")
    store_pictures(held.journey)
    with pytest.raises(EvidenceChanged) as told:
        decide(held, what, by=reviewer)
    assert told.value.changes == ["Pictures that were missing arrived, or one was asked for again."]


def test_the_same_evidence_in_other_bytes_refuses_nothing(held: Round, reviewer: User) -> None:
    what = wanted(held, "approve")

    def touched(body: dict[str, object]) -> None:
        body["updatedAt"] = "2026-11-02T09:00:00Z"
        body["__v"] = 7

    arrive_again(held.journey, touched)
    assert decide(held, what, by=reviewer)


def test_an_account_whose_decisions_are_made_at_the_provider_is_told_nothing(
    idwise: Account, reviewer: User
) -> None:
    Account.objects.filter(pk=idwise.pk).update(system_of_record=Account.SystemOfRecord.PROVIDER)
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    assert decided(its_round, "reject", by=reviewer).outbox.kind == OutboxRow.Kind.NOTHING


@pytest.mark.parametrize(
    "outcome,kind",
    [("approve", "nothing"), ("reject", "nothing"), ("resubmit", "new_journey")],
)
def test_signzy_is_asked_for_a_new_journey_and_told_nothing_else(
    signzy: Account, reviewer: User, outcome: str, kind: str
) -> None:
    its_round = held_case(arrive(signzy, outcome="face_mismatch"), by=reviewer)
    assert decided(its_round, outcome, by=reviewer).outbox.kind == kind


def test_a_page_seen_by_no_snapshot_of_this_journey_is_stale(held: Round, reviewer: User) -> None:
    what = replace(wanted(held, "approve"), seen_digest="", seen_snapshot=held.pk)
    with pytest.raises(EvidenceChanged) as told:
        decide(held, what, by=reviewer)
    assert told.value.changes
    assert count_of(Event.DECISION_PROPOSED) == 0


def _unsure(body: dict[str, object]) -> None:
    """Neither provider's journey reads as a pass any more."""
    if "system_decision" in body:
        body["system_decision"] = "Refer"
    else:
        body["currentStatus"] = "TERMINATED"
