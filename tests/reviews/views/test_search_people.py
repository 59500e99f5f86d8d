"""People on the page of results: who is shown, how they matched, and to whom they are hidden."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journeys.models import Account, Journey
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.models import Queue, Search
from reviews.verdicts.writing import give_opinion
from tests.people import SignedIn
from tests.reviews.house import arrive, events, in_effect, opened, opened_strictly, round_of
from tests.reviews.views.pages import Page, page_of

SEARCH_PAGE = 15


def named(name: str, native: str = "", *, number: str = "P7123442") -> Any:
    def change(body: dict[str, Any]) -> None:
        step = body["documents"]["0"]
        fields = step["extracted_fields"]
        for label in ("Full Name", "First Name", "Last Name", "Full Name Native", "MRZ Lines"):
            fields.pop(label, None)
        fields["Full Name"] = {"value": name, "type": "string", "source": "VIZ"}
        if native:
            fields["Full Name Native"] = {"value": native, "type": "string", "source": "VIZ"}
        fields["Document Number"]["value"] = number
        fields["Birth Date"]["value"] = "1991-04-02"
        body["applicant"] |= {"full_name": name, "birth_date": "1991-04-02"}

    return change


def person(account: Account, index: int, name: str, native: str = "", **more: Any) -> Journey:
    return arrive(account, outcome="glare", index=index, change=named(name, native, **more))


def asked(client: Client, query: str, **more: str) -> Page:
    return page_of(client.post(reverse("search"), {"query": query, **more}, follow=True))


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.mark.both_databases
def test_a_person_is_shown_with_what_the_search_met(idwise: Account, client: Client) -> None:
    person(idwise, 0, "MOHAMED ALKAABI", "محمد الكعبي")
    person(idwise, 1, "Anna Brackley")
    page = asked(client, "محمد")
    assert "1 journey found" in page.text
    assert "read as mhmd" in page.text
    assert "MOHAMED ALKAABI" in page.text
    assert "P7•••••42" in page.text
    assert "1991-04-02" in page.text
    assert "P7123442" not in page.text
    assert [one.tag for one in page.elements].count("mark") == 2
    assert "Same word Arabic" in page.text


def test_one_field_is_looked_in(idwise: Account, client: Client) -> None:
    person(idwise, 0, "Khalid Saleh", number="12345678")
    assert "1 journey found" in asked(client, "1234 5678", field="document_number").text
    assert "0 journeys found" in asked(client, "12345678", field="contact").text
    assert "1 journey found" in asked(client, "2.4.1991", field="birth_date").text


def test_a_field_that_is_none_is_refused(idwise: Account, client: Client) -> None:
    client.post(reverse("search"), {"query": "khalid", "field": "shoe_size"})
    assert not Search.objects.exists()


def test_a_typing_error_is_forgiven_and_said(idwise: Account, client: Client) -> None:
    person(idwise, 0, "Alexander Kestrel")
    page = asked(client, "Alexanfer")
    assert "Nobody is spelled or sounds so" in page.text
    assert "Alexander Kestrel" in page.text
    assert "Typing error" in page.text
    assert {"alexander"} <= {one["value"] for one in page.named("query")[1:]}


def test_only_this_spelling_is_offered_for_names(idwise: Account, client: Client) -> None:
    person(idwise, 0, "Mohammed Ali")
    offered = [one["value"] for one in asked(client, "mohamed").named("query")]
    assert '"mohamed"' in offered
    assert "0 journeys found" in asked(client, '"mohamed"').text
    assert '"2.4.1991"' not in [one["value"] for one in asked(client, "2.4.1991").named("query")]


@pytest.mark.parametrize("role", ["reviewer", "lead", "auditor"])
def test_a_case_that_is_blind_for_the_viewer_shows_nothing_of_its_person(
    idwise: Account,
    reviewer: User,
    lead: User,
    auditor: User,
    signed_in: SignedIn,
    role: str,
) -> None:
    viewer = {"reviewer": reviewer, "lead": lead, "auditor": auditor}[role]
    case = claim(opened_strictly(person(idwise, 0, "Khalid Saleh")), by=reviewer)
    Queue.objects.update(blind_first=True)
    page = asked(signed_in(viewer), "saleh")
    assert case.code in page.text
    is_shown = role == "auditor"
    for word in ("Khalid", "1991-04-02", "P7•••••42", "Same word"):
        assert (word in page.text) is is_shown or word == "Same word"
    assert ("Hidden until you have rated the faces" in page.text) is not is_shown
    if role == "reviewer":
        give_opinion(round_of(case), rating=2, by=reviewer)
        assert "Khalid" in asked(signed_in(viewer), "saleh").text


def test_of_an_open_case_no_earlier_outcome_is_told(
    idwise: Account, reviewer: User, client: Client
) -> None:
    case = claim(opened(person(idwise, 0, "Khalid Saleh")), by=reviewer)
    assert "Open" in asked(client, "saleh").text
    in_effect(round_of(case), "reject", by=reviewer)
    assert "Rejected" in asked(client, "saleh").text


def test_results_are_narrowed_by_boxes_and_days(
    idwise: Account, reviewer: User, client: Client
) -> None:
    person(idwise, 0, "Mohammed Khan", "محمد خان", number="A1234567")
    person(idwise, 1, "Mohamed Brackley", number="A7654321")
    case = opened(person(idwise, 2, "Mohammadi Saleh", number="A5554321"))
    in_effect(round_of(claim(case, by=reviewer)), "reject", by=reviewer)
    client.post(reverse("search"), {"query": "mohammed"})
    url = reverse("search_results", args=[Search.objects.get().pk])

    def shown(**boxes: Any) -> Page:
        answer = client.post(url, boxes, follow=True)
        assert answer.redirect_chain == [(url, 302)]
        return page_of(answer)

    assert "3 journeys found" in page_of(client.get(url)).text
    assert "1 journey found" in shown(script=["2"]).text
    assert "1 journey found" in shown(state=["reject"]).text
    assert "Mohammadi Saleh" in shown(state=["reject"]).text
    assert "0 journeys found" in shown(state=["reject"], script=["2"]).text
    narrowed = shown(how=["1"])
    assert narrowed.ticked("how") == ["1"]
    assert "Mohamed Brackley" not in narrowed.text
    assert "0 journeys found" in shown(born_from="1992-01-01", born_to="1993-01-01").text
    assert "3 journeys found" in shown(born_from="1991-01-01", born_to="1991-12-31").text
    assert "3 journeys found" in shown().text
    entries = events(Event.SEARCH_MADE)
    assert json.loads(entries[-2].data)["fields"] == ["name", "born"]
    assert "1991" not in entries[-2].data
    assert "1991" not in json.dumps(Search.objects.get().filters)


@pytest.mark.parametrize(
    "days", [("1992-01-01", "1991-01-01"), ("1900-01-01", "2000-01-01"), ("soon", "")]
)
def test_a_range_that_is_none_is_answered_and_kept(
    idwise: Account, client: Client, days: tuple[str, str]
) -> None:
    client.post(reverse("search"), {"query": "mohammed"})
    url = reverse("search_results", args=[Search.objects.get().pk])
    page = page_of(client.post(url, {"born_from": days[0], "born_to": days[1]}))
    assert "Error:" in page.text
    assert page.value_of("born_from") == days[0]


def test_pages_follow_without_a_word_in_the_address(
    idwise: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.searching.finding.PAGE", 2)
    monkeypatch.setattr("reviews.desk.results.PAGE", 2)
    for index in range(5):
        person(idwise, index, f"Mohammed Number{index}", number=f"A765432{index}")
    page = asked(client, "mohammed")
    seen = []
    for first, last in ((1, 2), (3, 4), (5, 5)):
        assert f"{first} to {last} of 5" in page.text
        seen += [word for word in page.text.split() if word.startswith("Number")]
        (following,) = [
            one.attributes["href"] for one in page.elements if one.attributes.get("rel") == "next"
        ] or [""]
        if following:
            assert "mohammed" not in following.lower()
            page = page_of(client.get(following))
    assert seen == [f"Number{index}" for index in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "query", ["after=nonsense", "after=", "from=x", "from=99999999999", "from=²"]
)
def test_an_address_that_was_changed_by_hand_is_the_first_page(
    idwise: Account, client: Client, query: str
) -> None:
    person(idwise, 0, "Mohammed Ali")
    client.post(reverse("search"), {"query": "mohammed"})
    answer = client.get(reverse("search_results", args=[Search.objects.get().pk]) + "?" + query)
    assert "Mohammed" in page_of(answer).text


@pytest.mark.both_databases
def test_the_page_asks_equally_often_for_one_result_and_for_many(
    idwise: Account, client: Client, reviewer: User
) -> None:
    counts = []
    for index in range(12):
        journey = person(idwise, index, f"Mohammed Number{index}", number=f"A76543{index:02}")
        if index % 3:
            case = claim(opened(journey), by=reviewer)
            in_effect(round_of(case), "reject", by=reviewer)
        if index in (1, 11):
            client.post(reverse("search"), {"query": "mohammed"})
            url = reverse("search_results", args=[Search.objects.order_by("-at")[0].pk])
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts.append(len(captured))
    assert counts == [SEARCH_PAGE, SEARCH_PAGE]


def test_a_name_of_markup_is_shown_as_text(idwise: Account, client: Client) -> None:
    person(idwise, 0, "Mohammed <b onclick=x>Bold</b>")
    answer = client.post(reverse("search"), {"query": "mohammed"}, follow=True)
    assert b"<b onclick" not in answer.content
    assert "Bold" in page_of(answer).text
