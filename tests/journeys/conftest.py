"""What the tests of importing share: an account of each provider, and no time spent on waiting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from journeys.accounts import Shown
from journeys.models import Account
from journeys.providers import guarded
from tests.databases import Database
from tests.journeys.accounts_for_tests import make_account
from tests.journeys.house_for_tests import House, running_house


@pytest.fixture(autouse=True)
def _reach_as_it_was() -> Iterator[None]:
    """An account at a sandbox widens what may be reached: for its own test alone."""
    before = settings.SETTINGS
    yield
    settings.SETTINGS = before


@pytest.fixture
def idwise(database: Database) -> Account:
    """An IDWise account whose provider does not answer: for answers that are there already."""
    return make_account("idwise")[0]


@pytest.fixture
def signzy_and_shown(database: Database) -> tuple[Account, Shown]:
    return make_account("signzy")


@pytest.fixture
def signzy(signzy_and_shown: tuple[Account, Shown]) -> Account:
    return signzy_and_shown[0]


@pytest.fixture
def token(signzy_and_shown: tuple[Account, Shown]) -> str:
    """With it the client's own system announces journeys to the account `signzy`."""
    return signzy_and_shown[1].expected_token


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    """A sandbox with a clean journey of each provider, and an account at each."""
    with running_house() as running:
        yield running


@pytest.fixture
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between attempts the guarded session waits; nobody here has the time."""
    monkeypatch.setattr(guarded, "sleep", lambda seconds: None)
