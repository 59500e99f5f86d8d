"""What says deleted, what cannot be read, and what a crash leaves behind."""

from __future__ import annotations

import json

import pytest

from journeys.importing import Saved
from journeys.models import Account, Check, DocumentStep, Journey, Locator, MediaUse, Snapshot
from journeys.providers import PROVIDERS
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.accounts_for_tests import body_of, entries, make_account, saved
from tests.journeys.answers_for_tests import (
    current,
    events_of,
    full,
    numbers,
    other,
    parts_of,
    row_count,
    touched,
)


@pytest.mark.parametrize(
    "provider, gone", [("idwise", "deleted_at_provider"), ("signzy", "deleted")]
)
def test_what_says_deleted_is_kept_and_the_pointer_stays_at_the_last_full_one(
    database: Database, provider: str, gone: str
) -> None:
    account, _ = make_account(provider)
    first = saved(account, body_of(provider, "clean_pass"))
    second = saved(account, body_of(provider, gone))
    assert second.snapshot.state == Snapshot.State.DELETED
    assert second.snapshot.body(first.journey.key()) == body_of(provider, gone)
    assert (numbers(first.journey), current(first.journey)) == ([1, 2], 1)
    first.journey.refresh_from_db()
    assert first.journey.deleted_at_provider_at == second.snapshot.received_at
    assert events_of(first.journey)[-1] == "journey.deleted_at_provider"
    assert stored_checks(first)


def test_what_was_never_full_points_to_what_says_deleted(signzy: Account) -> None:
    only = saved(signzy, full(outcome="deleted"))
    assert (only.snapshot.state, current(only.journey)) == ("deleted", 1)
    assert only.journey.deleted_at_provider_at is not None


def test_a_journey_that_comes_back_whole_is_deleted_no_more(signzy: Account) -> None:
    journey = saved(signzy, full()).journey
    saved(signzy, full(outcome="deleted"))
    saved(signzy, other(1))
    assert current(journey) == 3
    assert journey.deleted_at_provider_at is None


def test_a_journey_that_lost_its_documents_without_a_word_counts_as_deleted(
    idwise: Account,
) -> None:
    journey = saved(idwise, body_of("idwise", "clean_pass")).journey
    lost = saved(idwise, b'{"journey_id":"1","system_decision":"Complete"}')
    assert lost.snapshot.state == Snapshot.State.DELETED
    assert current(journey) == 1


def test_documents_without_pictures_can_be_lost_as_well(idwise: Account) -> None:
    bare = {"journey_id": "1", "documents": {"0": {"document_type": "Passport"}}}
    journey = saved(idwise, bare).journey
    assert DocumentStep.objects.count() == 1
    assert not MediaUse.objects.exists()
    assert saved(idwise, {"journey_id": "1"}).snapshot.state == Snapshot.State.DELETED
    assert current(journey) == 1


@pytest.mark.parametrize(
    "raw, why",
    [
        (b"<!doctype html><html></html>", "web page"),
        (b"[]", "a list where an object was expected"),
        (b"{}", "an empty object"),
        (b"", "empty"),
        (b"null", "a bare value"),
        (b'{"a":', "not valid JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested more than 100 levels"),
        (b'{"a":"\xff"}', "encoding is broken"),
    ],
    ids=["html", "list", "empty-object", "nothing", "null", "cut", "nested", "not-utf8"],
)
def test_an_unreadable_answer_is_kept_with_its_bytes_and_a_sentence(
    idwise: Account, raw: bytes, why: str
) -> None:
    journey = saved(idwise, body_of("idwise", "clean_pass")).journey
    done = saved(idwise, raw)
    assert done.snapshot.state == Snapshot.State.UNREADABLE
    assert why in done.snapshot.reason
    assert done.snapshot.body(journey.key()) == raw
    assert current(journey) == 1
    assert not Check.objects.filter(snapshot=done.snapshot).exists()
    assert json.loads(entries(Event.JOURNEY_UNREADABLE)[0].data)["why"] == done.snapshot.reason
    assert saved(idwise, raw).is_new is False


@pytest.mark.both_databases
def test_a_crash_after_the_bytes_is_made_good_by_the_next_run(
    signzy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(root: object) -> object:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(PROVIDERS["signzy"], "normalise", broken)
        with pytest.raises(ZeroDivisionError):
            saved(signzy, full())
    journey = Journey.objects.get()
    assert (numbers(journey), current(journey)) == ([1], None)
    assert journey.snapshots.get().body(journey.key()) == full()
    done = saved(signzy, full())
    assert (done.is_new, done.snapshot.number, done.snapshot.state) == (False, 1, "read")
    assert current(journey) == 1
    assert events_of(journey) == ["journey.received", "journey.read"]


@pytest.mark.both_databases
def test_a_crash_in_the_middle_of_the_rows_leaves_none_of_them(
    signzy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("journeys.searching.index.write", broken)
        with pytest.raises(ZeroDivisionError):
            saved(signzy, full())
    assert row_count() == 0
    assert not Locator.objects.exists()
    assert not Job.objects.exists()
    journey = saved(signzy, full()).journey
    assert current(journey) == 1
    assert row_count() == len(parts_of(full())) - 1


def test_bytes_that_were_never_read_are_kept_when_others_come(
    signzy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(root: object) -> object:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(PROVIDERS["signzy"], "normalise", broken)
        with pytest.raises(ZeroDivisionError):
            saved(signzy, full())
    journey = saved(signzy, touched(full())).journey
    assert (numbers(journey), current(journey)) == ([1, 2], 2)
    assert journey.snapshots.get(number=1).body(journey.key()) == full()


def stored_checks(done: Saved) -> bool:
    return Check.objects.filter(snapshot=done.journey.current_snapshot).exists()
