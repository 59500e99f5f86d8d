"""Figures of a small world, each expected number worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.models import Account
from kycreview.staff.models import User
from reviews.insight.shapes import Figures, Share, Timing
from reviews.models import Calendar, Case, Decision, Queue, Round
from tests.people import MakePerson
from tests.reviews.insight.book import (
    END,
    FIRST_MOMENT,
    HOUR,
    NOON,
    NOW,
    SECOND,
    SUNDAY,
    Book,
    counted,
    week,
)

pytestmark = pytest.mark.both_databases


def test_a_day_begins_at_midnight_of_the_house(book: Book) -> None:
    for moment in (FIRST_MOMENT - SECOND, FIRST_MOMENT, END - SECOND, END):
        book.decided(book.opened(moment), "approve", moment)
    found = week()
    assert (found.total.received, found.total.decided) == (2, 2)
    assert [(day.day.day, day.received, day.decided) for day in found.days] == [
        (2, 1, 1), (3, 0, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0), (8, 1, 1),
    ]  # fmt: skip
    assert [piece.outcomes["approve"] for piece in found.pieces] == [1, 0, 0, 0, 0, 0, 1]


def test_what_was_undone_or_only_read_or_a_test_is_not_decided(
    book: Book, second_reviewer: User
) -> None:
    undone = book.opened(NOON)
    Decision.objects.filter(pk=book.read(undone, "approve", NOON).pk).update(
        state=Decision.State.WITHDRAWN
    )
    still_undoable = book.opened(NOON)
    book.read(still_undoable, "reject", NOON, by=second_reviewer)
    book.decided(book.opened(NOON, is_test=True), "approve", NOON)
    found = week()
    assert (found.total.received, found.total.decided) == (2, 0)
    assert found.total.open == 2


def test_waits_are_interpolated_and_of_few_there_is_only_a_count(book: Book) -> None:
    """Twenty waits of 1 h to 20 h: p50 lies at place 9.5, p85 at 16.15, p90 at 17.1."""
    for hours in range(1, 20):
        book.decided(book.opened(NOON), "approve", NOON + hours * HOUR)
    few = week().total.wait
    assert (few.count, few.is_few, few.at(50), few.at(90)) == (19, True, None, None)
    book.decided(book.opened(NOON), "reject", NOON + 20 * HOUR)
    total = week().total
    assert total.wait.count == 20
    assert total.wait.at(50) == pytest.approx(10.5 * 3600)
    assert total.wait.at(85) == pytest.approx(17.15 * 3600)
    assert total.wait.at(90) == pytest.approx(18.1 * 3600)
    assert total.wait.at(95) == pytest.approx(19.05 * 3600)
    assert total.outcomes == {"approve": 19, "reject": 1, "resubmit": 0}
    assert [share.percent for share in total.shares] == [95.0, 5.0, 0.0]


def test_the_wait_is_cut_by_day_of_the_decision(book: Book) -> None:
    book.decided(book.opened(NOON), "approve", NOON + 3 * HOUR)
    book.decided(book.opened(NOON), "approve", NOON + 27 * HOUR)
    assert [piece.wait.count for piece in week().pieces] == [1, 1, 0, 0, 0, 0, 0]


def test_weeks_and_months_are_cut_at_their_borders(book: Book) -> None:
    october = datetime(2026, 10, 14, tzinfo=UTC)
    for day in (14, 18, 19, 31):
        at = datetime(2026, 10, day, 12, tzinfo=UTC)
        book.decided(book.opened(at), "approve", at)
    book.decided(book.opened(NOON), "reject", NOON)
    weeks = counted(october, SUNDAY, now=NOW).pieces
    assert [(one.first.day, one.last.day, one.decided) for one in weeks] == [
        (14, 18, 2), (19, 25, 1), (26, 1, 1), (2, 8, 1),
    ]  # fmt: skip
    months = counted(datetime(2026, 7, 20, tzinfo=UTC), SUNDAY, now=NOW).pieces
    assert [(one.first.month, one.decided, one.wait.count) for one in months] == [
        (7, 0, 0), (8, 0, 0), (9, 0, 0), (10, 4, 4), (11, 1, 1),
    ]  # fmt: skip


def test_open_cases_have_their_age_and_the_late_ones_are_counted(book: Book) -> None:
    for hours in range(1, 22):
        book.opened(NOW - hours * HOUR, due=NOW + (10 - hours) * HOUR)
    held = book.opened(NOW - HOUR, due=NOW + 9 * HOUR)
    Case.objects.filter(pk=held.case_id).update(held_until=NOW + HOUR)
    book.decided(book.opened(NOW - 30 * HOUR, due=NOW - HOUR), "approve", NOW)
    total = week().total
    # Due before now: those of 11 h to 21 h. Within two hours: of 9 h and of 10 h, which is now.
    assert (total.open, total.late, total.soon) == (22, 11, 2)
    assert total.overdue == Share(11, 22)
    assert total.overdue.percent == 50.0
    # 1, 1, 2, ... 21: the middle lies between the eleventh and the twelfth.
    assert total.age.at(50) == pytest.approx(10.5 * 3600)
    assert total.age.at(90) == pytest.approx(18.9 * 3600)


def test_the_next_to_be_late_stand_first_due_first(book: Book) -> None:
    later = book.opened(NOON, due=NOW + HOUR)
    sooner = book.opened(NOON, due=NOW - HOUR)
    book.decided(book.opened(NOON, due=NOW - 2 * HOUR), "approve", NOON)
    found = week()
    assert [one.case_id for one in found.next_late] == [sooner.case_id, later.case_id]
    (queue,) = found.open_queues
    assert sum(each.late for each in queue.bins) == 1
    assert sum(each.soon for each in queue.bins) == 1
    assert queue.limit == 24 * 3600


def test_a_limit_in_working_hours_is_no_age(book: Book) -> None:
    calendar = Calendar.objects.create(slug="gulf", name="Gulf", hours={"0": [["09:00", "17:00"]]})
    Queue.objects.filter(pk=book.queue.pk).update(calendar=calendar)
    book.opened(NOON)
    assert week().open_queues[0].limit is None


def test_far_too_old_cases_do_not_press_the_scale(book: Book) -> None:
    book.opened(NOW - timedelta(days=300))
    book.opened(NOW - HOUR)
    found = week()
    longest_limit = max(queue.late_after_minutes for queue in Queue.objects.all()) * 60
    assert found.oldest == 4 * longest_limit
    (queue,) = found.open_queues
    assert [each.row for each in queue.bins][-1] == 43


def test_figures_are_by_queue_and_by_account(book: Book, signzy: Account) -> None:
    other = Queue.objects.create(slug="gulf", name="Gulf")
    book.decided(book.opened(NOON), "approve", NOON + HOUR)
    book.decided(book.opened(NOON, queue=other), "reject", NOON + HOUR)
    book.opened(NOON, queue=other, account=signzy)
    everything = week()
    assert [(one.name, one.received, one.decided, one.open) for one in everything.queues] == [
        ("Gulf", 2, 1, 1),
        (book.queue.name, 1, 1, 0),
    ]
    assert [(one.code, one.received, one.open) for one in everything.accounts] == [
        ("idwise", 2, 0),
        ("signzy", 1, 1),
    ]
    narrowed = week(queue="gulf", account="idwise")
    assert (narrowed.total.received, narrowed.total.decided, narrowed.total.open) == (1, 1, 0)
    assert [one.code for one in narrowed.queues] == ["gulf"]
    assert narrowed.total.outcomes["reject"] == 1
    assert week(account="signzy").total.open == 1


def test_what_came_again_was_received_again(book: Book) -> None:
    first = book.opened(NOON)
    book.decided(first, "resubmit", NOON + HOUR)
    book.decided(
        book.again(first, NOON + 5 * HOUR, why=Round.Why.RESUBMISSION), "approve", NOON + 6 * HOUR
    )
    found = week().total
    assert (found.received, found.again, found.decided) == (2, 1, 2)
    # It was asked again, and never opened again by us.
    assert found.readings.reopened == Share(0, 0)


def test_reasons_are_counted_with_the_time_before(book: Book) -> None:
    reasons: list[tuple[datetime, str, list[str]]] = [
        (NOON, "reject", ["reject-doc-altered", "reject-person-different"]),
        (NOON, "reject", ["reject-doc-altered"]),
        (NOON, "approve", []),
        (NOON - timedelta(days=7), "reject", ["reject-doc-altered"]),
        (NOON - timedelta(days=14), "reject", ["reject-doc-altered"]),
    ]
    for at, outcome, codes in reasons:
        book.decided(book.opened(at), outcome, at, reasons=codes)
    found = [(one.code, one.share, one.before) for one in week().reasons]
    assert found == [
        ("reject-doc-altered", Share(2, 2), 1),
        ("reject-person-different", Share(1, 2), 0),
    ]
    assert week().reasons[0].words == "Document altered"


def test_an_empty_period_says_so(book: Book) -> None:
    found = week()
    assert found.is_empty
    assert (found.reasons, found.queues) == ((), ())
    assert (found.accounts, found.next_late) == ((), ())
    assert len(found.days) == 7


def test_it_asks_as_often_for_much_as_for_little(
    book: Book, signzy: Account, make_person: MakePerson
) -> None:
    few = _queries(book, 1)
    for number in range(6):
        queue = Queue.objects.create(slug=f"q{number}", name=f"Queue {number}")
        for account in (book.account, signzy):
            book.decided(book.opened(NOON, queue=queue, account=account), "reject", NOON)
            book.opened(NOON, queue=queue, account=account)
    assert _queries(book, 9) == few == 14


def _queries(book: Book, count: int) -> int:
    for _number in range(count):
        book.decided(book.opened(NOON), "reject", NOON, reasons=["reject-doc-altered"])
    with CaptureQueriesContext(connection) as captured:
        week()
    return len(captured)


def test_figures_hold_nothing_about_a_person(book: Book) -> None:
    book.decided(book.opened(NOON), "approve", NOON)
    names = {name for shape in _shapes(week()) for name in vars(shape)}
    assert not names & {"person", "by", "who", "reader", "email", "applicant"}


def _shapes(found: Figures) -> list[Any]:
    return [found, found.total, *found.queues, *found.accounts, *found.next_late, *found.days]


def timing(in_time: int = 0, late: int = 0, unknown: int = 0) -> Timing:
    return Timing(in_time, late, unknown)


def test_in_time_is_up_to_the_moment_at_which_a_round_was_due(book: Book) -> None:
    due = NOON + 4 * HOUR
    for at in (due - SECOND, due, due + SECOND):
        book.decided(book.opened(NOON, due=due), "approve", at)
    found = week()
    assert found.total.timing == timing(in_time=2, late=1)
    assert (found.total.timing.share, found.total.timing.late_share) == (Share(2, 3), Share(1, 3))
    assert [piece.timing for piece in found.pieces][:2] == [timing(2, 1), timing()]


def test_a_round_without_a_due_time_is_unknown_and_never_in_time(book: Book) -> None:
    known = book.opened(NOON)
    old = book.opened(NOON)
    Round.objects.filter(pk=old.pk).update(due_at=None)
    for one in (known, old):
        book.decided(one, "approve", NOON + HOUR)
    found = week().total.timing
    assert found == timing(in_time=1, unknown=1)
    assert found.share == Share(1, 1)


def test_the_next_round_takes_nothing_from_the_one_before(book: Book) -> None:
    """The case's own time is the next round's by then: the first was late, and stays so."""
    first = book.opened(NOON, due=NOON + HOUR)
    book.decided(first, "resubmit", NOON + 2 * HOUR)
    again = book.again(first, NOON + 30 * HOUR, why=Round.Why.RESUBMISSION)
    book.decided(again, "approve", NOON + 31 * HOUR)
    found = week()
    assert found.total.timing == timing(in_time=1, late=1)
    assert found.outcome_timing == {
        "approve": timing(in_time=1), "reject": timing(), "resubmit": timing(late=1),
    }  # fmt: skip


def test_timing_is_by_queue_account_and_outcome(book: Book, signzy: Account) -> None:
    other = Queue.objects.create(slug="gulf", name="Gulf")
    book.decided(book.opened(NOON), "approve", NOON + HOUR)
    book.decided(book.opened(NOON, queue=other), "reject", NOON + 25 * HOUR)
    book.decided(book.opened(NOON, queue=other, account=signzy), "reject", NOON + HOUR)
    found = week()
    assert {one.code: one.timing for one in found.queues} == {
        "gulf": timing(in_time=1, late=1), book.queue.pk: timing(in_time=1),
    }  # fmt: skip
    assert {one.code: one.timing for one in found.accounts} == {
        book.account.slug: timing(in_time=1, late=1), signzy.slug: timing(in_time=1),
    }  # fmt: skip
    assert found.outcome_timing["reject"] == timing(in_time=1, late=1)


def test_what_was_undone_or_read_again_is_neither_in_time_nor_late(
    book: Book, second_reviewer: User
) -> None:
    undone = book.opened(NOON)
    Decision.objects.filter(pk=book.read(undone, "approve", NOON).pk).update(
        state=Decision.State.WITHDRAWN
    )
    closed = book.opened(NOON - 200 * HOUR)
    book.decided(closed, "approve", NOON - 199 * HOUR)
    reread = book.again(closed, NOON, why=Round.Why.REREAD)
    book.decided(reread, "approve", NOON + HOUR, by=second_reviewer)
    assert week().total.timing == timing()
