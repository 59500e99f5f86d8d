"""What is secret in a Signzy body, and that none of it is seen anywhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeys.providers.bodies import parse_object
from journeys.providers.plain import to_plain
from journeys.providers.signzy import normalise, redact
from tests.journeys.providers.bodies_for_tests import payload_files, tree_from, tree_of


def secret_pointers(body: object) -> set[str]:
    return {pointer for pointer, _ in redact(tree_from(body))}


@pytest.mark.parametrize(
    "body,pointer",
    [
        ({"processingConfig": {"authKeyForCallback": "k"}}, "/processingConfig/authKeyForCallback"),
        ({"Auth Key For Callback": "k"}, "/Auth Key For Callback"),
        ({"result": {"data": {"access_token": "k"}}}, "/result/data/access_token"),
        ({"a": [{"password": {"deep": ["k"]}}]}, "/a/0/password/deep/0"),
        ({"apiKey": 12345}, "/apiKey"),
        (
            {"processingConfig": {"callbackUrl": "https://x.example/p"}},
            "/processingConfig/callbackUrl",
        ),
        ({"result": {"journeyUrl": "https://x.example/j"}}, "/result/journeyUrl"),
        (
            {"capturedData": {"images": {"front": "https://x.example/1"}}},
            "/capturedData/images/front",
        ),
        (
            {"capturedData": {"images": {"front": " HTTP://x.example/1"}}},
            "/capturedData/images/front",
        ),
        ({"capturedData": {"video": "//x.example/1"}}, "/capturedData/video"),
        ({"documentIntelligence2": {"a": ["https://x.example/1"]}}, "/documentIntelligence2/a/0"),
        ({"userInfo": {"matchImage": "https://x.example/1"}}, "/userInfo/matchImage"),
        ({"note": "see https://persist.signzy.tech/x.png"}, "/note"),
        ({"note": "/api/files/12/download/ab.png"}, "/note"),
        (
            {"processingConfig": {"successRedirectUrl": "https://x.example/?s=1"}},
            "/processingConfig/successRedirectUrl",
        ),
        (
            {"documentIntelligence": {"extractedFields": {"Photo": "https://x.example/1"}}},
            "/documentIntelligence/extractedFields/Photo",
        ),
    ],
)
def test_a_secret_is_found(body: object, pointer: str) -> None:
    assert secret_pointers(body) == {pointer}


@pytest.mark.parametrize(
    "body",
    [
        {"processingConfig": {"successRedirectUrl": "https://x.example/done"}},
        {"processingConfig": {"authKeyForCallback": "", "callbackUrl": None}},
        {"documentIntelligence": {"extractedFields": {"Work Authorization": "C09"}}},
        {"documentIntelligence": {"extractedFields": {"MRZ Strings": "IDUTO<<"}}},
        {"capturedData": {"images": {"frontDoc": ""}}},
        {"message": "Journey Completed"},
    ],
)
def test_what_is_no_secret_stays_readable(body: object) -> None:
    assert secret_pointers(body) == set()


def test_every_occurrence_of_a_repeated_secret_is_found() -> None:
    root = parse_object(b'{"authKeyForCallback": "one", "authKeyForCallback": "two"}')
    assert redact(root) == {("/authKeyForCallback", 1), ("/authKeyForCallback", 2)}


@pytest.mark.parametrize("file", payload_files("signzy"), ids=lambda file: file.stem)
def test_no_secret_of_a_payload_is_seen_outside_the_locators(file: Path) -> None:
    root = tree_of(file)
    secret = redact(root)
    texts = {str(leaf.value) for leaf in root.leaves() if (leaf.pointer, leaf.occurrence) in secret}
    result = normalise(root)
    assert texts or file.stem in ("journey_details_v2", "not_started", "deleted_at_provider")
    shown = to_plain(result)
    for use in shown["media"]:
        use.pop("locator")
    everything = json.dumps(shown, ensure_ascii=False)
    assert [text for text in texts if text in everything] == []


def test_an_unmapped_secret_is_a_mark() -> None:
    result = normalise(tree_from({"somewhere": {"accessToken": "hush"}}))
    assert [leaf.json_text for leaf in result.unmapped] == ['"[redacted]"']
