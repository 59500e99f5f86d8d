"""The pull through the rules: which queue a case opens in, why, and where its next round goes."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from journeys.callbacks import keep
from journeys.models import Account, Applicant, Journey, Snapshot
from kycreview.jobs.models import Job
from kycreview.sealing import destroy_data_key
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.limits import due_in
from reviews.desk.pulling import pull
from reviews.desk.routing.why import Why
from reviews.desk.sampling import is_drawn
from reviews.models import Calendar, Case, Queue, Rank, Round, RoutingVersion
from reviews.verdicts.reopening import reopen
from tests.reviews.house import (
    arrive,
    arrive_again,
    events,
    held_case,
    in_effect,
    opened,
    round_of,
    store_pictures,
)


def routed(*rules: dict[str, Any]) -> None:
    number = RoutingVersion.objects.order_by("-number")[0].number + 1
    RoutingVersion.objects.create(number=number, rules=list(rules))


def rule(queue: str, field: str, *values: str, own_id: str = "r1") -> dict[str, Any]:
    return {
        "id": own_id,
        "queue": queue,
        "when": [{"field": field, "is": "one_of", "values": list(values)}],
    }


@pytest.fixture
def gulf(database: object) -> Queue:
    return Queue.objects.create(slug="gulf", name="Gulf", rank=Rank.HIGH, late_after_minutes=60)


@pytest.fixture
def screening(database: object) -> Queue:
    return Queue.objects.create(slug="screening", name="Screening")


@pytest.mark.both_databases
def test_the_first_rule_that_fits_names_the_queue(idwise: Account, gulf: Queue) -> None:
    routed(rule("gulf", "account", "idwise"))
    case = opened(arrive(idwise, outcome="glare"))
    assert (case.queue_id, case.rule_id, case.rank) == ("gulf", "r1", Rank.HIGH)
    assert case.account_id == idwise.pk
    assert (case.due_at - case.opened_at).total_seconds() == 3600
    assert (case.due_at - case.turn_at).total_seconds() == gulf.handling_seconds
    assert case.why_bits & Why.QUALITY
    (entry,) = events(Event.CASE_OPENED)
    assert '"fits":[["account","one_of","idwise"]]' in entry.data
    assert '"cause":"rule"' in entry.data


def test_what_fits_no_rule_goes_to_the_default_queue(idwise: Account, gulf: Queue) -> None:
    routed(rule("gulf", "account", "another"))
    case = opened(arrive(idwise, outcome="glare"))
    assert (case.queue_id, case.rule_id) == ("main", "")


def test_a_queue_out_of_use_takes_nothing(idwise: Account, gulf: Queue) -> None:
    Queue.objects.filter(pk="gulf").update(is_active=False)
    routed(rule("gulf", "account", "idwise"))
    assert opened(arrive(idwise, outcome="glare")).queue_id == "main"


def test_a_saved_rule_that_cannot_be_read_keeps_no_other_from_its_work(
    idwise: Account, gulf: Queue
) -> None:
    broken = {"id": "r0", "queue": "gulf", "when": [{"field": "gone", "is": "is", "values": []}]}
    routed(broken, rule("gulf", "account", "idwise"))
    assert opened(arrive(idwise, outcome="glare")).rule_id == "r1"


def test_a_processing_error_goes_to_the_technical_queue(signzy: Account, gulf: Queue) -> None:
    routed(rule("gulf", "account", "signzy"))
    case = opened(arrive(signzy, outcome="overall_processing_error"))
    assert case.queue_id == "technical"
    assert case.why_bits & Why.TECHNICAL


def test_a_journey_that_cannot_be_read_is_technical_and_keeps_no_other_waiting(
    idwise: Account,
) -> None:
    damaged, gone = arrive(idwise, outcome="glare"), arrive(idwise, outcome="glare", index=1)
    whole = arrive(idwise, outcome="glare", index=2)
    Snapshot.objects.filter(journey=damaged).update(sealed_summary=b"damaged")
    destroy_data_key(gone.key_id)
    assert pull() == 3
    queue_of = dict(Case.objects.values_list("case_journeys__journey", "queue"))
    assert queue_of == {damaged.pk: "technical", gone.pk: "technical", whole.pk: "main"}
    told = [entry.data for entry in events(Event.CASE_OPENED)]
    assert sum('"cause":"unreadable"' in one for one in told) == 2
    assert Applicant.objects.filter(snapshot__journey=damaged).exists()


def test_a_share_of_passed_journeys_is_drawn_once_and_for_all(idwise: Account) -> None:
    Queue.objects.filter(pk="main").update(passed_percent=30)
    journeys = [arrive(idwise, outcome="clean_pass", index=index) for index in range(12)]
    drawn = {journey.pk for journey in journeys if is_drawn(journey.pk, percent=30)}
    assert pull() == len(drawn)
    assert set(Case.objects.values_list("case_journeys__journey", flat=True)) == drawn
    assert all(case.why_bits & Why.SAMPLED for case in Case.objects.all())
    Queue.objects.filter(pk="main").update(passed_percent=100)
    assert pull() == 0, "a larger share is for what comes in from now on"


def test_a_draw_is_as_large_as_its_share() -> None:
    ids = [UUID(int=number) for number in range(4000)]
    drawn = [sum(is_drawn(one, percent=percent) for one in ids) for percent in (0, 5, 50, 100)]
    assert drawn[0] == 0
    assert 140 < drawn[1] < 260
    assert 1850 < drawn[2] < 2150
    assert drawn[3] == 4000


def test_each_queue_draws_its_own_share(idwise: Account, gulf: Queue) -> None:
    Queue.objects.filter(pk="gulf").update(passed_percent=100)
    routed(rule("gulf", "account", "another"))
    arrive(idwise, outcome="clean_pass")
    assert pull() == 0, "it would go to the default queue, which takes none"


def test_a_case_whose_code_is_taken_is_opened_at_the_next_look(
    idwise: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(idwise, outcome="glare")
    arrive(idwise, outcome="glare", index=1)
    with monkeypatch.context() as patched:
        patched.setattr(secrets, "choice", lambda letters: letters[0])
        assert pull() == 1
    assert pull() == 1


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "event,why",
    [("AML Monitor Update", Round.Why.MONITOR), ("Finished Spot Check", Round.Why.SPOT_CHECK)],
)
def test_a_later_event_with_new_evidence_opens_a_round_where_its_rule_says(
    idwise: Account, reviewer: User, screening: Queue, event: str, why: str
) -> None:
    routed(rule("screening", "reopened_by", "monitor", "spot_check"))
    journey = judged(idwise, by=reviewer)
    call_back(journey, event)
    arrive_again(journey, listed)
    assert pull() == 1
    case = Case.objects.get()
    assert (case.queue_id, case.state) == ("screening", Case.State.OPEN)
    assert round_of(case).why == why
    assert case.why_bits & Why.REOPENED
    assert pull() == 0


@pytest.mark.parametrize("event", ["AML Monitor Update", "KYC Renewal"])
def test_a_monitor_update_and_a_renewal_are_news_by_themselves_once_they_were_fetched(
    idwise: Account, reviewer: User, event: str
) -> None:
    journey = judged(idwise, by=reviewer)
    call_back(journey, event)
    assert pull() == 0, "what it is about is being fetched"
    Job.objects.update(state=Job.State.DONE)
    assert (pull(), pull()) == (1, 0)
    assert Case.objects.get().rounds.count() == 2


def test_a_spot_check_that_changed_nothing_opens_nothing(idwise: Account, reviewer: User) -> None:
    journey = judged(idwise, by=reviewer)
    call_back(journey, "Finished Spot Check")
    Job.objects.update(state=Job.State.DONE)
    assert pull() == 0
    journey.refresh_from_db()
    assert not journey.has_news


def test_a_passed_journey_whose_screening_changed_gets_a_case(idwise: Account) -> None:
    journey = arrive(idwise, outcome="clean_pass")
    assert pull() == 0
    call_back(journey, "AML Monitor Update")
    assert pull() == 1
    assert round_of(Case.objects.get()).why == Round.Why.MONITOR


def test_a_resubmission_stays_in_its_queue(
    idwise: Account, reviewer: User, gulf: Queue, screening: Queue
) -> None:
    routed(rule("gulf", "account", "idwise"))
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey)
    in_effect(held_case(journey, by=reviewer), "resubmit", by=reviewer)
    routed(rule("screening", "account", "idwise"))
    arrive_again(journey, listed)
    assert pull() == 1
    case = Case.objects.get()
    assert (case.queue_id, case.rule_id) == ("gulf", "r1")
    assert case.why_bits & Why.RESUBMISSION


def test_a_case_that_a_lead_reopens_stays_and_says_so(
    idwise: Account, reviewer: User, lead: User, gulf: Queue
) -> None:
    judged(idwise, by=reviewer)
    routed(rule("gulf", "account", "idwise"))
    reopen(Case.objects.get(), why="Again.", by=lead)
    case = Case.objects.get()
    assert case.queue_id == "main"
    assert case.why_bits & Why.REOPENED


def test_the_limit_runs_in_working_hours(gulf: Queue) -> None:
    gulf.calendar = Calendar.objects.create(
        slug="gulf",
        name="Gulf",
        time_zone="Asia/Dubai",
        hours={"0": [["06:00", "22:00"]], "1": [["06:00", "22:00"]]},
    )
    monday_evening = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert due_in(gulf, since=monday_evening) == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def test_a_look_costs_the_same_with_a_long_past(
    idwise: Account, django_assert_max_num_queries: Any
) -> None:
    for index in range(3):
        arrive(idwise, outcome="clean_pass", index=index)
    pull()
    with django_assert_max_num_queries(5):
        assert pull() == 0
    assert not Journey.objects.filter(has_news=True).exists()


def judged(account: Account, *, by: User) -> Journey:
    journey = arrive(account, outcome="refer_device_intelligence")
    store_pictures(journey)
    in_effect(held_case(journey, by=by), "approve", by=by)
    return journey


def call_back(journey: Journey, event: str) -> None:
    body = f'{{"event": "{event}", "body": {{"journeyId": "{journey.provider_id}"}}}}'
    keep(journey.account, body.encode())


def listed(body: dict[str, Any]) -> None:
    body["rule_results"]["no_aml_records"]["result"] = "Failed"
