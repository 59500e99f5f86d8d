"""What the tests of importing share: an account of each provider, and no time spent on waiting."""

from __future__ import annotations

import pytest

from journeys.models import Account
from journeys.providers import guarded
from tests.databases import Database
from tests.journeys.accounts_for_tests import make_account


@pytest.fixture
def idwise(database: Database) -> Account:
    """An IDWise account whose provider does not answer: for answers that are there already."""
    return make_account("idwise")[0]


@pytest.fixture
def signzy(database: Database) -> Account:
    return make_account("signzy")[0]


@pytest.fixture
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between attempts the guarded session waits; nobody here has the time."""
    monkeypatch.setattr(guarded, "sleep", lambda seconds: None)
