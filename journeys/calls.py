"""How calls to providers went: counted where they are made, read where people look after them.

Counts by outcome and by step of duration; no address, no answer, nothing of a person.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, connection
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils import timezone

from journeys.models import Account, Callback, CallSlice
from journeys.providers.errors import CredentialsRefused, ProviderError, ProviderUnavailable

SLICE = timedelta(minutes=5)
KEPT_FOR = timedelta(days=8)
STEPS_MS: Final = (100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000)
OUTCOMES: Final = (
    "answered", "not_ready", "refused", "credentials", "busy", "timed_out", "failed",
)  # fmt: skip
_STEPS: Final = (*(f"ms_{ms}" for ms in STEPS_MS), "longer")
_TIMED_OUT = frozenset({"timed_out", "connect_timed_out"})
_log = logging.getLogger(__name__)

# A name of its own, so that a test can hold the clock.
clock = time.monotonic


@dataclass(frozen=True, kw_only=True)
class Calls:
    """The calls of one account over a time: how many ended how, and how long they took."""

    outcomes: dict[str, int]
    steps: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())

    @property
    def good(self) -> int:
        """The provider answered as it should, if only to say that a journey is not finished."""
        return self.outcomes["answered"] + self.outcomes["not_ready"]

    @property
    def share(self) -> float | None:
        return self.good / self.total if self.total else None

    @property
    def p95_ms(self) -> int | None:
        return percentile_step(self.steps)

    @property
    def is_beyond_steps(self) -> bool:
        """Calls there were, and the slowest of 95 in 100 took longer than the last step."""
        return self.total > 0 and self.p95_ms is None


@dataclass(frozen=True)
class Lately:
    """When an account was last heard from."""

    callback_at: datetime | None = None
    answer_at: datetime | None = None


NO_CALLS: Final = Calls(outcomes=dict.fromkeys(OUTCOMES, 0), steps=(0,) * len(_STEPS))


@contextmanager
def counted(account: Account) -> Iterator[None]:
    """Count the one call to a provider that is made inside. Raises what the call raises.

    RuntimeError inside a transaction: nothing is asked of a provider there.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a provider is never called inside a transaction")
    began = clock()
    try:
        yield
    except ProviderError as error:
        _count(account, outcome_of(error), seconds=clock() - began)
        raise
    _count(account, "answered", seconds=clock() - began)


def outcome_of(error: ProviderError) -> str:
    """Which of OUTCOMES an error of a call is."""
    if isinstance(error, CredentialsRefused):
        return "credentials"
    if not isinstance(error, ProviderUnavailable):
        return "refused"
    if error.code in _TIMED_OUT:
        return "timed_out"
    return error.code if error.code in ("not_ready", "busy") else "failed"


def percentile_step(steps: Sequence[int], *, percent: int = 95) -> int | None:
    """The step in ms that `percent` in 100 calls took at most; None for no calls, or beyond all.

    Steps are all that is kept, so the true time lies between the step before and this one.
    """
    total, so_far = sum(steps), 0
    for count, ms in zip(steps, STEPS_MS, strict=False):
        so_far += count
        if total and so_far * 100 >= total * percent:
            return ms
    return None


def calls_since(since: datetime) -> dict[uuid.UUID, Calls]:
    """The calls of each account from the slice on that `since` lies in: one query."""
    rows: Iterable[Any] = (
        CallSlice.objects.filter(begins_at__gt=since - SLICE)
        .values("account")
        .annotate(**{f"n_{name}": Sum(name) for name in (*OUTCOMES, *_STEPS)})
    )
    return {
        row["account"]: Calls(
            outcomes={name: row[f"n_{name}"] for name in OUTCOMES},
            steps=tuple(row[f"n_{name}"] for name in _STEPS),
        )
        for row in rows
    }


def heard_from() -> dict[uuid.UUID, Lately]:
    """When each account last posted a callback and last answered a call: one query.

    Calls are forgotten after eight days; an older answer is None.
    """
    mine = CallSlice.objects.filter(account=OuterRef("pk"), last_answer_at__isnull=False)
    callbacks = Callback.objects.filter(account=OuterRef("pk")).order_by("-received_at")
    rows = Account.objects.order_by().values_list(
        "pk",
        Subquery(callbacks.values("received_at")[:1]),
        Subquery(mine.order_by("-begins_at").values("last_answer_at")[:1]),
    )
    return {pk: Lately(callback_at, answer_at) for pk, callback_at, answer_at in rows}


def forget_old() -> int:
    return CallSlice.objects.filter(begins_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _count(account: Account, outcome: str, *, seconds: float) -> None:
    """What was not counted is missing from a figure; the call itself went as it went."""
    now = timezone.now()
    step = next((f"ms_{ms}" for ms in STEPS_MS if seconds * 1000 <= ms), "longer")
    columns: dict[str, Any] = {outcome: F(outcome) + 1, step: F(step) + 1}
    if outcome in ("answered", "not_ready"):
        columns["last_answer_at"] = now
    minute = now.minute - now.minute % (SLICE.seconds // 60)
    begins_at = now.replace(minute=minute, second=0, microsecond=0)
    mine = CallSlice.objects.filter(account=account, begins_at=begins_at)
    try:
        if not mine.update(**columns):
            row = CallSlice(account=account, begins_at=begins_at)
            CallSlice.objects.bulk_create([row], ignore_conflicts=True)
            mine.update(**columns)
    except DatabaseError as error:
        _log.warning("a call of %s was not counted: %s", account.slug, type(error).__name__)
