"""What calls a second reader is a matter of the policy that the round began with."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.desk.sampling import is_drawn
from reviews.models import Case, Decision, OutboxRow, PolicyVersion, Queue, Round
from tests.reviews.house import arrive, decided, events, held_case, opened, round_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def calls(*triggers: str, **columns: object) -> None:
    Queue.objects.update(second_reader_when=list(triggers), **columns)


def goes_on(its_round: Round, outcome: str, *, by: User) -> bool:
    """Whether this decision went to a second reader at once."""
    decision = decided(round_of(its_round.case), outcome, by=by)
    case = Case.objects.get()
    is_second = (case.state, case.needs) == (Case.State.OPEN, Case.Needs.SECOND)
    assert is_second is not OutboxRow.objects.filter(decision=decision).exists()
    return is_second


@pytest.mark.parametrize("trigger,outcome,expected", [
    ("approve", "approve", True),
    ("approve", "reject", False),
    ("reject", "reject", True),
    ("reject", "approve", False),
    ("override", "approve", True),
    ("override", "reject", False),
    ("aml_match", "approve", False),
])  # fmt: skip
def test_a_trigger_holds_for_its_own_decisions(
    held: Round, reviewer: User, trigger: str, outcome: str, expected: bool
) -> None:
    calls(trigger)
    assert goes_on(held, outcome, by=reviewer) is expected
    event = Event.READING_MADE if expected else Event.DECISION_PROPOSED
    assert json.loads(events(event)[0].data)["triggers"] == ([trigger] if expected else [])


@pytest.mark.parametrize("percent,expected", [(100, True), (0, False)])
def test_a_share_of_approvals_is_drawn(
    held: Round, reviewer: User, percent: int, expected: bool
) -> None:
    calls("sampled", sample_percent=percent)
    assert goes_on(held, "approve", by=reviewer) is expected


def test_the_share_is_about_what_was_asked_for() -> None:
    drawn = sum(is_drawn(uuid4(), percent=20, purpose="approved") for _index in range(2_000))
    assert 280 < drawn < 520


def test_a_round_keeps_the_policy_it_began_with(idwise: Account, reviewer: User) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    kept = round_of(case).policy
    assert kept is not None
    assert kept.number == case.queue.version
    values = {"second_reader_when": ["reject"], "undo_seconds": 25, "blind_first": False,
              "mandatory_panels": [], "consent_needed": False, "sample_percent": 0,
              "approve_with_confirmed": "never"}  # fmt: skip
    PolicyVersion.objects.filter(pk=kept.pk).update(values=values)
    # The queue goes on to another version meanwhile.
    calls("approve", version=kept.number + 1, undo_seconds=0)
    its_round = round_of(claim(case, by=reviewer))
    decision = decided(its_round, "approve", by=reviewer)
    assert decision.policy == kept
    assert decision.takes_effect_at - decision.decided_at == timedelta(seconds=25)
    assert Case.objects.get().needs == ""


def test_a_decision_knows_how_long_its_reader_had_it(held: Round, reviewer: User) -> None:
    Case.objects.update(claimed_at=timezone.now() - timedelta(seconds=90))
    decision = decided(round_of(held.case), "reject", by=reviewer)
    assert decision.handling_seconds is not None
    assert 90 <= decision.handling_seconds < 600
    assert decision.state == Decision.State.PROPOSED
