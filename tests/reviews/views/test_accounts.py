"""The accounts' pages: when each was heard from, pausing and resuming, what each setting means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from journeys.callbacks import keep
from journeys.calls import counted
from journeys.models import Account
from kycreview.jobs import lanes
from kycreview.jobs.models import Lane
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from reviews.forms.managing import PAUSE_REASONS
from tests.people import MakePerson, SignedIn
from tests.reviews.house import count_of, events, new_account
from tests.reviews.views.pages import page_of


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


def pause(client: Client, why: str = "maintenance") -> Any:
    return client.post(reverse("account_pause", args=["idwise"]), {"why": why}, follow=True)


@pytest.mark.both_databases
def test_a_person_pauses_an_account_with_a_reason_on_record(
    idwise: Account, client: Client, admin: User
) -> None:
    assert "The account is paused." in page_of(pause(client)).text
    lane = Lane.objects.get(name=idwise.lane)
    assert lane.paused_at is not None
    assert lane.resumes_at is None
    (entry,) = events(Event.ACCOUNT_PAUSED)
    assert (entry.actor, entry.account) == (admin, idwise.lane)
    assert json.loads(entry.data) == {"why": "The provider is being maintained."}
    listed = page_of(client.get(reverse("accounts"))).text
    assert "Paused" in listed
    assert "The provider is being maintained." in listed


@pytest.mark.both_databases
def test_who_comes_second_changes_nothing(idwise: Account, client: Client) -> None:
    pause(client)
    assert "was paused already" in page_of(pause(client, "answers")).text
    assert count_of(Event.ACCOUNT_PAUSED) == 1
    assert Lane.objects.get(name=idwise.lane).reason == "The provider is being maintained."


@pytest.mark.both_databases
def test_a_person_s_pause_takes_the_place_of_one_that_ends_by_itself(
    idwise: Account, client: Client
) -> None:
    lanes.pause(idwise.lane, why="It failed ten times.", resumes_at_once=True)
    pause(client)
    assert Lane.objects.get(name=idwise.lane).resumes_at is None
    # And a failure afterwards does not make it one that ends by itself.
    assert not lanes.pause(idwise.lane, why="x", resumes_at_once=True)
    assert Lane.objects.get(name=idwise.lane).resumes_at is None


@pytest.mark.parametrize("why", ["", "because of Mr Somebody"])
def test_the_reason_is_one_of_a_list(idwise: Account, client: Client, why: str) -> None:
    assert "Choose why the account is paused." in page_of(pause(client, why)).text
    assert not Lane.objects.filter(paused_at__isnull=False).exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reason_is_kept_in_one_language_and_shown_in_the_reader_s(
    idwise: Account, client: Client, admin: User, language: str
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    pause(client)
    assert Lane.objects.get().reason == "The provider is being maintained."
    page = client.get(reverse("account_edit", args=["idwise"])).content.decode()
    assert gettext("The provider is being maintained.") in page
    assert set(PAUSE_REASONS) == {"maintenance", "credentials", "answers", "here"}


@pytest.mark.both_databases
def test_resuming_comes_back_to_where_the_button_stood(idwise: Account, client: Client) -> None:
    url = reverse("account_resume", args=["idwise"])
    pause(client)
    assert client.post(url, {"from": "accounts"})["Location"] == reverse("accounts")
    assert not Lane.objects.filter(paused_at__isnull=False).exists()
    assert client.post(url)["Location"] == reverse("imports")
    assert client.post(url, {"from": "https://elsewhere.test"})["Location"] == reverse("imports")
    assert count_of(Event.ACCOUNT_RESUMED) == 1


def test_who_manages_accounts_alone_may_pause_and_resume(
    idwise: Account, signed_in: SignedIn, make_person: MakePerson
) -> None:
    Role.objects.create(slug="plugs", name="Plugs", permissions=[Permission.ACCOUNTS_MANAGE.value])
    client = signed_in(make_person("plugs"))
    pause(client)
    answer = client.post(reverse("account_resume", args=["idwise"]), {"from": "accounts"})
    assert answer.status_code == 302
    assert count_of(Event.ACCOUNT_RESUMED) == 1


@pytest.mark.both_databases
def test_the_list_says_when_each_account_was_heard_from(idwise: Account, client: Client) -> None:
    before = page_of(client.get(reverse("accounts"))).text
    assert "none in 8 days" in before
    with counted(idwise):
        pass
    keep(idwise, b"{}")
    for page in ("accounts", "account_edit"):
        args = ["idwise"] if page == "account_edit" else []
        text = page_of(client.get(reverse(page, args=args))).text
        assert "none in 8 days" not in text
        assert text.count("under a minute ago") == 2


@pytest.mark.both_databases
def test_the_list_asks_equally_often_for_one_account_and_for_ten(
    idwise: Account, client: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("accounts"))
        return len(captured)

    client.get(reverse("accounts"))
    before = queries()
    for number in range(9):
        account = new_account("signzy", slug=f"signzy-{number}")
        lanes.pause(account.lane, why="x")
        with counted(account):
            pass
        keep(account, b"{}")
    assert queries() == before


def test_a_house_without_accounts_says_what_one_is(client: Client) -> None:
    page = page_of(client.get(reverse("accounts")))
    assert "No account yet" in page.text
    assert "Without one no journey comes in and no decision goes out." in page.text


@pytest.mark.parametrize("is_new", [True, False])
def test_every_setting_is_on_the_page_and_explained(
    idwise: Account, client: Client, is_new: bool
) -> None:
    url = reverse("account_new") if is_new else reverse("account_edit", args=["idwise"])
    answer = client.get(url)
    form, page = answer.context["form"], page_of(answer)
    for field in form.visible_fields():
        assert len(page.named(field.html_name)) >= 1, field.html_name
        assert field.help_text or field.html_name == "provider", field.html_name
    assert "What your reviewers decide is sent to the provider." in page.text
    assert "kept here and sent to nobody" in page.text


def test_an_account_out_of_use_is_not_paused(idwise: Account, client: Client) -> None:
    Account.objects.update(is_active=False)
    page = page_of(client.get(reverse("account_edit", args=["idwise"])))
    assert "Not in use" in page.text
    assert page.named("why") == []


def test_when_a_pause_ends_by_itself_is_said(idwise: Account, client: Client) -> None:
    lanes.pause(idwise.lane, why="It failed ten times.", resumes_at_once=True)
    text = page_of(client.get(reverse("account_edit", args=["idwise"]))).text
    assert "It tries again by itself: in 1 min" in text
