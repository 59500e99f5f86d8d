"""What a person is offered stands as a query, what bars a claim as a sentence: they agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from reviews.desk.claims import claim, free_for, next_for
from reviews.desk.eligible import colleagues_for
from reviews.desk.offering import claims_of, free_count, given_to, on_hold_of
from reviews.errors import NotAllowed
from reviews.evidence.readers import why_not_take
from reviews.models import Case, Queue, QueueWorker, Round, Skip
from reviews.verdicts.holding import hold
from tests.people import MakePerson
from tests.reviews.house import arrive, more_cases, opened, round_of

QUEUES = ("main", "off", "others", "own", "full")


class Shape(NamedTuple):
    """One open case as it can stand on the desk."""

    queue: str
    assigned: str
    is_skipped: bool
    needs: str
    is_passed_on: bool


SHAPES = [
    Shape(*parts)
    for parts in product(QUEUES, ("", "me", "other"), (False, True), ("", "settle"), (False, True))
]


@pytest.fixture
def first(idwise: Account) -> Case:
    return opened(arrive(idwise, outcome="glare"))


def build_queues(first: Case, *, person: User, other: User) -> None:
    """One queue of each kind; in the full one the person holds as many as the limit."""
    for slug in QUEUES[1:]:
        Queue.objects.get_or_create(
            slug=slug, defaults={"name": slug, "is_active": slug != "off", "blind_first": False}
        )
    QueueWorker.objects.all().delete()
    QueueWorker.objects.create(queue_id="others", person=other)
    QueueWorker.objects.create(queue_id="own", person=person)
    QueueWorker.objects.create(queue_id="full", person=person, at_most=1)
    (held,) = more_cases(first, 1)
    Case.objects.filter(pk=held.pk).update(
        queue="full",
        state=Case.State.CLAIMED,
        claimed_by=person,
        claim_until=timezone.now() + timedelta(minutes=9),
    )


def stand(first: Case, *, person: User, other: User) -> list[Case]:
    """A case of each shape, in the order of the shapes."""
    like = round_of(first)
    whom = {"": None, "me": person, "other": other}
    cases = [
        Case(
            queue_id=shape.queue,
            due_at=first.due_at,
            assigned_to=whom[shape.assigned],
            needs=shape.needs,
            needs_sanctions=shape.is_passed_on,
        )
        for shape in SHAPES
    ]
    Case.objects.bulk_create(cases)
    Round.objects.bulk_create(
        Round(case=case, number=1, journey=like.journey, opened_on=like.opened_on) for case in cases
    )
    Skip.objects.bulk_create(
        Skip(case=case, person=person, reason="help", until=timezone.now() + timedelta(hours=1))
        for case, shape in zip(cases, SHAPES, strict=True)
        if shape.is_skipped
    )
    return cases


def people(make_person: MakePerson) -> Iterator[User]:
    rights = {
        "plain": [],
        "leads": [Permission.CASES_LEAD],
        "sanctions": [Permission.SANCTIONS_DECIDE],
        "both": [Permission.CASES_LEAD, Permission.SANCTIONS_DECIDE],
    }
    for slug, more in rights.items():
        codes = [Permission.CASES_REVIEW.value, *(code.value for code in more)]
        Role.objects.create(slug=slug, name=slug, permissions=codes)
        yield make_person(slug)


def is_for_all(shape: Shape) -> bool:
    """Who leads may take every case, and is offered what is offered to others in their place."""
    if shape.assigned:
        return shape.assigned == "me"
    by_right = shape.needs == "settle" or shape.is_passed_on
    return shape.queue != "off" and (shape.queue in ("main", "own") or by_right)


@pytest.mark.both_databases
def test_the_query_and_the_sentences_agree_about_the_desk(
    first: Case, make_person: MakePerson
) -> None:
    other = make_person("reviewer")
    count = 0
    for person in people(make_person):
        build_queues(first, person=person, other=other)
        cases = stand(first, person=person, other=other)
        free = set(free_for(person).values_list("pk", flat=True))
        wrong = []
        for shape, case in zip(SHAPES, cases, strict=True):
            may = why_not_take(case, person=person) == ""
            offered = may and (not shape.is_skipped or shape.assigned == "me")
            if person.may(Permission.CASES_LEAD):
                offered = offered and is_for_all(shape)
            count += offered
            if (case.pk in free) != offered:
                wrong.append((person.name, shape))
        assert wrong == []
    assert count > 60


def test_leads_take_what_a_list_of_workers_keeps_from_others(
    first: Case, reviewer: User, second_reviewer: User, lead: User
) -> None:
    QueueWorker.objects.create(queue=first.queue, person=second_reviewer)
    with pytest.raises(NotAllowed, match="You do not work the queue"):
        claim(first, by=reviewer)
    assert not free_for(lead).exists()
    assert claim(first, by=lead).claimed_by == lead


def test_a_limit_is_told_and_ends_with_the_case(first: Case, reviewer: User) -> None:
    QueueWorker.objects.create(queue=first.queue, person=reviewer, at_most=1)
    (second,) = more_cases(first, 1)
    claim(first, by=reviewer)
    assert claim(first, by=reviewer).claimed_by == reviewer
    with pytest.raises(NotAllowed, match="your limit there"):
        claim(second, by=reviewer)
    assert not free_for(reviewer).exists()
    Case.objects.filter(pk=first.pk).update(claim_until=timezone.now() - timedelta(seconds=1))
    assert claim(second, by=reviewer).claimed_by == reviewer


def test_what_one_holds_was_given_and_put_on_hold(
    first: Case, reviewer: User, second_reviewer: User
) -> None:
    lapsed, given, held = more_cases(first, 3)
    for case in (first, lapsed, held):
        claim(case, by=reviewer)
    Case.objects.filter(pk=lapsed.pk).update(claim_until=timezone.now() - timedelta(seconds=1))
    Case.objects.filter(pk=given.pk).update(assigned_to=reviewer)
    hold(held, until=timezone.now() + timedelta(hours=1), why="A call", by=reviewer)
    assert list(claims_of(reviewer)) == [first]
    assert list(given_to(reviewer)) == [given]
    assert list(on_hold_of(reviewer)) == [held]
    assert free_count(reviewer) == 2
    assert free_count(second_reviewer) == 1
    Case.objects.filter(pk=held.pk).update(held_until=timezone.now() - timedelta(seconds=1))
    # What one put on hold comes back to the same person first, after what was given.
    Case.objects.filter(pk=given.pk).update(assigned_to=None, rank=0)
    assert next_for(reviewer) == held


def test_looking_at_colleagues_takes_equally_many_queries(
    first: Case, make_person: MakePerson
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            colleagues_for(first)
        return len(captured)

    make_person("reviewer")
    few = count()
    for _ in range(8):
        make_person("reviewer")
    assert count() == few
