"""Applicants of the demo answer a request once, after a while, and only the newest of two links."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from journeys.sandbox.server import Sandbox
from journeys.sandbox.signzy_endpoints import TOKEN
from kycreview.demo import applicants
from kycreview.demo.surroundings import Place


def ask_for_link(sandbox: Sandbox, *, user: str) -> str:
    answer = requests.post(
        f"{sandbox.signzy_url}/api/v3/otk-service/create-journey-url",
        json={"flowId": "flow", "userId": user},
        headers={"Authorization": TOKEN},
        timeout=10,
    )
    journey_id: str = answer.json()["result"]["journeyId"]
    return journey_id


def outcome(sandbox: Sandbox, journey_id: str) -> str:
    return sandbox.shelf.plan("signzy", journey_id).outcome


def test_nobody_answers_before_their_time(place_with_sandbox: Place, sandbox: Sandbox) -> None:
    asked = ask_for_link(sandbox, user="one")
    applicants.answer(place_with_sandbox)
    assert outcome(sandbox, asked) == "status_not_started"


def test_everybody_answers_once(
    place_with_sandbox: Place, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applicants, "TAKES", timedelta(0))
    asked = ask_for_link(sandbox, user="one")
    applicants.answer(place_with_sandbox)
    applicants.answer(place_with_sandbox)
    assert outcome(sandbox, asked) == applicants.OUTCOME
    assert sandbox.shelf.version("signzy", asked) == 1


def test_a_link_that_was_renewed_is_not_used(
    place_with_sandbox: Place, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applicants, "TAKES", timedelta(0))
    first, other, second = (ask_for_link(sandbox, user=user) for user in ("one", "two", "one"))
    applicants.answer(place_with_sandbox)
    assert outcome(sandbox, first) == "status_not_started"
    assert outcome(sandbox, other) == applicants.OUTCOME
    assert outcome(sandbox, second) == applicants.OUTCOME


def test_a_decision_that_asks_for_nothing_is_answered_by_nobody(
    place_with_sandbox: Place, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applicants, "TAKES", timedelta(0))
    journey = next(each["id"] for each in sandbox.journeys() if each["provider"] == "idwise")
    sandbox.shelf.receive(
        provider="idwise",
        kind="manual_review",
        journey_id=journey,
        status=200,
        body={"new_decision": "Approved"},
    )
    applicants.answer(place_with_sandbox)
    assert sandbox.shelf.version("idwise", journey) == 0


def test_a_sandbox_that_is_away_is_no_crash(place: Place) -> None:
    applicants.answer(place)
    assert not (place.run / "applicants").exists()
