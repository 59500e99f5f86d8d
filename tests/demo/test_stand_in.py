"""The two accounts of the demo: they lead to the sandbox, and a real account is never touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeys.accounts import create_account
from journeys.models import Account
from journeys.sandbox.server import Sandbox
from kycreview.demo import stand_in
from kycreview.demo.errors import CannotStart
from kycreview.demo.surroundings import Place
from kycreview.jobs import lanes
from kycreview.jobs.models import Lane
from kycreview.staff.models import User
from kycreview.trail.models import TrailEntry
from tests.databases import Database


def test_both_accounts_are_made_once_with_secrets_of_their_own(
    place: Place, database: Database, admin: User
) -> None:
    stand_in.make_accounts(place, by=admin)
    stand_in.make_accounts(place, by=admin)
    idwise, signzy = Account.objects.all()
    assert (idwise.slug, signzy.slug) == ("idwise", "signzy")
    assert not idwise.is_test
    assert idwise.base_url == f"{place.sandbox}/idwise"
    assert idwise.secrets()["callback_secret"] != signzy.secrets()["callback_secret"]


def test_accounts_follow_a_sandbox_that_moved(
    place: Place, database: Database, admin: User
) -> None:
    stand_in.make_accounts(place, by=admin)
    secret = Account.objects.get(slug="signzy").secrets()["callback_secret"]
    stand_in.make_accounts(replace(place, sandbox_port=2), by=admin)
    moved = Account.objects.get(slug="signzy")
    assert moved.base_url == "http://127.0.0.1:2/signzy"
    assert moved.secrets()["callback_secret"] == secret
    assert TrailEntry.objects.filter(event="account.changed", actor=admin).count() == 2


def test_a_real_account_is_never_turned_into_one_of_the_demo(
    place: Place, database: Database, admin: User
) -> None:
    real = Account(provider="idwise", slug="idwise", base_url="https://api.idwise.com")
    create_account(real, {"api_key": "k", "api_secret": "s"}, by=admin)
    with pytest.raises(CannotStart, match="a DATA_DIR"):
        stand_in.make_accounts(place, by=admin)
    assert Account.objects.get(slug="idwise").base_url == "https://api.idwise.com"


def test_the_sandbox_is_told_where_both_providers_post_to(
    place_with_sandbox: Place, sandbox: Sandbox, admin: User
) -> None:
    stand_in.make_accounts(place_with_sandbox, by=admin)
    stand_in.set_callbacks(place_with_sandbox)
    posted = sandbox.post_callbacks([each["id"] for each in sandbox.journeys()])
    # Nobody listens there in this test: 0 is "no answer", an address that is missing would raise.
    assert [each.status for each in posted] == [0, 0, 0, 0]


def test_only_the_first_journeys_are_listed_by_provider(
    place_with_sandbox: Place, sandbox: Sandbox
) -> None:
    later = sandbox.add_journey("idwise")
    ids = stand_in.journey_ids(place_with_sandbox)
    assert {name: len(found) for name, found in ids.items()} == {"idwise": 2, "signzy": 2}
    assert later not in ids["idwise"]


def test_a_sandbox_that_is_away_is_no_crash(place: Place) -> None:
    with pytest.raises(stand_in.NoAnswer):
        stand_in.journey_ids(place)


def test_only_a_pause_for_an_outage_ends_with_it(database: Database) -> None:
    lanes.pause("account:idwise", why="away", resumes_at_once=True)
    lanes.pause("account:signzy", why="credentials")
    stand_in.end_outage()
    assert Lane.objects.get(name="account:idwise").paused_at is None
    assert Lane.objects.get(name="account:signzy").paused_at is not None
