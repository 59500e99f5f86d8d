"""Figures as a file: on the page and by the command the same, and both are entries in the trail."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.evidence.history_keys import KEYS, KEYS_OF_THE_TRAIL, OBJECTS, SYSTEMS
from reviews.insight.figures import today
from reviews.models import Queue
from tests.people import SignedIn
from tests.reviews.house import count_of, events
from tests.reviews.insight.book import HOUR, Book

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(idwise: Account, reviewer: User, settings: Settings) -> Book:
    """Twenty-one rejections and an open case, all of the last hours."""
    settings.HOUSE_TIME_ZONE = "Asia/Dubai"
    made = Book(idwise, by=reviewer)
    now = timezone.now()
    for number in range(21):
        opened = made.opened(now - 3 * HOUR)
        made.decided(opened, "reject", now - 2 * HOUR, reasons=[f"reject-doc-{number % 2}"])
    made.opened(now - HOUR)
    return made


@pytest.fixture
def client(signed_in: SignedIn, lead: User) -> Client:
    return signed_in(lead)


def days() -> dict[str, str]:
    """Two days, so that it may be midnight in between."""
    last = today()
    return {"from": f"{last - timedelta(days=1)}", "to": f"{last}"}


def commanded(**options: str) -> str:
    out = io.StringIO()
    asked = [f"--{name}={value}" for name, value in {**days(), **options}.items()]
    call_command("figures", *asked, stdout=out)
    return out.getvalue()


def without_time(text: str) -> list[list[str]]:
    """All lines but when it was taken, and ages, which grow between two looks."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [row for row in rows if row[2] != "as_of" and not row[2].startswith("age_")]


def test_the_command_and_the_page_take_the_same(book: Book, client: Client) -> None:
    answer = client.get(reverse("figures_csv"), days())
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="figures_{days()["from"]}_{days()["to"]}.csv"'
    )
    taken = without_time(answer.content.decode())
    assert taken == without_time(commanded())
    found = {(row[0], row[1], row[2]): row[3:5] for row in taken}
    assert found["all", "", "reject"] == ["21", "21"]
    assert found["all", "", "wait_p50"] == ["3600", "21"]
    assert found["reason", "reject-doc-0", "reject"] == ["11", "21"]
    assert found["queue", book.queue.pk, "open"] == ["1", ""]


def test_the_page_shows_the_numbers_of_the_file(book: Book, client: Client) -> None:
    page = client.get(reverse("figures"), days()).context["figures"]
    found = {row[2]: row[3] for row in without_time(commanded()) if row[0] == "all"}
    assert found["received"] == f"{page.total.received}" == "22"
    assert found["reject"] == f"{page.total.decided}" == "21"
    assert found["open"] == f"{page.total.open}" == "1"
    assert found["wait_p90"] == f"{round(page.total.wait.at(90))}"


def test_both_are_entries_with_what_was_asked_for(book: Book, client: Client, lead: User) -> None:
    client.get(reverse("figures_csv"), {**days(), "queue": book.queue.pk, "account": "idwise"})
    commanded()
    by_person, by_command = events(Event.FIGURES_TAKEN)
    assert (by_person.actor, by_command.actor) == (lead, None)
    assert by_command.system == "command"
    said = json.loads(by_person.data)
    assert said == {
        **days(), "time_zone": "Asia/Dubai", "queue": book.queue.pk, "account": "idwise",
    }  # fmt: skip
    assert set(said) <= {*KEYS, *KEYS_OF_THE_TRAIL}
    assert by_person.object_kind in OBJECTS
    assert by_command.system in SYSTEMS


def test_looking_at_the_page_takes_nothing(book: Book, client: Client) -> None:
    assert client.get(reverse("figures")).status_code == 200
    assert count_of(Event.FIGURES_TAKEN) == 0


def test_a_file_holds_no_person(book: Book, client: Client, lead: User, reviewer: User) -> None:
    text = client.get(reverse("figures_csv"), days()).content.decode()
    for person in (lead, reviewer):
        assert person.name not in text
        assert person.email not in text
        assert str(person.pk) not in text


def test_the_command_writes_a_new_file_and_never_over_one(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    assert commanded(out=str(file)) == ""
    assert file.read_bytes().startswith(b"\xef\xbb\xbfpart,of,figure,value,whole,unit\r\n")
    with pytest.raises(CommandError, match="cannot be written"):
        commanded(out=str(file))
    assert count_of(Event.FIGURES_TAKEN) == 1


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"queue": "nowhere"}, "no queue “nowhere”"),
        ({"account": "nobody"}, "no account “nobody”"),
        ({"from": "2020-01-01"}, "more than 400 days"),
        ({"from": "yesterday"}, "no day such as"),
        ({"to": "2099-01-01"}, "today at the latest"),
    ],
)
def test_the_command_refuses_what_cannot_be_counted(
    book: Book, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        commanded(**options)
    assert count_of(Event.FIGURES_TAKEN) == 0


def test_a_queue_with_a_formula_for_a_name_is_no_formula(book: Book) -> None:
    Queue.objects.filter(pk=book.queue.pk).update(name="=HYPERLINK(1)")
    assert "HYPERLINK" not in commanded()
