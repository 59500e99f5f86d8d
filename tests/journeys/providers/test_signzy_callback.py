"""What Signzy posts: the shared secret in a header of any name, and the hint in the body."""

from __future__ import annotations

import json

import pytest

from journeys.providers import signzy
from journeys.providers.base import AccountConfig
from journeys.providers.bodies import Unreadable
from journeys.providers.guarded import Guard
from tests.journeys.providers.bodies_for_tests import payload_files

SECRET = "synthetic-callback-secret"


def config(secret: str = SECRET, header: str = "Authorization") -> AccountConfig:
    return AccountConfig(
        provider="signzy",
        slug="signzy",
        base_url="https://api.signzy.app",
        guard=Guard(hosts=frozenset({"api.signzy.app"})),
        paths={},
        secrets={"callback_secret": secret},
        callback_header=header,
    )


@pytest.mark.parametrize("sent", [SECRET, f"Bearer {SECRET}", f"bearer  {SECRET}", f" {SECRET} "])
def test_the_secret_is_known_with_and_without_bearer(sent: str) -> None:
    assert signzy.verify_callback(config(), {"authorization": sent}, body=b"") is True


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": SECRET[:-1]},
        {"Authorization": SECRET + "x"},
        {"Authorization": SECRET.upper()},
        {"Authorization": f"Basic {SECRET}"},
        {"Authorization": "ключ"},
        {"X-Other": SECRET},
    ],
)
def test_anything_else_is_not_the_secret(headers: dict[str, str]) -> None:
    assert signzy.verify_callback(config(), headers, body=b"") is False


def test_the_header_s_name_is_a_setting() -> None:
    mine = config(header="X-Otk-Key")
    assert signzy.verify_callback(mine, {"x-otk-key": SECRET}, body=b"") is True
    assert signzy.verify_callback(mine, {"Authorization": SECRET}, body=b"") is False


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer"])
def test_without_a_secret_nobody_is_believed(sent: str) -> None:
    assert signzy.verify_callback(config(secret=""), {"Authorization": sent}, body=b"") is False


def test_a_secret_that_begins_with_bearer_is_compared_whole() -> None:
    mine = config(secret="Bearer abc")
    assert signzy.verify_callback(mine, {"Authorization": "Bearer abc"}, body=b"") is True


@pytest.mark.parametrize("wrap", [[], ["result"], ["data"], ["result", "data"]])
def test_the_hint_is_found_in_any_wrapper(wrap: list[str]) -> None:
    body: object = {"journeyId": "ABC", "currentStatus": "TERMINATED"}
    for key in reversed(wrap):
        body = {key: body}
    hint = signzy.read_callback(json.dumps(body).encode())
    assert (hint.provider_id, hint.event, hint.event_id) == ("ABC", "TERMINATED", "")
    assert hint.is_worth_a_fetch is True


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"<html>", b'{"currentStatus": "COMPLETED"}', b'{"journeyId": {}}']
)
def test_a_body_without_a_journey_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        signzy.read_callback(body)


def test_a_whole_result_is_a_callback() -> None:
    for file in payload_files("signzy"):
        if file.stem != "journey_details_v2":
            assert signzy.read_callback(file.read_bytes()).provider_id
