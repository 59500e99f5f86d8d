"""Queues that give cases to people: in turn or by load, within limits, to who is there."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.assigning import change_availability, give_out, take_from_absent
from reviews.desk.claims import claim, claim_next, free_for
from reviews.models import Case, Notice, Queue, QueueWorker, Recusal, Skip
from tests.people import MakePerson
from tests.reviews.house import arrive, count_of, events, more_cases, opened


@pytest.fixture
def people(make_person: MakePerson) -> list[User]:
    return [make_person("reviewer", name=f"Worker {number}") for number in range(3)]


@pytest.fixture
def cases(idwise: Account) -> list[Case]:
    first = opened(arrive(idwise, outcome="glare"))
    return [first, *more_cases(first, 5)]


def assign_by(assignment: str, people: list[User], **limits: int) -> None:
    Queue.objects.filter(pk="main").update(assignment=assignment)
    QueueWorker.objects.bulk_create(
        QueueWorker(queue_id="main", person=one, at_most=limits.get("at_most")) for one in people
    )


def given() -> Counter[object]:
    return Counter(
        Case.objects.filter(assigned_to__isnull=False).values_list("assigned_to", flat=True)
    )


@pytest.mark.both_databases
@pytest.mark.parametrize("assignment", ["round_robin", "least_loaded"])
def test_everybody_gets_equally_many(
    cases: list[Case], people: list[User], assignment: str
) -> None:
    assign_by(assignment, people)
    assert give_out() == 6
    assert set(given().values()) == {2}
    assert Notice.objects.filter(kind=Notice.Kind.ASSIGNED).count() == 6
    assert count_of(Event.CASE_ASSIGNED) == 6
    assert give_out() == 0


def test_a_queue_without_workers_gives_to_every_reviewer_and_no_lead(
    cases: list[Case], people: list[User], lead: User
) -> None:
    Queue.objects.filter(pk="main").update(assignment="round_robin")
    assert give_out() == 6
    assert given() == {one.pk: 2 for one in people}
    assert not QueueWorker.objects.exists()


def test_who_has_much_to_do_gets_less(cases: list[Case], people: list[User]) -> None:
    Case.objects.filter(pk__in=[case.pk for case in cases[:3]]).update(
        state=Case.State.CLAIMED,
        claimed_by=people[0],
        claim_until=timezone.now() + timedelta(minutes=9),
    )
    assign_by("least_loaded", people)
    assert give_out() == 3
    assert people[0].pk not in given()


def test_nobody_gets_more_than_their_limit_nor_while_away(
    cases: list[Case], people: list[User]
) -> None:
    change_availability(people[0], "away")
    assign_by("round_robin", people, at_most=2)
    assert give_out() == 4
    assert given() == {people[1].pk: 2, people[2].pk: 2}


def test_what_somebody_cannot_read_or_passed_over_goes_to_others(
    cases: list[Case], people: list[User]
) -> None:
    for case in cases:
        Recusal.objects.create(case=case, person=people[0])
        Skip.objects.create(
            case=case, person=people[1], reason="help", until=timezone.now() + timedelta(hours=1)
        )
    assign_by("round_robin", people)
    assert give_out() == 6
    assert given() == {people[2].pk: 6}


def test_what_was_given_is_offered_to_that_person_alone_and_first(
    cases: list[Case], people: list[User]
) -> None:
    urgent, other = cases[0], cases[5]
    Case.objects.filter(pk=urgent.pk).update(rank=0)
    Case.objects.filter(pk=other.pk).update(assigned_to=people[0])
    assert other not in list(free_for(people[1]))
    assert claim_next(by=people[0]) == other
    other.refresh_from_db()
    assert other.assigned_to is None
    assert claim_next(by=people[0]) == urgent


def test_a_claim_that_ended_is_given_away(cases: list[Case], people: list[User]) -> None:
    case = claim(cases[0], by=people[0])
    Case.objects.exclude(pk=case.pk).update(state=Case.State.DECIDED)
    Case.objects.filter(pk=case.pk).update(claim_until=timezone.now() - timedelta(seconds=1))
    assign_by("round_robin", people[1:2])
    assert give_out() == 1
    case.refresh_from_db()
    assert (case.state, case.claimed_by, case.assigned_to) == (Case.State.OPEN, None, people[1])


def test_what_people_on_leave_were_given_goes_back(cases: list[Case], people: list[User]) -> None:
    assign_by("round_robin", people)
    give_out()
    change_availability(people[0], "on_leave")
    User.objects.filter(pk=people[1].pk).update(deactivated_at=timezone.now())
    assert take_from_absent() == 4
    assert given() == {people[2].pk: 2}
    assert count_of(Event.CASE_TAKEN_BACK) == 4
    assert give_out() == 4
    assert given() == {people[2].pk: 6}


def test_a_change_of_availability_is_recorded_once(people: list[User]) -> None:
    assert change_availability(people[0], "away")
    assert not change_availability(people[0], "away")
    (entry,) = events(Event.AVAILABILITY_CHANGED)
    assert entry.data == '{"from":"available","to":"away"}'
    assert User.objects.get(pk=people[0].pk).availability == "away"
