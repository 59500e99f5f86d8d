"""What cannot be fetched or shown is a visible state with its reason; never a lost journey."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from journeys.models import Blob
from journeys.providers.errors import CredentialsRefused, ProviderUnavailable
from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault import (
    fetch_locator,
    read_original,
)
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.vault import files
from tests.journeys.vault.conftest import MakeLocator, entries, fetched, locator_of, make_journey
from tests.journeys.vault.media_host import MediaHost

SECRET = "capability-0123456789"


def test_a_file_the_provider_no_longer_has_is_told(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    locator = fetched(make_locator(f"http://{host.address}/{SECRET}"))
    assert (locator.state, locator.reason) == ("failed", "The provider no longer has this file.")
    assert locator.blob is None
    (entry,) = entries(Event.MEDIA_REFUSED)
    assert SECRET not in entry.data


def test_an_opaque_path_that_is_gone_is_told_in_the_same_words(
    database: Database, host: MediaHost
) -> None:
    locator = fetched(locator_of(make_journey(host, provider="idwise"), "gone"))
    assert (locator.state, locator.reason) == ("failed", "The provider no longer has this file.")


@pytest.mark.parametrize("status", [400, 403, 410, 418])
def test_a_refusal_of_the_media_host_is_told_without_the_address(
    status: int, host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve(f"/{SECRET}", b"no", status=status)
    locator = fetched(make_locator(f"http://{host.address}/{SECRET}"))
    assert locator.state == "failed"
    assert locator.reason.endswith(".")
    assert SECRET not in locator.reason


@pytest.mark.parametrize(
    "name",
    [
        "http://127.0.0.1:1/inside",
        "http://169.254.169.254/latest/meta-data/",
        "https://intranet.example/a.jpeg",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//",
        "",
        "http://[::1",
        "a\x00b",
        "\ud800",
    ],
)
def test_an_address_that_the_guard_refuses_is_a_visible_state(
    name: str, host: MediaHost, make_locator: MakeLocator
) -> None:
    locator = fetched(make_locator(name))
    assert locator.state == "failed"
    assert locator.reason
    assert host.asked == []
    (entry,) = entries(Event.MEDIA_REFUSED)
    assert json.loads(entry.data)["code"]


def test_a_redirect_is_not_followed(host: MediaHost, make_locator: MakeLocator) -> None:
    host.moved.add("/a.jpeg")
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert locator.state == "failed"
    assert host.asked == ["/a.jpeg"]


def test_a_path_that_would_climb_is_refused(database: Database, host: MediaHost) -> None:
    locator = fetched(locator_of(make_journey(host, provider="idwise"), "../../journey"))
    assert locator.state == "failed"
    assert host.asked == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_that_cannot_now_leaves_the_locator_waiting(
    status: int, host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", b"later", status=status)
    locator = make_locator(f"http://{host.address}/a.jpeg")
    with pytest.raises(ProviderUnavailable):
        fetch_locator(locator.id)
    locator.refresh_from_db()
    assert (locator.state, locator.attempts, locator.reason) == ("waiting", 1, "")
    assert entries(Event.MEDIA_REFUSED) == []


def test_a_body_that_breaks_off_leaves_the_locator_waiting(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", files.jpeg())
    host.cut.add("/a.jpeg")
    locator = make_locator(f"http://{host.address}/a.jpeg")
    with pytest.raises(ProviderUnavailable):
        fetch_locator(locator.id)
    locator.refresh_from_db()
    assert locator.state == "waiting"
    assert Blob.objects.count() == 0


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_go_to_the_caller(
    status: int, database: Database, host: MediaHost
) -> None:
    host.serve("/journey/v2/image/front", b"who are you?", status=status)
    locator = locator_of(make_journey(host, provider="idwise"), "front")
    with pytest.raises(CredentialsRefused):
        fetch_locator(locator.id)
    locator.refresh_from_db()
    assert locator.state == "waiting"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "content,code",
    [
        (b"<!doctype html><script>alert(1)</script>", "not_media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_media"),
        (b"PK\x03\x04 a zip that says it is a jpeg", "not_media"),
        (files.noisy_jpeg()[:20_000], "damaged"),
        (files.bomb_png(), "too_many_pixels"),
    ],
    ids=["html", "svg", "zip", "truncated", "bomb"],
)
def test_what_cannot_be_shown_is_kept_and_told(
    content: bytes, code: str, host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", content)
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert locator.state == "failed"
    assert locator.reason.endswith(".")
    assert locator.blob is not None
    assert locator.blob.media_type == "unknown"
    assert read_original(locator.blob) == content
    (entry,) = entries(Event.MEDIA_REFUSED)
    data = json.loads(entry.data)
    assert (data["code"], data["sha256"]) == (code, locator.blob.sha256)


def test_an_empty_file_is_told_and_nothing_is_kept(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", b"")
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert (locator.state, locator.reason) == ("failed", "The provider sent an empty file.")
    assert Blob.objects.count() == 0


def test_a_picture_of_more_than_15_megabytes_is_not_kept(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", files.jpeg() + bytes(IMAGE_LIMIT))
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert locator.state == "failed"
    assert "15 MB" in locator.reason
    assert Blob.objects.count() == 0


@pytest.mark.parametrize(
    "program,words",
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "made the decoder stop"),
        ("import time; time.sleep(60)", "took too long"),
    ],
    ids=["killed", "asleep"],
)
def test_a_decoder_that_fails_leaves_a_visible_state_and_the_bytes(
    program: str,
    words: str,
    host: MediaHost,
    make_locator: MakeLocator,
    child_that: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("journeys.vault.decoding.WALL_SECONDS", 1.0)
    child_that(program)
    host.serve("/a.jpeg", files.jpeg())
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert locator.state == "failed"
    assert words in locator.reason
    assert locator.blob is not None
    assert read_original(locator.blob) == files.jpeg()
