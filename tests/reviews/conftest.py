"""Accounts of both providers, on a fresh database."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from journeys.models import Account
from journeys.providers import guarded
from tests.databases import Database
from tests.reviews.house import NOBODY, may_reach, new_account


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    # Between attempts the guarded session waits; nobody here has the time.
    monkeypatch.setattr(guarded, "sleep", lambda seconds: None)
    may_reach(settings, NOBODY)


@pytest.fixture
def idwise(database: Database) -> Account:
    return new_account("idwise")


@pytest.fixture
def signzy(database: Database) -> Account:
    return new_account("signzy")
