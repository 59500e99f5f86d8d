"""Every address times every role; an address of the URLconf that is not in the table fails."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from kycreview.staff.models import User
from kycreview.trail.models import TrailEntry
from tests.people import MakePerson, SignedIn
from tests.reviews.views.addresses import ADDRESSES, OWN, names_in_the_urlconf
from tests.reviews.views.world import World, build

ROLES = ("reviewer", "lead", "auditor", "admin")
# Posted to by machines, with a secret of their own and no cookie.
MACHINES = ("callback", "expected", "api_expected", "api_relationship_end")
LET_IN = (200, 204, 302, 400, 409, 422)
# Records of looking: pictures that were served, panels that were opened.
LOOKS = ("reviews.Access", "reviews.PanelView")


@pytest.fixture
def people(make_person: MakePerson) -> dict[str, User]:
    return {role: make_person(role) for role in ROLES}


@pytest.fixture
def world(people: dict[str, User], make_person: MakePerson) -> World:
    return build(people["reviewer"], make_person("reviewer", name="Somebody Else"))


def test_every_address_is_in_the_table() -> None:
    assert names_in_the_urlconf() == set(ADDRESSES)


def test_a_stranger_is_sent_to_the_sign_in_from_everywhere(world: World) -> None:
    wrong = []
    client = Client()
    for name, address in OWN.items():
        for method in address.methods:
            url = address.url(name, world, world.owner)
            answer = getattr(client, method)(url)
            if not is_sent_to_sign_in(answer):
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert wrong == []


def test_an_htmx_request_of_a_stranger_is_told_to_go_there_as_a_page(world: World) -> None:
    wrong = []
    client = Client(headers={"HX-Request": "true"})
    for name, address in OWN.items():
        for method in address.methods:
            answer = getattr(client, method)(address.url(name, world, world.owner))
            if (answer.status_code, answer.get("HX-Redirect")) != (401, reverse("account_login")):
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_the_permission_is_refused_and_told_which(
    world: World, people: dict[str, User], signed_in: SignedIn, role: str
) -> None:
    wrong = []
    person = people[role]
    client = signed_in(person)
    for name, address in OWN.items():
        if not address.needs or any(person.may(wanted) for wanted in address.needs):
            continue
        for method in address.methods:
            answer = getattr(client, method)(address.url(name, world, person), address.form)
            text = answer.content.decode()
            is_named = any(str(wanted.label) in text for wanted in address.needs)
            if answer.status_code != 403 or not is_named:
                wrong.append(f"{method} {name}: {answer.status_code} {is_named}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_with_the_permission_is_let_in(
    world: World, people: dict[str, User], signed_in: SignedIn, role: str
) -> None:
    wrong = []
    person = people[role]
    client = signed_in(person)
    seen = 0
    for name, address in OWN.items():
        if address.needs and not any(person.may(wanted) for wanted in address.needs):
            continue
        for method in address.methods:
            answer = getattr(client, method)(address.url(name, world, person), address.form)
            seen += 1
            is_auditors_decision = role == "auditor" and (method, name) == ("post", "case")
            if answer.status_code not in LET_IN and not is_auditors_decision:
                wrong.append(f"{method} {name}: {answer.status_code}")
            if is_sent_to_sign_in(answer):
                wrong.append(f"{method} {name} was sent to the sign-in")
    assert wrong == []
    assert seen > 8


def test_who_lost_the_role_is_refused_at_once(
    world: World, people: dict[str, User], signed_in: SignedIn
) -> None:
    client = signed_in(people["reviewer"])
    case = reverse("case", args=[world.held.pk])
    assert client.get(case).status_code == 200
    people["reviewer"].roles.clear()
    assert client.get(case).status_code == 403


def test_who_was_deactivated_is_out_at_once(
    world: World, people: dict[str, User], signed_in: SignedIn
) -> None:
    client = signed_in(people["reviewer"])
    assert client.get(reverse("desk")).status_code == 200
    admin = signed_in(people["admin"])
    admin.post(reverse("staff_deactivate", args=[people["reviewer"].pk]))
    assert is_sent_to_sign_in(client.get(reverse("desk")))


def test_a_form_without_its_token_changes_nothing(
    world: World, people: dict[str, User], signed_in: SignedIn
) -> None:
    wrong = []
    clients = {}
    for role, person in people.items():
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = signed_in(person).cookies
        clients[role] = strict
    # What an address needs is there before anything is posted.
    posts = [
        (name, role, address.url(name, world, person), address.form)
        for name, address in ADDRESSES.items()
        if "post" in address.methods and name not in MACHINES
        for role, person in people.items()
    ]
    before = all_rows()
    for name, role, url, form in posts:
        answer = clients[role].post(url, form)
        if answer.status_code != 403:
            wrong.append(f"{name} as {role}: {answer.status_code}")
    assert wrong == []
    assert all_rows() == before


def test_a_missing_token_is_told_in_a_sentence(
    people: dict[str, User], signed_in: SignedIn
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(people["reviewer"]).cookies
    answer = strict.post(reverse("desk_next"))
    assert "nothing was changed. Go back, reload the page and send it again." in (
        answer.content.decode()
    )


def test_machines_need_their_own_token_and_no_cookie(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("expected"), "{}", "application/json").status_code == 401
    callback = reverse("callback", args=["no-such-path"])
    assert strict.post(callback, "{}", "application/json").status_code == 404


def test_a_method_that_is_not_meant_is_refused(
    world: World, people: dict[str, User], signed_in: SignedIn
) -> None:
    wrong = []
    clients = {role: signed_in(person) for role, person in people.items()}
    for name, address in ADDRESSES.items():
        role = "admin" if people["admin"].permission_codes() & set(address.needs) else "lead"
        methods = ["delete"] if address.is_foreign else ["put", "patch", "delete"]
        if not address.is_foreign:
            methods += [one for one in ("get", "post") if one not in address.methods]
        for method in methods:
            url = address.url(name, world, people[role])
            answer = getattr(clients[role], method)(url)
            # A page that sends on, or is not there for this person, changes nothing either.
            is_elsewhere = address.is_foreign and answer.status_code in (302, 404)
            if answer.status_code != 405 and not is_elsewhere:
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert wrong == []


def test_looking_changes_nothing_but_trail_access_and_session(
    world: World, people: dict[str, User], signed_in: SignedIn
) -> None:
    wrong = []
    for role, person in people.items():
        client = signed_in(person)
        urls = [
            address.url(name, world, person)
            for name, address in OWN.items()
            if "get" in address.methods
        ]
        before = all_rows(but=LOOKS)
        for url in urls:
            client.get(url)
        after = all_rows(but=LOOKS)
        wrong += [f"{label} as {role}" for label in before if before[label] != after[label]]
    assert wrong == []
    assert TrailEntry.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_carries_its_protection(
    world: World, people: dict[str, User], signed_in: SignedIn, role: str
) -> None:
    client = signed_in(people[role])
    wrong = []
    for name, address in ADDRESSES.items():
        if "get" not in address.methods:
            continue
        answer = client.get(address.url(name, world, people[role]))
        policy = answer["Content-Security-Policy"]
        if "default-src 'none'" not in policy or "unsafe-" in policy or "*" in policy:
            wrong.append(f"{name}: {policy}")
        if "no-store" not in answer["Cache-Control"]:
            wrong.append(f"{name}: {answer['Cache-Control']}")
        for header, value in {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }.items():
            if answer[header] != value:
                wrong.append(f"{name}: {header}")
        if "camera=()" not in answer["Permissions-Policy"]:
            wrong.append(f"{name}: Permissions-Policy")
    assert wrong == []


def test_the_sign_in_page_carries_its_protection_for_strangers(world: World) -> None:
    answer = Client().get(reverse("account_login"))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("where", ["case", "journey", "media", "search_results"])
def test_what_does_not_exist_is_a_page_that_says_so(
    world: World, people: dict[str, User], signed_in: SignedIn, where: str
) -> None:
    unknown: list[Any] = ["00000000-0000-4000-8000-000000000007"]
    args = [*unknown, "view"] if where == "media" else unknown
    answer = signed_in(people["lead"]).get(reverse(where, args=args))
    assert answer.status_code == 404
    assert "<html" in answer.content.decode()


def is_sent_to_sign_in(answer: Any) -> bool:
    return bool(
        answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    )


def all_rows(*, but: Collection[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but trail and sessions, and these models."""
    left_out = {"sessions.Session", *but}
    return {
        model._meta.label: sorted(
            model._default_manager.values_list(), key=lambda row: [str(cell) for cell in row]
        )
        for model in apps.get_models()
        if model._meta.app_label != "trail" and model._meta.label not in left_out
    }
