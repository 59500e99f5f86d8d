"""What failed can be asked for again, and what a job gives up is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeys.models import Blob, Locator
from journeys.vault import (
    fail_locator,
    read_derivative,
    read_original,
    retry_locator,
)
from kycreview.trail.events import Event
from tests.journeys.vault import files
from tests.journeys.vault.conftest import MakeLocator, entries, fetched
from tests.journeys.vault.media_host import MediaHost


@pytest.mark.both_databases
def test_a_retry_shows_what_only_the_decoder_had_failed(
    host: MediaHost, make_locator: MakeLocator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    host.serve("/a.jpeg", files.jpeg())
    dead = tmp_path / "dead.py"
    dead.write_text("raise SystemExit(3)")
    with monkeypatch.context() as patched:
        patched.setattr("journeys.vault.decoding.CHILD", dead)
        locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert locator.state == "failed"
    assert retry_locator(locator)
    locator = fetched(Locator.objects.get(pk=locator.pk))
    assert (locator.state, locator.reason, locator.attempts) == ("stored", "", 2)
    blob = Blob.objects.get()
    assert locator.blob == blob
    assert (blob.media_type, blob.width) == ("image/jpeg", 120)
    assert read_derivative(blob, size="view")[1] == "image/jpeg"


def test_a_retry_that_finds_nothing_keeps_the_earlier_bytes(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", b"<html>")
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert retry_locator(locator)
    del host.answers["/a.jpeg"]
    locator = fetched(Locator.objects.get(pk=locator.pk))
    assert locator.reason == "The provider no longer has this file."
    assert locator.blob is not None
    assert read_original(locator.blob) == b"<html>"


def test_only_what_failed_is_retried(host: MediaHost, make_locator: MakeLocator) -> None:
    host.serve("/a.jpeg", files.jpeg())
    locator = make_locator(f"http://{host.address}/a.jpeg")
    assert not retry_locator(locator)
    fetched(locator)
    assert not retry_locator(locator)
    assert Locator.objects.get(pk=locator.pk).state == "stored"


def test_what_failed_is_not_fetched_until_it_is_retried(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    fetched(locator)
    assert host.asked == ["/a.jpeg"]


def test_a_job_that_gives_up_makes_the_state_visible(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    locator = make_locator(f"http://{host.address}/a.jpeg")
    assert fail_locator(locator.id, reason="The provider did not answer for 72 hours.")
    locator.refresh_from_db()
    assert (locator.state, locator.reason) == (
        "failed",
        "The provider did not answer for 72 hours.",
    )
    assert not fail_locator(locator.id, reason="Again.")
    assert len(entries(Event.MEDIA_REFUSED)) == 1
