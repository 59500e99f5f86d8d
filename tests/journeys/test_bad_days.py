"""A provider that will not or cannot answer now: what waits, what pauses, and what it says."""

from __future__ import annotations

import html
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from journeys.importing import ask_for
from journeys.models import Journey, Snapshot
from journeys.providers import PROVIDERS
from kycreview.jobs import lanes
from kycreview.jobs.models import Job, Lane
from kycreview.jobs.queue import GIVES_UP_AFTER, retry
from kycreview.staff.models import User
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.accounts_for_tests import entries, fetch_job, journeys_fetched, make_account
from tests.journeys.house_for_tests import House
from tests.people import SignedIn

pytestmark = pytest.mark.usefixtures("no_backoff")


@pytest.mark.parametrize(
    "provider, sentence",
    [
        ("idwise", "IDWise does not know this journey yet."),
        ("signzy", "Signzy says that this journey is not found or not ready yet."),
    ],
)
def test_an_unknown_id_waits_and_says_that_it_is_not_found_or_not_ready(
    house: House, provider: str, sentence: str
) -> None:
    house.ids[provider] = "NOBODY-KNOWS-IT"
    job = house.fetch(provider)
    assert (job.state, job.waits, job.crashes, job.last_error) == ("waiting", 1, 0, sentence)
    assert job.next_attempt_at > timezone.now()
    # Not ready is no sign of an outage: it never pauses the account.
    assert not Lane.objects.filter(failures__gt=0).exists()
    assert not Journey.objects.exists()


def test_what_was_not_ready_comes_in_later(house: House) -> None:
    house.sandbox.add_fault(house.ids["signzy"], "not_found", times=1)
    assert house.fetch("signzy").state == "waiting"
    Job.objects.update(next_attempt_at=timezone.now())
    journeys_fetched()
    assert fetch_job(house.ids["signzy"]).state == "done"
    assert house.snapshot("signzy").verdict == "pass"


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    "fault, sentence",
    [
        ("500", "127.0.0.1 reported a failure of its own (500)."),
        ("cut", "The answer of 127.0.0.1 was cut off or damaged on its way."),
        ("429", "127.0.0.1 asks for fewer requests (429)."),
    ],
)
def test_an_outage_makes_the_journey_wait_with_its_reason(
    house: House, provider: str, fault: str, sentence: str
) -> None:
    house.sandbox.add_fault(provider, fault, times=0)
    job = house.fetch(provider)
    assert (job.state, job.waits, job.crashes, job.last_error) == ("waiting", 1, 0, sentence)
    assert Lane.objects.get(name=job.lane).failures == 1
    assert not Snapshot.objects.exists()
    house.sandbox.clear_faults()
    Job.objects.update(next_attempt_at=timezone.now())
    journeys_fetched()
    assert house.snapshot(provider).verdict == "pass"
    assert Lane.objects.get(name=job.lane).failures == 0


def test_a_provider_that_names_a_time_is_not_asked_before_it(house: House) -> None:
    house.sandbox.add_fault("signzy", "429", times=0, seconds=300)
    before = timezone.now()
    job = house.fetch("signzy")
    assert job.next_attempt_at >= before + timedelta(seconds=299)
    assert job.next_attempt_at <= timezone.now() + timedelta(seconds=301)
    assert house.asked("signzy") == 1


def test_nobody_there_makes_the_journey_wait(database: Database, settings: Settings) -> None:
    settings.SETTINGS = settings.SETTINGS.model_copy(
        update={"PROVIDER_PRIVATE_HOSTS": ["127.0.0.1:1"]}
    )
    account, _ = make_account("signzy", base_url="http://127.0.0.1:1")
    ask_for(account, ["gone"])
    journeys_fetched()
    job = fetch_job("gone")
    assert (job.state, job.waits) == ("waiting", 1)
    assert "127.0.0.1" in job.last_error


def test_after_seventy_two_hours_it_is_given_up_and_can_be_retried(house: House) -> None:
    house.sandbox.add_fault("signzy", "500", times=0)
    job = house.fetch("signzy")
    long_ago = timezone.now() - GIVES_UP_AFTER - timedelta(minutes=1)
    Job.objects.update(first_wait_at=long_ago, next_attempt_at=timezone.now())
    journeys_fetched()
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.last_error == (
        "The provider did not answer for 72 hours. 127.0.0.1 reported a failure of its own (500)."
    )
    house.sandbox.clear_faults()
    assert retry(Job.objects.all()) == 1
    journeys_fetched()
    assert house.snapshot("signzy").verdict == "pass"


def test_ten_failures_in_a_row_pause_the_account_for_a_while(house: House) -> None:
    house.sandbox.add_fault("idwise", "500", times=0)
    ask_for(house.accounts["idwise"], [f"j-{number}" for number in range(15)])
    journeys_fetched()
    lane = Lane.objects.get(name="account:idwise")
    assert lane.paused_at is not None
    assert lane.resumes_at is not None
    assert "reported a failure of its own (500)" in lane.reason
    assert Job.objects.filter(waits=1).count() == 10
    assert Job.objects.filter(waits=0, state="waiting").count() == 5
    assert json.loads(entries(Event.ACCOUNT_PAUSED)[0].data)["why"] == lane.reason
    assert house.fetch("signzy").state == "done"


# --- wrong credentials -----------------------------------------------------------------------


def test_wrong_credentials_pause_one_account_and_use_nothing_up(
    house: House, admin: User, signed_in: SignedIn
) -> None:
    idwise = house.accounts["idwise"]
    kept = idwise.secrets()
    idwise.seal_secrets(kept | {"api_secret": "wrong"})
    idwise.save()
    ask_for(idwise, [house.ids["idwise"], "another", "third"])
    ask_for(house.accounts["signzy"], [house.ids["signzy"]])
    for _ in range(3):
        journeys_fetched()
    why = "127.0.0.1 did not accept the credentials (401)."
    lane = Lane.objects.get(name="account:idwise")
    assert (lane.reason, lane.resumes_at) == (why, None)
    assert house.asked("idwise") == 1
    rows = Job.objects.filter(lane="account:idwise").values_list("state", "waits", "crashes")
    assert list(rows) == [("waiting", 0, 0)] * 3
    assert fetch_job(house.ids["signzy"]).state == "done"
    assert json.loads(entries(Event.ACCOUNT_PAUSED)[0].data) == {"why": why}
    page = signed_in(admin).get("/imports/").content.decode()
    assert why in html.unescape(page)

    idwise.seal_secrets(kept)
    idwise.save()
    assert lanes.resume("account:idwise", by=admin)
    journeys_fetched()
    assert fetch_job(house.ids["idwise"]).state == "done"
    assert [entry.actor for entry in entries(Event.ACCOUNT_RESUMED)] == [admin]


def test_signzys_wrong_token_pauses_its_account_too(house: House) -> None:
    signzy = house.accounts["signzy"]
    signzy.seal_secrets(signzy.secrets() | {"auth_token": "wrong"})
    signzy.save()
    assert house.fetch("signzy").state == "waiting"
    assert "did not accept the credentials (401)" in Lane.objects.get().reason
    assert house.fetch("idwise").state == "done"


def test_credentials_that_cannot_be_sent_are_said_without_being_shown(house: House) -> None:
    signzy = house.accounts["signzy"]
    signzy.seal_secrets(signzy.secrets() | {"auth_token": "canary\nX-Injected: 1"})
    signzy.save()
    job = house.fetch("signzy")
    assert job.state == "failed"
    assert job.last_error == (
        "The credentials of this account hold a character that cannot be sent."
    )
    assert house.asked("signzy") == 0
