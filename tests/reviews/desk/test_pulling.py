"""The pull: which journeys become a case, once, however many look at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from journeys.choices import Lifecycle, Verdict
from journeys.models import Account, Journey, Snapshot
from kycreview.trail.events import Event
from reviews.desk.pulling import pull
from reviews.models import Case, CaseJourney, Queue, Round
from tests.reviews.house import arrive, arrive_again, count_of, events, new_account, opened
from tests.threads import at_once


@pytest.mark.both_databases
def test_a_journey_that_needs_a_person_becomes_a_case(idwise: Account) -> None:
    journey = arrive(idwise, outcome="refer_document_validation")
    assert pull() == 1
    case = Case.objects.get()
    assert case.state == Case.State.OPEN
    assert [one.journey_id for one in case.case_journeys.all()] == [journey.pk]
    first = case.rounds.get()
    assert (first.number, first.why) == (1, Round.Why.FIRST)
    assert first.opened_on_id == journey.current_snapshot_id
    (entry,) = events(Event.CASE_OPENED)
    assert (entry.case_id, entry.round_id) == (case.pk, first.pk)
    assert (entry.object_kind, entry.object_id) == ("journey", str(journey.pk))


def test_a_second_pull_opens_nothing(idwise: Account) -> None:
    arrive(idwise, outcome="glare")
    assert (pull(), pull()) == (1, 0)
    assert Case.objects.count() == 1


@pytest.mark.both_databases
def test_rival_pulls_open_each_journey_once(idwise: Account, signzy: Account) -> None:
    for index in range(4):
        arrive(idwise, outcome="glare", index=index)
        arrive(signzy, outcome="face_mismatch", index=index)
    found = at_once(6, lambda number: pull())
    assert sum(found) == 8
    assert Case.objects.count() == CaseJourney.objects.count() == Round.objects.count() == 8
    assert count_of(Event.CASE_OPENED) == 8


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_a_passed_journey_opens_nothing(database: object, provider: str) -> None:
    journey = arrive(new_account(provider), outcome="clean_pass")
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.verdict == Verdict.PASS
    assert pull() == 0


def test_a_queue_that_samples_takes_a_passed_journey_too(idwise: Account) -> None:
    arrive(idwise, outcome="clean_pass")
    Queue.objects.filter(pk="main").update(passed_percent=100)
    assert pull() == 1


@pytest.mark.parametrize(
    "provider,outcome",
    [
        ("idwise", "incomplete"),
        ("signzy", "status_not_started"),
        ("signzy", "status_in_progress"),
        ("signzy", "status_abandoned"),
    ],
)
def test_an_unfinished_journey_opens_nothing(database: object, provider: str, outcome: str) -> None:
    arrive(new_account(provider), outcome=outcome)
    assert pull() == 0


@pytest.mark.parametrize(
    "provider,outcome", [("idwise", "deleted_at_provider"), ("signzy", "deleted")]
)
def test_a_journey_that_was_deleted_opens_nothing(
    database: object, provider: str, outcome: str
) -> None:
    arrive(new_account(provider), outcome=outcome)
    assert pull() == 0


def test_a_journey_deleted_after_it_finished_opens_nothing(idwise: Account) -> None:
    journey = arrive(idwise, outcome="glare")
    Journey.objects.filter(pk=journey.pk).update(deleted_at_provider_at=timezone.now())
    assert pull() == 0


def test_a_verdict_in_no_table_opens_a_case(idwise: Account) -> None:
    def change(body: dict[str, Any]) -> None:
        body["system_decision"] = "Sort Of Fine"
        body["final_decision"] = "Sort Of Fine"

    journey = arrive(idwise, outcome="clean_pass", change=change)
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.verdict != Verdict.PASS
    assert pull() == 1


def test_a_lifecycle_in_no_table_opens_a_case(signzy: Account) -> None:
    def change(body: dict[str, Any]) -> None:
        body["currentStatus"] = "HALTED_BY_MOON"

    journey = arrive(signzy, outcome="clean_pass", change=change)
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.lifecycle == Lifecycle.UNKNOWN
    assert pull() == 1


def test_a_journey_of_an_inactive_account_waits(idwise: Account) -> None:
    arrive(idwise, outcome="glare")
    Account.objects.filter(pk=idwise.pk).update(is_active=False)
    assert pull() == 0
    Account.objects.filter(pk=idwise.pk).update(is_active=True)
    assert pull() == 1


def test_an_answer_that_cannot_be_read_opens_nothing(idwise: Account) -> None:
    journey = arrive(idwise, outcome="glare", change=lambda body: body.update(documents=None))
    Snapshot.objects.filter(journey=journey).update(state=Snapshot.State.UNREADABLE)
    Journey.objects.filter(pk=journey.pk).update(current_snapshot=None)
    assert pull() == 0


def test_a_test_journey_makes_a_test_case(signzy: Account) -> None:
    case = opened(arrive(signzy, outcome="test_flow", change=fail_the_face))
    assert case.is_test


def test_new_evidence_before_anybody_decided_stays_in_its_round(idwise: Account) -> None:
    journey = arrive(idwise, outcome="glare")
    case = opened(journey)
    arrive_again(journey, lambda body: body.update(system_decision="Rejected"))
    assert pull() == 0
    assert case.rounds.count() == 1


def fail_the_face(body: dict[str, Any]) -> None:
    body["selfieAnalysis"]["faceMatch"]["verified"] = False
