"""Admin pages: roles that must not meet, secrets that are never shown again, changes on record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from tests.people import PASSWORD, SignedIn
from tests.reviews.house import count_of, events
from tests.reviews.views.pages import page_of

SECRETS = {"api_key": "canary-key-51", "api_secret": "canary-secret-52", "callback_secret": "cb-53"}


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


def person_form(**more: Any) -> dict[str, Any]:
    return {
        "name": "Ada Example",
        "email": "Ada@Example.test",
        "roles": ["reviewer"],
        "password": "four words nobody guesses",
        "availability": "available",
        "time_zone": "Asia/Dubai",
        "language": "",
        **more,
    }


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
def test_a_person_is_made_and_can_come_in(client: Client, admin: User) -> None:
    assert client.post(reverse("staff_new"), person_form()).status_code == 302
    made = User.objects.get(email="ada@example.test")
    assert made.role_names() == "reviewer"
    (entry,) = events(Event.STAFF_CREATED)
    assert (entry.actor, entry.object_id) == (admin, str(made.pk))
    assert json.loads(entry.data) == {
        "roles_before": "",
        "roles_after": "reviewer",
        "password_set": True,
    }
    password = person_form()["password"]
    coming = Client().post("/account/login/", {"login": made.email, "password": password})
    assert coming["Location"] == "/desk/"


@pytest.mark.parametrize("roles", [["admin", "reviewer"], ["admin", "lead"], ["auditor", "admin"]])
def test_nobody_manages_and_judges(client: Client, roles: list[str]) -> None:
    answer = client.post(reverse("staff_new"), person_form(roles=roles))
    assert answer.status_code == 422
    assert "One person cannot manage the system and see evidence in it." in page_of(answer).text
    assert not User.objects.filter(email="ada@example.test").exists()


def test_a_reviewer_is_not_made_an_admin_beside_it(client: Client, reviewer: User) -> None:
    form = person_form(email=reviewer.email, roles=["reviewer", "admin"], password="")
    answer = client.post(reverse("staff_edit", args=[reviewer.pk]), form)
    assert answer.status_code == 422
    assert reviewer.role_names() == "reviewer"
    assert count_of(Event.STAFF_CHANGED) == 0


@pytest.mark.parametrize(
    "change,sentence",
    [
        ({"password": ""}, "Give a first password of at least 12 characters."),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "michaeljackson"}, "too common"),
        ({"roles": []}, "required"),
        ({"time_zone": "Mars/Olympus"}, "No time zone has that name"),
        ({"email": "not an address"}, "valid email"),
    ],
)
def test_what_is_wrong_with_a_person_is_told(
    client: Client, change: dict[str, Any], sentence: str
) -> None:
    answer = client.post(reverse("staff_new"), person_form(**change))
    assert answer.status_code == 422
    assert sentence in page_of(answer).text


def test_an_e_mail_in_other_case_is_taken(client: Client, reviewer: User) -> None:
    answer = client.post(reverse("staff_new"), person_form(email=reviewer.email.upper()))
    assert answer.status_code == 422
    assert "Somebody signs in with this e-mail already." in page_of(answer).text


def test_a_change_of_roles_says_which_before_and_after(client: Client, reviewer: User) -> None:
    form = person_form(email=reviewer.email, roles=["lead"], password="")
    client.post(reverse("staff_edit", args=[reviewer.pk]), form)
    (entry,) = events(Event.STAFF_CHANGED)
    assert json.loads(entry.data) == {
        "roles_before": "reviewer",
        "roles_after": "lead",
        "password_set": False,
    }
    coming = Client().post("/account/login/", {"login": reviewer.email, "password": PASSWORD})
    assert coming.status_code == 302, "the password stays where none is given"


def test_a_person_is_closed_and_opened_again_and_nobody_closes_himself(
    client: Client, admin: User, reviewer: User
) -> None:
    url = reverse("staff_deactivate", args=[reviewer.pk])
    found = []
    for _ in range(2):
        client.post(url)
        found.append(User.objects.get(pk=reviewer.pk).is_active)
    assert found == [False, True]
    assert count_of(Event.STAFF_DEACTIVATED) == count_of(Event.STAFF_CHANGED) == 1
    told = client.post(reverse("staff_deactivate", args=[admin.pk]), follow=True)
    assert "You cannot deactivate yourself." in page_of(told).text


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
