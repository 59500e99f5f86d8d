"""When an IDWise journey is a pass: only when nothing is missing, unknown or contradicting."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from journeys.choices import Verdict
from journeys.providers.bodies import parse_object
from journeys.providers.idwise import normalise
from tests.journeys.providers.bodies_for_tests import PAYLOADS, tree_from

Change = Callable[[dict[str, Any]], object]


def verdict_of(body: object) -> tuple[Verdict, tuple[str, ...]]:
    journey = normalise(tree_from(body)).journey
    return journey.verdict, journey.verdict_reasons


def clean(name: str = "clean_pass") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PAYLOADS / "idwise" / f"{name}.json").read_text())
    return loaded


def after(change: Change, name: str = "clean_pass") -> tuple[Verdict, tuple[str, ...]]:
    body = clean(name)
    change(body)
    return verdict_of(body)


@pytest.mark.parametrize("name", ["clean_pass", "old_model"])
def test_a_clean_journey_passes_without_a_reason(name: str) -> None:
    assert verdict_of(clean(name)) == (Verdict.PASS, ())


@pytest.mark.parametrize(
    "decision, verdict",
    [
        ("Complete", Verdict.PASS),
        ("Refer", Verdict.REVIEW),
        ("Rejected", Verdict.FAIL),
        ("Incomplete", Verdict.INCOMPLETE),
        ("Approved", Verdict.REVIEW),
        ("Frobnicated", Verdict.REVIEW),
        ("", Verdict.REVIEW),
        (None, Verdict.REVIEW),
        (True, Verdict.REVIEW),
        ({"value": "Complete"}, Verdict.REVIEW),
    ],
)
def test_the_systems_decision_is_the_verdict(decision: object, verdict: Verdict) -> None:
    found, reasons = after(lambda b: b.update(system_decision=decision, final_decision=decision))
    assert found == verdict
    assert (reasons == ()) == (verdict == Verdict.PASS)


def test_a_missing_system_decision_is_never_a_pass() -> None:
    assert after(lambda b: b.pop("system_decision"))[0] == Verdict.REVIEW


def passport(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["documents"]["passport_step"]
    return found


def check(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = passport(body)["validation_result"]["validation_checks"][1]
    return found


def rule(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["rule_results"]["document_validation"]
    return found


CONTRADICTIONS: dict[str, Change] = {
    "a person rejected": lambda b: b.update(manual_decision="Rejected", final_decision="Rejected"),
    "a person asked again": lambda b: b.update(manual_decision="Resubmission Requested"),
    "an unknown manual decision": lambda b: b.update(manual_decision="Maybe"),
    "another final decision": lambda b: b.update(final_decision="Refer"),
    "a final decision that is not the manual one": lambda b: b.update(manual_decision="Approved"),
    "no end": lambda b: b.update(end_time=None),
    "deleted": lambda b: b.update(is_deleted=True),
    "perhaps deleted": lambda b: b.update(is_deleted="perhaps"),
    "no documents": lambda b: b.update(documents=None),
    "documents that are empty": lambda b: b.update(documents={}),
    "documents that are missing": lambda b: b.pop("documents"),
    "documents that are a word": lambda b: b.update(documents="none"),
    "a document that is null": lambda b: b["documents"].update(passport_step=None),
    "a second document that is null": lambda b: b["documents"].update(second=None),
    "a document not completed": lambda b: passport(b).update(progress="Started"),
    "a document skipped": lambda b: passport(b).update(progress="Skipped"),
    "a document of no progress": lambda b: passport(b).pop("progress"),
    "a document of unknown progress": lambda b: passport(b).update(progress="Nearly"),
    "a document that failed its rules": lambda b: passport(b).update(has_passed_rules=False),
    "a document whose rules are the text False": lambda b: passport(b).update(
        has_passed_rules="False"
    ),
    "a document without rules": lambda b: passport(b).pop("has_passed_rules"),
    "a document with null rules": lambda b: passport(b).update(has_passed_rules=None),
    "a failed validation": lambda b: passport(b)["validation_result"].update(
        validation_outcome="Failed"
    ),
    "an undetermined check": lambda b: check(b).update(result="Undetermined"),
    "a failed check": lambda b: check(b).update(result="Failed"),
    "a check without result": lambda b: check(b).pop("result"),
    "a check of an unknown result": lambda b: check(b).update(result="Fine"),
    "a check that is a word": lambda b: passport(b)["validation_result"].update(
        validation_checks=["Passed"]
    ),
    "another face": lambda b: passport(b)["face_match_result"].update(is_matched=False),
    "a face of no result": lambda b: passport(b)["face_match_result"].pop("is_matched"),
    "a face match that is an odd word": lambda b: passport(b).update(face_match_result="Similar"),
    "a selfie referred": lambda b: b["selfie"].update(status="Refer"),
    "a selfie not started": lambda b: b["selfie"].update(status="Not Started"),
    "a selfie without status": lambda b: b["selfie"].pop("status"),
    "a selfie of unknown status": lambda b: b["selfie"].update(status="Completed-ish"),
    "a selfie not completed": lambda b: b["selfie"].update(progress="Started"),
    "a selfie of no progress": lambda b: b["selfie"].pop("progress"),
    "a selfie that failed its rules": lambda b: b["selfie"].update(has_passed_rules=False),
    "a selfie that is not live": lambda b: b["selfie"].update(is_live=False),
    "a selfie of unknown life": lambda b: b["selfie"].update(is_live="alive"),
    "a selfie whose life is an object": lambda b: b["selfie"].update(is_live={"value": None}),
    "a selfie whose life is empty": lambda b: b["selfie"].update(is_live=""),
    "a selfie whose life is NA": lambda b: b["selfie"].update(is_live="NA"),
    "a selfie whose life is missing": lambda b: b["selfie"].pop("is_live"),
    "a liveness code": lambda b: b["selfie"].update(liveness_status_code="NOT_LIVE"),
    "an unknown liveness code": lambda b: b["selfie"].update(liveness_status_code="ODD"),
    "a selfie that is missing": lambda b: b.pop("selfie"),
    "a selfie that is a word": lambda b: b.update(selfie="yes"),
    "rules that are missing": lambda b: b.pop("rule_results"),
    "a failed rule": lambda b: rule(b).update(result="Failed"),
    "a rule that could not apply": lambda b: rule(b).update(result="CouldNotApply"),
    "a rule without result": lambda b: rule(b).pop("result"),
    "a rule that is null": lambda b: b["rule_results"].update(under_age=None),
    "a failed detail of a passed rule": lambda b: rule(b)["details"][0].update(result="Failed"),
    "an unknown field source": lambda b: passport(b)["extracted_fields"]["Full Name"].update(
        source="GUESS"
    ),
    "a screening that is missing": lambda b: b.pop("aml"),
    "a screening not ready": lambda b: b["aml"].update(applicability="Not Ready Yet"),
    "a screening skipped": lambda b: b["aml"].update(applicability="Skipped"),
    "a screening of unknown kind": lambda b: b["aml"].update(applicability="Sometimes"),
    "a screening of no kind": lambda b: b["aml"].pop("applicability"),
    "a match": lambda b: b["aml"].update(matches=[{"name": "N", "score": 1}]),
    "a match perhaps whitelisted": lambda b: b["aml"].update(
        matches=[{"name": "N", "is_whitelisted": "maybe"}]
    ),
    "a match that is a word": lambda b: b["aml"].update(matches=["N"]),
    "a failed register": lambda b: b.update(screening_checks={"db": {"result": "Failed"}}),
    "a register that says nothing": lambda b: b.update(screening_checks={"db": {"name": "N"}}),
    "a register that is null": lambda b: b.update(screening_checks={"db": None}),
    "an external face that differs": lambda b: b.update(
        screening_checks={"f": {"face_match_results": [{"is_matched": False}]}}
    ),
    "an external face that was not compared": lambda b: b.update(
        screening_checks={"f": {"face_match_results": []}}
    ),
    "a failed device": lambda b: b["device_intelligence"].update(signals_outcome="Failed"),
    "a device without outcome": lambda b: b["device_intelligence"].pop("signals_outcome"),
    "a failed signal of a passed device": lambda b: b["device_intelligence"]["device_signals"][
        0
    ].update(result=False),
}


@pytest.mark.parametrize("name", list(CONTRADICTIONS))
def test_a_complete_journey_is_a_review_when_there_is(name: str) -> None:
    verdict, reasons = after(CONTRADICTIONS[name])
    assert verdict == Verdict.REVIEW
    assert reasons
    assert all(reason.endswith(".") for reason in reasons)


ALLOWED: dict[str, Change] = {
    "a person's approval": lambda b: b.update(
        manual_decision="Approved", final_decision="Approved"
    ),
    "no final decision yet": lambda b: b.update(final_decision=None),
    "a flow without a selfie": lambda b: b.update(selfie=None),
    "a flow without liveness": lambda b: b["selfie"].update(is_live=None),
    "a flow without rules": lambda b: b.update(rule_results=None),
    "a flow without screening": lambda b: b.update(aml=None),
    "a screening switched off": lambda b: b.update(
        aml={"applicability": "Disabled", "matches": None}
    ),
    "a match that was cleared before": lambda b: b["aml"].update(
        matches=[{"name": "N", "is_whitelisted": True}]
    ),
    "a flow without device checks": lambda b: b.update(device_intelligence=None),
    "an answer without the section of the device": lambda b: b.pop("device_intelligence"),
    "a document without a face": lambda b: passport(b).update(face_match_result=None),
    "a passed register": lambda b: b.update(screening_checks={"db": {"result": "Passed"}}),
    "a silent register that the rule vouches for": lambda b: (
        b.update(screening_checks={"db": {"name": "N"}}),
        b["rule_results"].update(government_check={"name": "G", "result": "Passed"}),
    ),
    "an external face that matches": lambda b: b.update(
        screening_checks={"f": {"face_match_results": [{"is_matched": True}]}}
    ),
}


@pytest.mark.parametrize("name", list(ALLOWED))
def test_a_complete_journey_still_passes_with(name: str) -> None:
    assert after(ALLOWED[name]) == (Verdict.PASS, ())


def test_a_failed_register_is_not_vouched_for() -> None:
    def change(body: dict[str, Any]) -> None:
        body["screening_checks"] = {"db": {"result": "Failed"}}
        body["rule_results"]["government_check"] = {"name": "G", "result": "Passed"}

    assert after(change)[0] == Verdict.REVIEW


@pytest.mark.parametrize("version", ["3.0", "3.1", "4", "1O.0", "Frobnicated", None])
def test_only_an_old_model_may_lack_newer_members(version: str | None) -> None:
    assert after(lambda b: b.update(model_version=version), "old_model")[0] == Verdict.REVIEW


@pytest.mark.parametrize("version", ["1", "1.2", "2.0"])
def test_an_old_model_lacks_newer_members_and_passes(version: str) -> None:
    assert after(lambda b: b.update(model_version=version), "old_model")[0] == Verdict.PASS


@pytest.mark.parametrize(
    "old, new",
    [
        (
            '"system_decision": "Complete"',
            '"system_decision": "Refer", "system_decision": "Complete"',
        ),
        (
            '"system_decision": "Complete"',
            '"systemDecision": "Refer", "system_decision": "Complete"',
        ),
        ('"is_live": true', '"is_live": false, "is_live": true'),
        ('"is_matched": true', '"is_matched": false, "is_matched": true'),
        ('"has_passed_rules": true', '"has_passed_rules": "no", "has_passed_rules": true'),
        ('"selfie": {', '"selfie": {"status": "Refer", "is_live": true}, "selfie": {'),
        ('"rule_results": {', '"rule_results": {"x": {"result": "Failed"}}, "rule_results": {'),
        ('"aml": {', '"aml": {"applicability": "Skipped"}, "aml": {'),
    ],
)
def test_a_deciding_value_that_was_sent_twice_is_a_review(old: str, new: str) -> None:
    text = (PAYLOADS / "idwise" / "clean_pass.json").read_text()
    assert old in text
    journey = normalise(parse_object(text.replace(old, new).encode())).journey
    assert journey.verdict == Verdict.REVIEW


def test_a_value_that_was_sent_twice_alike_is_no_contradiction() -> None:
    text = (PAYLOADS / "idwise" / "clean_pass.json").read_text()
    twice = text.replace('"is_live": true', '"is_live": true, "is_live": true')
    assert normalise(parse_object(twice.encode())).journey.verdict == Verdict.PASS


def test_reasons_name_what_was_found() -> None:
    _, reasons = after(lambda b: rule(b).update(result="Failed"))
    assert "The rule “Authentic Document” has not passed (Failed)." in reasons


def test_there_are_never_more_reasons_than_a_person_reads() -> None:
    rules = {str(i): {"name": str(i), "result": "Failed"} for i in range(1000)}
    _, reasons = after(lambda b: b.update(rule_results=rules))
    assert len(reasons) == 40
