"""Lists of open cases: who sees which, in which order, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kycreview.staff.models import User
from reviews.desk.list_filters import FACETS, read_filters
from reviews.desk.lists import (
    Place,
    Sort,
    is_blind,
    may_list,
    narrowed,
    open_cases,
    page_of,
    queues_for,
    read_place,
)
from reviews.desk.routing.why import Why
from reviews.models import Case, CaseTag, Queue, QueueWorker, Tag
from tests.databases import Database
from tests.reviews.desk.listed import claimed, new_case, new_queue


@pytest.fixture
def queue(database: Database) -> Queue:
    return new_queue("gulf", name="Gulf onboarding")


def listed(queue: Queue, person: User, **chosen: str | tuple[str, ...]) -> set[str]:
    """Codes that the filters leave."""
    query = {name: [value] if isinstance(value, str) else value for name, value in chosen.items()}
    filters = read_filters(query, is_blind=False)
    assert set(filters) == set(chosen)
    found = narrowed(open_cases([queue]), filters, person=person, now=timezone.now())
    return set(found.values_list("code", flat=True))


def test_a_queue_without_workers_is_everybodys_and_one_with_workers_is_theirs(
    queue: Queue, reviewer: User, second_reviewer: User, lead: User
) -> None:
    QueueWorker.objects.create(queue=queue, person=reviewer)
    new_queue("closed", is_active=False)
    always = {"main", "technical"}
    assert {one.pk for one in queues_for(reviewer)} == {"gulf", *always}
    assert {one.pk for one in queues_for(second_reviewer)} == always
    assert {one.pk for one in queues_for(lead)} == {"gulf", "closed", *always}


def test_the_list_of_a_guided_queue_is_for_leads(queue: Queue, reviewer: User, lead: User) -> None:
    assert may_list(queue, reviewer)
    queue.is_guided = True
    assert (may_list(queue, reviewer), may_list(queue, lead)) == (False, True)


def test_one_blind_queue_makes_the_whole_list_blind(queue: Queue) -> None:
    other = new_queue("blind", blind_first=True)
    assert (is_blind([queue]), is_blind([queue, other])) == (False, True)


def test_what_is_decided_or_waits_is_not_in_a_list(queue: Queue, reviewer: User) -> None:
    case = new_case(queue)
    new_case(queue, state=Case.State.DECIDED)
    new_case(queue, state=Case.State.WAITING)
    new_case(new_queue("other"))
    assert listed(queue, reviewer) == {case.code}


@pytest.mark.both_databases
def test_each_filter_leaves_what_has_its_value(
    queue: Queue, reviewer: User, second_reviewer: User
) -> None:
    now = timezone.now()
    late = new_case(queue, due=timedelta(minutes=-3), why_bits=Why.FACES | Why.SAMPLED)
    soon = new_case(queue, due=timedelta(minutes=20), why_bits=Why.SCREENING, severity=3)
    passport = new_case(queue, document_type="passport", country_code="EGY", round_count=2)
    third = new_case(queue, round_count=4)
    mine = claimed(new_case(queue), reviewer)
    theirs = claimed(new_case(queue), second_reviewer)
    lapsed = claimed(new_case(queue), second_reviewer, until=now - timedelta(seconds=1))
    held = new_case(queue, held_until=now + timedelta(hours=1), held_by=reviewer)
    tag = Tag.objects.create(slug="vip", name="VIP")
    CaseTag.objects.create(case=third, tag=tag, by=reviewer)
    assert listed(queue, reviewer, due="late") == {late.code}
    assert listed(queue, reviewer, due="hour") == {soon.code}
    assert listed(queue, reviewer, due=("late", "hour")) == {late.code, soon.code}
    assert listed(queue, reviewer, why="faces") == {late.code}
    assert listed(queue, reviewer, why=("sampled", "screening")) == {late.code, soon.code}
    assert listed(queue, reviewer, severity="3") == {soon.code}
    assert listed(queue, reviewer, doc="passport", country="EGY") == {passport.code}
    assert listed(queue, reviewer, doc="passport", attempt="3") == set()
    assert listed(queue, reviewer, attempt="2") == {passport.code}
    assert listed(queue, reviewer, attempt="3") == {third.code}
    assert listed(queue, reviewer, tag="vip") == {third.code}
    assert listed(queue, reviewer, claim="me") == {mine.code}
    assert listed(queue, reviewer, claim="other") == {theirs.code}
    assert listed(queue, reviewer, claim="hold") == {held.code}
    nobody = {one.code for one in (late, soon, passport, third, lapsed)}
    assert listed(queue, reviewer, claim="nobody") == nobody
    # Without any filter: all but what is on hold.
    assert listed(queue, reviewer) == nobody | {mine.code, theirs.code}


@pytest.mark.parametrize("name", FACETS)
def test_what_is_no_value_of_a_filter_is_passed_over(name: str) -> None:
    nonsense = ["", "\x00", "x" * 100, "' OR 1=1 --\n", "\N{ZERO WIDTH SPACE}" * 81]
    assert read_filters({name: nonsense}, is_blind=False) == {}


def test_a_blind_list_cannot_be_filtered_by_what_the_machine_thinks() -> None:
    query = {"severity": ["3"], "why": ["faces"]}
    assert read_filters(query, is_blind=True) == {"why": ("faces",)}


@pytest.mark.both_databases
@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_each_other_forwards_and_back_without_gap_or_repetition(
    queue: Queue, reviewer: User, sort: Sort
) -> None:
    now = timezone.now()
    for number in range(123):
        # Many that are equal in what is sorted by: the id decides.
        new_case(
            queue,
            due=timedelta(minutes=number // 7),
            rank=number % 3,
            round_opened_at=now - timedelta(minutes=number // 5),
            is_test=number % 11 == 0,
        )
    cases = open_cases([queue])
    first = page_of(cases, Place(sort=sort))
    second = page_of(cases, read_place({"sort": [sort], "after": [first.after], "at": ["50"]}))
    third = page_of(cases, read_place({"sort": [sort], "after": [second.after], "at": ["100"]}))
    assert [len(one.cases) for one in (first, second, third)] == [50, 50, 23]
    assert (first.at, second.at, third.at) == (0, 50, 100)
    assert (first.before, third.after) == ("", "")
    seen = [case.pk for page in (first, second, third) for case in page.cases]
    assert len(set(seen)) == 123
    assert [case.is_test for page in (first, second, third) for case in page.cases][-12:] == (
        [True] * 12
    )
    back = page_of(cases, read_place({"sort": [sort], "before": [third.before], "at": ["50"]}))
    assert [one.pk for one in back.cases] == [one.pk for one in second.cases]
    assert (back.at, back.after != "") == (50, True)
    start = page_of(cases, read_place({"sort": [sort], "before": [back.before], "at": ["0"]}))
    assert [one.pk for one in start.cases] == [one.pk for one in first.cases]
    assert start.before == ""


def test_the_most_urgent_stand_first_by_rank_then_by_their_turn(queue: Queue) -> None:
    now = timezone.now()
    quick = new_case(queue, due=timedelta(hours=2), turn_at=now + timedelta(minutes=110))
    slow = new_case(queue, due=timedelta(hours=3), turn_at=now + timedelta(minutes=60))
    urgent = new_case(queue, due=timedelta(hours=9), rank=0)
    assert page_of(open_cases([queue]), Place()).cases == [urgent, slow, quick]
    assert page_of(open_cases([queue]), Place(sort=Sort.DUE)).cases == [quick, slow, urgent]


@pytest.mark.parametrize(
    "mark", ["x", "~", "0~2~2026-01-01T00:00:00.000000Z~x", "~".join("abcd"), "9" * 400, "0~9~~"]
)
def test_a_mark_of_nonsense_is_the_first_page(mark: str) -> None:
    for name in ("after", "before"):
        assert read_place({name: [mark], "at": ["50"]}) == Place()


@pytest.mark.parametrize("at", ["-1", "x", "9" * 30, "٣", ""])
def test_a_place_of_nonsense_is_none(queue: Queue, at: str) -> None:
    new_case(queue)
    mark = page_of(open_cases([queue]), Place()).cases[0]
    text = f"0~2~{mark.turn_at:%Y-%m-%dT%H:%M:%S.%fZ}~{mark.pk}"
    assert read_place({"after": [text], "at": [at]}).at == 0


def test_a_page_is_one_query(queue: Queue, reviewer: User) -> None:
    for _ in range(60):
        claimed(new_case(queue, assigned_to=reviewer), reviewer)
    with CaptureQueriesContext(connection) as asked:
        page = page_of(open_cases([queue]), Place())
        assert {str(one.claimed_by) for one in page.cases} == {str(reviewer)}
        assert {one.queue.name for one in page.cases} == {"Gulf onboarding"}
    assert len(asked) == 1
