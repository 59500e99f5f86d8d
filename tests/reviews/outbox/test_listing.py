"""The outbox's list: what is stuck, filters, pages that miss and repeat nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Decision, OutboxRow
from reviews.outbox import listing
from reviews.outbox.listing import counted, listed
from tests.reviews.house import arrive, held_case, in_effect

S = OutboxRow.State


@pytest.fixture
def rows(idwise: Account, reviewer: User) -> list[OutboxRow]:
    """One row in each state, late ones and a fresh one among them."""
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    first = in_effect(its_round, "reject", by=reviewer)
    late, now = timezone.now() - timedelta(hours=1), timezone.now()
    wanted = [
        (S.WAITING, now), (S.WAITING, late), (S.SENDING, late), (S.SENT, late), (S.FAILED, now),
        (S.CONFLICT, now), (S.WITHDRAWN, late), (S.GIVEN_UP, late), (S.CANCELLED, late),
    ]  # fmt: skip
    OutboxRow.objects.all().delete()
    made = []
    for index, (state, at) in enumerate(wanted):
        decision = Decision.objects.create(
            round=its_round, person=reviewer, outcome="reject", state="superseded",
            takes_effect_at=at, snapshot=first.snapshot, evidence_digest="x",
        )  # fmt: skip
        row = OutboxRow(decision=decision, kind=OutboxRow.Kind.DECISION, state=state)
        row.not_before, row.created_at = at, now - timedelta(minutes=index // 2)
        row.save()
        made.append(row)
    return made


@pytest.mark.both_databases
def test_what_needs_somebody_is_stuck(rows: list[OutboxRow]) -> None:
    stuck = [one.state for one in listed("stuck").rows]
    assert sorted(stuck) == sorted([S.WAITING, S.SENDING, S.FAILED, S.CONFLICT, S.GIVEN_UP])
    assert counted() == {
        "stuck": 5, "waiting": 2, "sending": 1, "failed": 1, "conflict": 1, "given_up": 1,
    }  # fmt: skip
    assert len(listed("all").rows) == 9
    assert [one.state for one in listed("sent").rows] == [S.SENT]
    assert {one.state for one in listed("cancelled").rows} == {S.WITHDRAWN, S.CANCELLED}
    assert [one.pk for one in listed("nonsense").rows] == [one.pk for one in listed("stuck").rows]


@pytest.mark.both_databases
def test_pages_miss_and_repeat_nothing(
    rows: list[OutboxRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    seen, before = [], ""
    while True:
        page = listed("all", before=before)
        seen += [one.pk for one in page.rows]
        before = page.before
        if not before:
            break
    wanted = OutboxRow.objects.order_by("-created_at", "-id").values_list("pk", flat=True)
    assert seen == list(wanted)


def test_one_account_is_chosen(rows: list[OutboxRow], signzy: Account) -> None:
    assert len(listed("all", account="idwise").rows) == 9
    assert listed("all", account="signzy").rows == []


@pytest.mark.parametrize("before", ["x", "7", "00000000-0000-4000-8000-000000000007"])
def test_a_place_that_is_none_begins_at_the_top(rows: list[OutboxRow], before: str) -> None:
    assert len(listed("all", before=before).rows) == 9


def test_a_page_is_two_queries_at_most(rows: list[OutboxRow]) -> None:
    with CaptureQueriesContext(connection) as asked:
        for one in listed("all", before=str(rows[0].pk)).rows:
            assert one.decision.round.journey.account.slug
            assert one.decision.round.case.code
    assert len(asked) == 2
