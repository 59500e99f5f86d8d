"""Admin pages: roles that must not meet, secrets that are never shown again, changes on record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.trail.events import Event
from reviews.models import PendingChange
from tests.people import MakePerson, SignedIn
from tests.reviews.house import events
from tests.reviews.views.pages import page_of

SECRETS = {"api_key": "canary-key-51", "api_secret": "canary-secret-52", "callback_secret": "cb-53"}


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


def account_form(**more: Any) -> dict[str, Any]:
    return {
        "provider": "idwise",
        "slug": "eu",
        "region": "EU",
        "base_url": "eu",
        "time_zone": "UTC",
        "system_of_record": "house",
        "is_active": "on",
        "callback_scheme": "basic",
        "callback_header": "Authorization",
        "media_host_list": "",
        **SECRETS,
        **more,
    }


@pytest.mark.both_databases
def test_an_account_is_made_and_its_secrets_are_shown_never_again(client: Client) -> None:
    answer = client.post(reverse("account_new"), account_form())
    assert answer.status_code == 200
    account = Account.objects.get(slug="eu")
    assert account.base_url == "https://api.idwise.com"
    kept = account.secrets()
    assert {name: kept[name] for name in SECRETS} == SECRETS
    later = client.get(reverse("account_edit", args=["eu"])).content.decode()
    for secret in SECRETS.values():
        assert secret not in answer.content.decode()
        assert secret not in later
        assert secret not in str(events())
        assert secret.encode() not in bytes(account.sealed_secrets)
    (entry,) = events(Event.ACCOUNT_CREATED)
    assert json.loads(entry.data)["secrets"] == sorted(SECRETS)


def test_a_token_for_announcements_is_shown_once(client: Client) -> None:
    client.post(reverse("account_new"), account_form())
    before = Account.objects.get().expected_token_hash
    answer = client.post(reverse("account_token", args=["eu"]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    after = Account.objects.get().expected_token_hash
    assert before != after
    page = client.get(reverse("account_edit", args=["eu"])).content.decode()
    assert after not in page


def test_secrets_that_are_left_empty_stay(client: Client) -> None:
    client.post(reverse("account_new"), account_form())
    empty = dict.fromkeys(SECRETS, "")
    change = account_form(**empty, region="Elsewhere") | {"api_key": "canary-new-key"}
    answer = client.post(reverse("account_edit", args=["eu"]), change)
    assert answer.status_code == 302
    account = Account.objects.get()
    kept = account.secrets()
    assert account.region == "Elsewhere"
    assert (kept["api_key"], kept["api_secret"]) == ("canary-new-key", SECRETS["api_secret"])
    (entry,) = events(Event.ACCOUNT_CHANGED)
    assert json.loads(entry.data)["secrets"] == ["api_key"]
    assert "canary" not in entry.data


@pytest.mark.parametrize(
    "change,sentence",
    [
        ({"base_url": "http://api.idwise.com"}, "Give an https address"),
        ({"base_url": "ftp://x"}, "Give an https address"),
        ({"api_key": ""}, "This provider needs it."),
        ({"api_secret": "a\nb"}, "A secret must be one line."),
        ({"time_zone": "Nowhere"}, "No time zone has that name"),
        ({"slug": "two words"}, "valid"),
    ],
)
def test_what_is_wrong_with_an_account_is_told(
    client: Client, change: dict[str, Any], sentence: str
) -> None:
    answer = client.post(reverse("account_new"), account_form(**change))
    assert answer.status_code == 422
    assert sentence in page_of(answer).text
    assert not Account.objects.exists()


def test_everybody_chooses_language_theme_and_time_zone(
    reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    form = {
        "language": "ar",
        "theme": "dark",
        "time_zone": "Asia/Dubai",
        "availability": "away",
    }
    assert client.post(reverse("profile"), form).status_code == 302
    page = page_of(client.get(reverse("profile")))
    (root,) = [one.attributes for one in page.elements if one.tag == "html"]
    assert (root["lang"], root["dir"], root["data-theme"]) == ("ar", "rtl", "dark")
    wrong = client.post(reverse("profile"), form | {"time_zone": "Nowhere"})
    assert wrong.status_code == 422


def test_another_system_of_record_is_agreed_by_a_second_admin(
    client: Client, make_person: MakePerson, signed_in: SignedIn
) -> None:
    client.post(reverse("account_new"), account_form())
    url = reverse("account_edit", args=["eu"])
    blank = dict.fromkeys(SECRETS, "")
    change = account_form(
        **blank, region="Elsewhere", system_of_record="provider", seen_record="house"
    )
    told = page_of(client.post(url, change, follow=True)).text
    assert "that is agreed by a second admin" in told
    assert "is told to nobody any more" in told, "the account's page says what waits"
    account = Account.objects.get()
    assert (account.region, account.system_of_record) == ("Elsewhere", "house")
    again = client.post(url, change)
    assert again.status_code == 422
    assert "waits for a second admin already" in page_of(again).text
    waiting = PendingChange.objects.get()
    second = signed_in(make_person("admin"))
    page = page_of(second.get(reverse("manage_changes"))).text
    assert "Provider account: eu" in page
    assert "Decisions are made at the provider" in page
    second.post(reverse("manage_change_settle", args=[waiting.pk]), {"act": "confirm"})
    assert Account.objects.get().system_of_record == "provider"


def test_who_manages_accounts_alone_sees_their_own_proposal_and_no_other(
    client: Client, admin: User, make_person: MakePerson, signed_in: SignedIn
) -> None:
    client.post(reverse("account_new"), account_form())
    role = Role.objects.create(slug="plumber", name="Plumber", permissions=["accounts.manage"])
    plumber = make_person(name="Petra Example")
    plumber.roles.set([role])
    theirs = signed_in(plumber)
    blank = dict.fromkeys(SECRETS, "")
    change = account_form(**blank, system_of_record="provider", seen_record="house")
    theirs.post(reverse("account_edit", args=["eu"]), change)
    waiting = PendingChange.objects.get()
    assert "Take it back" in page_of(theirs.get(reverse("manage_changes"))).text
    PendingChange.objects.update(by=admin)
    assert "Nothing waits" in page_of(theirs.get(reverse("manage_changes"))).text
    settle = reverse("manage_change_settle", args=[waiting.pk])
    assert theirs.post(settle, {"act": "refuse"}).status_code == 404
    assert PendingChange.objects.get().state == PendingChange.State.WAITING
