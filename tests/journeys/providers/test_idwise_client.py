"""The calls to IDWise over real HTTP on loopback: addresses, authentication, errors, decisions."""

from __future__ import annotations

import base64
import http.server
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from journeys.providers import guarded, idwise
from journeys.providers.base import AccountConfig, NewJourney, StepReview, Submission
from journeys.providers.errors import (
    CredentialsRefused,
    ProviderRejected,
    ProviderUnavailable,
)
from journeys.providers.guarded import IMAGE_LIMIT, Guard


@dataclass
class StandIn:
    """A stand-in for IDWise: what it answers next, and what it was asked."""

    port: int = 0
    status: int = 200
    body: bytes = b'{"journey_id": "j"}'
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def config(self, **paths: str) -> AccountConfig:
        origin = f"127.0.0.1:{self.port}"
        return AccountConfig(
            provider="idwise",
            slug="idwise",
            base_url=f"http://{origin}/",
            guard=Guard(
                hosts=frozenset(),
                private_hosts=frozenset({origin}),
                backoff_seconds=0.01,
            ),
            paths=paths,
            secrets={"api_key": "key", "api_secret": "sécret:1"},
        )


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(guarded, "sleep", lambda seconds: None)
    state = StandIn()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {key.lower(): value for key, value in self.headers.items()}
            state.asked.append((self.command, self.path, headers, body))
            self.send_response(state.status)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Silence: the test reads `asked`."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def decision(**changes: object) -> Submission:
    wanted: dict[str, object] = {
        "provider_id": "j1",
        "outcome": "resubmit",
        "comment": "Glare — بقعة",
        "steps": (
            StepReview(step_id="0", asks_again=True),
            StepReview(step_id="selfie", asks_again=False),
        ),
    }
    return Submission(**(wanted | changes))  # type: ignore[arg-type]  # a mixed dictionary


def test_a_journey_comes_back_as_it_was_sent(stand_in: StandIn) -> None:
    stand_in.body = b'{"journey_id" :  "j", "n": 1.50}'
    assert idwise.fetch_journey(stand_in.config(), "j") == stand_in.body
    method, path, headers, body = stand_in.asked[0]
    assert (method, path, body) == ("GET", "/journey/v2/j", b"")
    scheme, _, token = headers["authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(token).decode("utf-8") == "key:sécret:1"


@pytest.mark.parametrize(
    "provider_id, path",
    [
        ("12d62f80e15c1d50ff23db54", "/journey/v2/12d62f80e15c1d50ff23db54"),
        ("a/../b?c=d#e", "/journey/v2/a%2F..%2Fb%3Fc%3Dd%23e"),
        ("a b%2F", "/journey/v2/a%20b%252F"),
        ("é{journey_id}", "/journey/v2/%C3%A9%7Bjourney_id%7D"),
        ("x" * 255, "/journey/v2/" + "x" * 255),
    ],
)
def test_an_id_stays_one_piece_of_the_path(stand_in: StandIn, provider_id: str, path: str) -> None:
    idwise.fetch_journey(stand_in.config(), provider_id)
    assert stand_in.asked[0][1] == path


@pytest.mark.parametrize("provider_id", ["", ".", "..", "a\nb", "a\x00", "x" * 256, "\ud800"])
def test_an_id_that_cannot_be_one_is_not_asked_for(stand_in: StandIn, provider_id: str) -> None:
    with pytest.raises(ProviderRejected) as caught:
        idwise.fetch_journey(stand_in.config(), provider_id)
    assert caught.value.code == "bad_id"
    with pytest.raises(ProviderRejected):
        idwise.submit_decision(stand_in.config(), decision(provider_id=provider_id))
    assert stand_in.asked == []


def test_the_paths_are_settings(stand_in: StandIn) -> None:
    config = stand_in.config(
        result="/v3/result?id={journey_id}",
        media="files/{image_path}/raw",
        review="/r/{journey_id}/",
    )
    idwise.fetch_journey(config, "a&b")
    idwise.fetch_media(config, "p", target=io.BytesIO(), max_bytes=99)
    idwise.submit_decision(config, decision())
    assert [path for _, path, _, _ in stand_in.asked] == [
        "/v3/result?id=a%26b",
        "/files/p/raw",
        "/r/j1/",
    ]


def test_a_journey_that_is_not_there_yet_can_be_asked_for_again(stand_in: StandIn) -> None:
    stand_in.status = 404
    with pytest.raises(ProviderUnavailable) as caught:
        idwise.fetch_journey(stand_in.config(), "j")
    assert caught.value.sentence == "IDWise does not know this journey yet."
    assert len(stand_in.asked) == 1


@pytest.mark.parametrize("status", [400, 409, 410, 422])
def test_a_refused_journey_says_what_idwise_said(stand_in: StandIn, status: int) -> None:
    stand_in.status = status
    stand_in.body = b'{"success": false, "message": "archived", "error_code": "x"}'
    with pytest.raises(ProviderRejected) as caught:
        idwise.fetch_journey(stand_in.config(), "j")
    assert caught.value.sentence.endswith("IDWise says: archived")
    assert caught.value.code == f"http_{status}"


def test_an_answer_that_is_not_ready_is_no_journey(stand_in: StandIn) -> None:
    stand_in.status, stand_in.body = 202, b'{"message": "working"}'
    with pytest.raises(ProviderRejected):
        idwise.fetch_journey(stand_in.config(), "j")


def test_wrong_credentials_are_told_apart(stand_in: StandIn) -> None:
    stand_in.status = 401
    with pytest.raises(CredentialsRefused):
        idwise.fetch_journey(stand_in.config(), "j")
    stand_in.status = 403
    with pytest.raises(CredentialsRefused):
        idwise.submit_decision(stand_in.config(), decision())


def test_a_picture_is_streamed_into_the_target(stand_in: StandIn) -> None:
    stand_in.body = b"\xff\xd8\xff picture"
    target = io.BytesIO()
    idwise.fetch_media(stand_in.config(), "625602fb 54c", target=target, max_bytes=IMAGE_LIMIT)
    assert target.getvalue() == stand_in.body
    method, path, headers, _ = stand_in.asked[0]
    assert (method, path) == ("GET", "/journey/v2/image/625602fb%2054c")
    assert headers["authorization"].startswith("Basic ")


def test_a_picture_beyond_the_limit_is_refused(stand_in: StandIn) -> None:
    stand_in.body = b"x" * 100
    target = io.BytesIO()
    with pytest.raises(ProviderRejected):
        idwise.fetch_media(stand_in.config(), "p", target=target, max_bytes=99)
    assert target.getvalue() == b""


@pytest.mark.parametrize("status, code", [(404, "not_found"), (410, "http_410")])
def test_a_picture_that_is_gone_is_a_refusal(stand_in: StandIn, status: int, code: str) -> None:
    stand_in.status = status
    with pytest.raises(ProviderRejected) as caught:
        idwise.fetch_media(stand_in.config(), "p", target=io.BytesIO(), max_bytes=99)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "locator",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "a..b",
        "../x",
        "a\nb",
        "a\x00b",
        "a\u2400b",
        "a\x7fb",
        "\ud800",
        "x" * 256,
        "http://169.254.169.254/latest",
    ],
)
def test_a_path_that_could_climb_is_never_asked_for(stand_in: StandIn, locator: str) -> None:
    with pytest.raises(ProviderRejected) as caught:
        idwise.fetch_media(stand_in.config(), locator, target=io.BytesIO(), max_bytes=99)
    assert caught.value.code == "bad_locator"
    assert stand_in.asked == []


@pytest.mark.parametrize(
    "locator, path", [("a%2e%2e", "a%252e%252e"), ("a?b#c", "a%3Fb%23c"), ("é", "%C3%A9")]
)
def test_a_path_is_encoded_whole(stand_in: StandIn, locator: str, path: str) -> None:
    idwise.fetch_media(stand_in.config(), locator, target=io.BytesIO(), max_bytes=99)
    assert stand_in.asked[0][1] == f"/journey/v2/image/{path}"


def test_a_resubmission_names_every_step(stand_in: StandIn) -> None:
    stand_in.body = b'{"success": true}'
    receipt = idwise.submit_decision(stand_in.config(), decision())
    assert (receipt.status, receipt.body) == (200, b'{"success": true}')
    method, path, headers, body = stand_in.asked[0]
    assert (method, path) == ("POST", "/journey/v2/manual-review/j1")
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {
        "new_decision": "Resubmission Requested",
        "comment": "Glare — بقعة",
        "step_reviews": [
            {"step_id": "0", "review_decision": "Resubmit"},
            {"step_id": "selfie", "review_decision": "Approve"},
        ],
    }


@pytest.mark.parametrize("outcome, word", [("approve", "Approved"), ("reject", "Rejected")])
def test_a_decision_has_idwises_word(stand_in: StandIn, outcome: str, word: str) -> None:
    idwise.submit_decision(stand_in.config(), decision(outcome=outcome, steps=()))
    assert json.loads(stand_in.asked[0][3])["new_decision"] == word


def test_a_decision_that_idwise_does_not_have_is_not_sent(stand_in: StandIn) -> None:
    with pytest.raises(ProviderRejected):
        idwise.submit_decision(stand_in.config(), decision(outcome="escalate"))
    assert stand_in.asked == []


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_decision_is_sent_once_whatever_happens(stand_in: StandIn, status: int) -> None:
    stand_in.status = status
    with pytest.raises(ProviderUnavailable):
        idwise.submit_decision(stand_in.config(), decision())
    assert len(stand_in.asked) == 1


def test_a_journey_is_asked_for_again_after_a_failure(stand_in: StandIn) -> None:
    stand_in.status = 503
    with pytest.raises(ProviderUnavailable):
        idwise.fetch_journey(stand_in.config(), "j")
    assert len(stand_in.asked) == 3


@pytest.mark.parametrize(
    "body, said",
    [
        (b'{"success": false, "message": "step 0 is missing"}', " IDWise says: step 0 is missing"),
        (b'{"message": "a\\nb\\u0000\\u202e<b>c</b>"}', " IDWise says: a b␀ <b>c</b>"),
        (json.dumps({"message": "x" * 5000}).encode(), " IDWise says: " + "x" * 199 + "…"),
        (b'{"message": {"deep": "x"}}', ""),
        (b'{"message": null}', ""),
        (b"<html>no</html>", ""),
        (b"", ""),
    ],
)
def test_a_refused_decision_repeats_idwises_message_safely(
    stand_in: StandIn, body: bytes, said: str
) -> None:
    stand_in.status, stand_in.body = 422, body
    with pytest.raises(ProviderRejected) as caught:
        idwise.submit_decision(stand_in.config(), decision())
    assert caught.value.sentence == f"IDWise refused the decision (422).{said}"


def test_a_new_journey_is_never_made_for_a_resubmission(stand_in: StandIn) -> None:
    wanted = NewJourney(flow_id="f", user_id="u", reference="r")
    with pytest.raises(ProviderRejected) as caught:
        idwise.request_resubmission(stand_in.config(), wanted)
    assert caught.value.code == "resubmits_in_place"
    assert stand_in.asked == []
    assert idwise.CAPABILITIES.resubmits_in_place
    assert not idwise.CAPABILITIES.needs_new_journey


def test_every_region_has_its_own_host() -> None:
    assert len(set(idwise.REGIONS.values())) == 3
    assert idwise.REGIONS["eu"] == "https://api.idwise.com"
    assert all(url.startswith("https://") for url in idwise.REGIONS.values())
