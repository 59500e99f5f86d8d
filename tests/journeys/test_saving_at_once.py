"""Two at once, and one that is late: no number twice, no pointer back, no news from old answers."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection

from journeys.connections import provider_of
from journeys.importing import saving, settle
from journeys.models import Account, Journey, Locator, Snapshot
from journeys.providers import PROVIDERS
from journeys.providers import signzy as signzy_module
from journeys.providers.bodies import parse_object
from kycreview.trail.verify import verify_chain
from tests.journeys.accounts_for_tests import saved
from tests.journeys.answers_for_tests import (
    current,
    events_of,
    full,
    media_of,
    numbers,
    other,
    parts_of,
    pictures_came,
    renewed,
    row_count,
)
from tests.threads import at_once


@pytest.mark.both_databases
def test_the_same_answer_twice_at_once_is_one_snapshot(signzy: Account) -> None:
    results = at_once(4, lambda number: saved(signzy, full()))
    journey = Journey.objects.get()
    assert numbers(journey) == [1]
    assert current(journey) == 1
    assert sum(done.is_new for done in results) == 1
    assert {done.snapshot.state for done in results} == {"read"}
    assert row_count() == len(parts_of(full())) - 1
    assert events_of(journey) == ["journey.received", "journey.read"]


@pytest.mark.both_databases
def test_different_answers_at_once_take_different_numbers_and_the_last_one_counts(
    signzy: Account,
) -> None:
    bodies = [other(number) for number in range(1, 6)]
    at_once(5, lambda number: saved(signzy, bodies[number]))
    journey = Journey.objects.get()
    assert numbers(journey) == [1, 2, 3, 4, 5]
    assert current(journey) == 5
    assert set(journey.snapshots.values_list("state", flat=True)) == {"read"}
    assert row_count() == 5 * (len(parts_of(full())) - 1)
    assert Locator.objects.count() == len({use.locator for use in media_of(full())})
    assert verify_chain().broken_at is None


@pytest.mark.both_databases
def test_an_older_answer_that_is_read_late_does_not_move_the_pointer_back(
    signzy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older one is held up until the newer one is about to commit."""
    older, newer = other(1), other(2)
    newer_is_done, older_goes_on = threading.Event(), threading.Event()
    tell = saving._tell

    def tell_slowly(*args: Any, **kwargs: Any) -> None:
        tell(*args, **kwargs)
        if args[2].number == 2:
            older_goes_on.set()
            time.sleep(0.4)  # for the older one to come as far as it gets
            newer_is_done.set()

    normalise = signzy_module.normalise

    def normalise_slowly(root: Any) -> Any:
        result = normalise(root)
        if result.journey.message.endswith("1"):
            assert older_goes_on.wait(30)
        return result

    monkeypatch.setattr(saving, "_tell", tell_slowly)
    monkeypatch.setattr(PROVIDERS["signzy"], "normalise", normalise_slowly)
    held = threading.Thread(target=_in_thread, args=(signzy, older))
    held.start()
    while not Snapshot.objects.filter(number=1).exists():
        time.sleep(0.01)
    saved(signzy, newer)
    held.join()
    journey = Journey.objects.get()
    assert newer_is_done.is_set()
    assert set(journey.snapshots.values_list("number", "state")) == {(1, "read"), (2, "read")}
    assert current(journey) == 2


@pytest.mark.both_databases
def test_a_settlement_that_comes_late_does_not_move_the_pointer_back(
    signzy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pictures of the second answer settle while the third is about to commit."""
    journey = saved(signzy, full()).journey
    pictures_came(journey)
    saved(signzy, renewed(full()))
    Locator.objects.filter(state=Locator.State.WAITING).update(state=Locator.State.FAILED)
    third_is_written = threading.Event()
    tell = saving._tell

    def tell_slowly(*args: Any, **kwargs: Any) -> None:
        tell(*args, **kwargs)
        third_is_written.set()
        time.sleep(0.4)  # for the settlement to come as far as it gets

    def settle_meanwhile() -> None:
        try:
            assert third_is_written.wait(30)
            settle(journey.id)
        finally:
            connection.close()

    monkeypatch.setattr(saving, "_tell", tell_slowly)
    rival = threading.Thread(target=settle_meanwhile)
    rival.start()
    saved(signzy, other(3))
    rival.join()
    assert current(journey) == 3
    assert journey.snapshots.get(number=2).evidence_digest != ""


@pytest.mark.parametrize("late", ["deleted", "status_not_started"])
def test_an_older_answer_that_is_read_late_takes_nothing_away(
    signzy: Account, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    """An early, empty answer is no deletion when the full one is here already."""
    crash_on(full(outcome=late), account=signzy, monkeypatch=monkeypatch)
    saved(signzy, full())
    journey = Journey.objects.get()
    finish_late(journey, number=1)
    assert current(journey) == 2
    assert journey.deleted_at_provider_at is None


def test_a_full_answer_that_is_read_late_is_better_than_one_that_says_deleted(
    signzy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_on(full(), account=signzy, monkeypatch=monkeypatch)
    deleted = saved(signzy, full(outcome="deleted"))
    journey = Journey.objects.get()
    assert current(journey) == 2
    finish_late(journey, number=1)
    assert current(journey) == 1
    assert journey.deleted_at_provider_at == deleted.snapshot.received_at


def crash_on(body: bytes, *, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the bytes of an answer and read nothing of it."""

    def broken(root: object) -> object:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(PROVIDERS["signzy"], "normalise", broken)
        with pytest.raises(ZeroDivisionError):
            saved(account, body)


def finish_late(journey: Journey, *, number: int) -> None:
    """What a worker does that was held up between the bytes and the rows."""
    snapshot = journey.snapshots.get(number=number)
    root = parse_object(snapshot.body(journey.key()))
    result = provider_of(journey.account).normalise(root)
    saving._save_graph(journey.account, journey, snapshot, result)


def _in_thread(account: Account, body: bytes) -> None:
    try:
        saved(account, body)
    finally:
        connection.close()
