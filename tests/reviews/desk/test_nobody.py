"""Cases that nobody may be offered: found whatever the reason, told of once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.nobody import count_stuck, last_count, stuck_cases, tell_of_stuck
from reviews.models import Case, Notice, Queue, QueueWorker, Recusal, Round, Unblinded
from reviews.tasks import look_after_desk
from tests.reviews.house import arrive, more_cases, opened, opened_strictly, round_of

Bar = Callable[[Case, User, User], object]


def all_know(case: Case, *people: User) -> None:
    for person in people:
        Recusal.objects.create(case=case, person=person)


def all_saw_it_unrated(case: Case, *people: User) -> None:
    for person in people:
        Unblinded.objects.create(round=round_of(case), person=person, content_hash="0" * 64)


def all_read_it(case: Case, *people: User) -> None:
    Case.objects.filter(pk=case.pk).update(needs="second")
    Round.objects.filter(case=case).update(first_reader=people[0], second_reader=people[1])


def no_lead(case: Case, *_people: User) -> None:
    Case.objects.filter(pk=case.pk).update(needs="settle")


def nobody_for_sanctions(case: Case, *_people: User) -> None:
    Case.objects.filter(pk=case.pk).update(needs_sanctions=True)


def its_worker_is_on_leave(case: Case, *people: User) -> None:
    QueueWorker.objects.create(queue=case.queue, person=people[0])
    User.objects.filter(pk=people[0].pk).update(availability="on_leave")


def switched_off(case: Case, *_people: User) -> None:
    Queue.objects.filter(pk=case.queue_id).update(is_active=False)


def all_left(_case: Case, *people: User) -> None:
    ids = [person.pk for person in people]
    User.objects.filter(pk__in=ids).update(deactivated_at=timezone.now())


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "bar,why",
    [
        (all_know, "Everybody who could take it"),
        (all_saw_it_unrated, "Everybody who could take it"),
        (all_read_it, "Everybody who could take it"),
        (no_lead, "Two readers disagree, and no lead is here."),
        (nobody_for_sanctions, "Nobody who may confirm sanctions"),
        (its_worker_is_on_leave, "Nobody who works this queue"),
        (switched_off, "The queue is switched off."),
        (all_left, "Nobody who reviews is here."),
    ],
)
def test_a_case_that_is_offered_to_nobody_is_found_with_the_reason(
    idwise: Account, reviewer: User, second_reviewer: User, bar: Bar, why: str
) -> None:
    case = opened_strictly(arrive(idwise, outcome="glare"))
    assert stuck_cases() == []
    bar(case, reviewer, second_reviewer)
    (stuck,) = stuck_cases()
    assert stuck.case == case
    assert stuck.why.startswith(why)
    assert count_stuck() == 1


def test_one_person_who_may_is_enough(
    idwise: Account, reviewer: User, second_reviewer: User, lead: User
) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    all_know(case, reviewer, second_reviewer)
    assert stuck_cases() == []
    all_read_it(case, reviewer, second_reviewer)
    Case.objects.update(needs="settle")
    assert stuck_cases() == []
    Round.objects.update(second_reader=lead)
    (stuck,) = stuck_cases()
    assert "every lead has read it" in stuck.why


def test_each_lead_and_admin_is_told_once_a_round(
    idwise: Account, reviewer: User, lead: User, admin: User
) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    assert tell_of_stuck() == 0
    all_know(case, reviewer, lead)
    assert (tell_of_stuck(), tell_of_stuck()) == (1, 0)
    told = Notice.objects.filter(kind=Notice.Kind.NOBODY).values_list("person", flat=True)
    assert set(told) == {lead.pk, admin.pk}
    Case.objects.update(round_opened_at=timezone.now())
    assert tell_of_stuck() == 1


def test_finding_takes_equally_many_queries_for_any_number(idwise: Account, reviewer: User) -> None:
    case = opened(arrive(idwise, outcome="glare"))

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            stuck_cases()
        return len(captured)

    all_know(case, reviewer)
    few = count()
    for one in more_cases(case, 12):
        all_know(one, reviewer)
    assert len(stuck_cases()) == 13
    assert count() == few


@pytest.mark.both_databases
def test_the_beat_keeps_how_many_there_are_for_menus(idwise: Account, reviewer: User) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    all_know(case, reviewer)
    assert last_count() == 0
    look_after_desk()
    assert last_count() == 1
    look_after_desk()
    assert last_count() == 1, "who was told of it once is counted on"
    Recusal.objects.all().delete()
    look_after_desk()
    assert last_count() == 0


def test_a_number_of_old_is_not_shown(
    idwise: Account, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_know(opened(arrive(idwise, outcome="glare")), reviewer)
    tell_of_stuck()
    monkeypatch.setattr("reviews.desk.nobody._KEPT_FOR", timedelta())
    assert last_count() == 0


def test_knowing_how_many_is_one_query(idwise: Account, reviewer: User) -> None:
    all_know(opened(arrive(idwise, outcome="glare")), reviewer)
    tell_of_stuck()
    with CaptureQueriesContext(connection) as captured:
        assert last_count() == 1
    assert len(captured) == 1
