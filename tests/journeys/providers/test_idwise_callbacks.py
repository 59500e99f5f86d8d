"""What IDWise posts: the secret is compared whole, the body is only a hint."""

from __future__ import annotations

import base64
import json

import pytest

from journeys.providers import idwise
from journeys.providers.base import AccountConfig
from journeys.providers.bodies import Unreadable
from journeys.providers.guarded import Guard


def config(
    scheme: str = "header", header: str = "X-House-Key", secret: str | None = "hush:é"
) -> AccountConfig:
    return AccountConfig(
        provider="idwise",
        slug="idwise",
        base_url="https://api.idwise.com",
        guard=Guard(hosts=frozenset({"api.idwise.com"})),
        paths={},
        secrets={} if secret is None else {"callback_secret": secret},
        callback_scheme=scheme,
        callback_header=header,
    )


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


def is_from_idwise(account: AccountConfig, **headers: str) -> bool:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return idwise.verify_callback(account, named, body=b"{}")


@pytest.mark.parametrize(
    "scheme, name, value",
    [
        ("basic", "Authorization", basic("hush:é")),
        ("basic", "authorization", basic("hush:é").replace("Basic", "bAsIc")),
        ("bearer", "Authorization", "Bearer hush:é"),
        ("bearer", "AUTHORIZATION", "bearer hush:é"),
        ("header", "X-House-Key", "hush:é"),
        ("header", "x-house-key", "hush:é"),
        # As a web server hands it over: the bytes of the header read as Latin-1.
        ("header", "x-house-key", "hush:é".encode().decode("latin-1")),
        ("bearer", "Authorization", "Bearer " + "hush:é".encode().decode("latin-1")),
    ],
)
def test_the_right_secret_is_accepted(scheme: str, name: str, value: str) -> None:
    assert is_from_idwise(config(scheme), **{name: value})


@pytest.mark.parametrize(
    "scheme, name, value",
    [
        ("basic", "Authorization", basic("hush:e")),
        ("basic", "Authorization", "Basic hush:é"),
        ("basic", "Authorization", "Basic é"),
        ("basic", "Authorization", "Basic"),
        ("basic", "Authorization", "Bearer hush:é"),
        ("basic", "X-House-Key", basic("hush:é")),
        ("bearer", "Authorization", basic("hush:é")),
        ("bearer", "Authorization", "Bearer hush:é!"),
        ("bearer", "Authorization", "Bearer "),
        ("bearer", "Authorization", "hush:é"),
        ("header", "X-House-Key", "hush:"),
        ("header", "X-House-Key", "\ud800"),
        ("header", "X-House-Key", ""),
        ("header", "X-House-Key", "hush:?"),
        ("header", "Authorization", "hush:é"),
        ("none", "Authorization", "none hush:é"),
        ("", "Authorization", "hush:é"),
    ],
)
def test_a_wrong_secret_is_refused(scheme: str, name: str, value: str) -> None:
    assert not is_from_idwise(config(scheme), **{name: value})


@pytest.mark.parametrize("scheme", ["basic", "bearer", "header"])
@pytest.mark.parametrize("secret", [None, ""])
def test_nothing_is_accepted_where_no_secret_is_configured(scheme: str, secret: str | None) -> None:
    account = config(scheme, secret=secret)
    assert not is_from_idwise(account, X_House_Key="", Authorization=basic(""))
    assert not is_from_idwise(account, Authorization="Bearer ")
    assert not is_from_idwise(account)


def hint_of(value: object) -> tuple[str, str, str, bool]:
    hint = idwise.read_callback(json.dumps(value).encode())
    return hint.event, hint.event_id, hint.provider_id, hint.is_worth_a_fetch


def test_a_callback_names_event_and_journey() -> None:
    body = {"eventId": "e1", "journeyId": "j1", "referenceNo": "r", "systemDecision": "Refer"}
    assert hint_of({"event": "Finished Journey", "body": body}) == (
        "Finished Journey",
        "e1",
        "j1",
        True,
    )


@pytest.mark.parametrize("key", ["journeyId", "journey_id", "JOURNEY_ID", "JourneyID"])
def test_the_keys_of_a_callback_have_many_spellings(key: str) -> None:
    assert hint_of({"Event": "Manually Reviewed", "Body": {key: "j1"}})[2] == "j1"
    assert hint_of({"event": "Manually Reviewed", key: "j1"})[2] == "j1"


def test_an_older_callback_has_no_event_id() -> None:
    assert hint_of({"event": "Step Submitted", "body": {"journeyId": "j1"}}) == (
        "Finished Step",
        "",
        "j1",
        False,
    )


@pytest.mark.parametrize(
    "event, name, is_worth_a_fetch",
    [
        ("Finished Step", "Finished Step", False),
        ("Step Submitted", "Finished Step", False),
        ("Finished User Steps", "Finished User Steps", False),
        ("finished_user_steps", "Finished User Steps", False),
        ("Finished Journey", "Finished Journey", True),
        ("FINISHED_JOURNEY", "Finished Journey", True),
        ("Manually Reviewed", "Manually Reviewed", True),
        ("Updated Journey", "Updated Journey", True),
        ("Verification Update Required", "Verification Update Required", True),
        ("AML Monitor Update", "AML Monitor Update", True),
        ("AML Monior Update", "AML Monitor Update", True),
        ("Finished Spot Check", "Finished Spot Check", True),
        ("Finished Ongoing Check", "Finished Spot Check", True),
        ("KYC Renewal", "KYC Renewal", True),
        ("Event Of Tomorrow", "Event Of Tomorrow", True),
        ("", "", True),
    ],
)
def test_only_progress_can_wait(event: str, name: str, is_worth_a_fetch: bool) -> None:
    found = hint_of({"event": event, "body": {"journeyId": "j"}})
    assert (found[0], found[3]) == (name, is_worth_a_fetch)


def test_the_misprinted_number_of_the_documents_is_read() -> None:
    raw = b"""{"event": "AML Monior Update", "body": {"eventId": "e", "journeyId": "j",
        "previousSystemDecision": "Complete", "updatedAMLVersionNumber": **1**}}"""
    hint = idwise.read_callback(raw)
    assert (hint.event, hint.event_id, hint.provider_id) == ("AML Monitor Update", "e", "j")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"<html>",
        b'{"event": "Finished Journey"}',
        b'{"event": "Finished Journey", "body": {"journeyId": null}}',
        b'{"event": "Finished Journey", "body": {"journeyId": ""}}',
        b'{"event": "Finished Journey", "body": {"journeyId": {"a": 1}}}',
        b'{"event": "Finished Journey", "body": {"journeyId": []}}',
        b'{"event": "x", "body": {"journeyId": "' + b"j" * 256 + b'"}}',
        b'{"a":' * 101 + b"1" + b"}" * 101,
    ],
)
def test_a_callback_without_a_journey_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        idwise.read_callback(raw)
    assert caught.value.sentence.endswith(".")


def test_an_endless_event_or_event_id_is_not_kept() -> None:
    event, event_id, *_ = hint_of(
        {"event": "x" * 9000, "body": {"journeyId": "j", "eventId": "e" * 9000}}
    )
    assert len(event) == 100
    assert event_id == ""
