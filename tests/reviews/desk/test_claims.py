"""Claims: one owner at most, whoever asks at the same moment; what gives a case back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, claim_next, free_for, keep, recuse, release
from reviews.errors import AlreadyClaimed, AlreadyDecided, NotAllowed, NotYours, ReviewError
from reviews.models import Case, Rank, Recusal
from tests.people import MakePerson
from tests.reviews.house import arrive, count_of, events, held_case, in_effect, more_cases, opened
from tests.threads import at_once


def let_claim_lapse(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(claim_until=timezone.now() - timedelta(seconds=1))


def many_cases(idwise: Account, count: int) -> list[Case]:
    first = opened(arrive(idwise, outcome="glare"))
    return [first, *more_cases(first, count - 1)]


@pytest.mark.both_databases
def test_twenty_reviewers_at_once_get_a_case_each(idwise: Account, make_person: MakePerson) -> None:
    many_cases(idwise, 24)
    people = [make_person("reviewer") for _ in range(20)]
    found = at_once(20, lambda number: claim_next(by=people[number]))
    taken = [case.pk for case in found if case is not None]
    assert len(taken) == len(set(taken)) == 20
    held = Case.objects.filter(state=Case.State.CLAIMED)
    assert Counter(held.values_list("claimed_by", flat=True)) == Counter(
        person.pk for person in people
    )
    assert Case.objects.filter(state=Case.State.OPEN).count() == 4
    assert count_of(Event.CASE_CLAIMED) == 20


@pytest.mark.both_databases
def test_of_twenty_who_want_the_same_case_one_gets_it(
    idwise: Account, make_person: MakePerson
) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    people = [make_person("reviewer") for _ in range(20)]

    def take(number: int) -> str:
        try:
            claim(Case.objects.get(pk=case.pk), by=people[number])
        except OperationalError as error:
            return f"the database gave up: {error}"
        except ReviewError as error:
            return type(error).__name__
        return "mine"

    assert Counter(at_once(20, take)) == {"mine": 1, "AlreadyClaimed": 19}
    assert count_of(Event.CASE_CLAIMED) == 1


@pytest.mark.both_databases
def test_more_reviewers_than_cases_leave_nobody_with_half_a_claim(
    idwise: Account, make_person: MakePerson
) -> None:
    many_cases(idwise, 3)
    people = [make_person("reviewer") for _ in range(8)]
    found = at_once(8, lambda number: claim_next(by=people[number]))
    assert sum(case is not None for case in found) == 3
    assert Case.objects.filter(state=Case.State.CLAIMED, claimed_by__isnull=False).count() == 3


def test_a_claimed_case_tells_who_holds_it_until_when(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    assert case.claim_until is not None
    with pytest.raises(AlreadyClaimed) as told:
        claim(Case.objects.get(pk=case.pk), by=second_reviewer)
    until = timezone.localtime(case.claim_until).strftime("%H:%M")
    assert told.value.sentence == f"{reviewer.name} holds this case until {until}."
    assert told.value.status == 409


@pytest.mark.both_databases
def test_a_claim_that_ran_out_is_taken_by_one(
    idwise: Account, reviewer: User, make_person: MakePerson
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    let_claim_lapse(case)
    people = [make_person("reviewer") for _ in range(5)]
    found = at_once(5, lambda number: claim_next(by=people[number]))
    (taken,) = [one for one in found if one is not None]
    assert taken.pk == case.pk
    assert not keep(case, by=reviewer)


def test_who_lost_the_claim_has_nothing_to_give_back(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    let_claim_lapse(case)
    claim(Case.objects.get(pk=case.pk), by=second_reviewer)
    for verb in (release, recuse):
        with pytest.raises(NotYours):
            verb(case, by=reviewer)
    assert Case.objects.get().claimed_by == second_reviewer
    assert not Recusal.objects.exists()


def test_claiming_twice_is_harmless(idwise: Account, reviewer: User) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    claim(case, by=reviewer)
    claim(case, by=reviewer)
    assert count_of(Event.CASE_CLAIMED) == 1


def test_keeping_moves_the_end_of_a_claim(idwise: Account, reviewer: User) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    let_claim_lapse(case)
    assert keep(case, by=reviewer)
    case.refresh_from_db()
    assert case.claim_until is not None
    assert case.claim_until > timezone.now()


def test_nobody_keeps_what_somebody_else_holds(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    assert not keep(case, by=second_reviewer)


def test_a_released_case_is_open_for_everybody(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    release(case, by=reviewer)
    assert list(free_for(reviewer)) == list(free_for(second_reviewer)) == [case]
    assert count_of(Event.CASE_RELEASED) == 1


def test_who_knows_the_person_never_gets_the_case_again(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    recuse(case, by=reviewer)
    assert list(free_for(reviewer)) == []
    assert claim_next(by=reviewer) is None
    with pytest.raises(NotAllowed, match="because you know the person"):
        claim(Case.objects.get(), by=reviewer)
    taken = claim_next(by=second_reviewer)
    assert taken is not None
    let_claim_lapse(taken)
    with pytest.raises(NotAllowed):
        claim(Case.objects.get(), by=reviewer)
    (entry,) = events(Event.CASE_RECUSED)
    assert entry.actor == reviewer


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_other_roles_do_not_claim(idwise: Account, make_person: MakePerson, role: str) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    with pytest.raises(NotAllowed, match="does not claim"):
        claim(case, by=make_person(role))


def test_a_decided_case_is_not_claimed(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    with pytest.raises(AlreadyDecided):
        claim(Case.objects.get(), by=second_reviewer)
    assert claim_next(by=second_reviewer) is None


def test_the_most_urgent_case_comes_first(idwise: Account, reviewer: User) -> None:
    cases = many_cases(idwise, 3)
    Case.objects.filter(pk=cases[2].pk).update(turn_at=timezone.now() - timedelta(hours=9))
    Case.objects.filter(pk=cases[1].pk).update(rank=Rank.HIGH)
    taken = [claim_next(by=reviewer) for _case in cases]
    assert taken == [cases[1], cases[2], cases[0]]


def test_a_test_journey_never_stands_before_a_live_one(signzy: Account, reviewer: User) -> None:
    def fail_the_face(body: dict[str, Any]) -> None:
        body["selfieAnalysis"]["faceMatch"]["verified"] = False

    test = opened(arrive(signzy, outcome="test_flow", change=fail_the_face))
    Case.objects.filter(pk=test.pk).update(turn_at=timezone.now() - timedelta(hours=9), rank=0)
    live = opened(arrive(signzy, outcome="face_mismatch", index=1))
    assert claim_next(by=reviewer) == live
    assert claim_next(by=reviewer) == test
