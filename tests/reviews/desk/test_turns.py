"""The order of turns follows how long cases take: medians, and what is open moves with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.claims import claim_next
from reviews.desk.turns import SHORTEST, reckon_turns, turn_at
from reviews.models import Case, Decision, Queue
from tests.reviews.house import arrive, decided, held_case, more_cases, opened, round_of


def decisions_of(case: Case, seconds: list[int], *, by: User) -> None:
    """Copies of one decision, each with how long it took."""
    first = decided(round_of(case), "reject", by=by)
    Decision.objects.filter(pk=first.pk).update(handling_seconds=seconds[0])
    for later, length in enumerate(seconds[1:], 1):
        Decision.objects.create(
            round=first.round,
            person=by,
            outcome=first.outcome,
            state=Decision.State.SUPERSEDED,
            decided_at=first.decided_at + timedelta(seconds=later),
            takes_effect_at=first.takes_effect_at,
            snapshot=first.snapshot,
            evidence_digest=first.evidence_digest,
            handling_seconds=length,
        )


@pytest.fixture
def case(idwise: Account, reviewer: User) -> Case:
    Queue.objects.filter(pk="main").update(handling_seconds=300)
    return held_case(arrive(idwise, outcome="glare"), by=reviewer).case


@pytest.mark.both_databases
def test_the_median_of_the_newest_moves_what_is_open(case: Case, reviewer: User) -> None:
    (waiting,) = more_cases(case, 1)
    decisions_of(case, [700, 800, 900, 100, 5000], by=reviewer)
    assert reckon_turns() == ["main"]
    waiting.refresh_from_db()
    queue = Queue.objects.get(pk="main")
    assert queue.handling_seconds == 800
    assert (
        waiting.turn_at == waiting.due_at - timedelta(seconds=800) == turn_at(waiting.due_at, queue)
    )
    assert reckon_turns() == []


def test_a_closed_case_stays_where_it_was(case: Case, reviewer: User) -> None:
    decisions_of(case, [700] * 5, by=reviewer)
    before = Case.objects.get(pk=case.pk).turn_at
    reckon_turns()
    assert Case.objects.get(pk=case.pk).turn_at == before


@pytest.mark.parametrize(
    "seconds,told",
    [
        ([900] * 4, 300),  # too few
        ([310] * 9, 300),  # hardly other
        ([5] * 9, SHORTEST),
        ([1] * 200 + [600] * 150, 600),  # only the newest count
    ],
)
def test_medians_need_enough_cases_and_a_real_change(
    case: Case, reviewer: User, seconds: list[int], told: int
) -> None:
    decisions_of(case, seconds, by=reviewer)
    reckon_turns()
    assert Queue.objects.get(pk="main").handling_seconds == told


def test_less_slack_comes_first_though_it_is_due_later(idwise: Account, reviewer: User) -> None:
    slow = Queue.objects.create(slug="slow", name="Slow", handling_seconds=7200, blind_first=False)
    short = opened(arrive(idwise, outcome="glare"))
    (long,) = more_cases(short, 1)
    now = timezone.now()
    for case, queue, hours in ((short, short.queue, 3), (long, slow, 4)):
        due_at = now + timedelta(hours=hours)
        Case.objects.filter(pk=case.pk).update(
            queue=queue, due_at=due_at, turn_at=turn_at(due_at, queue)
        )
    assert claim_next(by=reviewer) == long
