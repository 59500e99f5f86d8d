"""Fills a database with made-up journeys and their cases, batch by batch, each one transaction.

What is there already is left out, so that a run which was stopped can be started again.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import timezone

from journeys.growing.ground import KEY_ID, Ground, prepare
from journeys.growing.rows import Wanted, provider_id_of, write_journeys
from journeys.growing.whole import bring_in
from journeys.models import Journey
from reviews.desk.pulling import pull
from reviews.growing.cases import write_cases
from reviews.growing.house import House, house_on
from reviews.growing.lives import lives
from reviews.growing.past import write_past
from reviews.models import Case

# Every step of the trail's head is a version of its row until the transaction ends: few at a time.
BATCH: Final = 250
Tell = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is wanted. The last `open` of the journeys are not decided, `full` come in whole."""

    journeys: int
    full: int = 0
    open: int = 10_000
    seed: int = 1
    # Processes that write at once; SQLite has one writer.
    writers: int = 1


@dataclass(frozen=True)
class _Run:
    """What every writer knows."""

    house: House
    total: int
    open_from: int
    now: datetime = field(default_factory=timezone.now)


def grow(size: Size, *, tell: Tell) -> None:
    """Write what is missing; `tell` hears how many journeys were written, now and then."""
    ground = prepare(seed=size.seed)
    total = max(0, size.journeys - size.full)
    still_open = max(0, min(size.open - size.full, total) - _open_now(ground))
    run = _Run(house_on(ground), total, total - still_open)
    batches = list(range(-(-total // BATCH)))
    if size.writers > 1:
        _write_side_by_side(run, batches, writers=size.writers, tell=tell)
    else:
        for batch in batches:
            tell(_write_batch(run, batch))
    for _journey in bring_in(size.full, ground):
        tell(1)
    while size.full and pull():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write_side_by_side(run: _Run, batches: list[int], *, writers: int, tell: Tell) -> None:
    # Forked, so that the words of names are there already; no connection may be shared.
    connections.close_all()
    with ProcessPoolExecutor(
        writers, multiprocessing.get_context("fork"), initializer=_begin, initargs=(run,)
    ) as pool:
        for written in pool.map(_write_numbered, batches):
            tell(written)


_runs: list[_Run] = []


def _begin(run: _Run) -> None:
    # Whatever connection this thread once had is of the process before the fork.
    with suppress(AttributeError):
        del connections[DEFAULT_DB_ALIAS]
    _runs.append(run)


def _write_numbered(batch: int) -> int:
    return _write_batch(_runs[-1], batch)


def _write_batch(run: _Run, batch: int) -> int:
    """How many journeys were missing, and are there now."""
    ground = run.house.ground
    stream = Random(f"batch:{ground.seed}:{batch}")
    missing = list(_missing(run, batch))
    if not missing:
        return 0
    found = lives(missing, of=run.total, open_from=run.open_from, now=run.now, stream=stream)
    wanted = [Wanted(life.index, life.seen_at, life.verdict, life.lifecycle) for life in found]
    with transaction.atomic():
        grown = write_journeys(wanted, ground, stream=stream)
        cases = write_cases(found, grown, run.house, now=run.now, stream=stream)
        write_past(found, grown, cases)
    return len(grown)


def _missing(run: _Run, batch: int) -> Iterator[int]:
    ground = run.house.ground
    indexes = range(batch * BATCH, min((batch + 1) * BATCH, run.total))
    ids = {provider_id_of(ground, index): index for index in indexes}
    known = set(
        Journey.objects.filter(account__in=_account_ids(ground), provider_id__in=ids).values_list(
            "provider_id", flat=True
        )
    )
    return (index for provider_id, index in ids.items() if provider_id not in known)


def _open_now(ground: Ground) -> int:
    """Of an earlier run; those that came in whole aside."""
    cases = Case.objects.filter(
        account__in=_account_ids(ground), case_journeys__journey__key_id=KEY_ID
    )
    return cases.filter(state__in=(Case.State.OPEN, Case.State.CLAIMED)).count()


def _account_ids(ground: Ground) -> list[UUID]:
    return [UUID(account.id) for account in ground.accounts]
