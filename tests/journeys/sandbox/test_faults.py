"""The sandbox's faults as a client on the wire meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import requests

from journeys.sandbox.server import Sandbox

IDWISE = ("sandbox-key", "sandbox-secret")
SIGNZY = {"Authorization": "sandbox-token"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    outcomes = [("idwise", "glare"), ("signzy", "clean_pass")]
    with Sandbox(outcomes=outcomes, pictures="small", today=date(2026, 11, 1)) as held:
        yield held


def fetch(
    sandbox: Sandbox, provider: str = "idwise", *, timeout: float = 20, **how: Any
) -> requests.Response:
    first, second = (each["id"] for each in sandbox.journeys())
    how = {"allow_redirects": False, **how}
    if provider == "signzy":
        url = f"{sandbox.signzy_url}/api/v3/otk-service/get-journey/{second}"
        return requests.get(url, headers=SIGNZY, timeout=timeout, **how)
    url = f"{sandbox.idwise_url}/journey/v2/{first}"
    return requests.get(url, auth=IDWISE, timeout=timeout, **how)


def fetch_picture(sandbox: Sandbox, **how: Any) -> requests.Response:
    held = sandbox.journey(sandbox.journeys()[1]["id"])
    return requests.get(next(iter(held.media)), timeout=20, **how)


def test_a_fault_happens_as_often_as_asked_and_only_where_it_matches(sandbox: Sandbox) -> None:
    sandbox.add_fault("signzy", "500", times=2)
    assert [fetch(sandbox, "signzy").status_code for _ in range(3)] == [500, 500, 200]
    sandbox.add_fault(sandbox.journeys()[0]["id"], "429", times=0, seconds=3)
    assert [fetch(sandbox).status_code for _ in range(3)] == [429, 429, 429]
    assert fetch(sandbox).headers["Retry-After"] == "3"
    assert fetch(sandbox, "signzy").status_code == 200
    sandbox.clear_faults()
    assert fetch(sandbox).status_code == 200


def test_faults_are_set_and_taken_away_over_http(sandbox: Sandbox) -> None:
    url = f"{sandbox.base_url}/_sandbox/faults"
    sent: dict[str, Any] = {"match": "media", "kind": "500", "times": 1}
    assert requests.post(url, json=sent, timeout=20).json()["faults"][0]["kind"] == "500"
    assert fetch(sandbox, "signzy").status_code == 200
    assert fetch_picture(sandbox).status_code == 500
    assert requests.get(url, timeout=20).json()["faults"][0]["used"] == 1
    assert requests.delete(url, timeout=20).json() == {"faults": []}


def test_refusals_are_in_each_providers_words(sandbox: Sandbox) -> None:
    for kind, status in (("unauthorized", 401), ("not_found", 404), ("500", 500)):
        sandbox.add_fault("", kind, times=2)
        assert fetch(sandbox).json()["success"] is False
        answer = fetch(sandbox, "signzy")
        assert (answer.status_code, answer.json()["statusCode"]) == (status, status)


def test_a_slow_answer_outlasts_a_short_patience(sandbox: Sandbox) -> None:
    sandbox.add_fault("", "slow", seconds=5)
    with pytest.raises(requests.Timeout):
        fetch(sandbox, timeout=0.2)
    sandbox.add_fault("", "slow", seconds=0.01)
    assert fetch(sandbox).json()["journey_id"]


def test_a_cut_answer_breaks_off(sandbox: Sandbox) -> None:
    sandbox.add_fault("", "cut", times=2)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        fetch(sandbox)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        fetch_picture(sandbox)


def test_a_decision_whose_answer_is_lost_was_still_received_once(sandbox: Sandbox) -> None:
    journey_id = sandbox.journeys()[0]["id"]
    sandbox.add_fault("manual-review", "cut")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.post(
            f"{sandbox.idwise_url}/journey/v2/manual-review/{journey_id}",
            json={"new_decision": "Rejected", "comment": ""},
            auth=IDWISE,
            timeout=20,
        )
    assert sandbox.accepted_counts() == {journey_id: 1}
    sandbox.add_fault("manual-review", "500")
    requests.post(
        f"{sandbox.idwise_url}/journey/v2/manual-review/{journey_id}",
        json={"new_decision": "Rejected", "comment": ""},
        auth=IDWISE,
        timeout=20,
    )
    assert sandbox.accepted_counts() == {journey_id: 1}


def test_a_redirect_leads_to_a_trap_that_counts(sandbox: Sandbox) -> None:
    sandbox.add_fault("", "redirect", times=2)
    answer = fetch(sandbox)
    assert answer.status_code == 302
    assert "GET /_sandbox/trap" not in sandbox.served()
    fetch_picture(sandbox, allow_redirects=True)
    assert sandbox.served()["GET /_sandbox/trap"] == 1
    sandbox.add_fault("", "redirect", location="http://169.254.0.1/latest")
    assert fetch(sandbox).headers["Location"] == "http://169.254.0.1/latest"


@pytest.mark.parametrize(
    "kind,begins",
    [
        ("html", b"<!doctype html>"),
        ("invalid_json", b'{"journey_id": "unfinished, '),
        ("list", b'[{"journey_id"'),
        ("nested", b'{"documents":{"documents":{"documents":'),
        ("wrong_type", b"\x89PNG"),
    ],
)
def test_a_body_of_the_wrong_kind_is_sent(sandbox: Sandbox, kind: str, begins: bytes) -> None:
    sandbox.add_fault("", kind)
    answer = fetch(sandbox)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_nesting_is_a_hundred_thousand_deep(sandbox: Sandbox) -> None:
    sandbox.add_fault("", "nested")
    assert fetch(sandbox).content.count(b"{") == 100_001


def test_a_picture_can_be_no_picture(sandbox: Sandbox) -> None:
    sandbox.add_fault("media", "wrong_type")
    answer = fetch_picture(sandbox)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content == b"This is no picture.\n"


def test_an_endless_body_does_not_end(sandbox: Sandbox) -> None:
    sandbox.add_fault("", "endless", times=2)
    for answer in (fetch(sandbox, stream=True), fetch_picture(sandbox, stream=True)):
        taken = 0
        with answer:
            for block in answer.iter_content(65_536):
                taken += len(block)
                if taken > 20_000_000:
                    break
        assert taken > 20_000_000


def test_a_bomb_is_small_on_the_wire_and_huge_when_unpacked(sandbox: Sandbox) -> None:
    sandbox.add_fault("", "bomb")
    with fetch(sandbox, stream=True) as answer:
        assert int(answer.headers["Content-Length"]) < 300_000
        taken = 0
        for block in answer.iter_content(1_000_000):
            taken += len(block)
            if taken > 10_000_000:
                break
    assert taken > 10_000_000


def test_odd_bodies_are_valid_json_with_odd_values(sandbox: Sandbox) -> None:
    for kind in ("odd_text", "odd_numbers", "unknown_words", "missing_sections"):
        sandbox.add_fault("idwise", kind)
    text = fetch(sandbox).text
    assert "\\u0000\\ud800" in text
    json.loads(text)
    numbers = fetch(sandbox).text
    assert all(odd in numbers for odd in ("1e400", "9" * 5000, "NaN", "-Infinity"))
    assert '"QuitePassed"' in fetch(sandbox).text
    assert "documents" not in fetch(sandbox).json()


def test_a_picture_address_can_point_inside(sandbox: Sandbox) -> None:
    sandbox.add_fault("signzy", "inside_address")
    images = fetch(sandbox, "signzy").json()["capturedData"]["images"]
    assert set(images.values()) <= {f"{sandbox.base_url}/_sandbox/trap", ""}


def test_a_sandbox_stops_while_a_slow_answer_is_pending(sandbox: Sandbox) -> None:
    with Sandbox(outcomes=[("idwise", None)], pictures="small") as other:
        other.add_fault("", "slow", seconds=600)
        url = f"{other.idwise_url}/journey/v2/{other.journeys()[0]['id']}"
        with pytest.raises(requests.Timeout):
            requests.get(url, auth=IDWISE, timeout=0.2)
