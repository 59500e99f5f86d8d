"""Coming in and going over HTTP: who is let in, and what the trail says about it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from kycreview.sealing import lookup_hash
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.people import PASSWORD, MakePerson, SignedIn

LOGIN = "/account/login/"


def entries(*wanted: Event) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(event__in=wanted).order_by("seq"))


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def hotp(secret: str) -> str:
    """The code that an authenticator app would show now."""
    return f"{hotp_value(secret, int(time.time()) // 30):06}"


@pytest.mark.both_databases
def test_the_right_password_opens_the_desk_and_is_recorded(reviewer: User) -> None:
    client = Client()
    answer = sign_in(client, reviewer.email)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200
    (entry,) = entries(Event.SIGNED_IN)
    assert (entry.actor, entry.role, entry.address) == (reviewer, "reviewer", "127.0.0.1")
    assert json.loads(entry.data) == {"methods": ["password"]}


def test_the_session_of_the_sign_in_is_the_session_of_what_follows(reviewer: User) -> None:
    client = Client()
    sign_in(client, reviewer.email)
    client.post(reverse("search"), {"query": "REF-1"})
    client.post(reverse("account_logout"))
    found = [one.session_digest for one in TrailEntry.objects.order_by("seq")]
    assert len(found) == 3
    assert len(set(found)) == 1
    assert len(found[0]) == 16


def test_no_entry_gives_the_session_away(reviewer: User) -> None:
    client = Client()
    sign_in(client, reviewer.email)
    key = Session.objects.get().session_key
    assert key not in str(list(TrailEntry.objects.values_list()))


def test_signing_in_gives_the_session_another_name(reviewer: User) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in(client, reviewer.email)
    assert client.session.session_key != planted


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda email: f"  {email} "])
def test_an_e_mail_may_be_spelled_in_any_case(reviewer: User, spelling: Any) -> None:
    assert sign_in(Client(), spelling(reviewer.email)).status_code == 302


@pytest.mark.both_databases
@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_person_look_the_same(reviewer: User, known: bool) -> None:
    client = Client()
    email = reviewer.email if known else "nobody@example.test"
    answer = sign_in(client, email, "not the password")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "email address and/or password you specified are not correct" in text
    assert client.get("/desk/").status_code == 302
    (entry,) = entries(Event.SIGN_IN_FAILED)
    assert (entry.actor, entry.system, entry.address) == (None, "sign-in", "127.0.0.1")
    assert json.loads(entry.data) == {
        "login": lookup_hash("sign-in", email),
        "why": "password",
    }


def test_a_failure_names_nobody(reviewer: User) -> None:
    sign_in(Client(), reviewer.email, "not the password")
    sign_in(Client(), "Somebody.Else@Example.test", "not the password")
    told = str(list(TrailEntry.objects.values_list())).lower()
    for word in (reviewer.email, str(reviewer.pk), "somebody.else", "not the password"):
        assert word not in told


def test_a_deactivated_person_is_told_so_and_stays_out(reviewer: User) -> None:
    User.objects.filter(pk=reviewer.pk).update(deactivated_at=timezone.now())
    client = Client()
    answer = sign_in(client, reviewer.email)
    assert answer.status_code == 200
    assert "This account is closed. An admin of your house can open it again." in (
        answer.content.decode()
    )
    assert client.get("/desk/").status_code == 302
    (entry,) = entries(Event.SIGNED_IN, Event.SIGN_IN_FAILED)
    assert json.loads(entry.data)["why"] == "deactivated"


def test_a_deactivated_person_with_a_wrong_password_learns_nothing(reviewer: User) -> None:
    User.objects.filter(pk=reviewer.pk).update(deactivated_at=timezone.now())
    text = sign_in(Client(), reviewer.email, "not the password").content.decode()
    assert "closed" not in text


def test_whoever_is_deactivated_while_signed_in_is_out(reviewer: User, signed_in: SignedIn) -> None:
    client = signed_in(reviewer)
    assert client.get("/desk/").status_code == 200
    User.objects.filter(pk=reviewer.pk).update(deactivated_at=timezone.now())
    assert client.get("/desk/").status_code == 302


@pytest.mark.both_databases
def test_signing_out_ends_the_session_and_is_recorded(reviewer: User) -> None:
    client = Client()
    sign_in(client, reviewer.email)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/desk/").status_code == 200, "looking at the page signs nobody out"
    answer = client.post(reverse("account_logout"))
    assert answer["Location"] == LOGIN
    assert client.get("/desk/").status_code == 302
    came, went = entries(Event.SIGNED_IN, Event.SIGNED_OUT)
    assert came.actor == went.actor == reviewer
    assert came.session_digest == went.session_digest != ""


def test_after_the_sign_in_the_wanted_page_comes_and_no_other_house(reviewer: User) -> None:
    inside = sign_in(Client(), reviewer.email, QUERY_STRING="next=/search/")
    assert inside["Location"] == "/search/"
    outside = sign_in(Client(), reviewer.email, QUERY_STRING="next=https://elsewhere.test/")
    assert outside["Location"] == "/desk/"


def test_many_wrong_passwords_are_slowed_down(reviewer: User) -> None:
    client = Client()
    answers = [sign_in(client, reviewer.email, f"guess {number}") for number in range(8)]
    assert "Too many failed login attempts" in answers[-1].content.decode()
    slowed = sign_in(client, reviewer.email)
    assert slowed.status_code == 200, "not even the right one is tried now"
    assert 5 <= len(entries(Event.SIGN_IN_FAILED)) < 8
    assert not entries(Event.SIGNED_IN)


@pytest.mark.parametrize(
    "remote,forwarded,address",
    [
        ("203.0.113.9", "198.51.100.4", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.4", "198.51.100.4"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.4", "198.51.100.4"),
        ("10.0.0.1", "198.51.100.4, 10.0.0.2", "198.51.100.4"),
        ("10.0.0.1", "10.0.0.2, 10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", " , ,", "10.0.0.1"),
    ],
)
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    reviewer: User, settings: Settings, remote: str, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1", "10.0.0.2"]
    sign_in(Client(REMOTE_ADDR=remote), reviewer.email, headers={"X-Forwarded-For": forwarded})
    (entry,) = entries(Event.SIGNED_IN)
    assert entry.address == address


def test_attempts_behind_a_proxy_are_counted_by_their_own_address(
    make_person: MakePerson, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    # For unknown people a password is hashed only to take as long: here it need not.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    client = Client(REMOTE_ADDR="10.0.0.1")
    for number in range(12):
        email = f"guess{number}@example.test"
        sign_in(client, email, "guess", headers={"X-Forwarded-For": "198.51.100.4"})
    person = make_person("reviewer")
    slowed = sign_in(client, person.email, headers={"X-Forwarded-For": "198.51.100.4"})
    assert slowed.status_code == 200
    let_in = sign_in(client, person.email, headers={"X-Forwarded-For": "198.51.100.5"})
    assert let_in.status_code == 302


def test_nobody_makes_an_account_for_himself(reviewer: User) -> None:
    text = Client().get(LOGIN).content.decode()
    assert "signup" not in text
    for path in ("/account/signup/", "/account/password/reset/"):
        assert Client().get(path).status_code == 404


def test_a_second_factor_is_asked_for_and_told(reviewer: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(reviewer, secret)
    client = Client()
    answer = sign_in(client, reviewer.email)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not entries(Event.SIGNED_IN)
    assert client.get("/desk/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    (failed,) = entries(Event.SIGN_IN_FAILED)
    assert json.loads(failed.data) == {
        "login": lookup_hash("sign-in", reviewer.email),
        "why": "second_factor",
    }
    answer = client.post(reverse("mfa_authenticate"), {"code": hotp(secret)})
    assert answer["Location"] == "/desk/"
    (entry,) = entries(Event.SIGNED_IN)
    assert json.loads(entry.data) == {"methods": ["password", "mfa"]}


def test_a_new_password_is_told_and_works(reviewer: User) -> None:
    client = Client()
    sign_in(client, reviewer.email)
    new = "another three made-up words"
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    (entry,) = entries(Event.STAFF_CHANGED)
    assert (entry.actor, entry.object_id) == (reviewer, str(reviewer.pk))
    assert json.loads(entry.data) == {"password_set": True}
    assert sign_in(Client(), reviewer.email, new).status_code == 302
    assert sign_in(Client(), reviewer.email).status_code == 200


def test_a_second_factor_that_is_set_up_or_given_up_is_told(reviewer: User) -> None:
    client = Client()
    sign_in(client, reviewer.email)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302, "prove it again first"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": hotp(secret)})
    assert Authenticator.objects.filter(type="totp").exists()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    told = [json.loads(entry.data) for entry in entries(Event.STAFF_CHANGED)]
    assert {"factor_added": "totp"} in told
    assert {"factor_removed": "totp"} in told


def test_a_person_proves_it_again_with_the_same_password(reviewer: User) -> None:
    client = Client()
    sign_in(client, reviewer.email)
    url = reverse("account_reauthenticate")
    wrong = client.post(url, {"password": "not the password"})
    assert wrong.status_code == 200
    assert client.post(url, {"password": PASSWORD}).status_code == 302


def test_recovery_codes_are_a_second_factor_too(reviewer: User) -> None:
    TOTP.activate(reviewer, generate_totp_secret())
    codes = RecoveryCodes.activate(reviewer).get_unused_codes()
    client = Client()
    sign_in(client, reviewer.email)
    answer = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert answer["Location"] == "/desk/"
