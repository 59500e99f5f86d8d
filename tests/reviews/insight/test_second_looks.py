"""What other readers and the machine said of decisions, worked out by hand."""

from __future__ import annotations

import pytest

from journeys.models import Account, FaceComparison
from kycreview.staff.models import User
from reviews.insight.shapes import Share
from reviews.models import Decision, Opinion, Round
from tests.reviews.house import arrive
from tests.reviews.insight.book import HOUR, NOON, Book, week

pytestmark = pytest.mark.both_databases


def test_second_readers_that_differ_and_readings_that_are_overturned(
    book: Book, lead: User, second_reviewer: User
) -> None:
    agreed = book.opened(NOON)
    book.read(agreed, "approve", NOON)
    book.decided(agreed, "approve", NOON + HOUR, by=second_reviewer, reading=2)
    for last in ("reject", "approve"):
        disputed = book.opened(NOON)
        book.read(disputed, "approve", NOON)
        book.read(disputed, "reject", NOON + HOUR, by=second_reviewer, reading=2)
        book.decided(disputed, last, NOON + 2 * HOUR, by=lead, reading=3)
    total = week().total
    assert total.decided == 3
    assert total.readings.differed == Share(2, 3)
    assert total.readings.overturned == Share(1, 3)
    assert total.readings.overturned.percent is None
    assert total.overturned == Share(1, 3)


def test_reopened_cases_that_fell_otherwise(book: Book, lead: User) -> None:
    for why, outcome in (
        (Round.Why.REOPENED, "reject"),
        (Round.Why.REOPENED, "approve"),
        (Round.Why.SPOT_CHECK, "reject"),
        (Round.Why.MONITOR, "reject"),
    ):
        first = book.opened(NOON)
        book.decided(first, "approve", NOON + HOUR)
        again = book.again(first, NOON + 2 * HOUR, why=why)
        book.decided(again, outcome, NOON + 3 * HOUR, by=lead)
    total = week().total
    # News of the provider are no judgement of the first decision.
    assert total.readings.reopened == Share(2, 3)
    assert (total.received, total.decided) == (8, 8)


def test_blind_rereadings_have_figures_of_their_own(
    book: Book, lead: User, second_reviewer: User
) -> None:
    for outcome, settled in (("approve", ""), ("reject", "reject"), ("reject", "approve")):
        first = book.opened(NOON)
        book.decided(first, "approve", NOON + HOUR)
        reread = book.again(first, NOON + 2 * HOUR, why=Round.Why.REREAD)
        if settled:
            book.read(reread, outcome, NOON + 3 * HOUR, by=second_reviewer)
            Decision.objects.filter(round=reread).update(state=Decision.State.SUPERSEDED)
            # The first decision is superseded only where it is overturned; either was in effect.
            book.decided(reread, settled, NOON + 4 * HOUR, by=lead, reading=3)
        else:
            book.decided(reread, outcome, NOON + 3 * HOUR, by=second_reviewer)
    found = week()
    assert found.total.readings.reread == Share(1, 3)
    assert found.total.readings.reread_overturned == Share(1, 3)
    assert found.queues[0].readings.reread == Share(1, 3)
    # Nothing of it is among the work of applicants.
    assert (found.total.received, found.total.decided) == (3, 3)


def test_people_and_machine_are_compared_on_faces(idwise: Account, reviewer: User) -> None:
    """One machine fails, one passes; "can't tell" and ratings with the answer in sight are out."""
    passing = Book(idwise, by=reviewer)
    failing = Book(idwise, by=reviewer)
    failing.journey = arrive(idwise, outcome="glare", index=5)
    failing.snapshot = failing.journey.snapshots.get()
    FaceComparison.objects.filter(snapshot=failing.snapshot).update(outcome="fail")
    FaceComparison.objects.filter(snapshot=passing.snapshot).update(outcome="pass")
    said = (
        (passing, 3, True), (passing, -1, True), (failing, -2, True), (failing, 1, True),
        (failing, 2, True), (failing, 0, True), (failing, -3, False),
    )  # fmt: skip
    for book, rating, is_blind in said:
        its_round = book.opened(NOON)
        Opinion.objects.create(round=its_round, person=reviewer, rating=rating, is_blind=is_blind)
        book.decided(its_round, "approve", NOON + HOUR)
    (faces,) = week().faces
    assert (faces.name, faces.agree, faces.only_person, faces.only_machine) == ("idwise", 2, 2, 1)
    assert [share.of for share in faces.shares] == [5, 5, 5]
