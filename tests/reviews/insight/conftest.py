"""A house in Dubai, and a book of its cases."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from journeys.models import Account
from kycreview.staff.models import User
from tests.reviews.insight.book import Book


@pytest.fixture
def book(idwise: Account, reviewer: User, settings: Settings) -> Book:
    """Days begin four hours before those of UTC."""
    settings.HOUSE_TIME_ZONE = "Asia/Dubai"
    return Book(idwise, by=reviewer)
