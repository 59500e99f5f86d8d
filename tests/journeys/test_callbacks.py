"""What providers post: who is let in, what is kept, what is asked for, and that order means nothing."""

from __future__ import annotations

import base64
import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from journeys import callbacks
from journeys.callbacks import BODY_LIMIT, erase_handled_bodies, keep
from journeys.models import Account, Callback, Journey, Snapshot
from journeys.sandbox.callbacks_out import CallbackTarget
from journeys.sandbox.server import Sandbox
from journeys.tasks import erase_old_callbacks
from kycreview.jobs import lanes
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.browsing import Site
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    CALLBACK_SECRET,
    account_at,
    body_of,
    entries,
    journeys_fetched,
    make_account,
    worked,
)
from tests.threads import at_once


def address(account: Account) -> str:
    return f"/callbacks/{account.secrets()['callback_path']}/"


def post(account: Account, body: Any, **headers: str) -> HttpResponse:
    """Post as the provider would; the secret is right unless a header says otherwise."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent: Any = headers or {"Authorization": CALLBACK_SECRET}
    return Client().post(
        address(account), data=raw, content_type="application/json", headers=sent
    )


def event(
    provider_id: str = "j-1", *, event_id: str = "", kind: str = "Finished Journey", **more: Any
) -> dict[str, Any]:
    """A callback of IDWise."""
    body = {"journeyId": provider_id, **more}
    return {"event": kind, "body": body | ({"eventId": event_id} if event_id else {})}


def jobs() -> list[str]:
    return [job.subject["provider_id"] for job in Job.objects.all()]


def nothing_happened() -> bool:
    is_told = TrailEntry.objects.filter(event=Event.CALLBACK_RECEIVED).exists()
    return not (Callback.objects.exists() or Job.objects.exists() or is_told)


# --- who is let in ---------------------------------------------------------------------------


def test_an_address_that_nobody_has_is_not_there(idwise: Account) -> None:
    for path in ("/callbacks/guessed/", f"/callbacks/{idwise.slug}/", f"/callbacks/{idwise.id}/"):
        answer = Client().post(
            path,
            data=json.dumps(event()),
            content_type="application/json",
            headers={"Authorization": CALLBACK_SECRET},
        )
        assert (answer.status_code, answer.json()) == (404, {"error": "There is nothing here."})
    assert nothing_happened()


def test_the_address_of_an_inactive_account_is_not_there(idwise: Account) -> None:
    Account.objects.update(is_active=False)
    assert post(idwise, event()).status_code == 404
    assert nothing_happened()


def test_only_posts_are_taken(idwise: Account) -> None:
    answer = Client().get(address(idwise))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_no_refusal_writes_the_secret_address_into_the_log(
    idwise: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        post(idwise, event(), Authorization="wrong")
        post(idwise, padded(BODY_LIMIT + 1))
        Client().get(address(idwise))
        post(idwise, event(event_id="1"))
    assert caplog.text.count("a callback for account") == 3
    assert "account idwise was refused: The shared secret is missing or wrong." in caplog.text
    assert idwise.secrets()["callback_path"] not in caplog.text
    assert CALLBACK_SECRET not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Other": CALLBACK_SECRET},
        {"Authorization": "wrong"},
        {"Authorization": ""},
        {"Authorization": CALLBACK_SECRET + "x"},
        {"Authorization": CALLBACK_SECRET[:-1]},
        {"Authorization": f"Basic {base64.b64encode(CALLBACK_SECRET.encode()).decode()}"},
    ],
)
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_without_the_secret_nothing_is_kept(
    database: Database, provider: str, headers: dict[str, str]
) -> None:
    account, _ = make_account(provider)
    answer = post(account, {"journeyId": "1"}, **headers)
    assert answer.status_code == 401
    assert json.loads(answer.content) == {"error": "The shared secret is missing or wrong."}
    assert nothing_happened()


def test_an_account_without_a_secret_lets_nobody_in(signzy: Account) -> None:
    signzy.seal_secrets(signzy.secrets() | {"callback_secret": ""})
    signzy.save()
    for headers in ({"Authorization": ""}, {"Authorization": "Bearer "}, {"X": "y"}):
        assert post(signzy, {"journeyId": "1"}, **headers).status_code == 401
    assert nothing_happened()


BASIC = f"Basic {base64.b64encode(b'user:pass:word').decode()}"


@pytest.mark.parametrize(
    "scheme, header, secret, sent",
    [
        ("basic", "Authorization", "user:pass:word", {"Authorization": BASIC}),
        ("bearer", "Authorization", "token", {"Authorization": "Bearer token"}),
        ("header", "X-IDWise-Key", "whole value", {"X-IDWise-Key": "whole value"}),
        ("header", "Authorization", "Bearer token", {"Authorization": "Bearer token"}),
    ],
)
def test_idwise_is_known_by_each_of_its_three_schemes(
    database: Database, scheme: str, header: str, secret: str, sent: dict[str, str]
) -> None:
    account, _ = make_account("idwise", callback_scheme=scheme, callback_header=header)
    account.seal_secrets(account.secrets() | {"callback_secret": secret})
    account.save()
    for name, value in sent.items():
        for wrong in ({name: value + "x"}, {name: value[:-1]}, {"X-Other": value}):
            assert post(account, event(), **wrong).status_code == 401
    assert nothing_happened()
    answer = post(account, event(), **sent)
    assert (answer.status_code, json.loads(answer.content)) == (200, {"received": True})
    assert jobs() == ["j-1"]


@pytest.mark.parametrize("header", ["Authorization", "X-Signzy-Key"])
@pytest.mark.parametrize("start", ["", "Bearer ", "bearer "])
def test_signzy_is_known_with_and_without_bearer_in_the_header_that_is_set(
    database: Database, header: str, start: str
) -> None:
    account, _ = make_account("signzy", callback_header=header)
    other = "X-Signzy-Key" if header == "Authorization" else "Authorization"
    assert post(account, {"journeyId": "1"}, **{other: CALLBACK_SECRET}).status_code == 401
    assert post(account, {"journeyId": "1"}, **{header: start + "no"}).status_code == 401
    assert nothing_happened()
    assert post(account, {"journeyId": "1"}, **{header: start + CALLBACK_SECRET}).status_code == 200
    assert jobs() == ["1"]


def test_one_accounts_secret_opens_no_other_account(database: Database) -> None:
    one, _ = make_account("signzy", slug="eu")
    other, _ = make_account("signzy", slug="in")
    other.seal_secrets(other.secrets() | {"callback_secret": "another"})
    other.save()
    assert post(one, {"journeyId": "1"}, Authorization="another").status_code == 401
    assert post(other, {"journeyId": "1"}, Authorization="another").status_code == 200
    assert Callback.objects.get().account == other


# --- how large -------------------------------------------------------------------------------


def padded(size: int) -> bytes:
    head = b'{"journeyId":"1","pad":"'
    return head + b"x" * (size - len(head) - 2) + b'"}'


def test_a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_not(signzy: Account) -> None:
    answer = post(signzy, padded(BODY_LIMIT + 1))
    assert answer.status_code == 413
    assert json.loads(answer.content) == {"error": "The body is larger than 1 MiB."}
    assert nothing_happened()
    assert post(signzy, padded(BODY_LIMIT)).status_code == 200
    row = Callback.objects.get()
    assert (len(row.body()), row.state) == (BODY_LIMIT, "handled")


# --- what is kept and asked for --------------------------------------------------------------


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


# --- erased ----------------------------------------------------------------------------------


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


# --- order is not promised -------------------------------------------------------------------


KINDS = ("Finished Step", "Finished User Steps", "Finished Journey", "Updated Journey")


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_events_in_any_order_end_in_the_same_state(idwise: Account, seed: int) -> None:
    """Each event up to three times, shuffled; the oracle knows sets and nothing of order."""
    dice = random.Random(seed)
    sent = [
        event(f"j-{number % 7}", event_id=f"e-{number}" if number % 3 else "", kind=kind)
        for number, kind in enumerate(dice.choices(KINDS, k=25))
    ]
    sent = [each for each in sent for _ in range(dice.randint(1, 3))][:50]
    dice.shuffle(sent)
    for each in sent:
        assert post(idwise, each).status_code == 200
    expected: dict[str, int] = {}
    for each in sent:
        name = each["body"].get("eventId") or json.dumps(each)
        expected[name] = expected.get(name, 0) + 1
    assert len(sent) > 40
    assert Callback.objects.count() == len(expected)
    times = Callback.objects.values_list("times_received", flat=True)
    assert sorted(times) == sorted(expected.values())
    worth = {each["body"]["journeyId"] for each in sent if "Journey" in each["event"]}
    assert set(jobs()) == worth
    assert len(jobs()) == len(worth)
    assert len(entries(Event.CALLBACK_RECEIVED)) == len(expected)


# --- over real HTTP --------------------------------------------------------------------------


def test_a_callback_is_a_hint_and_the_provider_has_the_word(
    database: Database, no_backoff: None
) -> None:
    """The body claims a pass; what the API answers is what counts."""
    with Sandbox(outcomes=[("signzy", "not_live")], pictures="small") as sandbox:
        account = account_at(sandbox, "signzy")
        provider_id = sandbox.journeys()[0]["id"]
        claim = json.loads(body_of("signzy", "clean_pass")) | {"journeyId": provider_id}
        assert post(account, claim).status_code == 200
        assert not Journey.objects.exists()
        journeys_fetched()
    snapshot = Snapshot.objects.get()
    assert (snapshot.how, snapshot.verdict) == ("callback", "fail")
    key = snapshot.journey.key()
    assert snapshot.body(key) != json.dumps(claim).encode()


def test_a_hint_about_a_journey_that_nobody_has_ends_in_a_wait(
    database: Database, no_backoff: None
) -> None:
    with Sandbox(outcomes=[("signzy", "clean_pass")], pictures="small") as sandbox:
        account = account_at(sandbox, "signzy")
        post(account, {"journeyId": "INVENTED", "currentStatus": "COMPLETED"})
        journeys_fetched()
    job = Job.objects.get()
    assert (job.state, job.waits) == ("waiting", 1)
    assert "not found or not ready" in job.last_error
    assert not Journey.objects.exists()


def test_both_providers_post_and_their_journeys_come_in(site: Site, no_backoff: None) -> None:
    outcomes = [(provider, None) for provider in ("idwise", "signzy") for _ in range(4)]
    with Sandbox(outcomes=outcomes, pictures="small", retry_seconds=()) as sandbox:
        ids: dict[str, list[str]] = {"idwise": [], "signzy": []}
        for listed in sandbox.journeys():
            ids[listed["provider"]].append(listed["id"])
        for provider, its_ids in ids.items():
            account = account_at(sandbox, provider)
            target = CallbackTarget(
                f"{site.url}{address(account)}", "header", secret=CALLBACK_SECRET
            )
            wrong = CallbackTarget(target.url, "header", secret="guessed")
            posted = sandbox.post_callbacks(its_ids, repeat=3, shuffle=True, target=target)
            assert [each.status for each in posted] == [200] * 12
            refused = sandbox.post_callbacks(its_ids, target=wrong)
            assert [each.status for each in refused] == [401] * 4
        journeys_fetched()
    assert Callback.objects.count() == 8
    assert set(Callback.objects.values_list("times_received", flat=True)) == {3}
    assert set(Journey.objects.values_list("provider_id", flat=True)) == {
        provider_id for its_ids in ids.values() for provider_id in its_ids
    }
    assert set(Snapshot.objects.values_list("number", flat=True)) == {1}
