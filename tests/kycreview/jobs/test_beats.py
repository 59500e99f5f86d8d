"""Workers give signs of life; who gave none for a minute is gone, and after a day forgotten."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from kycreview.jobs import beats, tasks
from kycreview.jobs.models import WorkerBeat
from tests import children
from tests.broker import Broker
from tests.databases import ROOT, Database


def beat(name: str) -> WorkerBeat:
    return WorkerBeat.objects.get(pk=name)


def seen_before(name: str, **ago: float) -> None:
    assert WorkerBeat.objects.filter(pk=name).update(beat_at=timezone.now() - timedelta(**ago))


def comes_true(what: Callable[[], bool]) -> bool:
    for _ in range(600):
        if what():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.both_databases
def test_a_sign_of_life_renews_its_row(database: Database) -> None:
    beats.note("w1@house", starts=True)
    first = beat("w1@house")
    seen_before("w1@house", minutes=5)
    beats.note("w1@house")
    again = beat("w1@house")
    assert again.beat_at >= first.beat_at
    assert again.started_at == first.started_at
    beats.note("w1@house", starts=True)
    assert beat("w1@house").started_at > first.started_at
    assert WorkerBeat.objects.count() == 1


@pytest.mark.parametrize("seconds,is_gone", [(59, False), (60, False), (61, True)])
def test_who_gave_none_for_sixty_seconds_is_gone(seconds: int, is_gone: bool) -> None:
    now = timezone.now()
    row = WorkerBeat(name="w", beat_at=now - timedelta(seconds=seconds))
    assert beats.is_gone(row, now=now) is is_gone


@pytest.mark.both_databases
def test_who_is_gone_for_a_day_is_forgotten(database: Database) -> None:
    for name, hours in (("old", 25), ("new", 23)):
        beats.note(name)
        seen_before(name, hours=hours)
    tasks.forget_old()
    assert [row.name for row in WorkerBeat.objects.all()] == ["new"]


@pytest.mark.both_databases
def test_the_sweep_is_the_sign_of_life_of_the_clock_and_writes_it_seldom(
    database: Database,
) -> None:
    tasks.sweep()
    first = beat(beats.CLOCK)
    assert first.kind == WorkerBeat.Kind.CLOCK
    tasks.sweep()
    assert beat(beats.CLOCK).beat_at == first.beat_at
    seen_before(beats.CLOCK, seconds=20)
    tasks.sweep()
    assert beat(beats.CLOCK).beat_at > first.beat_at - timedelta(seconds=1)


@pytest.mark.both_databases
def test_a_pulse_beats_on_and_says_goodbye(database: Database) -> None:
    pulse = beats.Pulse("w1@house", seconds=0.05)
    pulse.start()
    assert comes_true(lambda: WorkerBeat.objects.filter(pk="w1@house").exists())
    first = beat("w1@house").beat_at
    assert comes_true(lambda: beat("w1@house").beat_at > first)
    pulse.stop()
    assert not WorkerBeat.objects.exists()


def test_a_pulse_outlives_a_database_that_is_away(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_workerbeat RENAME TO elsewhere")
    pulse = beats.Pulse("w1@house", seconds=0.05)
    pulse.start()
    assert comes_true(lambda: "no sign of life of w1@house" in caplog.text)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE elsewhere RENAME TO jobs_workerbeat")
    assert comes_true(lambda: WorkerBeat.objects.filter(pk="w1@house").exists())
    pulse.stop()


@pytest.mark.both_databases
@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_a_real_worker_is_there_while_it_runs(
    database: Database, broker: Broker, tmp_path: Path, pool: str
) -> None:
    worker = children.start(
        [sys.executable, "-m", "celery", "-A", "kycreview", "worker", "-P", pool, "-c", "1",
         "--without-mingle", "--without-gossip", "-n", "w1@house"],
        log=tmp_path / "worker.log",
        env=database.environment,
        folder=ROOT,
    )  # fmt: skip
    try:
        rows = WorkerBeat.objects.filter(pk="w1@house")
        comes_true(lambda: rows.exists() or worker.poll() is not None)
        assert rows.exists(), (tmp_path / "worker.log").read_text()
    finally:
        children.stop(worker)
    assert not WorkerBeat.objects.exists(), (tmp_path / "worker.log").read_text()
