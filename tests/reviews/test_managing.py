"""The admin's one entry of the rail, and the menu that it leads to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kycreview.staff.models import Role
from kycreview.staff.permissions import MANAGING, Permission
from reviews.templatetags.managing import ENTRIES
from tests.people import MakePerson, SignedIn
from tests.reviews.views.pages import Page, page_of

pytestmark = pytest.mark.usefixtures("database")


def of_class(page: Page, name: str) -> list[dict[str, str]]:
    return [
        one.attributes
        for one in page.elements
        if name in one.attributes.get("class", "").split() and "href" in one.attributes
    ]


def menu(page: Page) -> list[str]:
    """The addresses of the menu's lines."""
    start = next(
        index
        for index, one in enumerate(page.elements)
        if one.attributes.get("class") == "admin-nav"
    )
    found = []
    for one in page.elements[start + 1 :]:
        if one.tag != "a":
            if one.tag == "span":
                continue
            break
        found.append(one.attributes["href"])
    return found


def test_an_admin_has_one_entry_and_every_line_of_the_menu(
    make_person: MakePerson, signed_in: SignedIn
) -> None:
    client = signed_in(make_person("admin"))
    page = page_of(client.get(reverse("reasons")))
    rail = of_class(page, "rail-item")
    assert [one["href"] for one in rail if one.get("aria-current")] == [reverse("manage_queues")]
    assert {reverse("imports"), reverse("accounts"), reverse("staff")}.isdisjoint(
        one["href"] for one in rail
    )
    assert menu(page) == [reverse(entry.pages[0]) for entry in ENTRIES]


@pytest.mark.parametrize("permission", sorted(MANAGING))
def test_the_entry_leads_to_the_first_line_that_the_person_may_open(
    permission: Permission, make_person: MakePerson, signed_in: SignedIn
) -> None:
    Role.objects.create(slug="own", name="Own", permissions=[permission.value])
    client = signed_in(make_person("own"))
    page = page_of(client.get(reverse("profile")))
    (entry,) = [one for one in of_class(page, "rail-item") if one["data-key"] == "g KeyM"]
    answer = client.get(entry["href"])
    assert answer.status_code == 200
    first = next(one for one in ENTRIES if one.permission == permission)
    assert entry["href"] == reverse(first.pages[0])
    lines = menu(page_of(answer))
    assert entry["href"] in lines
    assert all(client.get(line).status_code == 200 for line in lines)


def test_who_manages_nothing_has_no_entry(make_person: MakePerson, signed_in: SignedIn) -> None:
    page = page_of(signed_in(make_person("lead")).get(reverse("profile")))
    assert [one for one in of_class(page, "rail-item") if one["data-key"] == "g KeyM"] == []


def test_keys_lead_from_everywhere_to_what_has_no_entry_of_its_own(
    make_person: MakePerson, signed_in: SignedIn
) -> None:
    page = page_of(signed_in(make_person("admin")).get(reverse("profile")))
    keys = {
        one.attributes["data-key"]: one.attributes["data-href"]
        for one in page.elements
        if one.attributes.get("data-does") == "go"
    }
    assert keys == {
        "g KeyI": reverse("imports"), "g KeyC": reverse("accounts"), "g KeyT": reverse("staff"),
    }  # fmt: skip


def test_where_there_is_nothing_no_place_is_the_current_one(
    make_person: MakePerson, signed_in: SignedIn
) -> None:
    answer = signed_in(make_person("auditor")).get("/nothing/here/")
    assert answer.status_code == 404
    rail = of_class(page_of(answer), "rail-item")
    assert rail
    assert [one["href"] for one in rail if one.get("aria-current")] == []
