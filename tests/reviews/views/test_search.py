"""The page of the search: its words are in no address, and nobody else's to read."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import Search
from tests.people import SignedIn
from tests.reviews.house import arrive, count_of, events, new_account, opened
from tests.reviews.views.pages import page_of


@pytest.mark.both_databases
def test_a_search_leads_to_a_random_address_without_its_words(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    journey = arrive(idwise, outcome="glare")
    answer = signed_in(reviewer).post(reverse("search"), {"query": journey.provider_id})
    row = Search.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("search_results", args=[row.pk])
    assert journey.provider_id not in answer["Location"]
    assert journey.provider_id.encode() not in bytes(row.sealed_query)
    (entry,) = events(Event.SEARCH_MADE)
    assert (entry.actor, entry.object_id) == (reviewer, str(row.pk))
    assert json.loads(entry.data) == {
        "fields": [
            "provider_id",
            "reference",
            "applicant",
            "document_number",
            "personal_number",
            "name",
        ],
        "filters": [],
        "count": 1,
        "cases": [],
    }
    assert list(json.loads(entry.commitments)) == ["query"]


@pytest.mark.parametrize("by", ["id", "reference", "code", "code in lower case"])
def test_a_journey_is_found_by_what_is_exact(
    idwise: Account, reviewer: User, signed_in: SignedIn, by: str
) -> None:
    journey = arrive(idwise, outcome="glare")
    arrive(idwise, outcome="glare", index=1)
    case = opened(journey)
    query = {
        "id": journey.provider_id,
        "reference": "REF-01-00000",
        "code": case.code,
        "code in lower case": case.code.lower(),
    }[by]
    client = signed_in(reviewer)
    page = page_of(client.post(reverse("search"), {"query": f"  {query} "}, follow=True))
    assert "1 journey found" in page.text
    assert reverse("case", args=[case.pk]) in {one.attributes.get("href") for one in page.elements}


def test_a_part_of_an_id_finds_nothing(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    journey = arrive(idwise, outcome="glare")
    client = signed_in(reviewer)
    for query in (journey.provider_id[:-1], "%", "_", "' OR 1=1 --", "REF-01-0000"):
        answer = client.post(reverse("search"), {"query": query}, follow=True)
        assert "0 journeys found" in page_of(answer).text


def test_a_passed_journey_is_found_and_opens_read_only(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    journey = arrive(idwise, outcome="clean_pass")
    client = signed_in(reviewer)
    found = page_of(client.post(reverse("search"), {"query": journey.provider_id}, follow=True))
    url = reverse("journey", args=[journey.pk])
    assert url in {one.attributes.get("href") for one in found.elements}
    page = page_of(client.get(url))
    assert not page.named("outcome")
    (entry,) = events(Event.JOURNEY_VIEWED)
    assert (entry.actor, entry.object_id) == (reviewer, str(journey.pk))


def test_a_journey_with_a_case_is_shown_as_the_case(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    journey = arrive(idwise, outcome="glare")
    case = opened(journey)
    answer = signed_in(reviewer).get(reverse("journey", args=[journey.pk]))
    assert answer["Location"] == reverse("case", args=[case.pk])


def test_the_same_id_at_two_accounts_is_two_results(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    journey = arrive(idwise, outcome="glare")
    arrive(new_account("idwise", slug="uae"), outcome="glare")
    client = signed_in(reviewer)
    answer = client.post(reverse("search"), {"query": journey.provider_id}, follow=True)
    assert "2 journeys found" in page_of(answer).text


def test_somebody_elses_search_is_not_found(
    idwise: Account, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    answer = signed_in(reviewer).post(reverse("search"), {"query": "REF-01-00000"})
    assert signed_in(lead).get(answer["Location"]).status_code == 404
    assert signed_in(reviewer).get(answer["Location"]).status_code == 200


def test_a_search_is_short_lived(idwise: Account, reviewer: User, signed_in: SignedIn) -> None:
    client = signed_in(reviewer)
    first = client.post(reverse("search"), {"query": "REF-01-00000"})
    Search.objects.update(at=timezone.now() - timedelta(hours=1, seconds=1))
    assert client.get(first["Location"]).status_code == 404
    client.post(reverse("search"), {"query": "REF-01-00001"})
    assert Search.objects.count() == 1


@pytest.mark.parametrize("query", ["", "   ", "x" * 256, "a\x00b"])
def test_words_that_cannot_be_searched_for_are_answered(
    idwise: Account, reviewer: User, signed_in: SignedIn, query: str
) -> None:
    answer = signed_in(reviewer).post(reverse("search"), {"query": query})
    assert answer.status_code == 200
    assert page_of(answer).named("query")
    assert count_of(Event.SEARCH_MADE) == 0
