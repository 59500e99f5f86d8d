"""Who comes in over the API: tokens, their scopes, their limit, their entries."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.api import make_token, revoke_token
from reviews.api.tokens import recognised
from reviews.errors import Incomplete, TooLate
from reviews.models import ApiToken
from tests.people import SignedIn
from tests.reviews.api.asking import Asker, asker, problem_of
from tests.reviews.house import count_of, events


def test_a_token_is_kept_as_a_keyed_hash_alone(system: Asker) -> None:
    assert system.token.startswith("kyc_")
    row = ApiToken.objects.get()
    assert system.token not in json.dumps([row.token_hash, row.name, row.scopes])
    (entry,) = events(Event.TOKEN_CREATED)
    assert system.token not in entry.data


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_only_scopes_of_the_list_are_given(owner: User, scopes: list[str]) -> None:
    with pytest.raises(Incomplete):
        make_token("Core", scopes, by=owner)


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["none", "wrong", "basic", "revoked", "expired", "cookie"])
def test_a_stranger_reads_a_sentence(system: Asker, how: str) -> None:
    client = Client()
    headers = dict(system.headers)
    if how == "none":
        headers = {}
    elif how == "wrong":
        headers = {"Authorization": "Bearer kyc_nobody"}
    elif how == "basic":
        headers = {"Authorization": f"Basic {system.token}"}
    elif how == "revoked":
        ApiToken.objects.update(revoked_at=timezone.now())
    elif how == "expired":
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        headers = {}
        client.cookies["Authorization"] = f"Bearer {system.token}"
    answer = client.get("/api/v1/cases", headers=headers)
    problem_of(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_person_has_no_door_here(
    system: Asker, owner: User, signed_in: SignedIn
) -> None:
    client = signed_in(owner)
    assert client.get("/api/v1/cases").status_code == 401


def test_a_scope_that_is_missing_is_named(owner: User) -> None:
    reader = asker(owner, ["cases.read"])
    assert reader.get("cases").status_code == 200
    body = problem_of(reader.get("decisions"), 403)
    assert body["detail"] == "This token lacks the scope decisions.read."


@pytest.mark.both_databases
def test_a_token_has_so_many_requests_a_minute(
    system: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.api.tokens.REQUESTS_A_MINUTE", 2)
    minute = int(timezone.now().timestamp()) // 60 + 1
    # In one minute, whatever the clock says meanwhile.
    monkeypatch.setattr("reviews.api.tokens.minute_of", lambda moment: minute)
    assert [system.get("cases").status_code for _ in range(3)] == [200, 200, 429]
    refused = system.get("cases")
    problem_of(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    monkeypatch.setattr("reviews.api.tokens.minute_of", lambda moment: minute + 1)
    assert system.get("cases").status_code == 200


def test_its_use_is_one_entry_an_hour_and_not_one_a_request(system: Asker) -> None:
    for _ in range(3):
        system.get("cases")
    assert count_of(Event.API_READ) == 1
    ApiToken.objects.update(noted_at=timezone.now() - timedelta(hours=2))
    system.get("cases")
    assert json.loads(events(Event.API_READ)[-1].data)["requests"] == 3
    assert ApiToken.objects.get().last_used_at is not None


def test_a_revoked_token_works_no_more_from_then_on(system: Asker, owner: User) -> None:
    assert recognised(system.token) is not None
    revoke_token(system.row, by=owner)
    assert recognised(system.token) is None
    assert count_of(Event.TOKEN_REVOKED) == 1
    with pytest.raises(TooLate):
        revoke_token(system.row, by=owner)
