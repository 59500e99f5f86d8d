"""The API holds to its own description, whatever is sent: schemathesis writes the requests."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.verify import verify_tail
from reviews.api.application import api
from tests.reviews.api.asking import EVERYTHING, asker
from tests.reviews.house import arrive, held_case, in_effect

_LONGEST = 50.0


@dataclass(frozen=True)
class Served:
    """The product as a WSGI application, and a description that names what there is."""

    description: dict[str, Any]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/description":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(self.description).encode()]
        return WSGIHandler()(environ, start_response)


@pytest.fixture
def served(idwise: Account, reviewer: User) -> Served:
    """A house with one decided case; of two accounts and cases, one each exists."""
    journey = arrive(idwise, outcome="glare")
    its_round = held_case(journey, by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    described: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    for name in ("ExpectedIn", "RelationshipEndIn"):
        described["components"]["schemas"][name]["properties"]["account"] = {
            "type": "string",
            "enum": ["idwise", "nowhere"],
        }
    value = described["components"]["schemas"]["RelationshipEndIn"]["properties"]["value"]
    value["example"] = journey.provider_id
    path = described["paths"]["/api/v1/cases/{case_id}"]["get"]["parameters"][0]
    path["example"] = str(its_round.case_id)
    return Served(described)


def test_the_description_is_openapi_3_1_and_every_text_and_number_in_it_is_bounded() -> None:
    described = api.get_openapi_schema()
    assert described["openapi"].startswith("3.1")
    loose = []
    for where, found in bounded_things(described):
        kind = found.get("type")
        is_free = not ({"enum", "const", "format"} & found.keys())
        if kind == "string" and is_free and "maxLength" not in found:
            loose.append(where)
        if kind == "integer" and not {"minimum", "maximum"} <= found.keys():
            loose.append(where)
        if kind == "array" and "maxItems" not in found:
            loose.append(where)
    assert loose == []


def test_every_error_is_described_as_a_problem() -> None:
    for path in api.get_openapi_schema()["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                kinds = list(answer["content"])
                wanted = "application/json" if int(status) < 400 else "application/problem+json"
                assert kinds == [wanted]


@pytest.mark.both_databases
def test_requests_by_the_description_find_nothing(
    served: Served, monkeypatch: pytest.MonkeyPatch, reviewer: User
) -> None:
    assert explore(served, reviewer, monkeypatch, examples=4) > 40


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.timeout(180)
def test_many_requests_by_the_description_find_nothing(
    served: Served, monkeypatch: pytest.MonkeyPatch, reviewer: User
) -> None:
    assert explore(served, reviewer, monkeypatch, examples=60) > 40


def explore(served: Served, by: User, monkeypatch: pytest.MonkeyPatch, *, examples: int) -> int:
    """Ask every operation as described, and as not; how many requests that were."""
    monkeypatch.setattr("reviews.api.tokens.REQUESTS_A_MINUTE", 1_000_000)
    headers = asker(by, EVERYTHING).headers
    schema = schemathesis.openapi.from_wsgi("/description", served)
    until = time.monotonic() + _LONGEST
    count = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @hypothesis_settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                nonlocal count
                if time.monotonic() < until:
                    case.call_and_validate(headers=headers)
                    count += 1

            try:
                ask()
            except Unsatisfiable:
                # An operation without parameters cannot be asked wrongly.
                assert mode == GenerationMode.NEGATIVE
    assert verify_tail(entries=1_000).broken_at is None
    return count


def bounded_things(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that a request can hold, with its place."""
    for path, operations in described["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                yield from _within(f"{path} {parameter['name']}", parameter["schema"])
    for name, schema in described["components"]["schemas"].items():
        if name.endswith("In"):
            yield from _within(name, schema)


def _within(where: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield where, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _within(f"{where}.{name}", inner)
    for inner in schema.get("anyOf", []):
        yield from _within(where, inner)
    if isinstance(schema.get("items"), dict):
        yield from _within(f"{where}[]", schema["items"])
