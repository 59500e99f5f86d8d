"""The pull's second look: resubmissions, new evidence on a closed case, and what is no news."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from journeys.models import Account, Journey, Locator
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.pulling import pull
from reviews.desk.waiting import ask_after_waiting
from reviews.evidence.case_page import case_page
from reviews.models import ApplicantLink, Case, CaseJourney, Round
from tests.reviews.house import (
    arrive,
    arrive_again,
    count_of,
    decided,
    held_case,
    in_effect,
    kind_and_side,
    let_pass,
    new_account,
    opened,
    round_of,
    store_pictures,
)
from tests.threads import at_once


def new_link(its_round: Round, provider_id: str, **columns: Any) -> ApplicantLink:
    return ApplicantLink.objects.create(
        round=its_round,
        provider_id=provider_id,
        expires_at=timezone.now() + timedelta(hours=24),
        **columns,
    )


def asked_again(journey: Journey, *, by: User) -> Round:
    """The journey's round, closed by a request for a resubmission."""
    its_round = held_case(journey, by=by)
    in_effect(its_round, "resubmit", by=by)
    its_round.refresh_from_db()
    assert Case.objects.get(pk=its_round.case_id).state == Case.State.WAITING
    return its_round


@pytest.mark.both_databases
@pytest.mark.parametrize("outcome", ["face_mismatch", "clean_pass"])
def test_a_signzy_journey_that_was_asked_for_is_the_next_round(
    signzy: Account, reviewer: User, outcome: str
) -> None:
    first = asked_again(arrive(signzy, outcome="not_live"), by=reviewer)
    second = arrive(signzy, outcome=outcome, index=1)
    new_link(first, second.provider_id)
    assert pull() == 1
    case = Case.objects.get()
    assert (case.state, case.round_count) == (Case.State.OPEN, 2)
    last = round_of(case)
    assert (last.number, last.why, last.journey_id) == (2, Round.Why.RESUBMISSION, second.pk)
    assert CaseJourney.objects.filter(case=case).count() == 2
    assert pull() == 0


@pytest.mark.parametrize("state", [ApplicantLink.State.REPLACED, ApplicantLink.State.CURRENT])
def test_an_applicant_may_use_a_link_that_was_replaced_meanwhile(
    signzy: Account, reviewer: User, state: str
) -> None:
    first = asked_again(arrive(signzy, outcome="not_live"), by=reviewer)
    second = arrive(signzy, outcome="face_mismatch", index=1)
    new_link(first, second.provider_id, state=state)
    assert pull() == 1
    assert Case.objects.count() == 1


@pytest.mark.both_databases
def test_rival_pulls_open_the_next_round_once(signzy: Account, reviewer: User) -> None:
    first = asked_again(arrive(signzy, outcome="not_live"), by=reviewer)
    second = arrive(signzy, outcome="face_mismatch", index=1)
    new_link(first, second.provider_id)
    assert sum(at_once(5, lambda number: pull())) == 1
    assert Case.objects.get().rounds.count() == 2
    assert count_of(Event.ROUND_OPENED) == 1


def test_a_link_of_another_account_is_not_taken_for_ours(signzy: Account, reviewer: User) -> None:
    first = asked_again(arrive(signzy, outcome="not_live"), by=reviewer)
    other = arrive(new_account("signzy", slug="other"), outcome="clean_pass", index=1)
    new_link(first, other.provider_id)
    assert pull() == 0
    assert Case.objects.count() == 1


def test_a_new_journey_without_a_link_is_a_case_of_its_own_and_shown_as_related(
    signzy: Account, reviewer: User
) -> None:
    first = asked_again(arrive(signzy, outcome="not_live"), by=reviewer)

    def same_person(body: dict[str, Any]) -> None:
        known = json.loads(first.opened_on.body(first.journey.key()))
        body["userId"] = known["userId"]

    second = arrive(signzy, outcome="face_mismatch", index=1, change=same_person)
    case = opened(second)
    assert case.pk != first.case_id
    assert round_of(case).number == 1
    (related,) = case_page(case, viewer=reviewer).related
    assert related.case_id == first.case_id
    assert related.by == "Applicant"


@pytest.mark.both_databases
def test_an_idwise_resubmission_is_the_next_round_of_the_same_journey(
    idwise: Account, reviewer: User
) -> None:
    journey = arrive(idwise, outcome="glare")
    asked_again(journey, by=reviewer)
    assert pull() == 0

    def done_again(body: dict[str, Any]) -> None:
        body["documents"]["0"]["images"]["front_side_image_path"] = "a" * 32
        body["documents"]["0"]["extracted_fields"]["Profession"]["value"] = "Gardener"

    arrive_again(journey, done_again)
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.number == 2
    assert pull() == 0, "its new picture is still on its way"
    store_pictures(journey)
    assert pull() == 1
    last = round_of(Case.objects.get())
    assert (last.number, last.why, last.journey_id) == (2, Round.Why.RESUBMISSION, journey.pk)


@pytest.mark.parametrize("outcome", ["approve", "reject", "resubmit"])
def test_the_acknowledgement_of_our_own_decision_opens_nothing(
    idwise: Account, reviewer: User, outcome: str
) -> None:
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey)
    in_effect(held_case(journey, by=reviewer), outcome, by=reviewer)
    said = {
        "approve": "Approved", "reject": "Rejected", "resubmit": "Resubmission Requested"
    }[outcome]  # fmt: skip

    def acknowledged(body: dict[str, Any]) -> None:
        body["manual_decision"] = body["final_decision"] = said

    arrive_again(journey, acknowledged)
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.number == 2
    assert pull() == 0
    assert Case.objects.get().rounds.count() == 1


@pytest.mark.both_databases
def test_each_round_keeps_by_when_it_was_due(idwise: Account, reviewer: User) -> None:
    """The case's own time is the applicant's while it waits, and the next round's after that."""
    journey = arrive(idwise, outcome="glare")
    first = held_case(journey, by=reviewer)
    due = Case.objects.get().due_at
    assert Round.objects.get().due_at == due
    in_effect(first, "resubmit", by=reviewer)
    assert Case.objects.get().due_at > due

    def done_again(body: dict[str, Any]) -> None:
        body["documents"]["0"]["extracted_fields"]["Profession"]["value"] = "Gardener"

    arrive_again(journey, done_again)
    store_pictures(journey)
    assert pull() == 1
    before, after = Round.objects.order_by("number")
    assert before.due_at == due
    assert after.due_at == Case.objects.get().due_at != due


@pytest.mark.both_databases
def test_new_evidence_on_a_decided_case_opens_a_round(idwise: Account, reviewer: User) -> None:
    journey = arrive(idwise, outcome="refer_device_intelligence")
    store_pictures(journey)
    decision = in_effect(held_case(journey, by=reviewer), "approve", by=reviewer)

    def listed(body: dict[str, Any]) -> None:
        body["rule_results"]["no_aml_records"]["result"] = "Failed"

    arrive_again(journey, listed)
    assert sum(at_once(4, lambda number: pull())) == 1
    case = Case.objects.get()
    assert case.state == Case.State.OPEN
    last = round_of(case)
    assert (last.number, last.why) == (2, Round.Why.NEW_EVIDENCE)
    decision.refresh_from_db()
    assert (decision.state, decision.outcome) == ("effective", "approve")


def test_new_evidence_within_the_undo_window_opens_nothing_yet(
    idwise: Account, reviewer: User
) -> None:
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey)
    its_round = held_case(journey, by=reviewer)
    decision = in_effect_later(its_round, by=reviewer)
    arrive_again(journey, lambda body: body.update(system_decision="Rejected"))
    assert pull() == 0
    decision()
    assert pull() == 1


def test_new_addresses_of_the_same_pictures_are_no_news(signzy: Account, reviewer: User) -> None:
    journey = arrive(signzy, outcome="face_mismatch")
    store_pictures(journey, content=kind_and_side)
    its_round = held_case(journey, by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    arrive_again(journey, lambda body: renew_addresses(body))
    waiting = Locator.objects.filter(journey=journey, state=Locator.State.WAITING)
    assert waiting.exists()
    assert pull() == 0
    its_round.refresh_from_db()
    assert its_round.compared_with is None, "it waits for the pictures"
    store_pictures(journey, content=kind_and_side)
    assert pull() == 0
    its_round.refresh_from_db()
    journey.refresh_from_db()
    assert its_round.compared_with_id == journey.current_snapshot_id
    assert Case.objects.get().rounds.count() == 1


def test_new_addresses_of_other_pictures_are_news(signzy: Account, reviewer: User) -> None:
    journey = arrive(signzy, outcome="face_mismatch")
    store_pictures(journey, content=kind_and_side)
    in_effect(held_case(journey, by=reviewer), "reject", by=reviewer)
    arrive_again(journey, lambda body: renew_addresses(body))
    store_pictures(journey)
    assert pull() == 1


def test_an_applicant_who_was_asked_is_asked_after_once_in_a_while(
    idwise: Account, reviewer: User
) -> None:
    journey = arrive(idwise, outcome="glare")
    asked_again(journey, by=reviewer)
    assert ask_after_waiting() == 0
    Case.objects.update(asked_at=timezone.now() - timedelta(days=30))
    assert sum(at_once(4, lambda number: ask_after_waiting())) == 1
    (job,) = Job.objects.filter(kind="journey.fetch")
    assert job.subject["provider_id"] == journey.provider_id
    assert ask_after_waiting() == 0


def test_a_new_journey_whose_callback_was_lost_is_asked_after(
    signzy: Account, reviewer: User
) -> None:
    first = asked_again(arrive(signzy, outcome="not_live"), by=reviewer)
    new_link(first, "NEWJOURNEY")
    Case.objects.update(asked_at=timezone.now() - timedelta(days=30))
    assert ask_after_waiting() == 1
    assert Job.objects.get(kind="journey.fetch").subject["provider_id"] == "NEWJOURNEY"


def renew_addresses(body: dict[str, Any]) -> None:
    """As Signzy does: every file is at another address, with the same bytes."""
    text = json.dumps(body).replace("/api/files/979", "/api/files/555")
    body.clear()
    body.update(json.loads(text))


def in_effect_later(its_round: Round, *, by: User) -> Any:
    decision = decided(its_round, "reject", by=by)
    return lambda: let_pass(decision)
