"""An admin who makes tokens."""

from __future__ import annotations

import pytest

from kycreview.staff.models import User
from tests.databases import Database
from tests.people import MakePerson
from tests.reviews.api.asking import Asker, asker


@pytest.fixture
def owner(database: Database, make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def system(owner: User) -> Asker:
    """May do everything but see personal data."""
    return asker(owner)
