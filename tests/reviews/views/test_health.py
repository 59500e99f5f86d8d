"""The health page: opens whatever is broken, asks equally often, shows nothing about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from journeys.models import Account, CallSlice
from kycreview.jobs import lanes
from kycreview.jobs.models import Job, WorkerBeat
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.trail.models import TrailEntry
from tests.broker import Broker
from tests.browsing import OpenPage
from tests.people import MakePerson, SignedIn
from tests.reviews.house import arrive, decided, held_case, new_account
from tests.reviews.views.pages import page_of


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("health")).status_code == 200
    return len(captured)


@pytest.mark.both_databases
def test_the_page_asks_equally_often_however_much_there_is(idwise: Account, client: Client) -> None:
    client.get(reverse("health"))
    before = queries(client)
    now = timezone.now()
    for number in range(12):
        account = new_account("signzy", slug=f"signzy-{number}")
        lanes.pause(account.lane, why="x")
        for minutes in range(0, 600, 100):
            at = now - timedelta(minutes=minutes)
            CallSlice.objects.create(account=account, begins_at=at, answered=3, ms_200=3)
        WorkerBeat.objects.create(name=f"w{number}")
        Job.objects.create(kind=f"kind.{number}", key=f"{number}", state=Job.State.SET_ASIDE)
    assert queries(client) == before


def test_a_broker_that_is_down_is_said_and_the_page_opens(client: Client, broker: Broker) -> None:
    broker.kill()
    answer = client.get(reverse("health"))
    assert answer.status_code == 200
    assert "Nothing is lost, but work waits." in page_of(answer).text


def test_each_state_is_a_word_beside_its_icon(idwise: Account, client: Client) -> None:
    page = page_of(client.get(reverse("health")))
    for word in ("In order", "Needs attention", "Unknown"):
        assert word in page.text


@pytest.mark.both_databases
def test_nothing_about_an_applicant_or_a_member_of_staff_is_on_it(
    idwise: Account, client: Client, make_person: MakePerson
) -> None:
    reader = make_person("reviewer", name="Nadia Canary")
    journey = arrive(idwise, outcome="aml_many")
    decided(held_case(journey, by=reader), "reject", by=reader)
    snapshot = journey.current_snapshot
    assert snapshot is not None
    summary = snapshot.summary(journey.key())
    lanes.pause(idwise.lane, why="x")
    text = client.get(reverse("health")).content.decode()
    for canary in (reader.name, reader.email, journey.provider_id, summary.reference):
        assert canary
        assert canary not in text


def test_a_look_is_no_entry_of_the_trail(idwise: Account, client: Client) -> None:
    before = TrailEntry.objects.count()
    client.get(reverse("health"))
    assert TrailEntry.objects.count() == before


def test_asked_by_htmx_the_region_alone_comes(idwise: Account, client: Client) -> None:
    whole = client.get(reverse("health"))
    part = client.get(reverse("health"), headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert part.content.decode().lstrip().startswith('<div id="health"')
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("role", ["reviewer", "lead", "auditor"])
def test_it_is_for_those_who_manage_accounts(
    signed_in: SignedIn, make_person: MakePerson, role: str
) -> None:
    assert signed_in(make_person(role)).get(reverse("health")).status_code == 403


def test_links_lead_only_where_the_person_may_go(
    idwise: Account, signed_in: SignedIn, make_person: MakePerson
) -> None:
    Role.objects.create(slug="plugs", name="Plugs", permissions=[Permission.ACCOUNTS_MANAGE.value])
    Job.objects.create(kind="journey.fetch", key="1", state=Job.State.SET_ASIDE)
    plugs = signed_in(make_person("plugs")).get(reverse("health")).content.decode()
    admin = signed_in(make_person("admin")).get(reverse("health")).content.decode()
    assert "Open Imports" in admin
    assert "Open Imports" not in plugs
    assert "Open the account" in plugs


def test_it_stands_in_the_side_menu(client: Client) -> None:
    page = page_of(client.get(reverse("accounts")))
    assert "/manage/health/" in [one.attributes.get("href") for one in page.elements]


def test_it_looks_again_by_itself_only_while_it_is_in_front(
    idwise: Account, admin: User, open_page: OpenPage, settings: Settings
) -> None:
    page = open_page(admin)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "hx-request" in one.headers else None)
    page.clock.install()
    page.goto("/manage/health/")
    page.clock.run_for(14_000)
    assert asked == []
    WorkerBeat.objects.create(name="newcomer")
    with page.expect_response("**/manage/health/"):
        page.clock.run_for(2_000)
    page.wait_for_selector("text=newcomer")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    before = len(asked)
    page.clock.run_for(60_000)
    assert len(asked) == before
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    with page.expect_response("**/manage/health/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
