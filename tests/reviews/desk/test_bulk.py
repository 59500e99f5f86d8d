"""Many cases at once: each compare-and-set, each with its entry, and what was left is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk import bulk, tags
from reviews.desk.bulk import Left
from reviews.desk.claims import recuse
from reviews.desk.offering import free_for
from reviews.desk.tags import add_tag, change_tag
from reviews.desk.turns import turn_at
from reviews.errors import Incomplete, NotAllowed
from reviews.models import Case, CaseTag, Notice, Queue, QueueWorker, Rank, Recusal, Tag
from tests.databases import Database
from tests.reviews.desk.listed import claimed, new_case, new_queue
from tests.reviews.house import arrive, events, held_case, opened, round_of


@pytest.fixture
def queue(database: Database) -> Queue:
    return new_queue("gulf")


@pytest.mark.both_databases
def test_cases_move_and_their_turn_is_that_of_the_new_queue(queue: Queue, lead: User) -> None:
    other = new_queue("proofs", handling_seconds=1200)
    cases = [new_case(queue, rule_id="r1") for _ in range(3)]
    done = bulk.move([case.pk for case in cases], queue=other, by=lead)
    assert (done.count, done.sentence()) == (3, "3 cases moved.")
    for case in cases:
        was = case.due_at
        case.refresh_from_db()
        assert (case.queue_id, case.due_at, case.rule_id) == ("proofs", was, "")
        assert case.turn_at == was - timedelta(seconds=1200)
    entries = events(Event.CASE_MOVED)
    assert {entry.case_id for entry in entries} == {case.pk for case in cases}
    assert {str(entry.actor) for entry in entries} == {str(lead)}


def test_what_was_decided_or_is_worked_on_is_left_and_counted(
    queue: Queue, lead: User, reviewer: User
) -> None:
    other = new_queue("proofs")
    free, held = new_case(queue), claimed(new_case(queue), reviewer)
    lapsed = claimed(new_case(queue), reviewer, until=timezone.now() - timedelta(seconds=1))
    decided = [new_case(queue, state=Case.State.DECIDED) for _ in range(2)]
    there = new_case(other)
    ids = [case.pk for case in (free, held, lapsed, *decided, there)]
    done = bulk.move([*ids, uuid4()], queue=other, by=lead)
    assert done.count == 2
    assert done.left == {Left.DECIDED: 2, Left.HELD: 1, Left.SAME: 1}
    assert done.sentence() == (
        "2 cases moved, 2 were decided meanwhile, 1 is being worked on, 1 was so already."
    )
    lapsed.refresh_from_db()
    assert (lapsed.state, lapsed.claimed_by) == (Case.State.OPEN, None)
    held.refresh_from_db()
    assert (held.queue_id, held.claimed_by) == ("gulf", reviewer)


def test_a_case_that_changed_since_it_was_read_is_left(
    queue: Queue, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_queue("proofs")
    case = new_case(queue)

    def and_a_rival_claims(due_at: datetime, of: Queue) -> datetime:
        claimed(Case.objects.get(pk=case.pk), lead)
        Case.objects.filter(pk=case.pk).update(version=2)
        return turn_at(due_at, of)

    monkeypatch.setattr("reviews.desk.bulk.turn_at", and_a_rival_claims)
    done = bulk.move([case.pk], queue=other, by=lead)
    assert (done.count, done.left) == (0, {Left.CHANGED: 1})
    assert events(Event.CASE_MOVED) == []
    case.refresh_from_db()
    assert (case.queue_id, case.claimed_by) == ("gulf", lead)


def test_moving_a_case_that_was_given_to_somebody_else_s_queue_takes_it_from_them(
    queue: Queue, lead: User, reviewer: User, second_reviewer: User
) -> None:
    other = new_queue("proofs")
    QueueWorker.objects.create(queue=other, person=second_reviewer)
    theirs, fitting = new_case(queue), new_case(queue)
    Case.objects.filter(pk=theirs.pk).update(assigned_to=reviewer)
    Case.objects.filter(pk=fitting.pk).update(assigned_to=second_reviewer)
    bulk.move([theirs.pk, fitting.pk], queue=other, by=lead)
    theirs.refresh_from_db()
    fitting.refresh_from_db()
    assert (theirs.assigned_to, fitting.assigned_to) == (None, second_reviewer)


@pytest.mark.both_databases
def test_cases_are_given_to_who_may_read_them(
    idwise: Account, lead: User, reviewer: User, second_reviewer: User
) -> None:
    first = opened(arrive(idwise, outcome="glare"))
    known = held_case(arrive(idwise, outcome="expired", index=1), by=reviewer).case
    recuse(known, by=reviewer)
    assert Recusal.objects.count() == 1
    done = bulk.assign([first.pk, known.pk], to=reviewer, by=lead)
    assert (done.count, done.left) == (1, {Left.BARRED: 1})
    first.refresh_from_db()
    assert first.assigned_to == reviewer
    assert first in free_for(reviewer)
    assert first not in free_for(second_reviewer)
    assert [notice.kind for notice in Notice.objects.filter(person=reviewer)] == ["assigned"]
    [entry] = events(Event.CASE_ASSIGNED)
    assert (entry.case_id, round_of(first).case_id) == (first.pk, first.pk)


def test_nobody_on_leave_is_given_anything(queue: Queue, lead: User, reviewer: User) -> None:
    reviewer.availability = User.Availability.ON_LEAVE
    reviewer.save()
    with pytest.raises(NotAllowed):
        bulk.assign([new_case(queue).pk], to=reviewer, by=lead)


def test_priority_is_set_even_while_somebody_works_on_the_case(
    queue: Queue, lead: User, reviewer: User
) -> None:
    held, urgent = claimed(new_case(queue), reviewer), new_case(queue, rank=0)
    done = bulk.rank([held.pk, urgent.pk], to=Rank.URGENT, by=lead)
    assert done.sentence() == "1 case ranked, 1 was so already."
    held.refresh_from_db()
    assert (held.rank, held.claimed_by, held.version) == (0, reviewer, 1)
    [entry] = events(Event.CASE_RANKED)
    assert '"from":2' in entry.data
    assert '"to":0' in entry.data


@pytest.mark.both_databases
def test_tags_are_put_on_and_taken_off(queue: Queue, lead: User) -> None:
    vip, ring = add_tag("VIP", by=lead), add_tag("Forgery ring", by=lead)
    cases = [new_case(queue) for _ in range(3)]
    CaseTag.objects.create(case=cases[0], tag=vip, by=lead)
    CaseTag.objects.create(case=cases[1], tag=ring, by=lead)
    ids = [case.pk for case in cases]
    done = bulk.tag(ids, add=[ring.pk], remove=[vip.pk], by=lead)
    assert done.sentence() == "2 cases tagged, 1 was so already."
    assert {case.pk: "forgery-ring" for case in cases} == dict(
        CaseTag.objects.values_list("case", "tag")
    )
    assert len(events(Event.CASE_TAGGED)) == 2


def test_only_leads_change_many_cases(queue: Queue, reviewer: User) -> None:
    ids = [new_case(queue).pk]
    acts: tuple[Callable[[], object], ...] = (
        lambda: bulk.move(ids, queue=queue, by=reviewer),
        lambda: bulk.assign(ids, to=reviewer, by=reviewer),
        lambda: bulk.rank(ids, to=Rank.LOW, by=reviewer),
        lambda: bulk.tag(ids, add=["x"], by=reviewer),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_more_than_a_hundred_are_done_in_several_transactions(queue: Queue, lead: User) -> None:
    ids = [new_case(queue).pk for _ in range(105)]
    assert bulk.rank(ids, to=Rank.HIGH, by=lead).count == 105
    assert Case.objects.filter(rank=Rank.HIGH).count() == 105


def test_a_retired_tag_stays_where_it_is_and_is_put_on_nothing(queue: Queue, lead: User) -> None:
    tag = add_tag("VIP", by=lead)
    marked, other = new_case(queue), new_case(queue)
    assert tags.mark(marked, add=[tag.pk], by=lead)
    change_tag(tag.pk, name="VIP", is_active=False, by=lead)
    assert not tags.mark(other, add=[tag.pk], by=lead)
    assert [(one.name, one.is_on) for one in tags.tags_of(marked.pk)] == [("VIP", True)]
    assert tags.tags_of(other.pk) == []
    assert tags.usable_tags() == []
    assert tags.mark(marked, remove=[tag.pk], by=lead)
    assert [entry.event for entry in events(Event.TAG_CHANGED)] == ["tag.changed"] * 2


@pytest.mark.parametrize("name", ["", "   ", "vip", "x" * 41])
def test_a_tag_without_a_name_of_its_own_is_refused(
    database: Database, admin: User, name: str
) -> None:
    add_tag("VIP", by=admin)
    with pytest.raises(Incomplete):
        add_tag(name, by=admin)
    assert Tag.objects.count() == 1


def test_names_in_any_script_make_tags(database: Database, admin: User) -> None:
    made = [add_tag(name, by=admin).pk for name in ("احتيال", "Ring", "欺诈", "Ring 2")]
    assert len(set(made)) == 4
    # The same letters in a slug: the second gets one of its own.
    assert add_tag("Ring-2", by=admin).pk.startswith("ring-2-")
