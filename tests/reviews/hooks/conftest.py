"""A receiver on loopback, and a webhook that points to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django import Settings

from kycreview.staff.models import User
from reviews.models import Subscription
from tests.databases import Database
from tests.people import MakePerson
from tests.reviews.hooks.outside import new_hook
from tests.reviews.hooks.receiver import Receiver, receiving


@dataclass(frozen=True)
class Hooked:
    """A webhook with the secret that its maker was shown."""

    row: Subscription
    secret: str


@pytest.fixture
def owner(database: Database, make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving(settings) as running:
        yield running


@pytest.fixture
def hook(owner: User, receiver: Receiver) -> Hooked:
    return Hooked(*new_hook(owner, url=receiver.url))
