"""Admin pages of staff: roles that must not meet, a second admin's agreement, changes on record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import PendingChange
from tests.people import PASSWORD, MakePerson, SignedIn
from tests.reviews.house import count_of, events
from tests.reviews.views.pages import page_of


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


@pytest.fixture
def second(admin: User, make_person: MakePerson) -> User:
    return make_person("admin", name="Samira Nouri")


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
        "changes": {"name": [], "time_zone": ["", "Asia/Dubai"]},
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


def test_a_new_admin_is_there_at_once_and_admin_with_a_second_one(
    client: Client, second: User, signed_in: SignedIn
) -> None:
    answer = client.post(reverse("staff_new"), person_form(roles=["admin"]), follow=True)
    assert "is agreed by a second admin" in page_of(answer).text
    made = User.objects.get(email="ada@example.test")
    assert made.role_names() == ""
    page = page_of(client.get(reverse("staff_edit", args=[made.pk]))).text
    assert "Ada Example becomes Admin, and can confirm what other admins propose." in page
    assert "A change waits" in page_of(client.get(reverse("staff"))).text
    change = PendingChange.objects.get()
    other = signed_in(second)
    assert "Ada Example becomes Admin" in page_of(other.get(reverse("manage_changes"))).text
    other.post(reverse("manage_change_settle", args=[change.pk]), {"act": "confirm"})
    assert User.objects.get(pk=made.pk).role_names() == "admin"


def test_the_password_of_another_admin_is_theirs_and_nothing_typed_is_lost(
    client: Client, second: User
) -> None:
    form = person_form(email=second.email, roles=["admin"], name="Another Name")
    answer = client.post(reverse("staff_edit", args=[second.pk]), form)
    assert answer.status_code == 422
    page = page_of(answer)
    assert "two admins in one hand" in page.text
    assert page.named("name")[0]["value"] == "Another Name"
    assert User.objects.get(pk=second.pk).name == "Samira Nouri"


def test_the_last_admin_is_told_why_the_role_stays(client: Client, admin: User) -> None:
    form = person_form(email=admin.email, roles=["reviewer"], password="")
    answer = client.post(reverse("staff_edit", args=[admin.pk]), form)
    assert answer.status_code == 422
    assert "Nobody would be left who manages staff" in page_of(answer).text
    assert User.objects.get(pk=admin.pk).role_names() == "admin"


def test_a_role_that_is_taken_counts_at_the_next_click(
    client: Client, second: User, signed_in: SignedIn
) -> None:
    theirs = signed_in(second)
    assert theirs.get(reverse("staff")).status_code == 200
    form = person_form(email=second.email, roles=["auditor"], password="")
    client.post(reverse("staff_edit", args=[second.pk]), form)
    assert theirs.get(reverse("staff")).status_code == 403
    assert theirs.get(reverse("trail")).status_code == 200


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_of_people_costs_the_same_however_many(
    client: Client, make_person: MakePerson, django_assert_max_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        make_person("reviewer", "lead")
    client.get(reverse("staff"))
    with django_assert_max_num_queries(9):
        client.get(reverse("staff"))


def closed(person: User) -> User:
    person.deactivated_at = timezone.now()
    person.save(update_fields=["deactivated_at"])
    return person


@pytest.mark.both_databases
def test_a_closed_admin_is_open_again_once_a_second_one_agrees(
    client: Client, second: User, make_person: MakePerson, signed_in: SignedIn
) -> None:
    gone = closed(make_person("admin", name="Nadia Example"))
    url = reverse("staff_deactivate", args=[gone.pk])
    told = client.post(url, {"is_closed": "1"}, follow=True)
    assert "it waits for one" in page_of(told).text
    assert "A change waits" in page_of(client.get(reverse("staff"))).text
    form = page_of(client.get(reverse("staff_edit", args=[gone.pk])))
    assert "Nadia Example can sign in again as Admin" in form.text
    assert "Activate again" not in form.text
    own = page_of(client.get(reverse("manage_changes"))).text
    assert "Somebody else than who proposed it confirms it." in own
    change = PendingChange.objects.get()
    client.post(reverse("manage_change_settle", args=[change.pk]), {"act": "confirm"})
    assert not User.objects.get(pk=gone.pk).is_active
    other = signed_in(second)
    page = page_of(other.get(reverse("manage_changes"))).text
    assert "Staff account: Nadia Example" in page
    assert "Deactivated" in page
    other.post(reverse("manage_change_settle", args=[change.pk]), {"act": "confirm"})
    assert User.objects.get(pk=gone.pk).is_active
    assert "A change waits" not in page_of(client.get(reverse("staff"))).text


def test_the_page_says_before_that_an_admin_comes_back_with_a_second_one(
    client: Client, second: User, reviewer: User, make_person: MakePerson
) -> None:
    said = "An admin comes back once a second admin agrees."
    for person, is_said in ((make_person("admin"), True), (reviewer, False)):
        page = page_of(client.get(reverse("staff_edit", args=[closed(person).pk]))).text
        assert (said in page) == is_said
        assert "Activate again" in page


def test_a_button_of_an_older_page_does_not_undo_what_another_admin_did(
    client: Client, reviewer: User
) -> None:
    url = reverse("staff_deactivate", args=[reviewer.pk])
    client.post(url, {"is_closed": ""})
    told = client.post(url, {"is_closed": ""}, follow=True)
    assert "Somebody saved another version meanwhile." in page_of(told).text
    assert not User.objects.get(pk=reviewer.pk).is_active
