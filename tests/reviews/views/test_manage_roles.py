"""Admin pages of the roles: who can do what, and changes that need a second admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from reviews.models import PendingChange
from tests.people import MakePerson, SignedIn
from tests.reviews.views.pages import Page, page_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


def page(client: Client, name: str, *args: object) -> Page:
    return page_of(client.get(reverse(name, args=args)))


def save(client: Client, slug: str = "", **changed: Any) -> Any:
    url = reverse("role_edit", args=[slug]) if slug else reverse("role_new")
    form = client.get(url).context["form"]
    kept = {
        "name": form["name"].value() or "",
        "permissions": list(form["permissions"].value() or []),
        "seen": form["seen"].value() or "",
    }
    return client.post(url, {**kept, **changed}, follow=True)


def test_the_table_says_in_words_who_can_do_what(client: Client) -> None:
    shown = page(client, "roles")
    assert "Who can do what" in shown.text
    for permission in Permission:
        assert str(permission.label) in shown.text
    row = shown.text.split("Confirm sanctions and PEP matches")[1].split("Read the trail")[0]
    assert [word for word in row.split() if word in ("yes", "no")] == ["no", "yes", "no", "no"]
    heads = [one.attributes.get("scope") for one in shown.elements if one.tag == "th"]
    assert heads.count("row") == 4 + len(Permission)
    assert None not in heads


@pytest.mark.both_databases
def test_a_role_is_added_and_can_be_given(client: Client) -> None:
    answer = save(client, name="Night shift", permissions=["cases.review", "evidence.view"])
    assert "Saved." in page_of(answer).text
    assert Role.objects.get(pk="night-shift").permissions == ["cases.review", "evidence.view"]
    assert "Night shift" in page(client, "staff_new").text


@pytest.mark.parametrize(
    "changed,sentence",
    [
        ({"name": ""}, "This field is required."),
        ({"permissions": []}, "Choose at least one thing that the role may do."),
        ({"permissions": ["no.such"]}, "no.such"),
        ({"name": "Auditor"}, "A role has this name already."),
        (
            {"permissions": ["cases.review", "staff.manage"]},
            "A role either manages the system or sees evidence in it.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, changed: dict[str, Any], sentence: str
) -> None:
    answer = save(client, **{"name": "Night", "permissions": ["trail.view"], **changed})
    assert answer.status_code == 422
    shown = page_of(answer)
    assert sentence in shown.text
    assert shown.named("name")[0].get("value", "") == changed.get("name", "Night")
    ticked = [one["value"] for one in shown.named("permissions") if "checked" in one]
    known = [one for one in changed.get("permissions", ["trail.view"]) if one != "no.such"]
    assert ticked == known
    assert Role.objects.count() == 4


def test_what_the_page_shows_saves_as_it_is(client: Client) -> None:
    before = list(Role.objects.values_list())
    assert "Saved." in page_of(save(client, "lead")).text
    assert list(Role.objects.values_list()) == before


def test_an_arabic_page_keeps_the_name_that_every_language_has_words_for(
    client: Client, admin: User
) -> None:
    User.objects.filter(pk=admin.pk).update(language="ar")
    save(client, "lead")
    assert Role.objects.get(pk="lead").name == "Lead"


def test_a_page_that_is_older_than_the_role_does_not_save(client: Client) -> None:
    seen = client.get(reverse("role_edit", args=["auditor"])).context["form"]["seen"].value()
    Role.objects.filter(pk="auditor").update(permissions=["trail.view"])
    answer = save(client, "auditor", permissions=["figures.view"], seen=seen)
    assert answer.status_code == 422
    assert "Somebody changed this role meanwhile." in page_of(answer).text
    assert Role.objects.get(pk="auditor").permissions == ["trail.view"]


def test_more_power_waits_and_is_shown_where_it_belongs(
    client: Client, make_person: MakePerson, signed_in: SignedIn, reviewer: User
) -> None:
    more = ["cases.review", "evidence.view", "sanctions.decide"]
    answer = save(client, "reviewer", permissions=more)
    assert "it waits for a second admin" in page_of(answer).text
    words = "“Reviewer” decides about sanctions and PEP matches without passing them on."
    assert words in page(client, "role_edit", "reviewer").text
    assert "A change waits" in page(client, "roles").text
    change = PendingChange.objects.get()
    settle = reverse("manage_change_settle", args=[change.pk])
    client.post(settle, {"act": "confirm"})
    assert not User.objects.get(pk=reviewer.pk).may(Permission.SANCTIONS_DECIDE)
    other = signed_in(make_person("admin"))
    shown = page(other, "manage_changes").text
    assert "Role: Reviewer" in shown
    assert words in shown
    assert "Confirm sanctions and PEP matches no yes" in shown
    other.post(settle, {"act": "confirm"})
    assert User.objects.get(pk=reviewer.pk).may(Permission.SANCTIONS_DECIDE)


def test_a_permission_that_is_taken_counts_at_the_next_click(
    client: Client, auditor: User, signed_in: SignedIn
) -> None:
    theirs = signed_in(auditor)
    assert theirs.get(reverse("trail")).status_code == 200
    save(client, "auditor", permissions=["evidence.view"])
    assert theirs.get(reverse("trail")).status_code == 403


def test_who_manages_staff_alone_settles_what_is_about_staff_alone(
    client: Client, make_person: MakePerson, signed_in: SignedIn, admin: User
) -> None:
    Role.objects.create(slug="people", name="People", permissions=["staff.manage"])
    named = {"based_on": 1, "values": {"name": "Main"}, "by": admin}
    queue = PendingChange.objects.create(kind="queue", subject="main", **named)
    save(client, "reviewer", permissions=["cases.review", "cases.lead"])
    other = signed_in(make_person("people"))
    shown = page(other, "manage_changes").text
    assert "Role: Reviewer" in shown
    assert "Queue:" not in shown
    other.post(reverse("manage_change_settle", args=[queue.pk]), {"act": "refuse"})
    queue.refresh_from_db()
    assert queue.state == "waiting"


def test_a_role_that_nobody_holds_is_removed(client: Client) -> None:
    save(client, name="Night shift", permissions=["evidence.view"])
    client.post(reverse("role_remove", args=["night-shift"]))
    assert not Role.objects.filter(pk="night-shift").exists()
    told = client.post(reverse("role_remove", args=["auditor"]), follow=True)
    assert "Every house starts with this role" in page_of(told).text
    assert Role.objects.filter(pk="auditor").exists()


@pytest.mark.parametrize("count", [1, 6])
def test_the_table_costs_the_same_however_many_roles(
    client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        Role.objects.create(slug=f"r{number}", name=f"Role {number}", permissions=["trail.view"])
    client.get(reverse("roles"))
    with django_assert_max_num_queries(9):
        client.get(reverse("roles"))
