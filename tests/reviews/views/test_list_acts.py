"""What is done from a list over HTTP: many cases, saved views, tags, availability."""

from __future__ import annotations

import pytest
from django.test import Client

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import Case, CaseTag, Queue, SavedView, Tag
from tests.databases import Database
from tests.people import SignedIn
from tests.reviews.desk.listed import new_case, new_queue
from tests.reviews.house import arrive, events, opened, opened_strictly
from tests.reviews.views.pages import page_of


@pytest.fixture
def queue(database: Database) -> Queue:
    return new_queue("gulf", name="Gulf onboarding")


@pytest.fixture
def client(signed_in: SignedIn, lead: User) -> Client:
    return signed_in(lead)


def test_many_cases_are_asked_about_first_and_then_moved(queue: Queue, client: Client) -> None:
    new_queue("proofs", name="Address proofs")
    cases = [new_case(queue) for _ in range(2)]
    gone = new_case(queue)
    form = {"act": "move", "case": [c.pk for c in (*cases, gone)], "back": "/queue/gulf/?due=late"}
    asked = client.post("/bulk/", form)
    page = page_of(asked)
    assert asked.status_code == 200
    assert {case.code for case in (*cases, gone)} <= set(page.pieces)
    assert "Decisions are made one case at a time." in page.text
    assert Case.objects.filter(queue="proofs").count() == 0
    Case.objects.filter(pk=gone.pk).update(state=Case.State.DECIDED)
    done = client.post("/bulk/", {**form, "sure": "yes", "to": "proofs"}, follow=True)
    assert done.redirect_chain == [("/queue/gulf/?due=late", 302)]
    assert "2 cases moved, 1 was decided meanwhile." in page_of(done).text
    assert set(Case.objects.filter(queue="proofs")) == set(cases)


@pytest.mark.parametrize("act", ["assign", "move", "rank", "tag"])
def test_without_a_choice_nothing_is_done_and_it_is_asked_again(
    queue: Queue, client: Client, act: str
) -> None:
    Tag.objects.create(slug="vip", name="VIP")
    form = {"act": act, "case": [new_case(queue).pk], "sure": "yes", "to": "nonsense"}
    answer = client.post("/bulk/", form)
    assert answer.status_code == 422
    assert "Nothing was changed" in page_of(answer).text
    assert len(page_of(answer).ticked("case")) == 1


def test_nobody_decides_many_at_once(queue: Queue, client: Client) -> None:
    form = {"act": "decide", "case": [new_case(queue).pk], "sure": "yes", "outcome": "approve"}
    answer = client.post("/bulk/", form, follow=True)
    assert "This cannot be done with many cases at once." in page_of(answer).text
    assert Case.objects.get().state == Case.State.OPEN


@pytest.mark.parametrize("back", ["", "https://example.test/queue/", "//example.test", "/me/"])
def test_the_way_back_leads_to_a_list_of_this_house(
    queue: Queue, client: Client, back: str
) -> None:
    assert client.post("/bulk/", {"back": back})["Location"] == "/queue/"


def test_a_view_is_saved_opened_renamed_and_deleted(queue: Queue, client: Client) -> None:
    new_case(queue, document_type="passport")
    form = {"queue": "gulf", "doc": "passport", "sort": "age", "name": "Papers", "is_shared": "on"}
    saved = client.post("/view/", form, follow=True)
    view = SavedView.objects.get()
    assert saved.redirect_chain == [(f"/queue/gulf/?doc=passport&sort=age&view={view.pk}", 302)]
    here = [
        one.attributes["href"]
        for one in page_of(saved).elements
        if one.tag == "a" and "aria-current" in one.attributes and "view=" in one.attributes["href"]
    ]
    assert here == [f"/queue/gulf/?doc=passport&sort=age&view={view.pk}"]
    assert view.is_shared
    client.post(f"/view/{view.pk}/", {"name": "Passports"})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Passports", False)
    gone = client.post(f"/view/{view.pk}/", {"name": "x", "delete": "yes"})
    assert gone["Location"] == "/queue/gulf/"
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused_and_the_filters_stay(
    queue: Queue, client: Client
) -> None:
    answer = client.post("/view/", {"queue": "gulf", "due": "late", "name": " "}, follow=True)
    assert answer.redirect_chain == [("/queue/gulf/?due=late", 302)]
    assert "Give the view a name." in page_of(answer).text


def test_admins_make_tags_and_retire_them(
    database: Database, admin: User, signed_in: SignedIn
) -> None:
    client = signed_in(admin)
    client.post("/manage/tags/", {"name": "VIP"})
    twice = client.post("/manage/tags/", {"name": "vip"})
    assert twice.status_code == 422
    assert twice.content.count(b"There is a tag of this name already.") == 1
    client.post("/manage/tags/vip/", {"name": "Very important", "retire": "yes"})
    tag = Tag.objects.get()
    assert (tag.name, tag.is_active) == ("Very important", False)
    client.post("/manage/tags/vip/", {"bring_back": "yes"})
    assert Tag.objects.get().is_active
    assert len(events(Event.TAG_CHANGED)) == 3


def test_a_reviewer_tags_the_case_that_is_open_before_them(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    for slug in ("vip", "ring"):
        Tag.objects.create(slug=slug, name=slug.upper())
    client = signed_in(reviewer)
    client.post(f"/case/{case.pk}/tags/", {"tag": ["vip", "nonsense"]})
    assert list(CaseTag.objects.values_list("tag", flat=True)) == ["vip"]
    shown = page_of(client.get(f"/case/{case.pk}/"))
    assert shown.ticked("tag") == ["vip"]
    client.post(f"/case/{case.pk}/tags/", {"tag": ["ring"]})
    assert list(CaseTag.objects.values_list("tag", flat=True)) == ["ring"]
    assert len(events(Event.CASE_TAGGED)) == 2


def test_tags_are_not_shown_or_changed_before_the_faces_are_rated(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    case = opened_strictly(arrive(idwise, outcome="glare"))
    CaseTag.objects.create(
        case=case, tag=Tag.objects.create(slug="ring", name="Forgery ring"), by=reviewer
    )
    client = signed_in(reviewer)
    client.post(f"/case/{case.pk}/claim/")
    assert "Forgery ring" not in page_of(client.get(f"/case/{case.pk}/")).text
    assert client.post(f"/case/{case.pk}/tags/", {}).status_code == 409
    assert CaseTag.objects.exists()


def test_a_person_says_whether_they_are_there(
    database: Database, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    for value in ("away", "away", "nonsense"):
        client.post("/desk/availability/", {"availability": value})
    reviewer.refresh_from_db()
    assert reviewer.availability == "away"
    assert len(events(Event.AVAILABILITY_CHANGED)) == 1
