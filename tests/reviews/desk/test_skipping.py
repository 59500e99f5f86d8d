"""Passing a case over: a reason, a count, and a while without it; others get it at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, claim_next, free_for
from reviews.desk.skipping import LASTS, SkipReason, skip
from reviews.errors import Incomplete, NotYours
from reviews.models import Case, Skip
from tests.reviews.house import arrive, count_of, opened


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Case:
    return claim(opened(arrive(idwise, outcome="glare")), by=reviewer)


def test_who_passed_a_case_over_gets_it_later_and_others_at_once(
    held: Case, reviewer: User, second_reviewer: User
) -> None:
    skip(held, reason="help", by=reviewer)
    assert claim_next(by=reviewer) is None
    assert list(free_for(second_reviewer)) == [held]
    Skip.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert claim_next(by=reviewer) == held


def test_skips_are_counted_and_given_cases_go_back_to_all(
    held: Case, reviewer: User, second_reviewer: User
) -> None:
    skip(held, reason="script", by=reviewer)
    claim(held, by=second_reviewer)
    skip(held, reason="document", by=second_reviewer)
    held.refresh_from_db()
    assert (held.skip_count, held.assigned_to, held.claimed_by) == (2, None, None)
    assert count_of(Event.CASE_SKIPPED) == 2


@pytest.mark.parametrize("reason", ["", "boring"])
def test_a_skip_without_a_known_reason_changes_nothing(
    held: Case, reviewer: User, reason: str
) -> None:
    with pytest.raises(Incomplete, match="Say why"):
        skip(held, reason=reason, by=reviewer)
    assert Case.objects.get().claimed_by == reviewer


def test_only_who_holds_a_case_passes_it_over(held: Case, second_reviewer: User) -> None:
    with pytest.raises(NotYours):
        skip(held, reason="help", by=second_reviewer)
    assert not Skip.objects.exists()
    assert Case.objects.get().skip_count == 0


def test_every_reason_says_for_how_long() -> None:
    assert set(LASTS) == set(SkipReason)


def test_who_looks_for_a_case_can_take_what_they_passed_over(held: Case, reviewer: User) -> None:
    skip(held, reason="help", by=reviewer)
    assert claim(held, by=reviewer).claimed_by == reviewer
