"""Answers that are no result, or an odd one: each is kept and said, and none of them passes."""

from __future__ import annotations

import html
import json

import pytest

from journeys.models import Account, Callback, Snapshot
from journeys.providers import PROVIDERS
from journeys.showing import as_json
from kycreview.staff.models import User
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    body_of,
    fetch_job,
    journey_of,
    journeys_fetched,
    make_account,
    saved,
)
from tests.journeys.house_for_tests import House
from tests.journeys.leaves_for_tests import assert_it_shows, leaves
from tests.people import SignedIn

pytestmark = pytest.mark.usefixtures("no_backoff")


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
