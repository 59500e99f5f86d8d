"""From a locator to a blob, or to a visible state with its reason; never a lost journey."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from journeys.models import Blob, Journey, Locator
from journeys.providers.errors import CredentialsRefused, ProviderUnavailable
from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault import (
    VaultUnavailable,
    fail_locator,
    fetch_locator,
    fetching,
    read_derivative,
    read_original,
    retry_locator,
    verify_blob,
)
from kycreview.sealing import KeyGone, destroy_data_key
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.databases import Database
from tests.journeys.vault import files
from tests.journeys.vault.conftest import MakeLocator, locator_of, make_journey
from tests.journeys.vault.media_host import MediaHost

SECRET = "capability-0123456789"


def fetched(locator: Locator) -> Locator:
    fetch_locator(locator.id)
    locator.refresh_from_db()
    return locator


def entries(event: Event) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(event=event).order_by("seq"))


@pytest.mark.both_databases
def test_a_picture_is_stored_as_it_came(host: MediaHost, make_locator: MakeLocator) -> None:
    content = files.jpeg(300, 200)
    host.serve("/a.jpeg", content)
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert (locator.state, locator.attempts, locator.reason) == ("stored", 1, "")
    blob = locator.blob
    assert blob is not None
    assert (blob.media_type, blob.width, blob.height) == ("image/jpeg", 300, 200)
    assert read_original(blob) == content
    assert verify_blob(blob)
    assert read_derivative(blob, size="thumb")[0].startswith(b"\xff\xd8\xff")


@pytest.mark.both_databases
def test_the_trail_says_what_was_stored(host: MediaHost, make_locator: MakeLocator) -> None:
    host.serve("/a.jpeg", files.jpeg(300, 200))
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    (entry,) = entries(Event.MEDIA_STORED)
    assert (entry.system, entry.object_kind) == ("vault", "media")
    assert entry.object_id == str(locator.id)
    assert entry.account == locator.journey.account.lane
    assert locator.blob is not None
    assert json.loads(entry.data) == {
        "sha256": locator.blob.sha256,
        "size": locator.blob.size,
        "type": "image/jpeg",
        "w": 300,
        "h": 200,
    }


def test_an_opaque_path_is_fetched_with_the_accounts_credentials(
    database: Database, host: MediaHost
) -> None:
    host.serve("/journey/v2/image/front%20side", files.jpeg())
    journey = make_journey(host, provider="idwise")
    assert fetched(locator_of(journey, "front side")).state == "stored"


def test_nothing_of_a_picture_lies_on_the_disk_in_clear(
    host: MediaHost, make_locator: MakeLocator, database: Database
) -> None:
    content = files.jpeg(800, 600)
    host.serve("/a.jpeg", content)
    fetched(make_locator(f"http://{host.address}/a.jpeg"))
    stored = [path for path in (database.data_dir / "media").rglob("*") if path.is_file()]
    assert len(stored) == 3
    for path in stored:
        assert b"JFIF" not in path.read_bytes()
        assert content[500:560] not in path.read_bytes()


@pytest.mark.both_databases
def test_equal_bytes_under_two_names_are_one_blob(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    for path in ("/a.jpeg", "/b.jpeg"):
        host.serve(path, files.jpeg())
    first = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    second = fetched(make_locator(f"http://{host.address}/b.jpeg"))
    assert first.blob == second.blob
    assert Blob.objects.count() == 1
    assert len(entries(Event.MEDIA_STORED)) == 2


def test_equal_bytes_of_two_journeys_are_two_blobs_under_two_keys(
    host: MediaHost, database: Database
) -> None:
    host.serve("/a.jpeg", files.jpeg())
    blobs = []
    for _ in range(2):
        journey = make_journey(host, provider="signzy")
        blobs.append(fetched(locator_of(journey, f"http://{host.address}/a.jpeg")).blob)
    one, other = blobs
    assert one is not None
    assert other is not None
    assert one.sha256 == other.sha256
    assert one.id != other.id


def test_what_is_stored_is_not_fetched_again(host: MediaHost, make_locator: MakeLocator) -> None:
    host.serve("/a.jpeg", files.jpeg())
    locator = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    fetched(locator)
    assert host.asked == ["/a.jpeg"]
    assert locator.attempts == 1


@pytest.mark.both_databases
def test_two_workers_on_one_locator_make_one_blob_and_one_entry(
    host: MediaHost, make_locator: MakeLocator, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.serve("/a.jpeg", files.jpeg())
    locator = make_locator(f"http://{host.address}/a.jpeg")
    together = threading.Barrier(2, timeout=60)
    real_keep = fetching.keep

    def keep(*args: object, **kwargs: object) -> object:
        together.wait()
        kept = real_keep(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        together.wait()
        return kept

    monkeypatch.setattr(fetching, "keep", keep)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            fetch_locator(locator.id)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    blob = Blob.objects.get()
    assert verify_blob(blob)
    assert len(entries(Event.MEDIA_STORED)) == 1
    assert Locator.objects.get().attempts == 2


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


def test_a_large_film_is_stored_where_a_large_file_is_expected(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/film", files.mp4(size=IMAGE_LIMIT + 1000))
    locator = fetched(make_locator(f"http://{host.address}/film", is_large=True))
    assert locator.state == "stored"
    assert locator.blob is not None
    assert locator.blob.media_type == "video/mp4"


@pytest.mark.parametrize(
    "program,words",
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "made the decoder stop"),
        ("import time; time.sleep(60)", "took too long"),
    ],
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


@pytest.mark.both_databases
def test_without_its_trail_entry_nothing_is_stored(
    host: MediaHost, make_locator: MakeLocator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the trail cannot be written")

    host.serve("/a.jpeg", files.jpeg())
    locator = make_locator(f"http://{host.address}/a.jpeg")
    with monkeypatch.context() as patched:
        patched.setattr(fetching, "record", broken)
        with pytest.raises(RuntimeError):
            fetch_locator(locator.id)
    locator.refresh_from_db()
    assert (locator.state, locator.blob) == ("waiting", None)
    assert Blob.objects.count() == 0
    # The files that were written before serve the next attempt.
    assert fetched(locator).state == "stored"


def test_no_transaction_is_open_while_the_provider_is_asked(
    host: MediaHost, make_locator: MakeLocator, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []
    real = fetching.provider_of
    real_keep = fetching.keep

    def provider_of(account: object) -> object:
        open_then.append(connection.in_atomic_block)
        return real(account)  # type: ignore[arg-type]  # passed on as it came

    def keep(*args: object, **kwargs: object) -> object:
        open_then.append(connection.in_atomic_block)
        return real_keep(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(fetching, "provider_of", provider_of)
    monkeypatch.setattr(fetching, "keep", keep)
    host.serve("/a.jpeg", files.jpeg())
    fetched(make_locator(f"http://{host.address}/a.jpeg"))
    assert open_then == [False, False]


def test_a_full_disk_leaves_the_locator_waiting(
    host: MediaHost, make_locator: MakeLocator, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    host.serve("/a.jpeg", files.jpeg())
    locator = make_locator(f"http://{host.address}/a.jpeg")
    with monkeypatch.context() as patched:
        patched.setattr("journeys.vault.places.os.fsync", full)
        with pytest.raises(VaultUnavailable):
            fetch_locator(locator.id)
    locator.refresh_from_db()
    assert locator.state == "waiting"
    assert [p for p in (database.data_dir / "media").rglob("*") if p.is_file()] == []


def test_a_media_folder_that_cannot_be_made_leaves_the_locator_waiting(
    host: MediaHost, make_locator: MakeLocator, database: Database
) -> None:
    (database.data_dir / "media").write_text("a file in the way")
    locator = make_locator(f"http://{host.address}/a.jpeg")
    with pytest.raises(VaultUnavailable):
        fetch_locator(locator.id)
    assert host.asked == []


def test_a_journey_whose_key_was_destroyed_gets_no_more_files(
    host: MediaHost, journey: Journey, make_locator: MakeLocator
) -> None:
    host.serve("/a.jpeg", files.jpeg())
    locator = make_locator(f"http://{host.address}/a.jpeg")
    destroy_data_key(journey.key_id)
    with pytest.raises(KeyGone):
        fetch_locator(locator.id)
    assert host.asked == []


def test_a_locator_that_does_not_exist_is_an_error(database: Database) -> None:
    with pytest.raises(Locator.DoesNotExist):
        fetch_locator(uuid4())


def test_files_that_were_lost_are_written_again(
    host: MediaHost, make_locator: MakeLocator, database: Database
) -> None:
    for path in ("/a.jpeg", "/b.jpeg"):
        host.serve(path, files.jpeg())
    first = fetched(make_locator(f"http://{host.address}/a.jpeg"))
    for path in (database.data_dir / "media").rglob("*.view"):
        path.unlink()
    assert first.blob is not None
    fetched(make_locator(f"http://{host.address}/b.jpeg"))
    assert read_derivative(first.blob, size="view")[0]
