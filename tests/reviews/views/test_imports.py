"""Imports for admins: lists of ids in, progress and failures out, each with its reason."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from journeys.models import Account, ImportBatch
from kycreview.jobs import lanes
from kycreview.jobs.models import Job, Lane
from kycreview.staff.models import User
from kycreview.trail.events import Event
from tests.people import SignedIn
from tests.reviews.house import count_of, events, new_account
from tests.reviews.views.pages import page_of

IDS = ["journey-one", "journey-two", "journey-three"]


@pytest.fixture
def client(signed_in: SignedIn, admin: User) -> Client:
    return signed_in(admin)


@pytest.fixture
def batch(client: Client, idwise: Account) -> ImportBatch:
    client.post(reverse("imports"), {"account": str(idwise.pk), "ids": "\n".join(IDS)})
    return ImportBatch.objects.get()


@pytest.mark.both_databases
def test_pasted_ids_become_one_batch_of_jobs(client: Client, idwise: Account, admin: User) -> None:
    form = {"account": str(idwise.pk), "ids": " journey-one \njourney-two\n\njourney-one"}
    answer = client.post(reverse("imports"), form)
    batch = ImportBatch.objects.get()
    assert answer["Location"] == reverse("imports_batch", args=[batch.pk])
    assert (batch.asked_by, batch.items.count()) == (admin, 2)
    assert Job.objects.filter(kind="journey.fetch").count() == 2
    (entry,) = events(Event.IMPORT_REQUESTED)
    assert (entry.actor, entry.account) == (admin, idwise.lane)


def test_ids_come_as_a_file_too(client: Client, idwise: Account) -> None:
    file = SimpleUploadedFile("ids.csv", "\ufeffjourney_id,who\na,x\nb,y\n".encode())
    client.post(reverse("imports"), {"account": str(idwise.pk), "file": file})
    found = ImportBatch.objects.get().items.values_list("provider_id", flat=True)
    assert sorted(found) == ["a", "b"]


@pytest.mark.parametrize(
    "ids,content,sentence",
    [
        ("", b"", "There is no id in it."),
        ("a\tb\nx" + "y" * 255, b"", "An id is longer than 255 characters."),
        ("a\x01b", b"", "An id holds control characters."),
        ("", b"\xff\xfe\x00", "The file is not a text file (UTF-8)."),
        ("", b"a\n" * (1024 * 1024 + 1), "The file is larger than 2 MiB."),
    ],
)
def test_a_list_that_is_none_is_answered(
    client: Client, idwise: Account, ids: str, content: bytes, sentence: str
) -> None:
    form: dict[str, object] = {"account": str(idwise.pk), "ids": ids}
    if content:
        form["file"] = SimpleUploadedFile("ids.txt", content)
    answer = client.post(reverse("imports"), form)
    assert answer.status_code == 422
    assert sentence in page_of(answer).text
    assert not ImportBatch.objects.exists()


def test_progress_and_failures_are_shown_with_their_reason(
    client: Client, batch: ImportBatch
) -> None:
    first, second, third = Job.objects.filter(kind="journey.fetch").order_by("key")
    Job.objects.filter(pk=first.pk).update(state=Job.State.DONE)
    Job.objects.filter(pk=second.pk).update(
        state=Job.State.FAILED, last_error="IDWise did not hand out this journey (400)."
    )
    Job.objects.filter(pk=third.pk).update(waits=2, last_error="IDWise does not answer.")
    url = reverse("imports_batch", args=[batch.pk])
    whole, part = client.get(url), client.get(url, headers={"HX-Request": "true"})
    for answer in (whole, part):
        text = page_of(answer).text
        assert "IDWise did not hand out this journey (400)." in text
        assert "IDWise does not answer." in text
        assert answer["Vary"].find("HX-Request") >= 0
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()


def test_one_failure_or_all_of_an_account_are_tried_again(
    client: Client, batch: ImportBatch, idwise: Account
) -> None:
    new_account("signzy")
    Job.objects.update(state=Job.State.FAILED)
    one = Job.objects.all()[0]
    told = client.post(reverse("import_retry", args=[one.pk]), follow=True)
    assert "1 job is tried again." in page_of(told).text
    assert Job.objects.filter(state=Job.State.WAITING).count() == 1
    none = client.post(reverse("import_retry_all"), {"account": "signzy"}, follow=True)
    assert "0 jobs are tried again." in page_of(none).text
    client.post(reverse("import_retry_all"), {"account": "idwise"})
    assert Job.objects.filter(state=Job.State.WAITING).count() == 3
    assert count_of(Event.IMPORT_RETRIED) == 3


def test_a_paused_account_is_shown_and_resumed(
    client: Client, idwise: Account, admin: User
) -> None:
    lanes.pause(idwise.lane, why="The credentials were not accepted (401).")
    page = page_of(client.get(reverse("imports")))
    assert "The credentials were not accepted (401)." in page.text
    resume = reverse("account_resume", args=["idwise"])
    assert resume in {one.attributes.get("action") for one in page.elements}
    client.post(resume)
    assert Lane.objects.get(name=idwise.lane).paused_at is None
    (entry,) = events(Event.ACCOUNT_RESUMED)
    assert entry.actor == admin
    again = client.post(resume, follow=True)
    assert "The account was not paused." in page_of(again).text
