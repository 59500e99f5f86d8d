"""The sandbox over real HTTP: both providers' endpoints, their errors, and what survives."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from journeys.sandbox.callbacks_out import CallbackRefused, CallbackTarget
from journeys.sandbox.held import NotHeld
from journeys.sandbox.server import Sandbox
from tests.journeys.sandbox.callback_receiver import CallbackReceiver

IDWISE = ("sandbox-key", "sandbox-secret")
SIGNZY = {"Authorization": "sandbox-token"}
TODAY = date(2026, 11, 1)


def running(*outcomes: tuple[str, str | None], **settings: Any) -> Sandbox:
    return Sandbox(
        seed=7, outcomes=outcomes, pictures="small", today=TODAY, retry_seconds=(0, 0), **settings
    )


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running(("idwise", "glare"), ("signzy", "clean_pass"), ("idwise", "clean_pass")) as held:
        yield held


def ids(sandbox: Sandbox) -> list[str]:
    return [each["id"] for each in sandbox.journeys()]


def idwise_body(sandbox: Sandbox, journey_id: str) -> Any:
    answer = requests.get(f"{sandbox.idwise_url}/journey/v2/{journey_id}", auth=IDWISE, timeout=20)
    assert answer.status_code == 200
    return answer.json()


def signzy_body(sandbox: Sandbox, journey_id: str) -> Any:
    url = f"{sandbox.signzy_url}/api/v3/otk-service/get-journey/{journey_id}"
    answer = requests.get(url, headers=SIGNZY, timeout=20)
    assert answer.status_code == 200
    return answer.json()


def review(sandbox: Sandbox, journey_id: str, **body: Any) -> requests.Response:
    url = f"{sandbox.idwise_url}/journey/v2/manual-review/{journey_id}"
    return requests.post(url, json=body, auth=IDWISE, timeout=20)


def create(sandbox: Sandbox, **body: Any) -> requests.Response:
    url = f"{sandbox.signzy_url}/api/v3/otk-service/create-journey-url"
    return requests.post(url, json=body, headers=SIGNZY, timeout=20)


def control(sandbox: Sandbox, method: str, path: str, **body: Any) -> requests.Response:
    return requests.request(method, f"{sandbox.base_url}/_sandbox/{path}", json=body, timeout=20)


def test_all_journeys_of_a_mixed_deck_are_served() -> None:
    with Sandbox(seed=2, journeys=40, pictures="small", today=TODAY) as sandbox:
        listed = control(sandbox, "GET", "journeys").json()["journeys"]
        assert [each["provider"] for each in listed] == ["idwise", "signzy"] * 20
        for each in listed:
            if each["provider"] == "idwise":
                assert idwise_body(sandbox, each["id"])["journey_id"] == each["id"]
            else:
                assert each["id"] in json.dumps(signzy_body(sandbox, each["id"]))


def test_every_picture_of_a_journey_is_served_with_its_type(sandbox: Sandbox) -> None:
    for journey_id in ids(sandbox):
        held = sandbox.journey(journey_id)
        assert held.media
        for locator, draw in held.media.items():
            if held.provider == "idwise":
                url = f"{sandbox.idwise_url}/journey/v2/image/{locator}"
                answer = requests.get(url, auth=IDWISE, timeout=20)
            else:
                assert locator.startswith(f"{sandbox.signzy_url}/api/files/")
                answer = requests.get(locator, timeout=20)
            assert answer.status_code == 200
            assert answer.content == draw()
            assert re.match("image/|video/mp4|application/pdf", answer.headers["Content-Type"])


def test_a_connection_is_kept_open(sandbox: Sandbox) -> None:
    with requests.Session() as session:
        for _ in range(5):
            url = f"{sandbox.idwise_url}/journey/v2/{ids(sandbox)[0]}"
            session.get(url, auth=IDWISE, timeout=20).raise_for_status()
        adapter: Any = session.get_adapter(sandbox.base_url)
        (pool,) = adapter.poolmanager.pools._container.values()
        assert pool.num_connections == 1


@pytest.mark.parametrize(
    "headers,code",
    [
        ({}, "missing_authorization_header"),
        ({"Authorization": "Bearer abc"}, "invalid_authentication_format"),
        ({"Authorization": "Basic !!!"}, "invalid_authentication_format"),
        ({"Authorization": "Basic YTpi"}, "invalid_credentials"),
    ],
)
def test_idwise_refuses_wrong_credentials_in_its_own_words(
    sandbox: Sandbox, headers: dict[str, str], code: str
) -> None:
    held = sandbox.journey(ids(sandbox)[0])
    for path in (held.journey_id, f"image/{next(iter(held.media))}"):
        url = f"{sandbox.idwise_url}/journey/v2/{path}"
        answer = requests.get(url, headers=headers, timeout=20)
        assert answer.status_code == 401
        assert answer.json() == {
            "success": False,
            "message": answer.json()["message"],
            "error_code": code,
        }


@pytest.mark.parametrize("given", ["", "Bearer sandbox-token", "sandbox-tokens"])
def test_signzy_wants_the_raw_token(sandbox: Sandbox, given: str) -> None:
    url = f"{sandbox.signzy_url}/api/v3/otk-service/get-journey/{ids(sandbox)[1]}"
    answer = requests.get(url, headers={"Authorization": given} if given else {}, timeout=20)
    assert answer.status_code == 401
    assert answer.json()["error"]["statusCode"] == 401


def test_unknown_ids_and_pictures_are_not_found(sandbox: Sandbox) -> None:
    for path in ("journey/v2/abc", "journey/v2/image/zz", f"journey/v2/image/{'0' * 32}", "nope"):
        answer = requests.get(f"{sandbox.idwise_url}/{path}", auth=IDWISE, timeout=20)
        assert (answer.status_code, answer.json()["success"]) == (404, False)
    url = f"{sandbox.signzy_url}/api/v3/otk-service/get-journey/ABC"
    answer = requests.get(url, headers=SIGNZY, timeout=20)
    assert (answer.status_code, answer.json()["statusCode"]) == (404, 404)
    url = f"{sandbox.signzy_url}/api/files/1/download/{'a' * 64}.png"
    assert requests.get(url, timeout=20).status_code == 404


def test_a_decision_is_received_once_and_changes_nothing_but_the_decisions(
    sandbox: Sandbox,
) -> None:
    journey_id = ids(sandbox)[0]
    before = idwise_body(sandbox, journey_id)
    answer = review(sandbox, journey_id, new_decision="Approved", comment="Looked at.")
    assert answer.status_code == 200
    after = idwise_body(sandbox, journey_id)
    assert (after.pop("manual_decision"), after.pop("final_decision")) == ("Approved",) * 2
    assert (before.pop("manual_decision"), before.pop("final_decision")) == (None, "Refer")
    assert after == before
    told = control(sandbox, "GET", f"receipts?journey_id={journey_id}").json()
    assert told["accepted"] == {journey_id: 1}
    (receipt,) = told["receipts"]
    assert receipt["body"] == {"new_decision": "Approved", "comment": "Looked at."}
    url = f"{sandbox.idwise_url}/journey/audit-logs?journey_id={journey_id}"
    logs = requests.get(url, auth=IDWISE, timeout=20).json()
    assert [item["action"] for item in logs["items"]] == ["manual_review"]


@pytest.mark.parametrize(
    "body,code",
    [
        ({"new_decision": "Maybe"}, "invalid_request"),
        ({"new_decision": "Approved", "comment": 5}, "invalid_request"),
        ({"new_decision": "Resubmission Requested", "comment": ""}, "missing_step_reviews"),
        (
            {
                "new_decision": "Resubmission Requested",
                "step_reviews": [{"step_id": "0", "review_decision": "Approve"}],
            },
            "missing_step_reviews",
        ),
        (
            {
                "new_decision": "Resubmission Requested",
                "step_reviews": [{"step_id": "selfie", "review_decision": "Resubmit"}],
            },
            "missing_step_reviews",
        ),
        (
            {
                "new_decision": "Resubmission Requested",
                "step_reviews": [{"step_id": "99", "review_decision": "Resubmit"}],
            },
            "invalid_step",
        ),
        (
            {
                "new_decision": "Resubmission Requested",
                "step_reviews": [{"step_id": "0", "review_decision": "Perhaps"}],
            },
            "invalid_request",
        ),
    ],
)
def test_a_wrong_review_is_refused_and_written_down(
    sandbox: Sandbox, body: dict[str, Any], code: str
) -> None:
    journey_id = ids(sandbox)[0]
    answer = review(sandbox, journey_id, **body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, code)
    assert idwise_body(sandbox, journey_id)["manual_decision"] is None
    assert sandbox.accepted_counts() == {}
    assert [receipt.status for receipt in sandbox.receipts(journey_id)] == [400]


def test_an_unfinished_journey_cannot_be_decided() -> None:
    with running(("idwise", "incomplete")) as sandbox:
        answer = review(sandbox, ids(sandbox)[0], new_decision="Approved", comment="")
        assert answer.json()["error_code"] == "journey_not_finished"


def test_the_applicant_resubmits_what_was_asked_for_and_nothing_else(sandbox: Sandbox) -> None:
    journey_id = ids(sandbox)[0]
    before = idwise_body(sandbox, journey_id)
    answer = review(
        sandbox,
        journey_id,
        new_decision="Resubmission Requested",
        comment="Glare.",
        step_reviews=[{"step_id": "0", "review_decision": "Resubmit"}],
    )
    assert answer.status_code == 200
    assert idwise_body(sandbox, journey_id)["final_decision"] == "Resubmission Requested"
    control(sandbox, "POST", "applicant", journey_id=journey_id, outcome="clean_pass")
    after = idwise_body(sandbox, journey_id)
    assert (after["system_decision"], after["manual_decision"]) == ("Complete", None)
    assert after["selfie"] == before["selfie"]
    old, new = (body["documents"]["0"]["images"] for body in (before, after))
    for key in ("front_side_image_path", "portrait_image_path"):
        assert old[key] != new[key]
        pictures = [
            requests.get(
                f"{sandbox.idwise_url}/journey/v2/image/{path}", auth=IDWISE, timeout=20
            ).content
            for path in (old[key], new[key])
        ]
        # The earlier pictures stay at the provider.
        assert len(pictures[0]) > 100
        assert (key == "portrait_image_path") or pictures[0] != pictures[1]
    for key in ("applicant_id", "full_name", "birth_date"):
        assert after["applicant"][key] == before["applicant"][key]


def test_a_signzy_link_makes_a_journey_of_the_same_person(sandbox: Sandbox) -> None:
    first = signzy_body(sandbox, ids(sandbox)[1])
    refused = create(sandbox, userId="somebody")
    assert (refused.status_code, refused.json()["reason"]) == (400, "VALIDATION_ERROR")
    answer = create(
        sandbox,
        flowId=first["flow"]["flowId"],
        userId=first["userId"],
        userInfo={"externalReferenceId": first["userInfo"]["externalReferenceId"]},
        processingConfig={"language": "ar"},
    ).json()
    assert answer["result"]["ttl"] == "24 hours"
    assert answer["result"]["journeyUrl"].startswith("http://127.0.0.1:")
    created = answer["result"]["journeyId"]
    assert created != first["journeyId"]
    assert signzy_body(sandbox, created)["currentStatus"] == "NOT_STARTED"
    sandbox.play_applicant(created, outcome="clean_pass")
    second = signzy_body(sandbox, created)
    assert second["currentStatus"] == "COMPLETED"
    assert second["userId"] == first["userId"]
    assert second["userInfo"]["name"] == first["userInfo"]["name"]
    assert second["processingConfig"]["language"] == "ar"
    assert (
        second["capturedData"]["images"]["frontDoc"] != first["capturedData"]["images"]["frontDoc"]
    )
    requests.get(second["capturedData"]["images"]["selfie"], timeout=20).raise_for_status()
    assert sandbox.accepted_counts() == {first["userId"]: 1}


def test_a_second_link_of_the_same_person_is_a_second_journey(sandbox: Sandbox) -> None:
    made = {create(sandbox, flowId="f", userId="u").json()["result"]["journeyId"] for _ in "ab"}
    assert len(made) == 2
    assert sandbox.accepted_counts() == {"u": 2}


def test_erased_journeys_lose_body_and_pictures(sandbox: Sandbox) -> None:
    first, second, third = ids(sandbox)
    locators = {each: list(sandbox.journey(each).media) for each in (first, second)}
    sandbox.erase(first)
    control(sandbox, "POST", "erase", journey_id=second)
    control(sandbox, "POST", "erase", journey_id=third, as_not_found=True)
    assert idwise_body(sandbox, first)["documents"] is None
    assert signzy_body(sandbox, second)["_deleted"] is True
    url = f"{sandbox.idwise_url}/journey/v2/image/{locators[first][0]}"
    assert requests.get(url, auth=IDWISE, timeout=20).status_code == 404
    assert requests.get(locators[second][0], timeout=20).status_code == 404
    url = f"{sandbox.idwise_url}/journey/v2/{third}"
    assert requests.get(url, auth=IDWISE, timeout=20).status_code == 404
    with pytest.raises(NotHeld):
        sandbox.journey(third)


def test_a_client_can_delete_a_journey(sandbox: Sandbox) -> None:
    url = f"{sandbox.idwise_url}/journey/{ids(sandbox)[0]}"
    assert requests.delete(url, auth=IDWISE, timeout=20).status_code == 200
    assert idwise_body(sandbox, ids(sandbox)[0])["applicant"] is None


def test_decisions_links_and_resubmissions_survive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    outcomes = (("idwise", "glare"), ("signzy", "clean_pass"))
    with running(*outcomes, state_file=state) as sandbox:
        port = int(sandbox.media_host.split(":")[1])
        idwise_id, signzy_id = ids(sandbox)
        review(
            sandbox,
            idwise_id,
            new_decision="Resubmission Requested",
            comment="",
            step_reviews=[{"step_id": "0", "review_decision": "Resubmit"}],
        )
        sandbox.play_applicant(idwise_id, outcome="expired")
        review(sandbox, idwise_id, new_decision="Rejected", comment="")
        user = signzy_body(sandbox, signzy_id)["userId"]
        created = create(sandbox, flowId="f", userId=user).json()["result"]["journeyId"]
        sandbox.play_applicant(created, outcome="not_live")
        added = sandbox.add_journey("idwise", outcome="aml_pep")
        sandbox.add_fault("", "500", times=0)
        kept = {each: sandbox.journey(each).body for each in ids(sandbox)}
        receipts = sandbox.receipts()
    # A kill in the middle of a line must not hide what stands before and comes after it.
    state.write_text(state.read_text() + '{"kind": "deci')
    again = Sandbox(seed=7, outcomes=outcomes, pictures="small", state_file=state)
    again.start(port)
    try:
        assert {each: again.journey(each).body for each in ids(again)} == kept
        assert added in kept
        assert created in kept
        assert again.receipts() == receipts
        assert again.accepted_counts() == {idwise_id: 2, user: 1}
        assert idwise_body(again, idwise_id)["manual_decision"] == "Rejected"
        review(again, idwise_id, new_decision="Approved", comment="")
    finally:
        again.stop()
    with running(*outcomes, state_file=state) as third:
        assert third.accepted_counts()[idwise_id] == 3


def test_pictures_are_kept_between_runs_in_their_folder(tmp_path: Path) -> None:
    for _ in range(2):
        with Sandbox(
            seed=7, outcomes=[("idwise", "clean_pass")], today=TODAY, picture_folder=tmp_path
        ) as sandbox:
            (journey_id,) = ids(sandbox)
            held = sandbox.journey(journey_id)
            locator = idwise_body(sandbox, journey_id)["selfie"]["image_path"]
            url = f"{sandbox.idwise_url}/journey/v2/image/{locator}"
            assert requests.get(url, auth=IDWISE, timeout=60).content == held.media[locator]()
        kept = list(tmp_path.iterdir())
        assert len(kept) == 1


def test_requests_are_counted(sandbox: Sandbox) -> None:
    journey_id = ids(sandbox)[0]
    for _ in range(3):
        idwise_body(sandbox, journey_id)
    served = control(sandbox, "GET", "served").json()["served"]
    assert served[f"GET /idwise/journey/v2/{journey_id}"] == 3


def test_a_decision_is_announced_by_callbacks_with_stable_event_ids(sandbox: Sandbox) -> None:
    journey_id = ids(sandbox)[0]
    with CallbackReceiver() as receiver:
        settings = {"url": receiver.url, "scheme": "basic", "secret": "kyc:pass"}
        control(sandbox, "POST", "configure", callbacks={"idwise": settings})
        # The first is refused and comes again with the same id.
        receiver.answers = [503]
        review(
            sandbox,
            journey_id,
            new_decision="Resubmission Requested",
            comment="",
            step_reviews=[{"step_id": "0", "review_decision": "Resubmit"}],
        )
        bodies = receiver.wait_for(4)
    events = [body["event"] for body in bodies]
    assert sorted(set(events)) == [
        "Manually Reviewed",
        "Updated Journey",
        "Verification Update Required",
    ]
    reviewed = [body["body"] for body in bodies if body["event"] == "Manually Reviewed"]
    assert len(reviewed) == 2
    assert reviewed[0] == reviewed[1]
    assert reviewed[0]["journeyId"] == journey_id
    assert reviewed[0]["manualDecision"] == "Resubmission Requested"
    assert len({body["body"]["eventId"] for body in bodies}) == 3
    assert receiver.headers[0]["Authorization"] == "Basic a3ljOnBhc3M="
    required = next(body for body in bodies if body["event"] == "Verification Update Required")
    assert required["body"]["requiredSteps"][0]["stepId"] == "0"


def test_callbacks_are_repeated_and_shuffled_on_request(sandbox: Sandbox) -> None:
    with CallbackReceiver() as receiver:
        told = control(
            sandbox,
            "POST",
            "callbacks",
            journeys="all",
            repeat=3,
            shuffle=True,
            url=receiver.url,
            auth={"scheme": "header", "header": "X-Key", "secret": "s3"},
        ).json()["posted"]
        assert len(told) == len(receiver.bodies) == 9
    assert {each["status"] for each in told} == {200}
    assert {headers["X-Key"] for headers in receiver.headers} == {"s3"}
    assert len({json.dumps(body) for body in receiver.bodies}) == 3
    signzy = next(body for body in receiver.bodies if "journeyId" in body)
    assert "callbackSent" not in signzy
    assert "authKeyForCallback" not in signzy["processingConfig"]


def test_a_created_journey_posts_to_the_address_that_it_was_created_with(sandbox: Sandbox) -> None:
    with CallbackReceiver() as receiver:
        config = {"callbackUrl": receiver.url, "authKeyForCallback": "raw-key"}
        answer = create(sandbox, flowId="f", userId="u", processingConfig=config)
        created = answer.json()["result"]["journeyId"]
        sandbox.play_applicant(created, outcome="clean_pass")
        body = receiver.wait_for(1)[0]
    assert body["journeyId"] == created
    assert receiver.headers[0]["Authorization"] == "raw-key"


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/hook", "https://127.0.0.1/hook", "ftp://localhost/", "nonsense"]
)
def test_callbacks_never_leave_this_machine(sandbox: Sandbox, url: str) -> None:
    with pytest.raises(CallbackRefused):
        sandbox.configure_callbacks("idwise", CallbackTarget(url))
    answer = control(sandbox, "POST", "callbacks", journeys="all", url=url)
    assert answer.status_code == 400
    assert "loopback" in answer.json()["error"]


@pytest.mark.parametrize(
    "path,body,status",
    [
        ("applicant", {"journey_id": "nobody", "outcome": "clean_pass"}, 404),
        ("applicant", {}, 400),
        ("faults", {"kind": "no such"}, 400),
        ("journeys", {"provider": "idwise", "outcome": "ip_tor"}, 400),
        ("callbacks", {"journeys": "all"}, 400),
        ("nothing", {}, 404),
    ],
)
def test_mistakes_in_a_control_request_get_a_sentence(
    sandbox: Sandbox, path: str, body: dict[str, Any], status: int
) -> None:
    answer = control(sandbox, "POST", path, **body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_the_command_says_where_it_listens_and_stops_on_a_signal(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "manage.py", "sandbox", "--port", "0", "--journeys", "4"),
        *("--pictures", "small", "--state", str(tmp_path / "state.jsonl")),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(4)]
        match = re.search(r"http://127\.0\.0\.1:[0-9]+", said[0])
        assert match, said
        listed = requests.get(f"{match.group()}/_sandbox/journeys", timeout=20).json()["journeys"]
        assert len(listed) == 4
        assert "sandbox-token" in said[1]
        child.send_signal(signal.SIGTERM)
        assert "Stopped." in child.stdout.read()
        assert child.wait(timeout=20) == 0
