"""Lists over HTTP: what a page holds, its filters and pages, and how often it asks the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk import list_counts
from reviews.desk.routing.why import Why
from reviews.models import Case, CaseTag, Queue, QueueWorker, SavedView, Tag
from tests.databases import Database
from tests.people import MakePerson, SignedIn
from tests.reviews.desk.listed import claimed, new_case, new_queue
from tests.reviews.house import arrive, body_of, events, opened
from tests.reviews.views.pages import Page, page_of

# Session, person, roles, queues, counts, cases, views, and what can still be undone.
LIST = 8


@pytest.fixture
def queue(database: Database) -> Queue:
    return new_queue("gulf", name="Gulf onboarding")


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def page(client: Client, url: str = "/queue/gulf/", **query: str | list[str]) -> Page:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return page_of(answer)


def codes_in(shown: Page) -> list[str]:
    known = set(Case.objects.values_list("code", flat=True))
    return list(dict.fromkeys(one.strip() for one in shown.pieces if one.strip() in known))


def hrefs(shown: Page) -> set[str]:
    return {one.attributes.get("href", "") for one in shown.elements if one.tag == "a"}


def test_a_row_tells_why_a_case_is_here_and_when_it_is_due(
    queue: Queue, client: Client, second_reviewer: User
) -> None:
    case = new_case(
        queue,
        due=timedelta(minutes=-14, seconds=-5),
        document_type="passport",
        country_code="EGY",
        why_bits=int(Why.FACES | Why.CONFLICT | Why.RULE),
        severity=3,
        round_count=2,
        round_opened_at=timezone.now() - timedelta(hours=8, minutes=3),
    )
    claimed(case, second_reviewer)
    shown = page(client)
    words = ("Late 14 min", "Passport", "Egypt", "Face comparison", "Data conflict", "+1", "High")
    for word in (*words, "8 h", str(second_reviewer)):
        assert word in shown.text, word
    assert codes_in(shown) == [case.code]


def test_a_blind_queue_tells_nothing_that_the_machine_thinks(queue: Queue, client: Client) -> None:
    Queue.objects.filter(pk="gulf").update(blind_first=True)
    new_case(queue, severity=3)
    new_case(queue, severity=1)
    shown = page(client, severity="3")
    assert len(codes_in(shown)) == 2
    for word in ("Risk", "High", "Low"):
        assert word not in shown.text, word
    assert shown.named("severity") == []


def test_filters_leave_what_was_asked_for_and_can_be_taken_off(
    queue: Queue, client: Client
) -> None:
    one = new_case(queue, document_type="passport", country_code="EGY")
    new_case(queue, document_type="visa", country_code="EGY")
    shown = page(client, doc="passport", country="EGY", sort="due")
    assert codes_in(shown) == [one.code]
    assert shown.ticked("doc") == ["passport"]
    assert "/queue/gulf/?country=EGY&sort=due" in hrefs(shown)
    assert "/queue/gulf/?doc=passport&sort=due" in hrefs(shown)
    assert [box["value"] for box in shown.named("doc") if box["type"] == "checkbox"] == [
        "passport",
        "visa",
    ]


def test_fifty_cases_a_page_and_the_way_there_and_back(queue: Queue, client: Client) -> None:
    for minutes in range(123):
        new_case(queue, due=timedelta(minutes=minutes))
    first = client.get("/queue/gulf/", {"claim": "nobody"})
    assert "1 to 50 of 123" in page_of(first).text
    second_url = _link(first, "next")
    assert "claim=nobody" in second_url
    second = client.get(second_url)
    assert "51 to 100 of 123" in page_of(second).text
    third = client.get(_link(second, "next"))
    assert "101 to 123 of 123" in page_of(third).text
    assert not set(codes_in(page_of(third))) & set(codes_in(page_of(second)))
    back = client.get(_link(third, "prev"))
    assert codes_in(page_of(back)) == codes_in(page_of(second))
    assert "51 to 100 of 123" in page_of(back).text


def _link(answer: object, rel: str) -> str:
    (found,) = {
        one.attributes["href"]
        for one in page_of(answer).elements
        if one.attributes.get("rel") == rel
    }
    return found


@pytest.mark.both_databases
def test_a_list_asks_equally_often_however_long_it_is(
    queue: Queue, client: Client, reviewer: User, second_reviewer: User
) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    addresses = ("/queue/gulf/", "/queue/", "/queue/gulf/?why=faces&claim=other&sort=age")
    empty = [asked(address) for address in addresses]
    tag = Tag.objects.create(slug="vip", name="VIP")
    for number in range(60):
        case = new_case(queue, why_bits=number % 7, document_type=f"Paper {number}")
        CaseTag.objects.create(case=case, tag=tag, by=reviewer)
        claimed(case, second_reviewer if number % 2 else reviewer)
    for number in range(5):
        SavedView.objects.create(owner=reviewer, queue=queue, name=str(number), query={})
    assert (empty, [asked(address) for address in addresses]) == ([LIST] * 3, [LIST] * 3)


def test_a_lead_asks_no_oftener(queue: Queue, lead: User, signed_in: SignedIn) -> None:
    client = signed_in(lead)
    for _ in range(3):
        new_case(queue)
    with CaptureQueriesContext(connection) as queries:
        shown = page(client)
    assert len(queries) == LIST
    assert len(shown.named("case")) == 3
    assert "Decisions are made one case at a time." in shown.text


def test_only_leads_choose_many(queue: Queue, client: Client) -> None:
    new_case(queue)
    shown = page(client)
    assert shown.named("case") == []
    assert shown.named("act") == []


def test_who_does_not_work_a_queue_does_not_see_its_list(
    queue: Queue, client: Client, second_reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    QueueWorker.objects.create(queue=queue, person=second_reviewer)
    case = new_case(queue)
    assert client.get("/queue/gulf/").status_code == 403
    assert client.get("/queue/nowhere/").status_code == 404
    assert codes_in(page(client, "/queue/")) == []
    for person in (second_reviewer, lead):
        assert codes_in(page(signed_in(person))) == [case.code]


def test_in_a_guided_queue_a_reviewer_is_given_cases_and_sees_no_list(
    queue: Queue, client: Client, lead: User, signed_in: SignedIn
) -> None:
    Queue.objects.filter(pk="gulf").update(is_guided=True)
    case = new_case(queue)
    shown = page(client)
    assert "Nobody picks in this queue" in shown.text
    assert (codes_in(shown), codes_in(page(client, "/queue/"))) == ([], [])
    assert codes_in(page(signed_in(lead))) == [case.code]


def test_the_list_of_all_queues_names_them(queue: Queue, client: Client) -> None:
    other = new_queue("proofs", name="Address proofs")
    cases = {new_case(queue).code, new_case(other).code}
    shown = page(client, "/queue/")
    assert set(codes_in(shown)) == cases
    for name in ("Gulf onboarding", "Address proofs"):
        assert name in shown.text
    assert {"/queue/gulf/", "/queue/proofs/"} <= hrefs(shown)


def test_an_empty_list_says_what_there_is_instead(
    queue: Queue, client: Client, reviewer: User
) -> None:
    new_case(new_queue("proofs", name="Address proofs"), due=timedelta(minutes=5))
    new_case(queue, held_until=timezone.now() + timedelta(hours=3), held_by=reviewer)
    shown = page(client)
    for words in ("Nothing due", "1 case is on hold", "Address proofs has work", "1 open, 1 late"):
        assert words in shown.text, words
    held = page(client, claim="hold")
    assert len(codes_in(held)) == 1
    filtered = page(client, due="late")
    assert "Nothing has these filters" in filtered.text


def test_above_the_limit_the_list_is_there_without_numbers(
    queue: Queue, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_counts, "AT_MOST", 2)
    for _ in range(3):
        new_case(queue, document_type="passport")
    shown = page(client, doc="passport")
    assert len(codes_in(shown)) == 3
    assert "more than" in shown.text
    assert "1 to 3" in shown.text
    assert shown.ticked("doc") == ["passport"]


def test_no_address_on_a_list_tells_about_a_person(
    queue: Queue, client: Client, make_person: MakePerson
) -> None:
    other = make_person("reviewer", name="Mina Haddad")
    claimed(new_case(queue), other)
    shown = page(client, claim="other")
    assert "Mina Haddad" in shown.text
    for href in hrefs(shown):
        assert "mina" not in href.lower()
        assert str(other.pk) not in href


@pytest.mark.both_databases
def test_names_stand_in_the_list_only_where_the_policy_says_so_and_that_is_an_event(
    idwise: Account, client: Client
) -> None:
    body = body_of("idwise", outcome="glare")
    name = body["documents"]["0"]["extracted_fields"]["Full Name"]["value"]
    case = opened(arrive(idwise, outcome="glare"))
    assert name not in page(client, "/queue/main/").text
    assert events(Event.NAMES_LISTED) == []
    Queue.objects.filter(pk="main").update(shows_names=True)
    assert name in page(client, "/queue/main/").text
    [entry] = events(Event.NAMES_LISTED)
    assert str(case.pk) in entry.data
    assert name not in entry.data
    Queue.objects.filter(pk="main").update(blind_first=True)
    assert name not in page(client, "/queue/main/").text


@pytest.mark.parametrize("case_id", ["x", "", str(UUID(int=1))])
def test_nonsense_in_an_address_is_the_list_without_it(
    queue: Queue, client: Client, case_id: str
) -> None:
    case = new_case(queue)
    shown = page(client, after=case_id, at="x", due="yesterday", view=case_id, country="egypt")
    assert codes_in(shown) == [case.code]


def test_the_rail_leads_to_the_lists(client: Client, auditor: User, signed_in: SignedIn) -> None:
    assert reverse("queues") in hrefs(page(client, "/desk/"))
    assert reverse("queues") not in hrefs(page(signed_in(auditor), "/search/"))
