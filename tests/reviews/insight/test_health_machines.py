"""Workers, clock, broker, disk, database and trail, as looking after the house finds them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from kycreview.jobs import beats
from kycreview.trail.models import TrailCheck
from reviews.insight import broker_answer
from reviews.insight.health import look
from reviews.insight.health_shapes import State
from tests.broker import Broker
from tests.databases import Database
from tests.reviews.insight.found import beat, finding

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "seconds,state,words",
    [
        ((), "attention", "none was in the last day"),
        ((5,), "ok", "1 is there"),
        ((5, 65), "ok", "1 went in the last day"),
        ((61,), "attention", "the last sign of life is 1 min old"),
    ],
)
def test_a_worker_is_gone_after_sixty_seconds(
    seconds: tuple[int, ...], state: str, words: str
) -> None:
    for number, ago in enumerate(seconds):
        beat(f"w{number}", seconds=ago)
    found = finding("workers")
    assert (found.state, words in found.says) == (state, True), found
    assert [one.is_gone for one in look().workers] == [ago > 60 for ago in sorted(seconds)]


def test_the_clock_is_no_worker() -> None:
    beat(beats.CLOCK, seconds=1, kind="clock")
    assert finding("clock").state == State.OK
    assert finding("workers").state == State.ATTENTION
    assert look().workers == ()


def test_a_clock_that_stands_still_needs_attention() -> None:
    assert finding("clock").state == State.ATTENTION
    beat(beats.CLOCK, seconds=61, kind="clock")
    assert finding("clock").state == State.ATTENTION


def test_a_broker_is_there_is_down_and_is_there_again(broker: Broker) -> None:
    assert finding("broker").state == State.OK
    broker.kill()
    found = finding("broker")
    assert (found.state, "does not answer" in found.says) == (State.ATTENTION, True)
    broker.restart()
    assert finding("broker").state == State.OK


def test_without_a_broker_nobody_knows() -> None:
    assert finding("broker").state == State.UNKNOWN


@pytest.fixture
def silent_server() -> Iterator[str]:
    """It takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_a_broker_that_never_answers_does_not_hold_the_page(
    silent_server: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look ends although the question is still open."""
    settings.CELERY_BROKER_URL = silent_server
    monkeypatch.setattr(broker_answer, "_SOCKET_SECONDS", 30)
    monkeypatch.setattr(broker_answer, "LONGEST_SECONDS", 0.05)
    assert finding("broker").state == State.ATTENTION
    waiting = [one for one in threading.enumerate() if one.name == "broker-answer"]
    assert len(waiting) == 1
    assert finding("broker").state == State.ATTENTION
    # Who asks meanwhile waits for the same answer.
    assert [one for one in threading.enumerate() if one.name == "broker-answer"] == waiting


@pytest.mark.parametrize(
    "free,total,state", [(500, 1000, "ok"), (99, 1000, "attention"), (0.9, 2, "attention")]
)
def test_a_disk_that_fills_up_needs_attention(
    monkeypatch: pytest.MonkeyPatch, free: float, total: float, state: str
) -> None:
    class Usage:
        def __init__(self) -> None:
            self.free, self.total = int(free * 1024**3), int(total * 1024**3)

    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage())
    assert finding("disk").state == state


def test_a_data_folder_that_is_away_is_unknown(settings: Settings, database: Database) -> None:
    settings.DATA_DIR = database.data_dir / "nowhere"
    assert finding("disk").state == State.UNKNOWN


@pytest.mark.both_databases
def test_the_database_tells_its_size(database: Database) -> None:
    found = finding("database")
    assert found.state == State.OK
    name = "SQLite" if database.vendor == "sqlite" else "PostgreSQL"
    assert found.says.startswith(f"{name}, ")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "row,state,words",
    [
        (None, "unknown", "never verified"),
        ({"hours": 1}, "ok", "5 entries were verified"),
        ({"hours": 49}, "attention", "5 entries were verified"),
        ({"hours": 1, "broken_at": 3}, "attention", "broken at entry 3"),
        ({"hours": 1, "has_triggers": False}, "attention", "triggers"),
    ],
)
def test_the_trail_is_as_it_was_verified_last(
    row: dict[str, Any] | None, state: str, words: str
) -> None:
    if row is not None:
        columns = {"has_triggers": True, **row}
        at = timezone.now() - timedelta(hours=columns.pop("hours"))
        TrailCheck.objects.create(at=at, checked=5, **columns)
    found = finding("trail")
    assert (found.state, words in found.says) == (state, True), found


def test_a_verification_that_is_under_way_for_the_first_time_is_unknown() -> None:
    TrailCheck.objects.create(begun_at=timezone.now())
    assert finding("trail").state == State.UNKNOWN
