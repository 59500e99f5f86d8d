"""What becomes of each grown journey's case, and when: pure, drawn from a stream, no rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from random import Random
from typing import Final

from journeys.choices import Lifecycle, Verdict
from reviews.desk.routing.why import Why

SPREAD: Final = timedelta(days=3 * 365)
# Of a hundred closed cases, those that were approved.
_APPROVED_PERCENT: Final = 78
_MEAN_HOURS_OPEN: Final = 11.0
_LONGEST_OPEN: Final = timedelta(days=9)
_VERDICTS: Final = (
    *[(Verdict.REVIEW, Lifecycle.COMPLETED)] * 62,
    *[(Verdict.FAIL, Lifecycle.COMPLETED)] * 24,
    *[(Verdict.PASS, Lifecycle.COMPLETED)] * 6,
    *[(Verdict.FAIL, Lifecycle.TERMINATED)] * 4,
    *[(Verdict.ERROR, Lifecycle.COMPLETED)] * 3,
    *[(Verdict.UNKNOWN, Lifecycle.ABANDONED)],
)
_WHYS: Final = (
    *[Why.FACES] * 26, *[Why.SECURITY] * 24, *[Why.CONFLICT] * 16, *[Why.QUALITY] * 14,
    *[Why.SCREENING] * 9, *[Why.RULE] * 6, *[Why.DEVICE] * 4, Why.CONSENT,
)  # fmt: skip


class Fate(IntEnum):
    """Where the case stands."""

    OPEN = 1
    CLAIMED = 2
    HELD = 3
    SECOND = 4
    SETTLE = 5
    WAITING = 6
    APPROVED = 7
    REJECTED = 8

    @property
    def is_decided(self) -> bool:
        return self >= Fate.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One journey and its case from arrival to now."""

    index: int
    seen_at: datetime
    opened_at: datetime
    decided_at: datetime
    handling_seconds: int
    fate: Fate
    verdict: Verdict
    lifecycle: Lifecycle
    why_bits: int
    severity: int
    rank: int
    is_screened: bool


_OPEN_FATES: Final = (
    *[Fate.OPEN] * 86, *[Fate.CLAIMED] * 4, *[Fate.HELD] * 3, *[Fate.SECOND] * 5, *[Fate.SETTLE] * 2
)  # fmt: skip


def lives(
    indexes: Iterable[int], *, of: int, open_from: int, now: datetime, stream: Random
) -> list[Life]:
    """The lives of these journeys of `of`; from `open_from` on they are not decided yet."""
    found = []
    for index in indexes:
        seen_at = now - SPREAD * (1 - (index + stream.random()) / of)
        if index >= open_from:
            hours = stream.expovariate(1 / _MEAN_HOURS_OPEN)
            seen_at = now - min(timedelta(hours=hours), _LONGEST_OPEN) - timedelta(minutes=1)
        found.append(_life(index, seen_at, is_open=index >= open_from, now=now, stream=stream))
    return found


def _life(index: int, seen_at: datetime, *, is_open: bool, now: datetime, stream: Random) -> Life:
    verdict, lifecycle = stream.choice(_VERDICTS)
    opened_at = seen_at + timedelta(seconds=stream.randrange(2, 30))
    why = stream.choice(_WHYS) | (stream.choice(_WHYS) if stream.random() < 0.3 else 0)
    waited = timedelta(hours=min(stream.lognormvariate(1.5, 1.1), 200))
    if is_open:
        fate = stream.choice(_OPEN_FATES)
    elif now - seen_at < timedelta(days=12) and stream.random() < 0.08:
        fate = Fate.WAITING
    else:
        is_approved = stream.randrange(100) < _APPROVED_PERCENT
        fate = Fate.APPROVED if is_approved else Fate.REJECTED
    if verdict == Verdict.ERROR:
        why |= Why.TECHNICAL
    return Life(
        index=index,
        seen_at=seen_at,
        opened_at=opened_at,
        decided_at=min(opened_at + waited, now - timedelta(minutes=2)),
        handling_seconds=int(min(stream.lognormvariate(5.2, 0.6), 3_000)),
        fate=fate,
        verdict=verdict,
        lifecycle=lifecycle,
        why_bits=int(why),
        severity=stream.choice((0, 0, 0, 1, 1, 2, 3)),
        rank=stream.choice((0, 1, 1, 2, 2, 2, 2, 2, 2, 3)),
        is_screened=bool(why & Why.SCREENING),
    )
