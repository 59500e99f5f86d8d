"""Cases without an eligible reader: their page, the ways there, and the count in the admin menu."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Recusal
from reviews.tasks import look_after_desk
from tests.people import SignedIn
from tests.reviews.house import arrive, opened, opened_strictly
from tests.reviews.views.pages import page_of


def test_a_case_without_an_eligible_reader_is_shown_to_admins_without_a_way_in(
    idwise: Account, reviewer: User, admin: User, lead: User, signed_in: SignedIn
) -> None:
    case = opened_strictly(arrive(idwise, outcome="glare"))
    address = reverse("nobody")
    assert case.code not in page_of(signed_in(admin).get(address)).text
    for person in (reviewer, lead):
        Recusal.objects.create(case=case, person=person)
    page = page_of(signed_in(admin).get(address))
    assert case.code in page.text
    assert "Everybody who could take it has read it" in page.text
    hrefs = {one.attributes.get("href") for one in page.elements}
    assert reverse("case", args=[case.pk]) not in hrefs
    theirs = page_of(signed_in(lead).get(address))
    assert reverse("case", args=[case.pk]) in {
        one.attributes.get("href") for one in theirs.elements
    }


def test_cases_without_a_reader_are_found_from_the_menus(
    reviewer: User, lead: User, admin: User, signed_in: SignedIn
) -> None:
    def links(who: Client, where: str) -> set[str]:
        return {one.attributes.get("href", "") for one in page_of(who.get(where)).elements}

    address = reverse("nobody")
    assert address in links(signed_in(admin), reverse("manage_queues"))
    assert reverse("manage_queues") in links(signed_in(admin), address)
    assert address in links(signed_in(lead), reverse("queues"))
    assert address not in links(signed_in(reviewer), reverse("queues"))


def test_the_menu_counts_cases_without_a_reader_for_one_query_more(
    idwise: Account, reviewer: User, lead: User, admin: User, signed_in: SignedIn
) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    client = signed_in(admin)

    def shown(where: str) -> str:
        words = page_of(client.get(where)).text
        found = re.search(r"No eligible reader (\d* ?)Changes that wait", words)
        assert found is not None
        return found[1].strip()

    queues, nobody = reverse("manage_queues"), reverse("nobody")
    assert shown(queues) == ""
    for person in (reviewer, lead):
        Recusal.objects.create(case=case, person=person)
    assert shown(nobody) == "1", "its own page counts by itself"
    assert shown(queues) == "", "the others know it from the beat"
    look_after_desk()
    assert shown(queues) == "1"
    with CaptureQueriesContext(connection) as captured:
        client.get(queues)
    assert len([one for one in captured if "cache_rows" in one["sql"]]) == 1


@pytest.mark.parametrize("where", ["desk", "queues", "figures"])
def test_no_other_page_asks_for_that_number(lead: User, signed_in: SignedIn, where: str) -> None:
    client = signed_in(lead)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse(where))
    assert not [one for one in captured if "desk.stuck" in one["sql"]]
