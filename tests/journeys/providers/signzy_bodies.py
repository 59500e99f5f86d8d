"""Short ways to a normalised Signzy body, for its tests."""

from __future__ import annotations

from journeys.providers.results import JourneyResult
from journeys.providers.signzy import normalise
from tests.journeys.providers.bodies_for_tests import (
    PAYLOADS,
    tree_from,
    tree_of,
)

FOLDER = PAYLOADS / "signzy"


def result_of(payload: str) -> JourneyResult:
    return normalise(tree_of(FOLDER / f"{payload}.json"))


def of_document(**intelligence: object) -> JourneyResult:
    return normalise(tree_from({"documentIntelligence": intelligence}))
