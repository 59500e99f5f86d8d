"""Why a case is here, and how grave it looks."""

from __future__ import annotations

from typing import Any

import pytest

from reviews.desk.routing.facts import Facts, severity
from reviews.desk.routing.kinds import CheckKind, document_kind, list_kinds
from reviews.desk.routing.why import Why, codes, labels, why_bits


def facts(**values: Any) -> Facts:
    sets = {name: frozenset(value) for name, value in values.items() if isinstance(value, set)}
    return Facts(**{"verdict": "pass"} | values | sets)


@pytest.mark.parametrize(
    "values,wanted",
    [
        ({}, 0),
        ({"verdict": "pass", "has_match": False, "failed_checks": set()}, 0),
        ({"verdict": ""}, Why.UNKNOWN_VERDICT),
        ({"verdict": "", "is_vpn": True}, Why.UNKNOWN_VERDICT | Why.DEVICE),
        ({"verdict": "review"}, Why.UNKNOWN_VERDICT),
        ({"verdict": "review", "is_vpn": True}, Why.DEVICE),
        (
            {"failed_checks": {"liveness"}, "is_selfie_unusable": True},
            Why.FACES | Why.QUALITY,
        ),
        ({"failed_checks": {"face_comparison"}}, Why.FACES),
        ({"uncertain_checks": {"liveness"}}, Why.FACES),
        ({"failed_checks": {"authenticity", "optical"}}, Why.SECURITY),
        ({"failed_checks": {"unknown"}}, Why.SECURITY),
        ({"failed_checks": {"data_conflict"}}, Why.CONFLICT),
        ({"failed_checks": {"image_quality"}}, Why.QUALITY),
        ({"failed_checks": {"device"}}, Why.DEVICE),
        ({"failed_checks": {"register"}}, Why.SCREENING),
        ({"has_match": True}, Why.SCREENING),
        ({"applicability": "skipped"}, Why.SCREENING),
        ({"applicability": "disabled"}, 0),
        ({"failed_rules": {"under_age"}}, Why.RULE),
        ({"failed_rules": {"same_subject", "a_new_one"}}, Why.FACES | Why.RULE),
        ({"is_vpn": True}, Why.DEVICE),
        ({"is_vpn": False, "fraud_score": 74.9}, 0),
        ({"fraud_score": 75.0}, Why.DEVICE),
        ({"consent": "refused"}, Why.CONSENT),
        ({"consent": "missing"}, Why.CONSENT),
        ({"consent": "given"}, 0),
        ({"verdict": "error"}, Why.TECHNICAL),
        ({"media_failed": 1}, Why.TECHNICAL),
        ({"media_failed": 1, "media_waiting": 1}, 0),
        ({"reopened_by": "monitor"}, Why.REOPENED | Why.SCREENING),
        ({"reopened_by": "spot_check"}, Why.REOPENED),
        ({"reopened_by": "evidence"}, Why.NEW_EVIDENCE),
        ({"reopened_by": "resubmission"}, Why.RESUBMISSION),
    ],
)
def test_each_finding_has_its_reason(values: dict[str, Any], wanted: int) -> None:
    assert why_bits(facts(**values)) == wanted


def test_the_case_adds_its_own_reasons() -> None:
    assert why_bits(facts(), is_sampled=True, needs="second") == Why.SAMPLED | Why.SECOND_READER
    assert why_bits(facts(), needs="settle") == Why.SETTLE


@pytest.mark.parametrize("kind", CheckKind.values)
def test_every_kind_of_check_that_failed_is_a_reason(kind: str) -> None:
    assert why_bits(facts(failed_checks={kind}))


def test_chips_come_in_the_order_of_their_weight() -> None:
    bits = int(Why.SAMPLED | Why.QUALITY | Why.SCREENING | Why.SETTLE)
    assert labels(bits) == ("Settle", "Screening", "Image quality", "Sampled")
    assert codes(bits) == ("settle", "screening", "quality", "sampled")
    assert labels(0) == ()


def test_every_bit_has_a_label_and_keeps_its_number() -> None:
    assert [why.value for why in Why] == [1 << place for place in range(17)]
    assert len(set(labels(sum(Why)))) == 17


@pytest.mark.parametrize(
    "values,wanted",
    [
        ({}, 0),
        ({"failed_checks": set(), "failed_rules": set(), "lists": set()}, 0),
        ({"provider_severity": "low", "failed_checks": {"face_comparison"}}, 1),
        ({"provider_severity": "medium"}, 2),
        ({"provider_severity": "high"}, 3),
        ({"provider_severity": "none", "failed_checks": {"image_quality"}}, 1),
        ({"lists": {"sanctions"}}, 3),
        ({"lists": {"unnamed"}}, 3),
        ({"lists": {"adverse_media"}}, 2),
        ({"failed_checks": {"face_comparison"}}, 3),
        ({"failed_checks": {"image_quality", "authenticity"}}, 3),
        ({"failed_checks": {"validation"}}, 2),
        ({"failed_rules": {"under_age"}}, 2),
        ({"consent": "refused"}, 2),
        ({"is_tor": True}, 2),
        ({"failed_checks": {"image_quality"}}, 1),
        ({"uncertain_checks": {"face_comparison"}}, 1),
        ({"is_vpn": True}, 1),
        ({"applicability": "skipped"}, 1),
        ({"fraud_score": 74.0}, 0),
        ({"fraud_score": 75.0}, 1),
        ({"fraud_score": 85.0}, 2),
        ({"failed_checks": {"liveness"}}, 3),
        ({"failed_checks": {"liveness"}, "is_selfie_unusable": True}, 2),
        ({"failed_checks": {"liveness", "optical"}, "is_selfie_unusable": True}, 3),
    ],
)
def test_how_grave_it_is_follows_from_the_provider_or_from_what_failed(
    values: dict[str, Any], wanted: int
) -> None:
    assert severity(facts(**values)) == wanted


@pytest.mark.parametrize(
    "names,kind",
    [
        (["Passport"], "passport"),
        (["ePassport"], "passport"),
        (["Germany - Passport (2021)"], "passport"),
        (["Identity Card"], "identity_card"),
        (["resident identity card"], "identity_card"),
        (["United Arab Emirates - Emirates ID"], "identity_card"),
        (["Residence Permit Card"], "residence_permit"),
        (["dl"], "driving_licence"),
        (["Driver's License"], "driving_licence"),
        (["UTILITY_BILL"], "utility_bill"),
        (["Bank Statement"], "bank_statement"),
        (["Visa ID2"], "visa"),
        (["", "Passport"], "passport"),
        (["Fishing licence"], "other"),
        (["", " "], ""),
        ([], ""),
    ],
)
def test_a_document_is_of_one_kind_whoever_names_it(names: list[str], kind: str) -> None:
    assert document_kind(*names) == kind


@pytest.mark.parametrize(
    "datasets,kinds",
    [
        (["sanctions", "pep_linked"], {"sanctions", "pep"}),
        (["adverse_media"], {"adverse_media"}),
        (["insolvency", "regulatory"], {"other"}),
        (["unknown"], {"unnamed"}),
        (["never heard of"], {"unnamed"}),
        ([], {"unnamed"}),
    ],
)
def test_a_list_that_nobody_named_is_not_a_harmless_one(
    datasets: list[str], kinds: set[str]
) -> None:
    assert list_kinds(datasets) == kinds
