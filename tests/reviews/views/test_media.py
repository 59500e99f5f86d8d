"""Pictures over HTTP: permission first, every first look recorded, headers that keep them in."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from journeys.choices import MediaKind
from journeys.models import Account, Journey, Locator, MediaUse
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.models import Access, Case
from reviews.verdicts.reopening import reopen
from tests.databases import Database
from tests.journeys.vault.files import jpeg, mp4, pdf
from tests.people import MakePerson, SignedIn
from tests.reviews.house import (
    arrive,
    count_of,
    events,
    held_case,
    in_effect,
    opened,
    put_file,
    round_of,
    use_of,
)
from tests.threads import at_once

PICTURE = jpeg(200, 120)
CLIP = mp4(size=5000)


@pytest.fixture
def front(journey: Journey) -> MediaUse:
    use = use_of(journey, MediaKind.DOC_FRONT)
    put_file(use.locator, PICTURE)
    return use


@pytest.fixture
def clip(journey: Journey) -> MediaUse:
    """A video in the place of the selfie."""
    use = use_of(journey, MediaKind.SELFIE)
    put_file(use.locator, CLIP)
    return use


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def address(use: MediaUse, size: str = "view") -> str:
    return reverse("media", args=[use.public_id, size])


def original(use: MediaUse) -> str:
    return reverse("media_original", args=[use.public_id])


@pytest.mark.parametrize("size", ["view", "thumb"])
def test_a_picture_is_shown_as_a_derivative_and_kept_in(
    front: MediaUse, client: Client, size: str
) -> None:
    answer = client.get(address(front, size))
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.content != PICTURE
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"] == "inline"


def test_the_pages_of_a_pdf_are_pictures(journey: Journey, client: Client) -> None:
    use = use_of(journey, MediaKind.DOC_FRONT)
    put_file(use.locator, pdf(2))
    first, second = (client.get(f"{address(use)}?page={page}") for page in (1, 2))
    assert first.content.startswith(b"\xff\xd8\xff")
    assert second.status_code == 200
    for page in ("0", "3", "999"):
        assert client.get(f"{address(use)}?page={page}").status_code == 404


@pytest.mark.parametrize("role", ["reviewer", "lead", "auditor"])
def test_who_may_see_evidence_sees_pictures(
    front: MediaUse, make_person: MakePerson, signed_in: SignedIn, role: str
) -> None:
    assert signed_in(make_person(role)).get(address(front)).status_code == 200


def test_an_admin_sees_no_picture(front: MediaUse, admin: User, signed_in: SignedIn) -> None:
    client = signed_in(admin)
    for one in (address(front), original(front)):
        answer = client.get(one)
        assert answer.status_code == 403
        assert not answer.content.startswith(b"\xff\xd8")
    assert not Access.objects.exists()


def test_a_stranger_is_sent_to_the_sign_in(front: MediaUse) -> None:
    assert Client().get(address(front)).status_code == 302
    assert not Access.objects.exists()


def test_what_is_not_there_is_not_found(front: MediaUse, journey: Journey, client: Client) -> None:
    waiting = use_of(journey, MediaKind.DOC_BACK)
    for one in (
        reverse("media", args=[uuid.uuid4(), "view"]),
        address(waiting),
        address(front, "original-size"),
        f"{address(front)}?page=2",
    ):
        assert client.get(one).status_code == 404
    assert not Access.objects.exists(), "what was not shown was not seen"


def test_a_picture_whose_file_is_gone_is_not_found_and_not_recorded(
    front: MediaUse, client: Client, lead: User, signed_in: SignedIn, database: Database
) -> None:
    for path in Path(database.data_dir / "media").rglob("*"):
        if path.is_file():
            path.unlink()
    assert client.get(address(front)).status_code == 404
    assert signed_in(lead).get(original(front)).status_code == 404
    assert not Access.objects.exists()


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_the_original_is_a_download_for_leads_and_auditors(
    front: MediaUse, make_person: MakePerson, signed_in: SignedIn, role: str
) -> None:
    answer = signed_in(make_person(role)).get(original(front))
    assert answer.status_code == 200
    assert answer.content == PICTURE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert count_of(Event.ORIGINAL_VIEWED) == 1


def test_a_reviewer_gets_no_original(front: MediaUse, client: Client) -> None:
    assert client.get(original(front)).status_code == 403


def test_a_video_comes_whole(clip: MediaUse, client: Client) -> None:
    answer = client.get(address(clip))
    assert answer.status_code == 200
    assert b"".join(answer) == CLIP
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Content-Length"] == str(len(CLIP))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    "asked,start,end",
    [
        ("bytes=0-", 0, len(CLIP) - 1),
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=4990-9999", 4990, len(CLIP) - 1),
        ("bytes=-10", len(CLIP) - 10, len(CLIP) - 1),
        ("bytes=-99999", 0, len(CLIP) - 1),
    ],
)
def test_a_part_of_a_video_is_exactly_that_part(
    clip: MediaUse, client: Client, asked: str, start: int, end: int
) -> None:
    answer = client.get(address(clip), headers={"Range": asked})
    assert answer.status_code == 206
    assert b"".join(answer) == CLIP[start : end + 1]
    assert answer["Content-Range"] == f"bytes {start}-{end}/{len(CLIP)}"
    assert answer["Content-Length"] == str(end - start + 1)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("asked", [f"bytes={len(CLIP)}-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(clip: MediaUse, client: Client, asked: str) -> None:
    answer = client.get(address(clip), headers={"Range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(CLIP)}"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("asked", ["", "lines=1-2", "bytes=-", "bytes=1-2,5-6", "bytes=a-b"])
def test_a_range_in_no_known_words_is_the_whole(clip: MediaUse, client: Client, asked: str) -> None:
    answer = client.get(address(clip), headers={"Range": asked})
    assert answer.status_code == 200
    assert b"".join(answer) == CLIP


@pytest.mark.both_databases
def test_looks_are_counted_and_the_first_is_an_entry(
    front: MediaUse, journey: Journey, reviewer: User, signed_in: SignedIn
) -> None:
    case = opened(journey)
    client = signed_in(reviewer)
    for _ in range(3):
        client.get(address(front))
    client.get(address(front, "thumb"))
    counts = dict(Access.objects.values_list("size", "times"))
    assert counts == {"view": 3, "thumb": 1}
    entries = events(Event.PICTURE_VIEWED)
    assert len(entries) == 2
    assert {(one.case_id, one.round_id) for one in entries} == {(case.pk, round_of(case).pk)}
    assert json.loads(entries[0].data)["kind"] == "doc_front"
    assert entries[0].object_id == str(front.public_id)


@pytest.mark.both_databases
def test_looks_at_the_same_moment_are_one_entry(
    front: MediaUse, journey: Journey, reviewer: User, signed_in: SignedIn
) -> None:
    opened(journey)
    clients = [signed_in(reviewer) for _ in range(6)]
    statuses = at_once(6, lambda number: clients[number].get(address(front)).status_code)
    assert statuses == [200] * 6
    assert Access.objects.get().times == 6
    assert count_of(Event.PICTURE_VIEWED) == 1


def test_each_person_and_each_round_has_its_own_first_look(
    front: MediaUse, journey: Journey, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    its_round = held_case(journey, by=reviewer)
    for person in (reviewer, lead, reviewer):
        signed_in(person).get(address(front))
    assert count_of(Event.PICTURE_VIEWED) == 2
    in_effect(its_round, "reject", by=reviewer)
    reopen(Case.objects.get(), why="Again.", by=lead)
    claim(Case.objects.get(), by=reviewer)
    signed_in(reviewer).get(address(front))
    assert count_of(Event.PICTURE_VIEWED) == 3
    assert Access.objects.count() == 3


def test_a_picture_of_a_journey_without_a_case_is_recorded_too(
    idwise: Account, reviewer: User, signed_in: SignedIn
) -> None:
    journey = arrive(idwise, outcome="clean_pass")
    use = use_of(journey, MediaKind.DOC_FRONT)
    put_file(use.locator, PICTURE)
    assert signed_in(reviewer).get(address(use)).status_code == 200
    (entry,) = events(Event.PICTURE_VIEWED)
    assert (entry.case_id, entry.round_id) == (None, None)


@pytest.mark.parametrize("role,place", [("reviewer", "case"), ("admin", "imports")])
def test_a_file_that_failed_is_asked_for_again(
    journey: Journey, make_person: MakePerson, signed_in: SignedIn, role: str, place: str
) -> None:
    case = opened(journey)
    use = use_of(journey, MediaKind.DOC_FRONT)
    Locator.objects.filter(pk=use.locator_id).update(state=Locator.State.FAILED, reason="Gone.")
    Job.objects.filter(subject__locator=str(use.locator_id)).update(state=Job.State.FAILED)
    answer = signed_in(make_person(role)).post(reverse("media_retry", args=[use.public_id]))
    where = reverse("case", args=[case.pk]) if place == "case" else reverse(place)
    assert (answer.status_code, answer["Location"]) == (302, where)
    use.locator.refresh_from_db()
    assert use.locator.state == Locator.State.WAITING
    assert Job.objects.get(subject__locator=str(use.locator_id)).state == Job.State.WAITING
    assert count_of(Event.MEDIA_RETRIED) == 1
