"""Two people decide at the same moment: one decision, one entry, and a sentence for the other.

ROUNDS says how often it is tried; `make test-long` tries it five hundred times.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.verify import verify_chain
from reviews.desk.claims import claim
from reviews.errors import ReviewError
from reviews.models import Case, Decision, OutboxRow, Round
from tests.reviews.house import arrive, count_of, decided, events, more_cases, opened, round_of
from tests.threads import at_once

ROUNDS = int(os.environ.get("ROUNDS") or 40)
LONG_ROUNDS = int(os.environ.get("ROUNDS") or 500)


def ending(verb: Callable[[], object]) -> str:
    """How an attempt ended: "decided", or the refusal's name."""
    try:
        verb()
    except OperationalError as error:
        return f"the database gave up: {error}"
    except ReviewError as error:
        is_told = error.status == 409 and error.sentence.endswith(".")
        return type(error).__name__ if is_told else f"not told: {error!r}"
    return "decided"


def rival_decisions(account: Account, people: tuple[User, User], *, rounds: int) -> None:
    """One holds a claim that has just run out and decides; the other takes it and decides."""
    endings: Counter[str] = Counter()
    for number, fresh in enumerate(more_cases(opened(arrive(account, outcome="glare")), rounds)):
        first, second = people if number % 2 else people[::-1]
        case = claim(fresh, by=first)
        Case.objects.filter(pk=case.pk).update(claim_until=timezone.now() - timedelta(seconds=1))
        its_round = round_of(case)

        def rival(case: Case = case, its_round: Round = its_round, by: User = second) -> None:
            claim(Case.objects.get(pk=case.pk), by=by)
            decided(its_round, "approve", by=by)

        def attempt(place: int, its_round: Round = its_round, first: User = first) -> str:
            return ending(rival if place else partial(decided, its_round, "reject", by=first))

        found = at_once(2, attempt)
        assert found.count("decided") == 1, found
        endings.update(found)
        assert Decision.objects.filter(round=its_round).count() == 1
        assert len(events(Event.DECISION_PROPOSED, case_id=case.pk)) == 1
        assert Case.objects.get(pk=case.pk).state == Case.State.DECIDED
    assert endings["decided"] == rounds
    assert set(endings) <= {"decided", "NotYours", "AlreadyDecided", "AlreadyClaimed"}
    assert OutboxRow.objects.count() == rounds
    assert verify_chain().broken_at is None


@pytest.mark.both_databases
def test_of_two_reviewers_at_once_one_decides(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    rival_decisions(idwise, (reviewer, second_reviewer), rounds=ROUNDS)


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.timeout(1800)
def test_of_two_reviewers_at_once_one_decides_every_time(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    rival_decisions(idwise, (reviewer, second_reviewer), rounds=LONG_ROUNDS)


@pytest.mark.both_databases
def test_a_form_that_is_sent_from_many_windows_decides_once(
    idwise: Account, reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    its_round = round_of(case)

    def attempt(place: int) -> str:
        outcome = ("approve", "reject", "resubmit")[place % 3]
        return ending(lambda: decided(its_round, outcome, by=reviewer))

    assert Counter(at_once(6, attempt)) == {"decided": 1, "AlreadyDecided": 5}
    assert count_of(Event.DECISION_PROPOSED) == 1
