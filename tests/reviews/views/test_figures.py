"""Insight: who may see it, what can be asked for, what a wrong question says, what a page holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from reviews.insight.figures import today
from reviews.models import Case, Queue
from tests.browsing import OpenPage
from tests.people import MakePerson, SignedIn
from tests.reviews.house import count_of
from tests.reviews.insight.book import HOUR, Book


@pytest.fixture
def client(signed_in: SignedIn, lead: User) -> Client:
    return signed_in(lead)


@pytest.fixture
def book(idwise: Account, reviewer: User) -> Book:
    return Book(idwise, by=reviewer)


def text_of(client: Client, **asked: str) -> str:
    answer = client.get(reverse("figures"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "role, may", [("reviewer", False), ("lead", True), ("admin", True), ("auditor", True)]
)
def test_the_rail_has_it_for_who_may_see_it(
    role: str, may: bool, make_person: MakePerson, signed_in: SignedIn, idwise: Account
) -> None:
    client = signed_in(make_person(role))
    assert client.get(reverse("figures")).status_code == (200 if may else 403)
    assert client.get(reverse("figures_csv")).status_code == (200 if may else 403)
    rail = client.get(reverse("profile")).content.decode()
    assert (f'href="{reverse("figures")}"' in rail) == may


def test_who_may_see_figures_alone_begins_there(
    make_person: MakePerson, signed_in: SignedIn, idwise: Account
) -> None:
    Role.objects.create(slug="board", name="Board", permissions=[Permission.FIGURES_VIEW.value])
    person = make_person("board")
    answer = signed_in(person).get(reverse("home"))
    assert answer["Location"] == reverse("figures")


def test_nothing_said_is_the_last_seven_days(client: Client, idwise: Account) -> None:
    context = client.get(reverse("figures")).context
    assert context["period"].day_count == 7
    assert context["period"].last == today()
    assert [preset["is_here"] for preset in context["presets"]] == [False, True, False, False]


def test_a_named_period_keeps_the_queue_and_the_account(client: Client, idwise: Account) -> None:
    context = client.get(
        reverse("figures"), {"period": "30", "queue": "main", "account": "idwise"}
    ).context
    assert context["period"].day_count == 30
    assert context["presets"][0]["query"] == "period=week&queue=main&account=idwise"


def test_own_dates_are_own_dates(client: Client, idwise: Account) -> None:
    day = f"{today() - timedelta(days=40)}"
    answer = client.get(reverse("figures"), {"from": day, "to": day, "period": "30"})
    assert answer.context["period"].day_count == 1
    assert "Own dates" in answer.content.decode()


@pytest.mark.parametrize(
    "asked, sentence",
    [
        ({"from": "2026-02-02", "to": "2026-02-01"}, "The first day lies after the last one."),
        ({"from": "2020-01-01"}, "The period has more than 400 days."),
        ({"to": "2099-01-01"}, "The last day is today at the latest"),
        ({"from": "soon"}, "Write the day as 2026-01-31."),
        ({"queue": "nowhere"}, "There is no such queue."),
        ({"account": "nobody"}, "There is no such account."),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    client: Client, idwise: Account, asked: dict[str, str], sentence: str
) -> None:
    for name in ("figures", "figures_csv"):
        answer = client.get(reverse(name), asked)
        assert sentence in answer.content.decode()
        assert answer["Content-Type"].startswith("text/html")
        assert "figures" not in (answer.context or {})
    assert count_of(Event.FIGURES_TAKEN) == 0


def test_an_empty_house_says_so(client: Client, idwise: Account) -> None:
    html = text_of(client)
    assert "Nothing to count" in html
    assert '<svg class="chart' not in html


def test_every_chart_has_a_table_and_says_what_it_shows(client: Client, book: Book) -> None:
    now = timezone.now()
    for _number in range(21):
        book.decided(
            book.opened(now - 3 * HOUR), "reject", now - HOUR, reasons=["reject-doc-altered"]
        )
    book.opened(now - HOUR)
    html = text_of(client)
    for name in ("ages", "flow", "waits", "outcomes", "reasons", "timing"):
        assert f'class="chart figures chart-{name}"' in html
        assert f'<desc id="{name}-desc">' in html
    assert html.count('<details class="data">') == 6
    assert "Of fewer than 20 cases only counts are shown" in html


def test_names_of_queues_and_reasons_are_no_markup(client: Client, book: Book) -> None:
    hostile = "<script>alert(1)</script>"
    Queue.objects.filter(pk=book.queue.pk).update(name=hostile)
    now = timezone.now()
    book.decided(book.opened(now - HOUR), "reject", now, reasons=[hostile])
    book.opened(now - HOUR)
    html = text_of(client)
    assert hostile not in html
    assert "&lt;script&gt;alert(1)" in html


def test_who_sees_no_evidence_gets_codes_without_links(
    book: Book, signed_in: SignedIn, admin: User, lead: User
) -> None:
    case = book.opened(timezone.now()).case
    link = reverse("case", args=[case.pk])
    assert link in text_of(signed_in(lead))
    html = text_of(signed_in(admin))
    assert case.code in html
    assert link not in html


def test_nobody_is_named(book: Book, client: Client, reviewer: User) -> None:
    its_round = book.opened(timezone.now())
    Case.objects.filter(pk=its_round.case_id).update(
        state=Case.State.CLAIMED, claimed_by=reviewer, claim_until=timezone.now() + HOUR
    )
    html = text_of(client)
    assert reviewer.name not in html
    assert "claimed" in html


def test_numbers_in_charts_are_in_the_digits_of_the_reader(
    book: Book, signed_in: SignedIn, lead: User
) -> None:
    User.objects.filter(pk=lead.pk).update(language="ar", numerals="arab")
    for _number in range(3):
        book.opened(timezone.now() - HOUR)
    html = text_of(signed_in(lead))
    chart = html.split('class="chart figures chart-flow"')[1].split("</svg>")[0]
    assert ">٣<" in chart
    assert ">3<" not in chart


def test_the_page_works_by_keyboard_and_scrolls_only_inside(
    book: Book, lead: User, open_page: OpenPage
) -> None:
    now = timezone.now()
    book.decided(book.opened(now - 3 * HOUR), "approve", now - HOUR)
    book.opened(now - HOUR)
    page = open_page(lead, width=320, height=640)
    page.goto(reverse("figures"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    table = page.get_by_text("As a table").first
    table.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="85 of 100 decided by")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/insight/")
