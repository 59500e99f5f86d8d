"""Both providers as a running server on loopback, and accounts that speak to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from journeys.models import Account
from journeys.sandbox.server import Sandbox
from tests.databases import Database
from tests.reviews.house import may_reach, new_account


@pytest.fixture
def sandbox(database: Database, settings: Settings, _no_waiting: None) -> Iterator[Sandbox]:
    with Sandbox(outcomes=[("idwise", "glare"), ("signzy", "not_live")], pictures="small") as made:
        may_reach(settings, made.media_host)
        yield made


@pytest.fixture
def idwise(sandbox: Sandbox) -> Account:
    return new_account("idwise", base_url=sandbox.idwise_url)


@pytest.fixture
def signzy(sandbox: Sandbox) -> Account:
    return new_account("signzy", base_url=sandbox.signzy_url)
