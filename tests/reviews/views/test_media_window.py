"""Full resolution and windows over HTTP: bounded, recorded as sizes of their own."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from journeys.choices import MediaKind
from journeys.models import Journey, MediaUse
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import Access
from tests.journeys.vault.files import jpeg, mp4
from tests.people import SignedIn
from tests.reviews.house import events, put_file, use_of

BOX = "x=0.020&y=0.200&w=0.300&h=0.500"


@pytest.fixture
def front(journey: Journey) -> MediaUse:
    use = use_of(journey, MediaKind.DOC_FRONT)
    put_file(use.locator, jpeg(2000, 1000))
    return use


@pytest.fixture
def client(signed_in: SignedIn, lead: User) -> Client:
    return signed_in(lead)


def address(use: MediaUse, size: str, query: str = "") -> str:
    return reverse("media", args=[use.public_id, size]) + (f"?{query}" if query else "")


def size_of(body: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(body)).size


def test_the_full_picture_is_larger_than_the_viewing_one(front: MediaUse, client: Client) -> None:
    assert size_of(client.get(address(front, "view")).content) == (1600, 800)
    answer = client.get(address(front, "full"))
    assert size_of(answer.content) == (2000, 1000)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_each_size_is_a_look_of_its_own_on_the_record(front: MediaUse, client: Client) -> None:
    for size, query in (("view", ""), ("full", ""), ("window", BOX), ("window", BOX)):
        assert client.get(address(front, size, query)).status_code == 200
    times = dict(Access.objects.values_list("size", "times"))
    assert times == {"view": 1, "full": 1, "window": 2}
    assert [json.loads(entry.data)["size"] for entry in events(Event.PICTURE_VIEWED)] == [
        "view", "full", "window",
    ]  # fmt: skip


def test_a_window_is_a_part_of_the_picture(front: MediaUse, client: Client) -> None:
    assert size_of(client.get(address(front, "window", BOX)).content) == (600, 500)


def test_no_window_shows_the_whole(front: MediaUse, client: Client) -> None:
    answer = client.get(address(front, "window", "x=0&y=0&w=1&h=1"))
    assert size_of(answer.content) == (1000, 700)


@pytest.mark.parametrize("query", ["", "x=0&y=0&w=0.3", "x=a&y=0&w=0.3&h=0.3", BOX + "&page=2"])
def test_a_window_that_is_none_is_not_found(front: MediaUse, client: Client, query: str) -> None:
    assert client.get(address(front, "window", query)).status_code == 404
    assert not Access.objects.exists()


@pytest.mark.parametrize("size", ["full", "window"])
def test_a_video_has_neither(journey: Journey, client: Client, size: str) -> None:
    use = use_of(journey, MediaKind.SELFIE)
    put_file(use.locator, mp4())
    assert client.get(address(use, size, BOX)).status_code == 404
