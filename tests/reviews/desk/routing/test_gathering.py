"""Facts from stored rows: what each provider says, what is unknown, and in how many queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.models import Account, Journey, Locator, Snapshot
from kycreview.sealing import KeyGone, destroy_data_key
from reviews.desk.routing import gathering
from reviews.desk.routing.facts import Facts
from reviews.desk.routing.gathering import facts_of, gather
from tests.reviews.house import arrive, new_account, store_pictures


def current(*journeys: Journey) -> list[Snapshot]:
    ids = [str(journey.current_snapshot_id) for journey in journeys]
    found = Snapshot.objects.select_related("journey__account").defer("sealed_bytes")
    return list(found.filter(pk__in=ids))


def facts(provider: str, outcome: str, **more: Any) -> Facts:
    return facts_of(current(arrive(new_account(provider), outcome=outcome, **more))[0])


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_what_passed_is_known_to_have_passed(database: object, provider: str) -> None:
    found = facts(provider, "clean_pass")
    assert (found.account, found.provider, found.verdict) == (provider, provider, "pass")
    assert found.lifecycle == "completed"
    assert found.failed_checks == frozenset()
    assert found.document_kinds
    assert "other" not in found.document_kinds
    assert found.document_countries
    assert all(len(code) == 3 for code in found.document_countries)
    assert found.nationalities
    assert found.reference
    assert (found.reopened_by, found.attempt, found.is_test) == ("none", 1, False)


def test_idwise_tells_of_rules_and_lists_and_not_of_addresses(idwise: Account) -> None:
    found = facts_of(current(arrive(idwise, outcome="refer_document_validation"))[0])
    assert found.verdict == "review"
    assert found.failed_rules is not None
    assert "document_validation" in found.failed_rules
    assert found.fraud_score is None
    assert (found.is_vpn, found.is_proxy, found.is_tor) == (None, None, None)
    assert found.consent == ""


def test_signzy_tells_of_addresses_and_consents_and_not_of_rules_or_lists(signzy: Account) -> None:
    found = facts_of(current(arrive(signzy, outcome="face_mismatch"))[0])
    assert found.failed_checks is not None
    assert "face_comparison" in found.failed_checks
    assert found.failed_rules is None
    assert (found.lists, found.has_match, found.applicability) == (None, None, "")
    assert found.fraud_score is not None
    assert found.is_vpn is False
    assert found.consent == "given"
    assert found.language == "en"


@pytest.mark.parametrize(
    "provider,outcome,wanted",
    [
        ("signzy", "overall_processing_error", {"verdict": "error", "is_technical": True}),
        ("signzy", "severity_medium", {"provider_severity": "medium"}),
        ("signzy", "ip_tor", {"is_tor": True, "is_proxy": True}),
        ("signzy", "ip_not_enabled", {"fraud_score": None, "is_tor": None}),
        ("signzy", "consent_missing", {"consent": "refused"}),
        ("signzy", "test_flow", {"is_test": True}),
        ("idwise", "aml_sanctions", {"lists": {"sanctions"}, "has_match": True}),
        ("idwise", "liveness_face_too_close", {"is_selfie_unusable": True}),
        ("idwise", "liveness_not_live", {"is_selfie_unusable": False}),
        ("idwise", "refer_unrecognized_document", {"document_kinds": None}),
        ("idwise", "aml_skipped", {"applicability": "skipped", "lists": None, "has_match": None}),
        ("idwise", "clean_pass", {"applicability": "applicable", "lists": set()}),
        ("idwise", "under_age", {"failed_rules": {"under_age"}}),
    ],
)
def test_other_answers_say_what_they_say(
    database: object, provider: str, outcome: str, wanted: dict[str, Any]
) -> None:
    found = facts(provider, outcome)
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_more_than_fit_at_once_are_read_in_turns(
    idwise: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = current(*(arrive(idwise, outcome="glare", index=index) for index in range(3)))
    together = gather(snapshots)
    monkeypatch.setattr(gathering, "_AT_ONCE", 2)
    assert gather(snapshots) == together
    assert len(together) == 3


def test_pictures_are_lost_when_nothing_is_tried_any_more(idwise: Account) -> None:
    journey = arrive(idwise, outcome="clean_pass")
    found = facts_of(current(journey)[0])
    assert found.media_waiting == journey.locators.count() > 1
    assert not found.has_lost_media
    first = journey.locators.all()[0]
    Locator.objects.filter(pk=first.pk).update(state=Locator.State.FAILED, reason="gone")
    assert not facts_of(current(journey)[0]).has_lost_media
    store_pictures(journey)
    found = facts_of(current(journey)[0])
    assert (found.media_failed, found.media_waiting) == (1, 0)
    assert found.is_technical


def test_the_case_says_what_the_graph_cannot(idwise: Account) -> None:
    (snapshot,) = current(arrive(idwise, outcome="clean_pass"))
    found = facts_of(snapshot, reopened_by="renewal", round_number=4)
    assert (found.reopened_by, found.attempt) == ("renewal", 4)


@pytest.mark.both_databases
def test_many_journeys_are_read_in_as_many_queries_as_one(idwise: Account, signzy: Account) -> None:
    journeys = [
        arrive(account, outcome="clean_pass", index=index)
        for account in (idwise, signzy)
        for index in range(3)
    ]
    one, many = current(journeys[0]), current(*journeys)
    with CaptureQueriesContext(
        connection,
    ) as few:
        gather(one)
    with CaptureQueriesContext(connection) as more:
        found = gather(many)
    assert len(few) == len(more) == 15
    assert set(found) == {journey.current_snapshot_id for journey in journeys}
    with CaptureQueriesContext(connection) as fewer:
        bare = gather(many, with_nationality=False)
    assert len(fewer) == 14
    assert all(one.nationalities is None for one in bare.values())


def test_journeys_do_not_mix(idwise: Account, signzy: Account) -> None:
    journeys = [arrive(idwise, outcome="clean_pass"), arrive(signzy, outcome="face_mismatch")]
    snapshots = current(*journeys)
    together = gather(snapshots)
    assert together == {one.pk: gather([one])[one.pk] for one in snapshots}


def test_a_journey_whose_key_is_gone_has_no_facts(idwise: Account) -> None:
    gone, there = arrive(idwise, outcome="glare"), arrive(idwise, outcome="glare", index=1)
    destroy_data_key(gone.key_id)
    assert set(gather(current(gone, there))) == {there.current_snapshot_id}
    with pytest.raises(KeyGone):
        facts_of(current(gone)[0])
