"""What is kept of a callback, what it asks for, and when its body is erased."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from journeys import callbacks
from journeys.callbacks import erase_handled_bodies, keep
from journeys.models import Account, Callback
from journeys.tasks import erase_old_callbacks
from kycreview.jobs import lanes
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    CALLBACK_SECRET,
    body_of,
    entries,
    make_account,
    worked,
)
from tests.journeys.callbacks_for_tests import address, event, jobs, nothing_happened, post
from tests.threads import at_once


def test_a_callback_is_kept_sealed_and_its_journey_is_asked_for(idwise: Account) -> None:
    body = json.dumps(event(event_id="e-1", referenceNo="canary-reference")).encode()
    assert post(idwise, body).status_code == 200
    row = Callback.objects.get()
    assert (row.event, row.provider_id, row.state) == ("Finished Journey", "j-1", "handled")
    assert row.body() == body
    assert b"canary" not in bytes(row.sealed_body or b"")
    job = Job.objects.get()
    assert (job.kind, job.lane, job.state) == ("journey.fetch", "account:idwise", "waiting")
    assert job.subject == {"account": str(idwise.id), "provider_id": "j-1", "how": "callback"}
    told = entries(Event.CALLBACK_RECEIVED)[0]
    assert (told.system, told.account, told.object_id) == (
        "callbacks", "account:idwise", str(row.id),
    )  # fmt: skip
    assert "canary" not in told.data


def test_the_database_file_holds_no_body_in_clear(signzy: Account, database: Database) -> None:
    body = body_of("signzy", "clean_pass")
    said = json.loads(body)
    post(signzy, body)
    path = Path(database.url.removeprefix("sqlite:///"))
    held = b"".join(file.read_bytes() for file in [path, *path.parent.glob(f"{path.name}-*")])
    assert said["journeyId"].encode() in held
    for word in (said["userInfo"]["emailAddress"], *said["userInfo"]["name"].values(),
                 said["processingConfig"]["authKeyForCallback"],
                 said["capturedData"]["images"]["selfie"]):  # fmt: skip
        assert word.encode() not in held


@pytest.mark.both_databases
def test_the_same_event_again_has_no_effect(idwise: Account) -> None:
    assert post(idwise, event(event_id="e-1")).status_code == 200
    Job.objects.update(state=Job.State.DONE)
    # Retried by the provider, with another time in it.
    assert post(idwise, event(event_id="e-1", sentAt="later")).status_code == 200
    row = Callback.objects.get()
    assert row.times_received == 2
    assert json.loads(row.body()) == event(event_id="e-1")
    assert Job.objects.get().state == Job.State.DONE
    assert len(entries(Event.CALLBACK_RECEIVED)) == 1


@pytest.mark.both_databases
def test_the_same_event_twice_at_once_is_one_row_and_one_job(idwise: Account) -> None:
    answers = at_once(4, lambda number: post(idwise, event(event_id="e-1")).status_code)
    assert answers == [200] * 4
    assert Callback.objects.get().times_received == 4
    assert Job.objects.count() == 1
    assert len(entries(Event.CALLBACK_RECEIVED)) == 1


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_the_same_body_without_an_event_id_asks_again(database: Database, provider: str) -> None:
    account, _ = make_account(provider)
    body = event() if provider == "idwise" else {"journeyId": "j-1", "currentStatus": "COMPLETED"}
    post(account, body)
    Job.objects.update(state=Job.State.DONE)
    assert post(account, body).status_code == 200
    assert Callback.objects.get().times_received == 2
    assert Job.objects.get().state == Job.State.WAITING


def test_one_event_id_at_two_accounts_is_two_events(database: Database) -> None:
    for slug in ("eu", "qatar"):
        account, _ = make_account("idwise", slug=slug)
        post(account, event(event_id="e-1"))
    assert Callback.objects.count() == 2
    assert Job.objects.count() == 2


def test_long_event_ids_that_differ_in_their_last_letter_are_two_events(idwise: Account) -> None:
    for last in "ab":
        post(idwise, event(event_id="e" * 254 + last))
    assert Callback.objects.count() == 2


@pytest.mark.parametrize(
    "raw, why",
    [
        (b"{not json", "not valid JSON"),
        (b"", "empty"),
        (b"[]", "a list where an object was expected"),
        (b'{"event":"Finished Journey","body":{}}', "does not name a journey"),
        (b'{"event":"Finished Journey","body":{"journeyId":{"a":1}}}', "does not name a journey"),
        (b'{"journeyId":"a\\u0007b"}', "control characters"),
        (b'{"journeyId":"%s"}' % (b"x" * 256), "does not name a journey"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested"),
        (b'{"journeyId":"\xff"}', "encoding is broken"),
    ],
    ids=["cut", "empty", "list", "no-id", "id-is-object", "control", "long", "nested", "latin"],
)
@pytest.mark.both_databases
def test_a_body_that_cannot_be_read_is_taken_and_kept_as_unreadable(
    idwise: Account, raw: bytes, why: str
) -> None:
    assert post(idwise, raw).status_code == 200
    row = Callback.objects.get()
    assert (row.state, row.body(), row.provider_id) == ("unreadable", raw, "")
    assert why in row.reason
    assert not Job.objects.exists()
    assert json.loads(entries(Event.CALLBACK_RECEIVED)[0].data)["readable"] is False


@pytest.mark.both_databases
def test_odd_text_in_a_callback_can_be_kept(idwise: Account) -> None:
    raw = rb'{"event":"\u0000\ud800","body":{"journeyId":"j\u0000-\ud800","eventId":"\u0000e"}}'
    assert post(idwise, raw).status_code == 200
    assert Callback.objects.get().body() == raw


def test_ids_that_look_like_lists_or_headings_are_asked_for_as_they_are(idwise: Account) -> None:
    for provider_id in ("a,b;c", "id", "journey_id", "ü/..%2f"):
        post(idwise, event(provider_id))
    assert sorted(jobs()) == sorted(["a,b;c", "id", "journey_id", "ü/..%2f"])


@pytest.mark.parametrize("kind", ["Finished Step", "Step Submitted", "Finished User Steps"])
def test_progress_is_kept_and_asks_for_nothing(idwise: Account, kind: str) -> None:
    assert post(idwise, event(kind=kind, event_id="e-1")).status_code == 200
    assert Callback.objects.get().state == "handled"
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "kind",
    ["Finished Journey", "Updated Journey", "Manually Reviewed", "AML Monior Update",
     "Verification Update Required", "Finished Ongoing Check", "KYC Renewal", "Something New", ""],
)  # fmt: skip
def test_every_other_event_asks_for_the_journey(idwise: Account, kind: str) -> None:
    post(idwise, event(kind=kind, event_id="e-1"))
    assert jobs() == ["j-1"]


def test_a_paused_account_still_takes_callbacks(idwise: Account) -> None:
    lanes.pause(idwise.lane, why="The credentials are wrong.")
    assert post(idwise, event(event_id="e-1")).status_code == 200
    worked()
    assert (Job.objects.get().state, Job.objects.get().waits) == ("waiting", 0)


def test_what_could_not_be_committed_is_not_said_to_be_received(
    idwise: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(callbacks, "record", broken)
    answer = Client(raise_request_exception=False).post(
        address(idwise),
        data=json.dumps(event()),
        content_type="application/json",
        headers={"Authorization": CALLBACK_SECRET},
    )
    assert answer.status_code == 500
    assert nothing_happened()


def test_bodies_are_erased_thirty_days_after_they_were_handled(idwise: Account) -> None:
    old = keep(idwise, json.dumps(event("old", event_id="1")).encode())
    young = keep(idwise, json.dumps(event("young", event_id="2")).encode())
    unreadable = keep(idwise, b"{")
    for row, days in ((old, 30.01), (young, 29.99), (unreadable, 31)):
        Callback.objects.filter(pk=row.pk).update(handled_at=timezone.now() - timedelta(days=days))
    assert erase_handled_bodies() == 2
    assert Callback.objects.get(pk=old.pk).sealed_body is None
    assert Callback.objects.get(pk=old.pk).body() == b""
    assert Callback.objects.get(pk=young.pk).body() != b""
    assert Callback.objects.count() == 3
    erase_old_callbacks()
    assert erase_handled_bodies() == 0


def test_an_event_stays_known_after_its_body_was_erased(idwise: Account) -> None:
    keep(idwise, json.dumps(event(event_id="1")).encode())
    Callback.objects.update(handled_at=timezone.now() - timedelta(days=31))
    erase_handled_bodies()
    Job.objects.update(state=Job.State.DONE)
    post(idwise, event(event_id="1"))
    assert Callback.objects.get().times_received == 2
    assert Job.objects.get().state == Job.State.DONE
