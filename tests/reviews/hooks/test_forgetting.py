"""What the log of webhooks forgets: what ended long ago, in batches, each with an entry."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from kycreview.jobs.models import Job
from kycreview.schedule import beat_schedule
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.hooks import HookEvent, forget_old, send
from reviews.hooks import forgetting as code
from reviews.hooks.replaying import replay
from reviews.hooks.telling import job_key, tell_one
from reviews.models import Delivery, Subscription
from reviews.tasks import forget_old_deliveries
from tests.reviews.hooks.outside import new_hook
from tests.reviews.house import events

State = Delivery.State


@pytest.fixture
def hook(owner: User, settings: Settings) -> Subscription:
    settings.HOOK_LOG_DAYS = 10
    return new_hook(owner)[0]


def message(hook: Subscription, state: str, *, days: float) -> Delivery:
    at = timezone.now() - timedelta(days=days)
    made = tell_one(hook, HookEvent.PING, at=at, data={})
    Delivery.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def left() -> set[object]:
    return set(Delivery.objects.values_list("pk", flat=True))


@pytest.mark.both_databases
def test_what_arrived_is_kept_for_the_setting_and_what_was_given_up_four_times_as_long(
    hook: Subscription,
) -> None:
    kept = {
        message(hook, state, days=days).pk
        for state, days in (
            (State.SENT, 9.9),
            (State.CANCELLED, 9.9),
            (State.GIVEN_UP, 10.1),
            (State.GIVEN_UP, 39.9),
        )
    }
    for state, days in ((State.SENT, 10.1), (State.CANCELLED, 10.1), (State.GIVEN_UP, 40.1)):
        message(hook, state, days=days)
    forget_old_deliveries()
    assert left() == kept


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING, State.REFUSED])
def test_what_is_on_its_way_stays_however_old(hook: Subscription, state: str) -> None:
    waits = message(hook, state, days=4000)
    assert forget_old() == 0
    assert left() == {waits.pk}
    assert events(Event.DELIVERIES_FORGOTTEN) == []


@pytest.mark.both_databases
def test_a_batch_is_bounded_begins_with_the_oldest_and_has_an_entry(
    hook: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code, "_AT_ONCE", 2)
    monkeypatch.setattr(code, "_BATCHES", 2)
    made = [message(hook, State.SENT, days=11 + number) for number in range(5)]
    assert forget_old() == 4
    assert left() == {made[0].pk}
    told = [json.loads(entry.data) for entry in events(Event.DELIVERIES_FORGOTTEN)]
    assert [(one["count"], one["state"]) for one in told] == [(2, "sent"), (2, "sent")]
    assert {entry.system for entry in events(Event.DELIVERIES_FORGOTTEN)} == {"hooks"}
    assert forget_old() == 1
    assert forget_old() == 0
    assert len(events(Event.DELIVERIES_FORGOTTEN)) == 3


def test_what_is_sent_again_while_the_batch_is_chosen_stays(
    hook: Subscription, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = message(hook, State.SENT, days=20)
    chosen = Delivery.objects.filter

    def choose_then_replay(*args: object, **wanted: object) -> object:
        if "pk__in" in wanted:
            monkeypatch.undo()
            replay(again, by=owner)
        return chosen(*args, **wanted)

    monkeypatch.setattr(Delivery.objects, "filter", choose_then_replay)
    code._forget(State.SENT, before=timezone.now())
    assert left() == {again.pk}
    assert Delivery.objects.get().state == State.WAITING


@pytest.mark.both_databases
def test_the_oldest_are_found_by_the_index(hook: Subscription) -> None:
    message(hook, State.SENT, days=20)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # of one row a plan would rather scan
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_sort = off")
    old = Delivery.objects.filter(state=State.SENT, at__lt=timezone.now()).order_by("at")
    assert "delivery_by_state" in old.values_list("pk")[:1000].explain()


def test_a_job_whose_message_was_deleted_has_nothing_to_do(hook: Subscription) -> None:
    gone = message(hook, State.GIVEN_UP, days=50)
    job = Job.objects.get(key=job_key(gone.pk))
    forget_old()
    send(job)
    assert left() == set()


def test_the_clock_asks_for_it() -> None:
    asked = beat_schedule(sweep_seconds=3.0)["hook_log"]
    assert asked["task"] == forget_old_deliveries.name
