"""A callback is a hint: any order, any number of times, and the provider's API has the word."""

from __future__ import annotations

import json
import random

import pytest

from journeys.models import Account, Callback, Journey, Snapshot
from journeys.sandbox.callbacks_out import CallbackTarget
from journeys.sandbox.server import Sandbox
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from tests.browsing import Site
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    CALLBACK_SECRET,
    account_at,
    body_of,
    entries,
    journeys_fetched,
)
from tests.journeys.callbacks_for_tests import address, event, jobs, post

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
