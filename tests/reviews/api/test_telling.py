"""What the client's system tells: journeys that were started, relationships that ended."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from journeys.models import Account, Expected, IdentityKey
from kycreview.trail.events import Event
from reviews.models import RelationshipEnd
from tests.reviews.api.asking import Asker, problem_of
from tests.reviews.house import arrive, count_of, events


@pytest.mark.both_databases
def test_journeys_are_announced_as_over_the_older_door(system: Asker, idwise: Account) -> None:
    body = {"account": "idwise", "journeys": [{"id": "A1"}, {"id": "A2", "reference": "R-7"}]}
    answer = system.post("expected", body)
    assert (answer.status_code, answer.json()) == (202, {"announced": 2})
    assert system.post("expected", body).json() == {"announced": 0}
    assert Expected.objects.filter(account=idwise, source="api").count() == 2
    assert count_of(Event.EXPECTED_RECEIVED) == 1


@pytest.mark.parametrize(
    "journeys",
    [
        [], [{}], [{"id": ""}], [{"id": "a b"}], [{"id": "a\x00"}], [{"id": 7}], "A1",
        [{"id": "A1", "started_at": "yesterday"}],
        [{"id": "A1", "unknown": 1}], [{"id": "x" * 256}], [{"id": "A1", "reference": "\ud800"}],
    ],
)  # fmt: skip
def test_what_cannot_be_announced_is_refused_as_a_whole(
    system: Asker, idwise: Account, journeys: Any
) -> None:
    good = [{"id": "GOOD"}]
    wanted = [*good, *journeys] if isinstance(journeys, list) and journeys else journeys
    problem_of(system.post("expected", {"account": "idwise", "journeys": wanted}), 422)
    assert not Expected.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "2500-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+17:10", "2026-01-01T23:59:60Z",
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_a_conflict(system: Asker, idwise: Account, text: str) -> None:
    body = {"account": "idwise", "journeys": [{"id": "A1", "started_at": text}]}
    problem_of(system.post("expected", body), 409)
    assert not Expected.objects.exists()


def test_a_body_that_is_no_json_is_told(system: Asker, idwise: Account) -> None:
    problem_of(system.post("expected", "{"), 400)
    problem_of(system.post("expected", '{"account": ' + "[" * 100_000), 400)


def test_a_body_that_is_too_large_is_told(system: Asker, idwise: Account) -> None:
    problem_of(system.post("expected", '"' + "x" * 3_000_000 + '"'), 413)


def test_an_account_that_nobody_knows_is_told(system: Asker, idwise: Account) -> None:
    body = {"account": "nowhere", "journeys": [{"id": "A1"}]}
    assert "no provider account" in problem_of(system.post("expected", body), 404)["detail"]


@pytest.mark.both_databases
def test_the_end_of_a_relationship_is_kept_by_journey(system: Asker, idwise: Account) -> None:
    journey = arrive(idwise, outcome="glare")
    body = {"account": "idwise", "by": "journey", "value": journey.provider_id}
    answer = system.post("relationships/end", {**body, "ended_at": "2026-03-01T09:00:00Z"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["journeys"] == 1
    kept = RelationshipEnd.objects.get()
    assert (kept.journey_id, kept.ended_at.isoformat()) == (journey.pk, "2026-03-01T09:00:00+00:00")
    (entry,) = events(Event.RELATIONSHIP_ENDED)
    assert json.loads(entry.data)["journeys"] == [str(journey.pk)]
    assert journey.provider_id not in entry.data
    # Said again with another day, the newer word holds.
    system.post("relationships/end", {**body, "ended_at": "2026-04-01T09:00:00Z"})
    assert RelationshipEnd.objects.get().ended_at.month == 4


def test_the_end_of_a_relationship_holds_for_all_journeys_of_a_reference(
    system: Asker, idwise: Account, signzy: Account
) -> None:
    first = arrive(idwise, outcome="glare")
    assert first.current_snapshot is not None
    reference = first.current_snapshot.summary(first.key()).reference
    assert IdentityKey.objects.filter(journey=first, kind="reference").exists()
    body = {"account": "idwise", "by": "reference", "value": reference}
    assert system.post("relationships/end", body).json()["journeys"] == 1
    problem_of(system.post("relationships/end", {**body, "account": "signzy"}), 404)


def test_an_end_in_the_future_or_of_nobody_is_refused(system: Asker, idwise: Account) -> None:
    journey = arrive(idwise, outcome="glare")
    body = {"account": "idwise", "by": "journey", "value": journey.provider_id}
    later = (timezone.now() + timedelta(days=3)).isoformat()
    problem_of(system.post("relationships/end", {**body, "ended_at": later}), 409)
    problem_of(system.post("relationships/end", {**body, "ended_at": "soon"}), 422)
    problem_of(system.post("relationships/end", {**body, "value": "nobody"}), 404)
    assert not RelationshipEnd.objects.exists()
