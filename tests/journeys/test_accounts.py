"""Accounts: where they come from, what is told of them, and that no secret ever comes out again."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from pydantic import SecretStr
from pytest_django import Settings

from journeys.accounts import (
    accounts_from_settings,
    callback_url,
    change_account,
    create_account,
    renew_expected_token,
)
from journeys.connections import connection_of
from journeys.models import Account
from journeys.tasks import look_after_expected
from kycreview.sealing import lookup_hash
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.databases import Database
from tests.journeys.accounts_for_tests import entries, make_account
from tests.people import SignedIn
from tests.threads import at_once

CANARIES = {
    "api_key": "canary-key",
    "api_secret": "canary-secret",
    "auth_token": "canary-token",
    "callback_secret": "canary-callback",
}


def with_settings(settings: Settings, **given: Any) -> None:
    settings.SETTINGS = settings.SETTINGS.model_copy(update=given)


@pytest.fixture
def environment_of_both(database: Database, settings: Settings) -> None:
    with_settings(
        settings,
        IDWISE_BASE_URL="uae",
        IDWISE_API_KEY=SecretStr("canary-key"),
        IDWISE_API_SECRET=SecretStr("canary-secret"),
        IDWISE_CALLBACK_SECRET=SecretStr("canary-callback"),
        IDWISE_RESULT_PATH="/other/{journey_id}",
        SIGNZY_BASE_URL="https://api.signzy.example/",
        SIGNZY_AUTH_TOKEN=SecretStr("canary-token"),
        SIGNZY_CALLBACK_HEADER="X-Key",
        SIGNZY_MEDIA_HOSTS=["files.signzy.example"],
    )


# --- from the environment --------------------------------------------------------------------


@pytest.mark.usefixtures("environment_of_both")
def test_the_first_account_of_each_provider_comes_from_the_environment() -> None:
    assert [account.slug for account in accounts_from_settings()] == ["idwise", "signzy"]
    idwise, signzy = Account.objects.get(slug="idwise"), Account.objects.get(slug="signzy")
    assert idwise.base_url == "https://api-uae.idwise.com"
    assert idwise.paths == {
        "result": "/other/{journey_id}",
        "media": "/journey/v2/image/{image_path}",
        "review": "/journey/v2/manual-review/{journey_id}",
    }
    kept = idwise.secrets()
    assert {name: kept[name] for name in ("api_key", "api_secret", "callback_secret")} == {
        "api_key": "canary-key",
        "api_secret": "canary-secret",
        "callback_secret": "canary-callback",
    }
    assert signzy.secrets()["auth_token"] == "canary-token"
    assert signzy.secrets()["callback_secret"] == ""
    assert (signzy.base_url, signzy.callback_header) == ("https://api.signzy.example", "X-Key")
    assert connection_of(signzy).guard.hosts == {"api.signzy.example", "files.signzy.example"}
    told = entries(Event.ACCOUNT_CREATED)
    assert [(entry.system, entry.account) for entry in told] == [
        ("settings", "account:idwise"), ("settings", "account:signzy"),
    ]  # fmt: skip


@pytest.mark.usefixtures("environment_of_both")
def test_what_was_changed_later_is_left_alone(admin: User) -> None:
    accounts_from_settings()
    account = Account.objects.get(slug="idwise")
    account.base_url = "https://api.idwise.com"
    change_account(account, {"api_key": "another"}, by=admin)
    assert accounts_from_settings() == []
    account.refresh_from_db()
    assert account.base_url == "https://api.idwise.com"
    assert account.secrets()["api_key"] == "another"
    assert Account.objects.count() == 2


@pytest.mark.usefixtures("environment_of_both")
def test_the_beat_makes_them_where_no_command_did() -> None:
    look_after_expected()
    assert Account.objects.count() == 2


@pytest.mark.both_databases
@pytest.mark.usefixtures("environment_of_both")
def test_several_processes_that_start_at_once_make_each_account_once() -> None:
    made = at_once(4, lambda number: len(accounts_from_settings()))
    assert sum(made) == 2
    assert Account.objects.count() == 2
    assert len(entries(Event.ACCOUNT_CREATED)) == 2


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"IDWISE_API_KEY": SecretStr("only half")},
        {"IDWISE_API_SECRET": SecretStr("only half")},
        {"IDWISE_BASE_URL": "qatar", "SIGNZY_BASE_URL": "https://signzy.example"},
    ],
)
def test_without_secrets_there_is_no_account(
    database: Database, settings: Settings, given: dict[str, Any]
) -> None:
    with_settings(settings, **given)
    assert accounts_from_settings() == []
    assert not Account.objects.exists()


# --- made and changed ------------------------------------------------------------------------


def test_each_account_has_an_address_and_a_token_that_nobody_guesses(database: Database) -> None:
    one, shown = make_account("idwise", slug="eu")
    other, other_shown = make_account("idwise", slug="qatar")
    assert len({shown.callback_path, shown.expected_token,
                other_shown.callback_path, other_shown.expected_token}) == 4  # fmt: skip
    assert min(len(shown.callback_path), len(shown.expected_token)) >= 43
    assert callback_url(one).endswith(f"/callbacks/{shown.callback_path}/")
    assert callback_url(other) != callback_url(one)
    assert one.callback_path_hash != shown.callback_path


def test_a_slug_is_taken_once_and_nothing_is_told_of_the_second(database: Database) -> None:
    make_account("idwise", slug="eu")
    with pytest.raises(IntegrityError):
        make_account("signzy", slug="eu")
    assert len(entries(Event.ACCOUNT_CREATED)) == 1


def test_secrets_that_are_left_empty_stay_as_they_were(admin: User, idwise: Account) -> None:
    before = idwise.secrets()
    idwise.base_url = "https://api.idwise.com"
    change_account(idwise, {"api_key": "", "api_secret": "new secret"}, by=admin)
    idwise.refresh_from_db()
    assert idwise.base_url == "https://api.idwise.com"
    assert idwise.secrets() == before | {"api_secret": "new secret"}


def test_a_change_is_told_with_old_and_new_settings_and_names_of_secrets(
    admin: User, idwise: Account
) -> None:
    idwise.base_url = "https://api.idwise.com"
    change_account(idwise, {"api_key": "canary-key", "callback_secret": ""}, by=admin)
    entry = entries(Event.ACCOUNT_CHANGED)[0]
    told = json.loads(entry.data)
    assert (entry.actor, entry.account) == (admin, "account:idwise")
    assert told["before"]["base_url"] == "http://127.0.0.1:1"
    assert told["after"]["base_url"] == "https://api.idwise.com"
    assert told["secrets"] == ["api_key"]
    assert "canary" not in entry.data


def test_a_new_token_ends_the_old_one(admin: User, database: Database) -> None:
    account, shown = make_account("signzy")
    token = renew_expected_token(account, by=admin)
    account.refresh_from_db()
    assert account.expected_token_hash == lookup_hash("expected-token", token)
    assert account.expected_token_hash != lookup_hash("expected-token", shown.expected_token)
    assert token not in entries(Event.ACCOUNT_CHANGED)[0].data


# --- no secret comes out again ---------------------------------------------------------------


def canary_account(provider: str) -> Account:
    account = Account(provider=provider, slug=provider, base_url="https://provider.example")
    create_account(account, CANARIES)
    return account


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_no_secret_is_printed_by_accident(database: Database, provider: str) -> None:
    account = canary_account(provider)
    shown = create_account(
        Account(provider=provider, slug="second", base_url="https://provider.example"), CANARIES
    )
    config = connection_of(account)
    said = [repr(account), str(account), repr(shown), str(shown), repr(config), str(config),
            repr(config.guard), repr(vars(account)), f"{account!r:>10}"]  # fmt: skip
    secrets = [*CANARIES.values(), shown.callback_path, shown.expected_token]
    secrets.append(account.secrets()["callback_path"])
    assert [secret for secret in secrets if secret in "".join(said)] == []
    assert config.secrets["callback_secret"] == "canary-callback"


def test_no_secret_stands_in_the_database_or_the_trail(database: Database) -> None:
    accounts = [canary_account(provider) for provider in ("idwise", "signzy")]
    path = Path(database.url.removeprefix("sqlite:///"))
    held = b"".join(file.read_bytes() for file in [path, *path.parent.glob(f"{path.name}-*")])
    assert b"provider.example" in held
    assert b"canary" not in held
    for account in accounts:
        assert account.secrets()["callback_path"].encode() not in held
    assert "canary" not in json.dumps(list(TrailEntry.objects.values_list("data", flat=True)))
    told = json.loads(entries(Event.ACCOUNT_CREATED)[0].data)
    assert told["secrets"] == ["api_key", "api_secret", "callback_secret"]


def test_only_the_secrets_of_its_own_provider_are_kept(database: Database) -> None:
    assert set(canary_account("signzy").secrets()) == {
        "auth_token", "callback_secret", "callback_path",
    }  # fmt: skip


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_no_page_shows_a_secret_again(
    database: Database, admin: User, signed_in: SignedIn, provider: str
) -> None:
    account = canary_account(provider)
    client = signed_in(admin)
    edit = f"/manage/accounts/{account.slug}/"
    sent = {
        "provider": provider, "slug": account.slug, "base_url": "https://provider.example",
        "time_zone": "UTC", "system_of_record": "house", "callback_scheme": "header",
        "callback_header": "Authorization", "is_active": "on", "callback_secret": "canary-new",
    }  # fmt: skip
    pages = [
        client.get("/manage/accounts/"),
        client.get(edit),
        client.post(edit, sent | {"base_url": "ftp://wrong", "api_key": "canary-typed"}),
        client.post(edit, sent, follow=True),
        client.post("/manage/accounts/new/", CANARIES | {"provider": provider, "slug": "x y"}),
        client.post(f"{edit}token/"),
    ]
    assert [page.status_code for page in pages] == [200, 200, 422, 200, 422, 200]
    assert not [page.request["PATH_INFO"] for page in pages if "canary" in page.content.decode()]
    account.refresh_from_db()
    assert account.secrets()["callback_secret"] == "canary-new"


def test_the_token_for_announcements_is_shown_once(
    database: Database, admin: User, signed_in: SignedIn
) -> None:
    account, _ = make_account("signzy")
    client = signed_in(admin)
    page = client.post(f"/manage/accounts/{account.slug}/token/").content.decode()
    account.refresh_from_db()
    found = [
        text
        for text in re.findall(r"[A-Za-z0-9_-]{43}", html.unescape(page))
        if lookup_hash("expected-token", text) == account.expected_token_hash
    ]
    assert len(found) == 1
    assert found[0] not in client.get(f"/manage/accounts/{account.slug}/").content.decode()


def test_nobody_but_admins_sees_accounts(
    idwise: Account, reviewer: User, lead: User, auditor: User, signed_in: SignedIn
) -> None:
    for person in (reviewer, lead, auditor):
        client = signed_in(person)
        for path in ("/manage/accounts/", f"/manage/accounts/{idwise.slug}/"):
            assert client.get(path).status_code == 403
