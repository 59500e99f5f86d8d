"""Journeys come in while workers, beat and broker are killed: none lost, none doubled."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from journeys.importing import ask_for
from journeys.models import Account, Blob, Journey, Locator, MediaUse, Snapshot
from kycreview.jobs.models import Job
from kycreview.jobs.queue import retry
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from kycreview.trail.verify import verify_chain
from tests.broker import Broker
from tests.chaos.house import House, house, size, wait_for
from tests.databases import Database

_ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.SET_ASIDE)


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.timeout(1500)
def test_nothing_is_lost_or_doubled_while_everything_is_killed(
    database: Database, broker: Broker, tmp_path: Path
) -> None:
    _import_under_fire(database, broker, tmp_path, journeys=size("JOURNEYS", 200))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_nor_on_the_embedded_database(database: Database, broker: Broker, tmp_path: Path) -> None:
    """A fifth of the journeys: one writer at a time makes it slower, not different."""
    _import_under_fire(database, broker, tmp_path, journeys=max(8, size("JOURNEYS", 200) // 5))


def _import_under_fire(
    database: Database, broker: Broker, tmp_path: Path, *, journeys: int
) -> None:
    with house(database, broker, tmp_path, journeys=journeys) as built:
        wanted = _wanted(built)
        for slug, ids in wanted.items():
            ask_for(Account.objects.get(slug=slug), ids)
        kills = _break_things(built)
        broker.restart()
        built.start_worker()
        built.start_beat()
        wait_for(_is_at_rest, seconds=1200, why=_what_is_open)
        set_aside = Job.objects.filter(state=Job.State.SET_ASIDE).count()
        # What an admin does about rows that were hit three times: one click.
        retry(Job.objects.filter(state=Job.State.SET_ASIDE))
        wait_for(_is_at_rest, seconds=120, why=_what_is_open)
        built.stop()
    figures = f"kills {dict(kills)}, set aside and retried by hand {set_aside}"
    sys.stderr.write(f"\n{journeys} journeys on {database.vendor}: {figures}\n")
    _nothing_lost_or_doubled(wanted)


def _wanted(built: House) -> dict[str, list[str]]:
    """The ids that the oracle will answer with a journey, by account."""
    found: dict[str, list[str]] = {"idwise": [], "signzy": []}
    for journey in built.sandbox.journeys():
        if journey["outcome"] != "deleted_at_provider":
            found[str(journey["provider"])].append(str(journey["id"]))
    return found


def _break_things(built: House) -> Counter[str]:
    """Kill, at random moments, until most of the work is done or two dozen kills were made."""
    dice = random.Random("chaos")
    kills: Counter[str] = Counter()
    built.start_worker()
    built.start_beat()
    for _ in range(24):
        time.sleep(dice.uniform(1.5, 3.0))
        victim = dice.choice(["worker", "worker", "broker", "memory", "beat"])
        kills[victim] += 1
        if victim == "worker":
            built.kill_worker()
            built.start_worker()
        elif victim == "broker":
            built.broker.kill()
            time.sleep(dice.uniform(0.2, 1.0))
            built.broker.start()
            built.kill_worker()
            built.start_worker()
        elif victim == "memory":
            built.broker.forget_everything()
        else:
            built.kill_beat()
            built.start_beat()
        if not Job.objects.exclude(state__in=_ENDED).exists():
            break
    built.stop()
    return kills


def _is_at_rest() -> bool:
    return not Job.objects.exclude(state__in=_ENDED).exists()


def _what_is_open() -> str:
    rows = Job.objects.exclude(state__in=_ENDED)
    return str(list(rows.values_list("kind", "state", "waits", "crashes", "last_error")[:20]))


def _nothing_lost_or_doubled(wanted: dict[str, list[str]]) -> None:
    failed = list(Job.objects.filter(state=Job.State.FAILED).values_list("kind", "last_error"))
    # A media file that the sandbox spoils on purpose is a visible state, never a lost journey.
    assert [kind for kind, _why in failed if kind == "journey.fetch"] == []
    assert Job.objects.filter(state=Job.State.SET_ASIDE).count() == 0
    for slug, ids in wanted.items():
        journeys = Journey.objects.filter(account__slug=slug)
        assert Counter(journeys.values_list("provider_id", flat=True)) == Counter(ids)
    everything = Journey.objects.all()
    assert everything.filter(current_snapshot__isnull=True).count() == 0
    assert set(everything.values_list("snapshot_count", flat=True)) == {1}
    assert set(Snapshot.objects.values_list("state", flat=True)) <= {"read", "deleted"}
    assert Locator.objects.filter(state=Locator.State.WAITING).count() == 0
    assert MediaUse.objects.filter(locator__state="stored", locator__blob__isnull=True).count() == 0
    assert Blob.objects.filter(locators__isnull=True).count() == 0
    events = Counter(TrailEntry.objects.values_list("event", flat=True))
    total = sum(len(ids) for ids in wanted.values())
    assert events[Event.JOURNEY_RECEIVED] == total
    assert events[Event.JOURNEY_READ] + events[Event.JOURNEY_DELETED] == total
    stored = Locator.objects.filter(state=Locator.State.STORED).count()
    assert events[Event.MEDIA_STORED] == stored
    assert verify_chain().broken_at is None
