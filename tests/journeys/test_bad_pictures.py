"""Pictures that cannot be had, and addresses that point inside: a reason, a whole journey."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from journeys.importing import ask_for
from journeys.models import Locator
from journeys.showing import as_json
from journeys.tasks import settle_media
from kycreview.jobs import lanes
from kycreview.jobs.models import Job
from kycreview.jobs.queue import GIVES_UP_AFTER, retry
from tests.databases import Database
from tests.journeys.accounts_for_tests import (
    body_of,
    changed,
    journey_of,
    journeys_fetched,
    locators_of,
    make_account,
    saved,
    worked,
)
from tests.journeys.house_for_tests import House
from tests.journeys.leaves_for_tests import assert_it_shows
from tests.journeys.vault.media_host import running_host

pytestmark = pytest.mark.usefixtures("no_backoff")


@pytest.mark.parametrize(
    "fault, reason",
    [
        ("not_found", "The provider no longer has this file."),
        ("wrong_type", "The file is not a JPEG, PNG or WebP picture, a PDF or an MP4."),
        ("html", "The file is not a JPEG, PNG or WebP picture, a PDF or an MP4."),
        ("redirect", "answered with a redirect to another address, which is not followed."),
        ("endless", "is larger than 15 MB and was not kept."),
    ],
)
def test_a_picture_that_cannot_be_had_is_a_state_with_a_reason(
    house: House, fault: str, reason: str
) -> None:
    house.fetch("idwise")
    journey = journey_of(house.accounts["idwise"], house.ids["idwise"])
    one, *others = locators_of(journey)
    Locator.objects.filter(pk__in=[row.pk for row in others]).update(
        state=Locator.State.FAILED, reason="Not part of this test."
    )
    house.sandbox.add_fault("media", fault, times=0)
    worked()
    one.refresh_from_db()
    assert one.state == "failed"
    assert reason in one.reason
    assert house.asked("trap") == 0
    journey.refresh_from_db()
    assert journey.current_snapshot is not None


def test_a_picture_that_was_waited_for_too_long_says_so(house: House) -> None:
    house.fetch("idwise")
    house.sandbox.add_fault("media", "500", times=0)
    worked()
    waiting = Job.objects.filter(kind="media.fetch", state="waiting")
    assert waiting.filter(waits=1).exists()
    long_ago = timezone.now() - GIVES_UP_AFTER - timedelta(minutes=1)
    waiting.update(first_wait_at=long_ago, next_attempt_at=timezone.now())
    lanes.resume("account:idwise")
    worked()
    given_up = set(
        Job.objects.filter(kind="media.fetch", state="failed").values_list("key", flat=True)
    )
    assert given_up
    settle_media()
    failed = Locator.objects.filter(state="failed")
    assert {f"media.fetch:{locator.pk}" for locator in failed} == given_up
    assert all("did not answer for 72 hours" in locator.reason for locator in failed)
    house.sandbox.clear_faults()
    lanes.resume("account:idwise")
    retry(Job.objects.all())
    worked()
    assert set(Locator.objects.values_list("state", flat=True)) == {"stored"}


class Listener:
    """A door inside that nobody may knock at; counts who does."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.knocks = 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                knocking, _ = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            knocking.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


def test_addresses_that_point_inside_are_refused_and_nobody_is_asked(
    database: Database, settings: Settings
) -> None:
    """Each stands in a body that came over HTTP; none is connected to, and the journey is there."""
    listener = Listener()
    places = {
        "frontDoc": "http://127.0.0.1:1/front.jpeg",
        "backDoc": "http://169.254.169.254/latest/meta-data/canary",
        "selfie": "file:///etc/passwd",
        "frontDocOriginal": f"http://127.0.0.1:{listener.port}/canary",
        "backDocOriginal": f"https://localhost:{listener.port}/canary",
        "selfieVideo": f"http://[::1]:{listener.port}/canary",
        "frontPdf": f"//127.0.0.1:{listener.port}/canary",
        "backPdf": "gopher://127.0.0.1/x",
    }
    body = changed(
        body_of("signzy", "clean_pass"),
        lambda said: said["capturedData"].update(images=dict(places)),
    )
    with running_host() as host:
        settings.SETTINGS = settings.SETTINGS.model_copy(
            update={"PROVIDER_PRIVATE_HOSTS": [host.address]}
        )
        host.serve("/api/v3/otk-service/get-journey/inside", body)
        account, _ = make_account("signzy", base_url=f"http://{host.address}")
        ask_for(account, ["inside"])
        journeys_fetched()
        journey = journey_of(account, "inside")
        key = journey.key()
        inside = {row.pk: row for row in locators_of(journey) if row.name(key) in places.values()}
        Locator.objects.exclude(pk__in=inside).update(state="failed", reason="Not of this test.")
        assert len(inside) >= 3
        worked()
        assert host.asked == ["/api/v3/otk-service/get-journey/inside"]
    listener.close()
    assert listener.knocks == 0
    for locator in Locator.objects.filter(pk__in=inside):
        assert locator.state == "failed"
        assert locator.reason in REFUSALS, locator.reason
        assert "canary" not in locator.reason
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    assert journey.current_snapshot.state == "read"
    assert_it_shows(body, as_json(journey))


REFUSALS = {
    "Only https addresses are fetched; nothing was sent.",
    "The address is not written as a plain web address; nothing was sent.",
    "The host localhost is not in the list of this account; nothing was sent.",
}


@pytest.mark.parametrize(
    "name", ["../journeys/1", "a/b", "a\\b", "..", "a\u0000b", "x" * 300, "\ud800"]
)
def test_a_picture_name_of_idwise_that_would_climb_is_refused(house: House, name: str) -> None:
    account = house.accounts["idwise"]
    images = {"front_side_image_path": name}
    done = saved(account, {"journey_id": "1", "documents": {"0": {"images": images}}}, "climbing")
    worked()
    locator = Locator.objects.get(journey=done.journey)
    assert (locator.state, locator.reason) == (
        "failed", "IDWise named this file in a way that is not safe to ask for.",
    )  # fmt: skip
    assert house.asked("") == 0
