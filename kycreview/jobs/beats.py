"""Signs of life of workers and of the clock: rows that are renewed, and forgotten after a day."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from kycreview.jobs.models import WorkerBeat

EVERY = timedelta(seconds=15)
GONE_AFTER = timedelta(seconds=60)
KEPT_FOR = timedelta(days=1)
CLOCK = "clock"
_log = logging.getLogger(__name__)


def note(name: str, *, kind: str = WorkerBeat.Kind.WORKER, starts: bool = False) -> None:
    """One more sign of life. With `starts` it is the first of a process that just began."""
    now = timezone.now()
    columns: dict[str, object] = {"beat_at": now, "app_version": settings.APP_VERSION, "kind": kind}
    if starts:
        columns["started_at"] = now
    if not WorkerBeat.objects.filter(pk=name[:120]).update(**columns):
        row = WorkerBeat(name=name[:120], kind=kind, app_version=settings.APP_VERSION)
        WorkerBeat.objects.bulk_create([row], ignore_conflicts=True)


def note_clock() -> None:
    """The clock asked for something. Asked every few seconds, it writes every fifteen."""
    fresh = WorkerBeat.objects.filter(pk=CLOCK, beat_at__gt=timezone.now() - EVERY)
    if not fresh.exists():
        note(CLOCK, kind=WorkerBeat.Kind.CLOCK)


def is_gone(beat: WorkerBeat, *, now: datetime) -> bool:
    return now - beat.beat_at > GONE_AFTER


def forget_old() -> int:
    """Rows of processes that are gone for a day."""
    return WorkerBeat.objects.filter(beat_at__lt=timezone.now() - KEPT_FOR).delete()[0]


class Pulse:
    """The beating of this process, in a thread that ends with it and keeps no connection."""

    def __init__(self, name: str, *, seconds: float = EVERY.total_seconds()) -> None:
        self._name, self._seconds = name, seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name=f"beat-{name}")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye: who stops in order is not listed as gone."""
        self._ended.set()
        self._thread.join(timeout=5)
        try:
            WorkerBeat.objects.filter(pk=self._name[:120]).delete()
        except DatabaseError as error:  # the row says "gone" by itself after a minute
            _log.warning("no goodbye of %s: %s", self._name, type(error).__name__)

    def _beat(self) -> None:
        starts = True
        while True:
            try:
                note(self._name, starts=starts)
                starts = False
            except DatabaseError as error:  # the next beat may get through
                _log.warning("no sign of life of %s: %s", self._name, type(error).__name__)
            finally:
                connection.close()
            if self._ended.wait(self._seconds):
                return
