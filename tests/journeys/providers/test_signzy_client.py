"""Signzy's calls over real HTTP on loopback: what is sent, and what each answer becomes."""

from __future__ import annotations

import http.server
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from journeys.providers import signzy
from journeys.providers.base import AccountConfig, NewJourney, Submission
from journeys.providers.errors import (
    AddressRefused,
    CredentialsRefused,
    ProviderRejected,
    ProviderUnavailable,
)
from journeys.providers.guarded import Guard

TOKEN = "synthetic0token0of0thirty2chars0"
LINK = {
    "flow": {"flowId": "flow-1", "version": 1, "test": False},
    "result": {
        "journeyId": "NEWBODY001",
        "journeyUrl": "https://journey.example/NEWBODY001?key=synthetic",
        "createdAt": 1721541339746,
        "ttl": "24 hours",
    },
}
WANTED = NewJourney(flow_id="flow-1", user_id="user-1", reference="REF-1", language="zh")


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Stand:
    """What the next answers are, and what was asked."""

    port: int = 0
    status: int = 200
    body: bytes = b"{}"
    asked: list[Asked] = field(default_factory=list)

    def answer(self, status: int, body: object) -> None:
        self.status = status
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()

    @property
    def config(self) -> AccountConfig:
        return config_for(f"127.0.0.1:{self.port}")


def config_for(host: str, **changes: Any) -> AccountConfig:
    settings: dict[str, Any] = {
        "provider": "signzy",
        "slug": "signzy",
        "base_url": f"http://{host}/",
        "guard": Guard(
            hosts=frozenset(), private_hosts=frozenset({host}), backoff_seconds=0.01, attempts=2
        ),
        "paths": {},
        "secrets": {"auth_token": TOKEN},
    }
    return AccountConfig(**(settings | changes))


@contextmanager
def listening() -> Iterator[Stand]:
    state = Stand()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            headers = {key.lower(): value for key, value in self.headers.items()}
            body = self.rfile.read(length)
            state.asked.append(Asked(self.command, self.path, headers, body))
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def stand() -> Iterator[Stand]:
    with listening() as state:
        yield state


def test_a_journey_is_asked_for_with_the_raw_token(stand: Stand) -> None:
    stand.answer(200, b'{"journeyId":  "A"}')
    assert signzy.fetch_journey(stand.config, "ABCDE12345") == b'{"journeyId":  "A"}'
    asked = stand.asked[0]
    assert (asked.method, asked.path) == ("GET", "/api/v3/otk-service/get-journey/ABCDE12345")
    assert asked.headers["authorization"] == TOKEN
    assert asked.headers["content-type"] == "application/json"


def test_the_path_is_a_setting(stand: Stand) -> None:
    config = config_for(
        f"127.0.0.1:{stand.port}", paths={"result": "/otk-service/v2/details/{journey_id}"}
    )
    signzy.fetch_journey(config, "A B/C?d#e%f")
    assert stand.asked[0].path == "/otk-service/v2/details/A%20B%2FC%3Fd%23e%25f"


@pytest.mark.parametrize("bad", ["", ".", "..", "a\nb", "a\x00b", "x" * 256])
def test_what_cannot_be_an_id_is_never_asked_for(stand: Stand, bad: str) -> None:
    with pytest.raises(ProviderRejected) as caught:
        signzy.fetch_journey(stand.config, bad)
    assert caught.value.code == "bad_id"
    assert stand.asked == []


def test_a_journey_that_is_not_found_may_still_come(stand: Stand) -> None:
    stand.answer(404, {"message": "no such journey"})
    with pytest.raises(ProviderUnavailable) as caught:
        signzy.fetch_journey(stand.config, "A")
    assert caught.value.code == "not_ready"
    assert "not found or not ready yet" in caught.value.sentence


def test_a_wrong_token_stops_the_account(stand: Stand) -> None:
    stand.answer(401, {"message": "invalid token"})
    with pytest.raises(CredentialsRefused):
        signzy.fetch_journey(stand.config, "A")


@pytest.mark.parametrize(
    "body,told",
    [
        (
            {
                "name": "error",
                "message": "Bad journey",
                "reason": "VALIDATION_ERROR",
                "type": "Bad Request",
                "statusCode": 400,
            },
            "(400, VALIDATION_ERROR): Bad journey",
        ),
        ({"error": {"message": "Bad journey", "reason": "X"}}, "(400, X): Bad journey"),
        ({"error": "Bad journey"}, "(400): Bad journey"),
        ({"status": 400, "message": "Bad journey"}, "(400): Bad journey"),
        (b"<html>gateway</html>", "(400)."),
        ([1, 2], "(400)."),
        ({"message": {"deep": "x"}}, "(400)."),
    ],
)
def test_a_refusal_is_told_in_all_its_shapes(stand: Stand, body: object, told: str) -> None:
    stand.answer(400, body)
    with pytest.raises(ProviderRejected) as caught:
        signzy.fetch_journey(stand.config, "A")
    assert caught.value.sentence == f"Signzy refused the request {told}"


def test_a_refusal_tells_no_secret(stand: Stand) -> None:
    message = (
        f"token {TOKEN} at https://persist.signzy.tech/api/files/1/download/ab.png\r\n"
        "\u202ekey 0123456789abcdef0123456789abcdef " + "word " * 100
    )
    stand.answer(422, {"message": message})
    with pytest.raises(ProviderRejected) as caught:
        signzy.fetch_journey(stand.config, "A")
    sentence = caught.value.sentence
    assert len(sentence) < 260
    for hidden in (TOKEN, "persist", "0123456789abcdef", "\r", "\n", "\u202e"):
        assert hidden not in sentence


def test_a_short_token_is_hidden_too(stand: Stand) -> None:
    config = config_for(f"127.0.0.1:{stand.port}", secrets={"auth_token": "abc123"})
    stand.answer(400, {"message": "abc123 is wrong"})
    with pytest.raises(ProviderRejected) as caught:
        signzy.fetch_journey(config, "A")
    assert "abc123" not in caught.value.sentence


def test_a_file_is_fetched_without_the_token(stand: Stand) -> None:
    stand.answer(200, b"\x89PNG bytes")
    target = io.BytesIO()
    url = f"http://127.0.0.1:{stand.port}/api/files/1/download/ab.png"
    signzy.fetch_media(stand.config, url, target=target, max_bytes=1000)
    assert target.getvalue() == b"\x89PNG bytes"
    assert "authorization" not in stand.asked[0].headers


@pytest.mark.parametrize(
    "status,code",
    [(404, "media_gone"), (410, "media_gone"), (401, "media_refused"), (400, "media_refused")],
)
def test_a_file_that_is_gone_is_not_asked_for_again(stand: Stand, status: int, code: str) -> None:
    stand.answer(status, b"no")
    target = io.BytesIO()
    with pytest.raises(ProviderRejected) as caught:
        signzy.fetch_media(
            stand.config, f"http://127.0.0.1:{stand.port}/x", target=target, max_bytes=1000
        )
    assert caught.value.code == code
    assert not isinstance(caught.value, CredentialsRefused)
    assert target.getvalue() == b""
    assert len(stand.asked) == 1


@pytest.mark.parametrize(
    "locator",
    ["http://persist.signzy.tech/x", "https://elsewhere.example/x", "NA", "", "file:///x"],
)
def test_a_file_on_any_other_host_is_refused_by_the_guard(locator: str) -> None:
    config = config_for("127.0.0.1:9", guard=Guard(hosts=frozenset({"persist.signzy.tech"})))
    with pytest.raises(AddressRefused):
        signzy.fetch_media(config, locator, target=io.BytesIO(), max_bytes=10)


def test_a_new_journey_is_asked_for_once_and_its_link_comes_back(stand: Stand) -> None:
    stand.answer(200, LINK)
    link = signzy.request_resubmission(stand.config, WANTED)
    assert link.provider_id == "NEWBODY001"
    assert link.url == "https://journey.example/NEWBODY001?key=synthetic"
    assert link.seconds_valid == 86400
    assert "synthetic" not in repr(link)
    asked = stand.asked[0]
    assert (asked.method, asked.path) == ("POST", "/api/v3/otk-service/create-journey-url")
    assert asked.headers["authorization"] == TOKEN
    assert json.loads(asked.body) == {
        "flowId": "flow-1",
        "userId": "user-1",
        "userInfo": {"externalReferenceId": "REF-1"},
        "processingConfig": {"language": "ch"},
    }


def test_what_is_not_known_of_the_applicant_is_left_out(stand: Stand) -> None:
    stand.answer(200, LINK)
    wanted = NewJourney(flow_id="flow-1", user_id="", reference="", language="nb")
    signzy.request_resubmission(stand.config, wanted)
    assert json.loads(stand.asked[0].body) == {"flowId": "flow-1"}


@pytest.mark.parametrize(
    "ttl,seconds",
    [
        ("24 hours", 86400),
        ("1 hour", 3600),
        ("30 minutes", 1800),
        ("2 days", 172800),
        (3600, 3600),
        ("soon", 86400),
        ("0 hours", 86400),
        (None, 86400),
        ("3 fortnights", 86400),
    ],
)
def test_a_time_to_live_is_read(stand: Stand, ttl: object, seconds: int) -> None:
    stand.answer(200, {"result": {"journeyId": "A", "journeyUrl": "https://a.example", "ttl": ttl}})
    assert signzy.request_resubmission(stand.config, WANTED).seconds_valid == seconds


@pytest.mark.parametrize(
    "body,code",
    [
        (b"", "unreadable"),
        (b"<html>", "unreadable"),
        ({"result": {"journeyId": "A"}}, "no_link"),
        ({"result": {"journeyUrl": "https://a.example"}}, "no_link"),
        ({"result": {"journeyId": "A", "journeyUrl": "javascript:alert(1)"}}, "no_link"),
        ({"result": {"journeyId": "A", "journeyUrl": "https://a.example/ b"}}, "no_link"),
        ({"result": {"journeyId": "A" * 256, "journeyUrl": "https://a.example"}}, "no_link"),
    ],
)
def test_an_answer_without_a_link_is_refused(stand: Stand, body: object, code: str) -> None:
    stand.answer(200, body)
    with pytest.raises(ProviderRejected) as caught:
        signzy.request_resubmission(stand.config, WANTED)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "status,kind",
    [
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (409, ProviderRejected),
        (404, ProviderRejected),
    ],
)
def test_a_failed_request_for_a_journey_is_not_repeated(
    stand: Stand, status: int, kind: type[Exception]
) -> None:
    stand.answer(status, {"message": "no"})
    with pytest.raises(kind):
        signzy.request_resubmission(stand.config, WANTED)
    assert len(stand.asked) == 1


def test_no_decision_can_be_sent(stand: Stand) -> None:
    assert signzy.CAPABILITIES.takes_decisions is False
    with pytest.raises(ProviderRejected) as caught:
        signzy.submit_decision(
            stand.config, Submission(provider_id="A", outcome="approve", comment="")
        )
    assert caught.value.code == "not_supported"
    assert stand.asked == []
