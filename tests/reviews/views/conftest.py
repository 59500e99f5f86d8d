"""A journey with glare and its claimed case, for the pages that work on one."""

from __future__ import annotations

import pytest

from journeys.models import Account, Journey
from kycreview.staff.models import User
from reviews.models import Round
from tests.reviews.house import arrive, held_case


@pytest.fixture
def journey(idwise: Account) -> Journey:
    return arrive(idwise, outcome="glare")


@pytest.fixture
def held(journey: Journey, reviewer: User) -> Round:
    return held_case(journey, by=reviewer)
