"""Who may post a callback: the address, the secret, the size; and what a refusal says."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client

from journeys.callbacks import BODY_LIMIT
from journeys.models import Account, Callback
from tests.databases import Database
from tests.journeys.accounts_for_tests import CALLBACK_SECRET, make_account
from tests.journeys.callbacks_for_tests import address, event, jobs, nothing_happened, padded, post


def test_an_address_that_nobody_has_is_not_there(idwise: Account) -> None:
    for path in ("/callbacks/guessed/", f"/callbacks/{idwise.slug}/", f"/callbacks/{idwise.id}/"):
        answer = Client().post(
            path,
            data=json.dumps(event()),
            content_type="application/json",
            headers={"Authorization": CALLBACK_SECRET},
        )
        assert (answer.status_code, answer.json()) == (404, {"error": "There is nothing here."})
    assert nothing_happened()


def test_the_address_of_an_inactive_account_is_not_there(idwise: Account) -> None:
    Account.objects.update(is_active=False)
    assert post(idwise, event()).status_code == 404
    assert nothing_happened()


def test_only_posts_are_taken(idwise: Account) -> None:
    answer = Client().get(address(idwise))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_no_refusal_writes_the_secret_address_into_the_log(
    idwise: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        post(idwise, event(), Authorization="wrong")
        post(idwise, padded(BODY_LIMIT + 1))
        Client().get(address(idwise))
        post(idwise, event(event_id="1"))
    assert caplog.text.count("a callback for account") == 3
    assert "account idwise was refused: The shared secret is missing or wrong." in caplog.text
    assert idwise.secrets()["callback_path"] not in caplog.text
    assert CALLBACK_SECRET not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Other": CALLBACK_SECRET},
        {"Authorization": "wrong"},
        {"Authorization": ""},
        {"Authorization": CALLBACK_SECRET + "x"},
        {"Authorization": CALLBACK_SECRET[:-1]},
        {"Authorization": f"Basic {base64.b64encode(CALLBACK_SECRET.encode()).decode()}"},
    ],
)
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_without_the_secret_nothing_is_kept(
    database: Database, provider: str, headers: dict[str, str]
) -> None:
    account, _ = make_account(provider)
    answer = post(account, {"journeyId": "1"}, **headers)
    assert answer.status_code == 401
    assert json.loads(answer.content) == {"error": "The shared secret is missing or wrong."}
    assert nothing_happened()


def test_an_account_without_a_secret_lets_nobody_in(signzy: Account) -> None:
    signzy.seal_secrets(signzy.secrets() | {"callback_secret": ""})
    signzy.save()
    for headers in ({"Authorization": ""}, {"Authorization": "Bearer "}, {"X": "y"}):
        assert post(signzy, {"journeyId": "1"}, **headers).status_code == 401
    assert nothing_happened()


BASIC = f"Basic {base64.b64encode(b'user:pass:word').decode()}"


@pytest.mark.parametrize(
    "scheme, header, secret, sent",
    [
        ("basic", "Authorization", "user:pass:word", {"Authorization": BASIC}),
        ("bearer", "Authorization", "token", {"Authorization": "Bearer token"}),
        ("header", "X-IDWise-Key", "whole value", {"X-IDWise-Key": "whole value"}),
        ("header", "Authorization", "Bearer token", {"Authorization": "Bearer token"}),
    ],
)
def test_idwise_is_known_by_each_of_its_three_schemes(
    database: Database, scheme: str, header: str, secret: str, sent: dict[str, str]
) -> None:
    account, _ = make_account("idwise", callback_scheme=scheme, callback_header=header)
    account.seal_secrets(account.secrets() | {"callback_secret": secret})
    account.save()
    for name, value in sent.items():
        for wrong in ({name: value + "x"}, {name: value[:-1]}, {"X-Other": value}):
            assert post(account, event(), **wrong).status_code == 401
    assert nothing_happened()
    answer = post(account, event(), **sent)
    assert (answer.status_code, json.loads(answer.content)) == (200, {"received": True})
    assert jobs() == ["j-1"]


@pytest.mark.parametrize("header", ["Authorization", "X-Signzy-Key"])
@pytest.mark.parametrize("start", ["", "Bearer ", "bearer "])
def test_signzy_is_known_with_and_without_bearer_in_the_header_that_is_set(
    database: Database, header: str, start: str
) -> None:
    account, _ = make_account("signzy", callback_header=header)
    other = "X-Signzy-Key" if header == "Authorization" else "Authorization"
    assert post(account, {"journeyId": "1"}, **{other: CALLBACK_SECRET}).status_code == 401
    assert post(account, {"journeyId": "1"}, **{header: start + "no"}).status_code == 401
    assert nothing_happened()
    assert post(account, {"journeyId": "1"}, **{header: start + CALLBACK_SECRET}).status_code == 200
    assert jobs() == ["1"]


def test_one_accounts_secret_opens_no_other_account(database: Database) -> None:
    one, _ = make_account("signzy", slug="eu")
    other, _ = make_account("signzy", slug="in")
    other.seal_secrets(other.secrets() | {"callback_secret": "another"})
    other.save()
    assert post(one, {"journeyId": "1"}, Authorization="another").status_code == 401
    assert post(other, {"journeyId": "1"}, Authorization="another").status_code == 200
    assert Callback.objects.get().account == other


def test_a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_not(signzy: Account) -> None:
    answer = post(signzy, padded(BODY_LIMIT + 1))
    assert answer.status_code == 413
    assert json.loads(answer.content) == {"error": "The body is larger than 1 MiB."}
    assert nothing_happened()
    assert post(signzy, padded(BODY_LIMIT)).status_code == 200
    row = Callback.objects.get()
    assert (len(row.body()), row.state) == (BODY_LIMIT, "handled")
