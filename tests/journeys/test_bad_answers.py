"""Bad answers over real HTTP: each has its sentence, nothing is lost, and nothing bad ever passes."""

from __future__ import annotations

import html
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from journeys.importing import ask_for
from journeys.models import Account, Callback, Journey, Locator, Snapshot
from journeys.sandbox.server import Sandbox
from journeys.showing import as_json
from journeys.tasks import settle_media
from kycreview.jobs import lanes
from kycreview.jobs.models import Job, Lane
from kycreview.jobs.queue import GIVES_UP_AFTER, retry
from kycreview.staff.models import User
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    account_at,
    body_of,
    changed,
    entries,
    fetch_job,
    journey_of,
    journeys_fetched,
    locators_of,
    make_account,
    saved,
    worked,
)
from tests.journeys.leaves_for_tests import assert_it_shows, leaves
from tests.journeys.vault.media_host import running_host
from tests.people import SignedIn

pytestmark = pytest.mark.usefixtures("no_backoff")
PROVIDERS = ("idwise", "signzy")


@dataclass
class House:
    """A sandbox with one clean journey of each provider, and an account at each."""

    sandbox: Sandbox
    accounts: dict[str, Account] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def fetch(self, provider: str) -> Job:
        """Ask for the provider's journey, run what is due, and return the job."""
        ask_for(self.accounts[provider], [self.ids[provider]])
        journeys_fetched()
        return fetch_job(self.ids[provider])

    def snapshot(self, provider: str) -> Snapshot:
        return journey_of(self.accounts[provider], self.ids[provider]).snapshots.get()

    def asked(self, part: str) -> int:
        return sum(times for path, times in self.sandbox.served().items() if part in path)


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    outcomes = [(provider, "clean_pass") for provider in PROVIDERS]
    with Sandbox(outcomes=outcomes, pictures="small", retry_seconds=()) as sandbox:
        made = House(sandbox)
        for listed in sandbox.journeys():
            provider = listed["provider"]
            made.accounts[provider] = account_at(sandbox, provider)
            made.ids[provider] = listed["id"]
        yield made


# --- what the provider will not or cannot say now --------------------------------------------


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


def test_nobody_there_makes_the_journey_wait(house: House) -> None:
    house.sandbox.stop()
    job = house.fetch("signzy")
    assert (job.state, job.waits) == ("waiting", 1)
    assert "127.0.0.1" in job.last_error
    house.sandbox.start()  # for the end of the test


def test_after_seventy_two_hours_it_is_given_up_and_can_be_retried(house: House) -> None:
    house.sandbox.add_fault("signzy", "500", times=0)
    job = house.fetch("signzy")
    long_ago = timezone.now() - GIVES_UP_AFTER - timedelta(minutes=1)
    Job.objects.update(first_wait_at=long_ago, next_attempt_at=timezone.now())
    journeys_fetched()
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.last_error == (
        "The provider did not answer for 72 hours. "
        "127.0.0.1 reported a failure of its own (500)."
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


# --- answers that are no result --------------------------------------------------------------


UNREADABLE = [
    ("html", "The answer is a web page (HTML or XML) where JSON was expected."),
    ("list", "The answer is a list where an object was expected."),
    ("nested", "The answer is nested more than 100 levels deep."),
    ("invalid_json", "The answer is not valid JSON: it breaks at line 1, column"),
    ("wrong_type", "The answer is not readable text (its encoding is broken)."),
]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault, sentence", UNREADABLE)
def test_an_answer_that_is_no_result_is_kept_and_said(
    house: House, provider: str, fault: str, sentence: str
) -> None:
    house.sandbox.add_fault(provider, fault, times=1)
    job = house.fetch(provider)
    assert (job.state, job.waits, job.crashes) == ("failed", 0, 0)
    assert sentence in job.last_error
    snapshot = house.snapshot(provider)
    assert (snapshot.state, snapshot.reason) == ("unreadable", job.last_error)
    assert len(snapshot.body(snapshot.journey.key())) == snapshot.bytes_size > 0
    assert snapshot.journey.current_snapshot is None
    # Asked again, the good answer stands beside the bad one.
    assert house.fetch(provider).state == "done"
    states = journey_of(house.accounts[provider], house.ids[provider]).snapshots
    assert sorted(states.values_list("number", "state")) == [(1, "unreadable"), (2, "read")]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", ["endless", "bomb"])
def test_an_answer_without_end_is_left_and_said(house: House, provider: str, fault: str) -> None:
    house.sandbox.add_fault(provider, fault, times=0)
    job = house.fetch(provider)
    assert (job.state, job.last_error) == (
        "failed", "The answer of 127.0.0.1 is larger than 5 MB and was not kept.",
    )  # fmt: skip
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_redirect_is_not_followed(house: House, provider: str) -> None:
    house.sandbox.add_fault(provider, "redirect", times=0)
    job = house.fetch(provider)
    assert (job.state, job.last_error) == (
        "failed",
        "127.0.0.1 answered with a redirect to another address, which is not followed.",
    )
    assert house.asked("trap") == 0


def test_a_person_sees_the_sentence_on_the_page_and_can_retry(
    house: House, admin: User, signed_in: SignedIn
) -> None:
    house.sandbox.add_fault("signzy", "html", times=1)
    job = house.fetch("signzy")
    client = signed_in(admin)
    page = html.unescape(client.get("/imports/").content.decode())
    assert job.last_error in page
    assert house.ids["signzy"] in page
    assert client.post(f"/imports/retry/{job.pk}/").status_code == 302
    journeys_fetched()
    assert fetch_job(house.ids["signzy"]).state == "done"


# --- answers that are odd results ------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", ["odd_text", "unknown_words", "missing_sections", "odd_numbers"])
def test_an_odd_result_is_read_and_every_leaf_of_it_is_kept(
    house: House, provider: str, fault: str
) -> None:
    house.sandbox.add_fault(provider, fault, times=0)
    job = house.fetch(provider)
    assert (job.state, job.last_error) == ("done", "")
    snapshot = house.snapshot(provider)
    assert snapshot.state == "read"
    body = snapshot.body(snapshot.journey.key())
    assert_it_shows(body, as_json(snapshot.journey))
    if fault == "odd_numbers":  # they stand in members that nobody knows
        assert {"/huge", "/tiny", "/no", "/endless"} <= {path for path, _ in leaves(body)}
    else:
        assert snapshot.verdict != "pass"


@pytest.mark.parametrize(
    "outcome", ["duplicate_keys", "table_spelling", "lower_case_states", "wrapped_result_data"]
)
def test_odd_but_whole_results_are_read(database: Database, outcome: str) -> None:
    account, _ = make_account("signzy")
    body = body_of("signzy", outcome)
    done = saved(account, body)
    assert done.snapshot.state == "read"
    assert_it_shows(body, as_json(done.journey))


@pytest.mark.both_databases
def test_numbers_out_of_range_are_kept_and_stop_nothing(signzy: Account) -> None:
    body = body_of("signzy", "clean_pass").decode()
    for plain, odd in (
        ('"createdAt":1793', '"createdAt":99999999999999999999999999991793'),
        ('"deletionTimeLimit":1576800', '"deletionTimeLimit":1e400'),
        ('"redirectTime":10', '"redirectTime":-0.0'),
        ('"latitude":', '"latitude":NaN,"longitude2":'),
        ('"score":0.', '"score":-9e999,"score2":0.'),
        ('"P":0.', '"P":1E99999,"P2":0.'),
        ('"pagesCount":2', f'"pagesCount":{"9" * 6000}'),
        ('"attempts":1', '"attempts":-1'),
        ('"__v":0', '"__v":1.10'),
    ):
        assert plain in body, plain
        body = body.replace(plain, odd)
    done = saved(signzy, body.encode())
    assert done.snapshot.state == "read"
    assert_it_shows(body.encode(), as_json(done.journey))


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("body", [{"message": "Internal error"}, {"error": {"status": 500}}])
def test_an_error_that_comes_as_a_result_never_passes(
    database: Database, provider: str, body: dict[str, object]
) -> None:
    account, _ = make_account(provider)
    done = saved(account, body)
    assert done.snapshot.state == "read"
    assert done.snapshot.verdict not in ("pass", "fail")
    assert_it_shows(json.dumps(body).encode(), as_json(done.journey))


# --- pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault, reason",
    [
        ("not_found", "The provider no longer has this file."),
        ("wrong_type", "The file is not a JPEG, PNG or WebP picture, a PDF or an MP4."),
        ("html", "The file is not a JPEG, PNG or WebP picture, a PDF or an MP4."),
        ("redirect", "answered with a redirect to another address, which is not followed."),
        ("endless", "is larger than 15 MB and was not kept."),
    ],
)
def test_a_picture_that_cannot_be_had_is_a_state_with_a_reason(
    house: House, fault: str, reason: str
) -> None:
    house.fetch("idwise")
    journey = journey_of(house.accounts["idwise"], house.ids["idwise"])
    one, *others = locators_of(journey)
    Locator.objects.filter(pk__in=[row.pk for row in others]).update(
        state=Locator.State.FAILED, reason="Not part of this test."
    )
    house.sandbox.add_fault("media", fault, times=0)
    worked()
    one.refresh_from_db()
    assert one.state == "failed"
    assert reason in one.reason
    assert house.asked("trap") == 0
    journey.refresh_from_db()
    assert journey.current_snapshot is not None


def test_a_picture_that_was_waited_for_too_long_says_so(house: House) -> None:
    house.fetch("idwise")
    house.sandbox.add_fault("media", "500", times=0)
    worked()
    waiting = Job.objects.filter(kind="media.fetch", state="waiting")
    assert waiting.filter(waits=1).exists()
    long_ago = timezone.now() - GIVES_UP_AFTER - timedelta(minutes=1)
    waiting.update(first_wait_at=long_ago, next_attempt_at=timezone.now())
    lanes.resume("account:idwise")
    worked()
    given_up = set(
        Job.objects.filter(kind="media.fetch", state="failed").values_list("key", flat=True)
    )
    assert given_up
    settle_media()
    failed = Locator.objects.filter(state="failed")
    assert {f"media.fetch:{locator.pk}" for locator in failed} == given_up
    assert all("did not answer for 72 hours" in locator.reason for locator in failed)
    house.sandbox.clear_faults()
    lanes.resume("account:idwise")
    retry(Job.objects.all())
    worked()
    assert set(Locator.objects.values_list("state", flat=True)) == {"stored"}


class Listener:
    """A door inside that nobody may knock at; counts who does."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.knocks = 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                knocking, _ = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            knocking.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


def test_addresses_that_point_inside_are_refused_and_nobody_is_asked(
    database: Database, settings: Settings
) -> None:
    """Each stands in a body that came over HTTP; none is connected to, and the journey is there."""
    listener = Listener()
    places = {
        "frontDoc": "http://127.0.0.1:1/front.jpeg",
        "backDoc": "http://169.254.169.254/latest/meta-data/canary",
        "selfie": "file:///etc/passwd",
        "frontDocOriginal": f"http://127.0.0.1:{listener.port}/canary",
        "backDocOriginal": f"https://localhost:{listener.port}/canary",
        "selfieVideo": f"http://[::1]:{listener.port}/canary",
        "frontPdf": f"//127.0.0.1:{listener.port}/canary",
        "backPdf": "gopher://127.0.0.1/x",
    }
    body = changed(
        body_of("signzy", "clean_pass"),
        lambda said: said["capturedData"].update(images=dict(places)),
    )
    with running_host() as host:
        settings.SETTINGS = settings.SETTINGS.model_copy(
            update={"PROVIDER_PRIVATE_HOSTS": [host.address]}
        )
        host.serve("/api/v3/otk-service/get-journey/inside", body)
        account, _ = make_account("signzy", base_url=f"http://{host.address}")
        ask_for(account, ["inside"])
        journeys_fetched()
        journey = journey_of(account, "inside")
        key = journey.key()
        inside = {row.pk: row for row in locators_of(journey) if row.name(key) in places.values()}
        Locator.objects.exclude(pk__in=inside).update(state="failed", reason="Not of this test.")
        assert len(inside) >= 3
        worked()
        assert host.asked == ["/api/v3/otk-service/get-journey/inside"]
    listener.close()
    assert listener.knocks == 0
    for locator in Locator.objects.filter(pk__in=inside):
        assert locator.state == "failed"
        assert locator.reason in REFUSALS, locator.reason
        assert "canary" not in locator.reason
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.state == "read"
    assert_it_shows(body, as_json(journey))


REFUSALS = {
    "Only https addresses are fetched; nothing was sent.",
    "The address is not written as a plain web address; nothing was sent.",
    "The host localhost is not in the list of this account; nothing was sent.",
}


@pytest.mark.parametrize(
    "name", ["../journeys/1", "a/b", "a\\b", "..", "a\u0000b", "x" * 300, "\ud800"]
)
def test_a_picture_name_of_idwise_that_would_climb_is_refused(house: House, name: str) -> None:
    account = house.accounts["idwise"]
    images = {"front_side_image_path": name}
    done = saved(account, {"journey_id": "1", "documents": {"0": {"images": images}}}, "climbing")
    worked()
    locator = Locator.objects.get(journey=done.journey)
    assert (locator.state, locator.reason) == (
        "failed", "IDWise named this file in a way that is not safe to ask for.",
    )  # fmt: skip
    assert house.asked("") == 0


def test_a_journey_id_that_would_climb_is_refused(house: House) -> None:
    for provider, sentence in (
        ("idwise", "This is no journey id of IDWise."),
        ("signzy", "This is not the id of a journey."),
    ):
        house.ids[provider] = {"idwise": "..", "signzy": "."}[provider]
        job = house.fetch(provider)
        assert (job.state, job.last_error) == ("failed", sentence)
    assert house.asked("") == 0
    assert not Callback.objects.exists()
