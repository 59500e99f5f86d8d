"""What the API tells of cases and decisions, and what it never tells."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journeys.models import Account
from kycreview.sealing import destroy_data_key
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import Case, Decision
from tests.people import MakePerson
from tests.reviews.api.asking import EVERYTHING, Asker, asker, problem_of
from tests.reviews.house import (
    arrive,
    decided,
    events,
    held_case,
    in_effect,
    more_cases,
    opened,
    opened_strictly,
    round_of,
)


@pytest.mark.both_databases
def test_cases_are_listed_newest_first_page_by_page(system: Asker, idwise: Account) -> None:
    first = opened(arrive(idwise, outcome="glare"))
    more_cases(first, 6)
    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        body = system.get("cases", **query).json()
        assert len(body["items"]) <= 3
        seen += [one["id"] for one in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    wanted = Case.objects.order_by("-opened_at", "-id").values_list("id", flat=True)
    assert seen == [str(one) for one in wanted]


def test_a_page_takes_as_many_queries_for_many_cases_as_for_one(
    system: Asker, idwise: Account
) -> None:
    first = opened(arrive(idwise, outcome="glare"))
    system.get("cases")
    with CaptureQueriesContext(
        connection,
    ) as one:
        system.get("cases")
    more_cases(first, 20)
    with CaptureQueriesContext(connection) as many:
        system.get("cases")
    assert len(many) == len(one) <= 8


@pytest.mark.both_databases
def test_cases_are_filtered(system: Asker, idwise: Account, signzy: Account) -> None:
    one = arrive(idwise, outcome="glare")
    opened(one)
    opened(arrive(signzy, outcome="not_live"))

    def found(**query: str) -> int:
        answer = system.get("cases", **query)
        assert answer.status_code == 200, answer.content
        return len(answer.json()["items"])

    assert found() == 2
    assert found(account="signzy") == 1
    assert found(journey=one.provider_id) == 1
    assert found(account="signzy", journey=one.provider_id) == 0
    assert found(state="open") == 2
    assert found(state="decided") == 0
    assert found(queue="nowhere") == 0


def test_a_case_comes_with_its_decisions(system: Asker, idwise: Account, reviewer: User) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    decision = in_effect(its_round, "reject", by=reviewer, note="canary-note")
    answer = system.get(f"cases/{its_round.case_id}")
    body = answer.json()
    assert body["code"] == its_round.case.code
    assert body["journeys"][0]["provider_id"] == its_round.journey.provider_id
    (told,) = body["decisions"]
    assert (told["id"], told["outcome"], told["state"]) == (str(decision.pk), "reject", "effective")
    assert told["reasons"] == ["reject-doc-altered"]
    text = answer.content.decode()
    for private in ("canary-note", reviewer.email, reviewer.name, str(reviewer.pk)):
        assert private not in text


def test_decisions_are_withheld_from_a_token_without_their_scope(
    owner: User, idwise: Account, reviewer: User
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    body = asker(owner, ["cases.read"]).get(f"cases/{its_round.case_id}").json()
    assert body["decisions"] == []


def test_a_first_reading_is_no_decision(system: Asker, idwise: Account, reviewer: User) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    decided(its_round, "reject", by=reviewer, second_reader=True)
    assert Decision.objects.count() == 1
    assert system.get("decisions").json() == {"items": [], "next": None}
    assert system.get(f"cases/{its_round.case_id}").json()["decisions"] == []


@pytest.mark.both_databases
def test_decisions_are_listed_and_filtered(system: Asker, idwise: Account, reviewer: User) -> None:
    for index in range(3):
        journey = arrive(idwise, outcome="glare", index=index)
        in_effect(held_case(journey, by=reviewer), "reject", by=reviewer)
    body = system.get("decisions", limit=2, state="effective").json()
    rest = system.get("decisions", limit=2, cursor=body["next"]).json()
    assert (len(body["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert system.get("decisions", state="withdrawn").json()["items"] == []


def test_the_reference_is_told_only_to_a_token_with_that_scope_and_that_is_an_entry(
    system: Asker, owner: User, idwise: Account
) -> None:
    journey = arrive(idwise, outcome="glare")
    case = opened(journey)
    assert journey.current_snapshot is not None
    reference = journey.current_snapshot.summary(journey.key()).reference
    answer = system.get(f"cases/{case.pk}")
    assert reference not in answer.content.decode()
    trusted = asker(owner, EVERYTHING)
    assert trusted.get(f"cases/{case.pk}").json()["journeys"][0]["reference"] == reference
    entry = events(Event.API_READ)[-1]
    assert json.loads(entry.data) == {"personal": True, "count": 1, "cases": [str(case.pk)]}
    assert entry.case_id == case.pk
    destroy_data_key(journey.key_id)
    assert trusted.get(f"cases/{case.pk}").json()["journeys"][0]["reference"] is None


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": -1}, {"limit": 10**30}, {"limit": "many"}, {"limit": 201},
        {"state": "any"}, {"cursor": "a b"}, {"cursor": "x" * 201}, {"account": "a\x00b"},
        {"journey": "a\x00"}, {"queue": "ü"},
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_used_is_named(system: Asker, query: dict[str, object]) -> None:
    body = problem_of(system.get("cases", **query), 422)
    assert [one["at"] for one in body["errors"]] == [f"query.{next(iter(query))}"]


@pytest.mark.parametrize("path", ["cases", "decisions", "health"])
def test_a_parameter_with_a_slip_in_its_name_is_refused(system: Asker, path: str) -> None:
    body = problem_of(system.get(path, stat="open"), 422)
    assert "is not known here" in body["detail"]


@pytest.mark.parametrize("cursor", ["abc", "A" * 32, "_" * 32, "-" * 43])
def test_a_cursor_of_somebody_elses_making_is_refused(system: Asker, cursor: str) -> None:
    answer = system.get("cases", cursor=cursor)
    assert answer.status_code in (200, 404)
    if answer.status_code == 404:
        problem_of(answer, 404)


def test_what_does_not_exist_is_a_problem_too(system: Asker) -> None:
    problem_of(system.get(f"cases/{uuid.uuid4()}"), 404)
    problem_of(system.post("cases", {}), 405)


def test_health_needs_no_token(database: object) -> None:
    assert Client().get("/api/v1/health").json()["status"] == "ok"


def test_a_blind_case_tells_nothing_that_a_reviewer_must_not_see(
    system: Asker, idwise: Account, make_person: MakePerson
) -> None:
    case = opened_strictly(arrive(idwise, outcome="glare"))
    text = system.get(f"cases/{case.pk}").content.decode()
    assert "verdict" not in text
    assert round_of(case).journey.provider_id in text
