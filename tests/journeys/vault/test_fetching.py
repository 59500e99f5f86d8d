"""From a locator to a blob: once, encrypted, told in the trail, all or nothing."""

from __future__ import annotations

import json
import threading
from uuid import uuid4

import pytest
from django.db import connection

from journeys import connections
from journeys.models import Blob, Journey, Locator
from journeys.providers.guarded import IMAGE_LIMIT
from journeys.vault import (
    VaultUnavailable,
    fetch_locator,
    fetching,
    read_derivative,
    read_original,
    storing,
    verify_blob,
)
from kycreview.sealing import KeyGone, destroy_data_key
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.vault import files
from tests.journeys.vault.conftest import MakeLocator, entries, fetched, locator_of, make_journey
from tests.journeys.vault.media_host import MediaHost


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
    real_keep = storing.keep

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


def test_a_large_film_is_stored_where_a_large_file_is_expected(
    host: MediaHost, make_locator: MakeLocator
) -> None:
    host.serve("/film", files.mp4(size=IMAGE_LIMIT + 1000))
    locator = fetched(make_locator(f"http://{host.address}/film", is_large=True))
    assert locator.state == "stored"
    assert locator.blob is not None
    assert locator.blob.media_type == "video/mp4"


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
    real = connections.provider_of
    real_keep = storing.keep

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
    for view in (database.data_dir / "media").rglob("*.view"):
        view.unlink()
    assert first.blob is not None
    fetched(make_locator(f"http://{host.address}/b.jpeg"))
    assert read_derivative(first.blob, size="view")[0]
