"""The trail on its pages: who did what, in order, with a chain that is checked at each look."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import record
from tests.people import SignedIn
from tests.reviews.house import arrive, count_of, held_case, in_effect
from tests.reviews.views.pages import page_of


@pytest.fixture
def client(signed_in: SignedIn, auditor: User) -> Client:
    return signed_in(auditor)


def write(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            record(Event.CASE_CLAIMED, system="test", data={"number": number})


@pytest.mark.both_databases
def test_the_trail_of_a_case_says_who_did_what(
    idwise: Account, reviewer: User, client: Client
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    url = reverse("case_trail", args=[its_round.case_id])
    page = page_of(client.get(url))
    for label in ("Evidence received", "Case opened", "Case claimed", "Decision recorded"):
        assert label in page.text
    assert reviewer.name in page.text
    assert "The newest entries hold" in page.text
    access = page_of(client.get(url, {"lane": "access"})).text
    assert "Decision took effect" not in access
    assert count_of(Event.TRAIL_VIEWED) == 2, "reading the trail is an entry too"


def test_a_reviewer_reads_the_trail_of_a_case_and_not_the_whole(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    client = signed_in(reviewer)
    assert client.get(reverse("case_trail", args=[its_round.case_id])).status_code == 200
    assert client.get(reverse("trail")).status_code == 403


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_the_whole_trail_is_read_page_by_page(client: Client, count: int) -> None:
    write(count)
    url, seen, pages = reverse("trail"), 0, 0
    while url:
        answer = client.get(url, {"event": Event.CASE_CLAIMED.value} if not pages else {})
        page = page_of(answer)
        seen += sum(1 for piece in page.pieces if piece.strip() == "Case claimed")
        seen -= 1  # the filter's own choice
        pages += 1
        more = [
            one.attributes["href"]
            for one in page.elements
            if one.tag == "a" and one.attributes.get("href", "").startswith("?before=")
        ]
        url = f"{reverse('trail')}{more[0]}" if more else ""
        assert pages < 9
    assert seen == count


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=" + "9" * 40, "event=nothing"])
def test_nonsense_in_the_address_is_left_aside(client: Client, query: str) -> None:
    write(2)
    assert client.get(f"{reverse('trail')}?{query}").status_code == 200


def test_a_chain_that_was_cut_is_told(client: Client) -> None:
    write(3)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER trail_entry_no_update")
        cursor.execute("UPDATE trail_trailentry SET data = '{}' WHERE seq = 2")
    text = page_of(client.get(reverse("trail"))).text
    assert "The chain is broken at entry 2" in text


def test_triggers_that_are_gone_are_told(client: Client) -> None:
    write(1)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER trail_entry_no_delete")
    text = page_of(client.get(reverse("trail"))).text
    assert "The triggers that protect the trail are missing." in text
