"""A kind of job that does what a test says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.databases import Database
from tests.kycreview.jobs import handlers


@pytest.fixture(autouse=True)
def _test_kind(database: Database, settings: Settings) -> Iterator[None]:
    settings.JOB_HANDLERS = {"test.work": "tests.kycreview.jobs.handlers.handle"}
    handlers.RAN.clear()
    handlers.TO_DO.clear()
    yield
    handlers.TO_DO.clear()
