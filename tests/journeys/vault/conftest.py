"""A journey whose provider is a real HTTP server on loopback, behind the guarded session."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from pytest_django import Settings

from journeys.models import Account, Blob, Journey, Locator
from journeys.providers import guarded
from journeys.vault import decoding, fetch_locator
from journeys.vault.decoding import Decoded, Unusable
from kycreview.sealing import lookup_hash, new_data_key
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.databases import Database
from tests.journeys.vault.media_host import MediaHost, running_host


class MakeLocator(Protocol):
    def __call__(self, name: str, *, is_large: bool = False) -> Locator: ...


Stored = Callable[[bytes], Blob]


@pytest.fixture
def data_dir(tmp_path: Path, settings: Settings) -> Path:
    """An empty DATA_DIR, for tests without a database."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR = folder
    return folder


@pytest.fixture
def host(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MediaHost]:
    # Between attempts the guarded session waits; nobody here has the time.
    monkeypatch.setattr(guarded, "sleep", lambda seconds: None)
    with running_host() as running:
        settings.SETTINGS = settings.SETTINGS.model_copy(
            update={"PROVIDER_PRIVATE_HOSTS": [running.address]}
        )
        yield running


@pytest.fixture
def journey(database: Database, host: MediaHost) -> Journey:
    """A journey at Signzy, whose locators are whole addresses."""
    return make_journey(host, provider="signzy")


@pytest.fixture
def make_locator(journey: Journey) -> MakeLocator:
    def make(name: str, *, is_large: bool = False) -> Locator:
        return locator_of(journey, name, is_large=is_large)

    return make


@pytest.fixture
def stored(journey: Journey, host: MediaHost) -> Stored:
    """Serve these bytes, fetch them, and return their blob."""

    def store(content: bytes) -> Blob:
        path = f"/{secrets.token_hex(8)}"
        host.serve(path, content)
        locator = locator_of(journey, f"http://{host.address}{path}", is_large=True)
        fetch_locator(locator.id)
        locator.refresh_from_db()
        assert locator.blob is not None
        return locator.blob

    return store


@pytest.fixture
def child_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put another program in the decoder's place."""

    def replace(program: str) -> None:
        script = tmp_path / "other_child.py"
        script.write_text(program, encoding="utf-8")
        monkeypatch.setattr(decoding, "CHILD", script)

    return replace


def fetched(locator: Locator) -> Locator:
    """The locator as it is after one attempt."""
    fetch_locator(locator.id)
    locator.refresh_from_db()
    return locator


def entries(event: Event) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(event=event).order_by("seq"))


def make_journey(host: MediaHost, *, provider: str) -> Journey:
    account = Account(
        provider=provider,
        slug=f"{provider}-{secrets.token_hex(3)}",
        base_url=f"http://{host.address}",
        callback_path_hash=secrets.token_hex(32),
    )
    account.seal_secrets({"api_key": "key", "api_secret": "secret", "auth_token": "token"})
    account.save()
    return Journey.objects.create(
        account=account, provider_id=secrets.token_hex(8), key_id=new_data_key()
    )


def locator_of(journey: Journey, name: str, *, is_large: bool = False) -> Locator:
    locator = Locator(
        journey=journey,
        name_hash=lookup_hash(f"locator:{journey.id}", name),
        is_large=is_large,
    )
    locator.seal_name(journey.key(), name)
    locator.save()
    return locator


def decoded(content: bytes) -> Decoded:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        return decoding.decode(file, size=len(content))


def refusal(content: bytes) -> str:
    with pytest.raises(Unusable) as told:
        decoded(content)
    assert told.value.sentence
    return told.value.code
