"""Admin pages of queues, calendars and changes that wait, without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kycreview.staff.models import User
from reviews.models import Calendar, PendingChange, Queue, QueueWorker
from tests.people import MakePerson, SignedIn

pytestmark = pytest.mark.usefixtures("database")
SETTINGS = {
    "name": "Onboarding", "is_active": "on", "rank": "2", "late_after": "24", "late_unit": "60",
    "calendar": "", "assignment": "pull", "blind_first": "on", "consent_needed": "on",
    "mandatory_panels": ["1", "2", "5"], "approve_with_confirmed": "second_reader",
    "undo_seconds": "", "second_reader_when": ["disagree"], "sample_percent": "0",
    "passed_percent": "0", "reread_percent": "0", "applicant_days": "7", "reminder_days": "3",
    "on_silence": "back",
}  # fmt: skip


@pytest.fixture
def admin(make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def client(admin: User, signed_in: SignedIn) -> Client:
    return signed_in(admin)


def save(client: Client, address: str, **changed: Any) -> Any:
    return client.post(address, {**SETTINGS, "version": "1", **changed}, follow=True)


def test_what_the_page_shows_saves_as_it_is(client: Client) -> None:
    """The form's own values, sent back, are no change: nothing is lost on the way."""
    form = client.get("/manage/queues/main/").context["form"]
    sent = {field.html_name: field.value() for field in form}
    kept = {name: value for name, value in sent.items() if value is not None and value is not False}
    answer = client.post("/manage/queues/main/", {**kept, "version": "1"}, follow=True)
    assert Queue.objects.get(pk="main").version == 1
    assert answer.status_code == 200


def test_a_queue_is_made_with_its_workers(client: Client, reviewer: User) -> None:
    limit = {f"limit-{reviewer.pk}": "5", "workers": [str(reviewer.pk)]}
    answer = save(
        client, "/manage/queues/new/", name="Gulf", late_after="90", late_unit="1", **limit
    )
    assert "Saved as version 1." in answer.content.decode()
    assert Queue.objects.get(pk="gulf").late_after_minutes == 90
    assert QueueWorker.objects.get().at_most == 5


@pytest.mark.parametrize(
    "changed,sentence",
    [
        ({"name": ""}, "This field is required."),
        ({"passed_percent": "101"}, "100"),
        ({"shows_names": "on"}, "no names while the faces are rated first"),
        ({"reminder_days": "9"}, "The reminder comes before"),
        ({"late_after": "1", "late_unit": "1"}, "from 15 to"),
        ({"second_reader_when": ["disagree", "sampled"]}, "Say how large the sample is"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, changed: dict[str, Any], sentence: str
) -> None:
    answer = save(client, "/manage/queues/new/", **{"name": "Gulf", **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert changed.get("name") == "" or 'value="Gulf"' in page
    assert Queue.objects.count() == 2


def test_a_page_that_is_older_than_the_queue_does_not_save(client: Client) -> None:
    Queue.objects.filter(pk="main").update(version=2)
    answer = save(client, "/manage/queues/main/", rank="0")
    assert answer.status_code == 422
    assert "Somebody saved another version meanwhile" in answer.content.decode()


def test_a_milder_policy_waits_and_is_shown_where_it_belongs(
    client: Client, make_person: MakePerson, signed_in: SignedIn
) -> None:
    answer = save(client, "/manage/queues/main/", consent_needed="")
    assert "waits for a second admin" in answer.content.decode()
    change = PendingChange.objects.get()
    page = client.get("/manage/changes/").content.decode()
    assert "A refused consent no longer stands against an approval." in page
    assert "Confirm</button>" not in page
    other = signed_in(make_person("admin"))
    assert "Confirm</button>" in other.get("/manage/changes/").content.decode()
    other.post(f"/manage/changes/{change.pk}/", {"act": "confirm"})
    assert not Queue.objects.get(pk="main").consent_needed
    assert "Version 2" in client.get("/manage/queues/main/versions/").content.decode()


def test_the_proposer_cannot_confirm_by_hand(client: Client) -> None:
    save(client, "/manage/queues/main/", consent_needed="")
    change = PendingChange.objects.get()
    client.post(f"/manage/changes/{change.pk}/", {"act": "confirm"})
    assert Queue.objects.get(pk="main").consent_needed
    client.post(f"/manage/changes/{change.pk}/", {"act": "refuse"})
    change.refresh_from_db()
    assert change.state == "taken_back"


def test_a_calendar_is_written_as_people_write_hours(client: Client) -> None:
    sent = {"name": "Gulf", "time_zone": "Asia/Dubai", "days_off": "2026-12-02\n2026-12-03"}
    week = {"day0": "06:00-12:00, 13:00-22:00", "day1": "06:00–22:00"}
    client.post("/manage/calendars/new/", sent | week)
    calendar = Calendar.objects.get()
    assert calendar.hours == {
        "0": [["06:00", "12:00"], ["13:00", "22:00"]],
        "1": [["06:00", "22:00"]],
    }
    assert calendar.days_off == ["2026-12-02", "2026-12-03"]
    page = client.get("/manage/calendars/gulf/").content.decode()
    assert "06:00-12:00, 13:00-22:00" in page


@pytest.mark.parametrize(
    "day,sentence",
    [("9 to 5", "a stretch of work has a start and an end"), ("18:00-09:00", "ends after")],
)
def test_hours_that_nobody_understands_are_refused(client: Client, day: str, sentence: str) -> None:
    sent = {"name": "Gulf", "time_zone": "UTC", "day0": day}
    answer = client.post("/manage/calendars/new/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert day in answer.content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_queues_costs_the_same_however_many(
    client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        Queue.objects.create(slug=f"q{number}", name=f"Queue {number}")
    client.get("/manage/queues/")
    with django_assert_max_num_queries(10):
        client.get("/manage/queues/")
