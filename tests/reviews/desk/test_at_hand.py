"""What every page tells beside its content: what is unread, and what can still be undone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.at_hand import Glance, glance_of
from reviews.models import Notice
from tests.people import SignedIn
from tests.reviews.house import arrive, decided, held_case, let_pass

pytestmark = pytest.mark.both_databases


def test_a_decision_in_its_window_is_seen_by_whom_it_is(
    idwise: Account, reviewer: User, second_reviewer: User
) -> None:
    decision = decided(
        held_case(arrive(idwise, outcome="glare"), by=reviewer), "reject", by=reviewer
    )
    Notice.objects.create(person=second_reviewer, kind=Notice.Kind.LATE)
    assert glance_of(reviewer) == Glance(unread=0, may_undo=True)
    assert glance_of(second_reviewer) == Glance(unread=1, may_undo=False)
    let_pass(decision)
    assert glance_of(reviewer) == Glance(unread=0, may_undo=False)


def test_a_page_asks_once_more_only_while_there_is_something_to_undo(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("notices")).status_code == 200
        return len(captured)

    asked()  # its session is known from here on
    before = asked()
    decision = decided(
        held_case(arrive(idwise, outcome="glare"), by=reviewer), "reject", by=reviewer
    )
    assert asked() == before + 1
    let_pass(decision)
    assert asked() == before
