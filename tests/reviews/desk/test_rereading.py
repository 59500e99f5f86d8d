"""Closed cases that are read again: drawn for each reader, blind, by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, free_for
from reviews.desk.rereading import open_rereads, reread_results
from reviews.errors import NotAllowed
from reviews.evidence.case_page import case_page
from reviews.models import Case, Decision, Notice, OutboxRow, Queue, Round
from tests.reviews.house import arrive, decided, held_case, in_effect, let_pass, round_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def reopened(idwise: Account, reviewer: User) -> Case:
    """Yesterday's rejection, at the end of the day on which it is read again."""
    in_effect(held_case(arrive(idwise, outcome="glare"), by=reviewer), "reject", by=reviewer)
    Queue.objects.update(reread_percent=10)
    assert open_rereads(tonight()) == 0
    Decision.objects.update(decided_at=timezone.now() - timedelta(days=1))
    assert (open_rereads(tonight()), open_rereads(tonight())) == (1, 0)
    return Case.objects.get()


def tonight() -> datetime:
    today = timezone.now().astimezone(UTC).date()
    return datetime(today.year, today.month, today.day, 23, 59, tzinfo=UTC)


def read(case: Case, outcome: str, *, by: User) -> Decision:
    return decided(round_of(claim(case, by=by)), outcome, by=by)


def test_it_is_for_somebody_else(reopened: Case, reviewer: User, second_reviewer: User) -> None:
    assert round_of(reopened).why == Round.Why.REREAD
    assert not free_for(reviewer).exists()
    with pytest.raises(NotAllowed):
        claim(reopened, by=reviewer)
    assert list(free_for(second_reviewer)) == [reopened]


def test_what_was_said_before_is_hidden(reopened: Case, second_reviewer: User) -> None:
    page = case_page(reopened, viewer=second_reviewer)
    assert (page.decisions, page.opinions, page.notes) == ([], [], [])
    told = {line.event for line in page.history}
    assert not told & {Event.DECISION_PROPOSED.value, Event.DECISION_EFFECTIVE.value}


def test_the_same_word_changes_nothing(reopened: Case, second_reviewer: User) -> None:
    first = Decision.objects.get()
    again = read(reopened, "reject", by=second_reviewer)
    assert let_pass(again)
    first.refresh_from_db()
    reopened.refresh_from_db()
    assert first.state == Decision.State.EFFECTIVE
    assert again.outbox.kind == OutboxRow.Kind.NOTHING
    assert reopened.state == Case.State.DECIDED
    assert not Notice.objects.filter(kind=Notice.Kind.OVERTURNED).exists()
    assert results() == (1, 1, 0, 0)


def test_a_lead_settles_what_differs(
    reopened: Case, reviewer: User, second_reviewer: User, lead: User
) -> None:
    first = Decision.objects.get()
    read(reopened, "approve", by=second_reviewer)
    reopened.refresh_from_db()
    assert (reopened.state, reopened.needs) == (Case.State.OPEN, Case.Needs.SETTLE)
    assert Notice.objects.get(kind=Notice.Kind.OVERTURNED).person == reviewer
    first.refresh_from_db()
    assert first.state == Decision.State.EFFECTIVE
    assert results() == (1, 0, 0, 0)
    settled = read(reopened, "approve", by=lead)
    assert let_pass(settled)
    first.refresh_from_db()
    assert first.state == Decision.State.SUPERSEDED
    assert settled.outbox.kind == OutboxRow.Kind.DECISION
    assert results() == (1, 0, 0, 1)


def results() -> tuple[int, int, int, int]:
    day = timedelta(days=1)
    found = reread_results(timezone.now() - day, timezone.now() + day)
    return found.read, found.same, found.upheld, found.overturned
