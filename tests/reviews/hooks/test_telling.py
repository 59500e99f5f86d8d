"""What happened is told: a message for each webhook that wants it, in the same transaction."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from journeys.models import Account
from kycreview.jobs.models import Job
from kycreview.sealing import data_key, unseal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.hooks import HookEvent
from reviews.hooks.telling import kinds_of
from reviews.models import Delivery, Round
from reviews.verdicts.effects import withdraw
from reviews.verdicts.reopening import reopen
from tests.people import MakePerson
from tests.reviews.hooks.conftest import Hooked
from tests.reviews.hooks.outside import new_hook
from tests.reviews.house import arrive, decided, held_case, in_effect


def body_of(delivery: Delivery) -> dict[str, Any]:
    row = delivery.subscription
    plain = unseal(data_key(row.key_id), delivery.sealed_body, context=f"delivery:{delivery.pk}")
    found: dict[str, Any] = json.loads(plain)
    return found


def told() -> list[str]:
    return list(Delivery.objects.order_by("at", "pk").values_list("event", flat=True))


@pytest.mark.both_databases
def test_the_way_of_a_case_is_told_event_by_event(
    hook: Hooked, idwise: Account, reviewer: User, make_person: MakePerson
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    assert told() == ["journey.received", "case.opened"]
    decision = in_effect(its_round, "reject", by=reviewer)
    reopen(its_round.case, why="The wrong picture.", by=make_person("lead"))
    assert sorted(told()[2:]) == ["case.decided", "case.reopened", "decision.took_effect"]
    body = body_of(Delivery.objects.get(event="decision.took_effect"))
    assert body["type"] == "decision.took_effect"
    assert body["data"]["decision"]["id"] == str(decision.pk)
    assert body["data"]["decision"]["outcome"] == "reject"
    assert body["data"]["decision"]["reasons"] == ["reject-doc-altered"]
    assert body["data"]["case"]["code"] == its_round.case.code
    assert body["data"]["journey"]["account"] == "idwise"
    assert Job.objects.filter(kind="hook.send").count() == 5


def test_a_decision_that_asks_again_is_told_as_that_too(
    hook: Hooked, idwise: Account, reviewer: User
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "resubmit", by=reviewer)
    both = Delivery.objects.filter(
        event__in=["decision.took_effect", "resubmission.requested"], case=its_round.case
    )
    assert both.count() == 2
    assert all(body_of(one)["data"]["decision"]["steps"] == ["0"] for one in both)


def test_a_decision_that_was_undone_is_told(hook: Hooked, idwise: Account, reviewer: User) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    withdraw(decided(its_round, "reject", by=reviewer), by=reviewer)
    assert "decision.withdrawn" in told()


@pytest.mark.both_databases
def test_what_is_rolled_back_is_not_told(hook: Hooked, idwise: Account, reviewer: User) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    before = told()
    with transaction.atomic():
        decided(its_round, "reject", by=reviewer)
        assert len(told()) == len(before) + 1
        transaction.set_rollback(True)
    assert told() == before


def test_a_webhook_hears_only_what_it_asked_for(
    owner: User, idwise: Account, reviewer: User
) -> None:
    new_hook(owner, name="One", events=["decision.took_effect"])
    new_hook(owner, name="Off", is_active=False)
    in_effect(held_case(arrive(idwise, outcome="glare"), by=reviewer), "reject", by=reviewer)
    assert told() == ["decision.took_effect"]


def test_nothing_about_a_person_lies_in_the_log(
    hook: Hooked, idwise: Account, reviewer: User
) -> None:
    journey = arrive(idwise, outcome="glare")
    in_effect(held_case(journey, by=reviewer), "reject", by=reviewer, note="canary-note")
    assert journey.current_snapshot is not None
    reference = journey.current_snapshot.summary(journey.key()).reference
    assert reference
    for one in Delivery.objects.all():
        text = json.dumps(body_of(one))
        assert reference not in text
        assert "canary-note" not in text
        assert reviewer.email not in text


@pytest.mark.parametrize(
    "why, expected",
    [
        (Round.Why.RESUBMISSION, [HookEvent.RESUBMISSION_ANSWERED]),
        (Round.Why.NEW_EVIDENCE, [HookEvent.CASE_REOPENED]),
        (Round.Why.MONITOR, [HookEvent.CASE_REOPENED]),
        (Round.Why.FIRST, []),
    ],
)
def test_a_new_round_is_told_by_its_reason(why: Round.Why, expected: list[HookEvent]) -> None:
    assert list(kinds_of(Event.ROUND_OPENED, {"why": why.value})) == expected
