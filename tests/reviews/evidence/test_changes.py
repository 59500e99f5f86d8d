"""What changed between two answers, in sentences; what failed; and what an opinion is about."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.models import Account, Journey, Snapshot
from reviews.evidence.changes import what_changed
from reviews.evidence.faces import compared_faces
from reviews.evidence.failing import askable_steps, failed_checks, failed_steps
from reviews.evidence.tree import build_tree
from tests.databases import Database
from tests.reviews.house import (
    Change,
    arrive,
    arrive_again,
    kind_and_side,
    new_account,
    store_pictures,
)


def set_rule(result: str) -> Change:
    def change(body: dict[str, Any]) -> None:
        body["rule_results"]["no_aml_records"]["result"] = result

    return change


def new_match(body: dict[str, Any]) -> None:
    body["aml"]["matches"].append({**body["aml"]["matches"][0], "resourceId": "another"})


def no_match(body: dict[str, Any]) -> None:
    body["aml"]["matches"] = []


def other_name(body: dict[str, Any]) -> None:
    body["documents"]["0"]["extracted_fields"]["Full Name"]["value"] = "Somebody Else"


def rejected(body: dict[str, Any]) -> None:
    body["system_decision"] = body["final_decision"] = "Rejected"


@pytest.mark.parametrize(
    "change,sentence",
    [
        (set_rule("Passed"), "Changed: 1 rule."),
        (new_match, "New: 1 screening match."),
        (no_match, "No longer there: 7 screening matches."),
        (other_name, "Changed: 1 extracted field."),
        (rejected, "The provider's verdict went from Needs review to Failed."),
    ],
)
def test_a_change_is_named(idwise: Account, change: Change, sentence: str) -> None:
    journey = arrive(idwise, outcome="aml_many")
    seen = current(journey)
    arrive_again(journey, change)
    assert sentence in what_changed(seen, current(journey))


def test_new_bytes_of_a_picture_are_named(signzy: Account) -> None:
    journey = arrive(signzy, outcome="face_mismatch")
    store_pictures(journey, content=kind_and_side)
    seen = current(journey)

    def other_selfie(body: dict[str, Any]) -> None:
        images = body["capturedData"]["images"]
        images["selfie"] = images["selfie"].replace("/files/9", "/files/7")

    arrive_again(journey, other_selfie)
    store_pictures(journey)
    assert "1 picture has new content." in what_changed(seen, current(journey))


def test_something_is_always_said(idwise: Account) -> None:
    snapshot = current(arrive(idwise, outcome="glare"))
    assert what_changed(snapshot, snapshot)


def test_an_order_that_changed_is_no_change(idwise: Account) -> None:
    journey = arrive(idwise, outcome="aml_many")
    store_pictures(journey)
    seen = current(journey)
    arrive_again(journey, lambda body: body["aml"]["matches"].reverse())
    assert what_changed(seen, current(journey)) == ["Details of the answer changed."]


@pytest.mark.parametrize(
    "provider,outcome,expected",
    [
        ("idwise", "clean_pass", False),
        ("idwise", "refer_geolocation", True),
        ("idwise", "liveness_not_live", True),
        ("signzy", "clean_pass", False),
        ("signzy", "face_mismatch", True),
        ("signzy", "not_live", True),
        ("signzy", "authenticity_failed_pattern", True),
    ],
)
def test_page_and_rule_agree_on_what_failed(
    database: Database, provider: str, outcome: str, expected: bool
) -> None:
    journey = arrive(new_account(provider), outcome=outcome)
    snapshot, key = current(journey), journey.key()
    tree = build_tree(snapshot, key)
    assert bool(failed_checks(snapshot, key)) is expected
    assert sorted(tree.failed_checks) == sorted(failed_checks(snapshot, key))
    assert list(tree.steps_that_failed) == failed_steps(snapshot, key)


def test_a_journey_without_steps_can_still_be_asked_again(idwise: Account) -> None:
    def bare(body: dict[str, Any]) -> None:
        body["documents"], body["selfie"] = {}, None

    journey = arrive(idwise, outcome="glare", change=bare)
    assert askable_steps(current(journey), journey.key()) == ["document", "selfie"]


def test_the_same_faces_in_a_new_answer_are_the_same(idwise: Account) -> None:
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey, content=kind_and_side)
    journey.refresh_from_db()
    before = compared_faces(journey)
    arrive_again(journey, set_rule("Failed"))
    journey.refresh_from_db()
    assert compared_faces(journey) == before


def current(journey: Journey) -> Snapshot:
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    return journey.current_snapshot
