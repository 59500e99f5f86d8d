"""Whether and when to ask again.

Owns the waiting between attempts. Sends nothing.
"""

import email.utils
import random
from dataclasses import dataclass
from datetime import UTC, datetime

from journeys.providers.errors import ProviderUnavailable

# A provider may name any time; a caller who waits in a job row never waits longer than this.
LONGEST_RETRY_AFTER = 3600.0
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Nothing of the request was sent, or the provider said that it did not take it.
_NOT_TAKEN = {"connect_timed_out", "busy"}
_WORTH_ANOTHER = _NOT_TAKEN | {"timed_out", "provider_failed"}
_JITTER = random.SystemRandom()


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often to ask in all, and how long to wait in between, in seconds."""

    attempts: int
    backoff: float
    backoff_max: float
    retry_after_max: float


def seconds_before_next(
    error: ProviderUnavailable, *, attempt: int, method: str, patience: Patience
) -> float | None:
    """Return how long to wait before attempt `attempt + 1`, or None to give up.

    Only 429, 5xx and time-outs are worth another attempt, and what may have changed something is
    sent again only where the first was surely not taken. A provider that asks for more than
    `retry_after_max` is left alone: the error carries the time, and no worker sleeps through it.
    """
    may_repeat = method in _SAFE_METHODS or error.code in _NOT_TAKEN
    if attempt >= patience.attempts or error.code not in _WORTH_ANOTHER or not may_repeat:
        return None
    step = min(patience.backoff_max, patience.backoff * 2.0 ** (attempt - 1))
    if error.retry_after is None:
        return step * _JITTER.uniform(0.5, 1.0)
    if error.retry_after > patience.retry_after_max:
        return None
    return error.retry_after + patience.backoff * _JITTER.random()


def read_retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """Read a Retry-After header, seconds or date (RFC 9110, 10.2.3), capped; None if unreadable."""
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text) if len(text) < 10 else LONGEST_RETRY_AFTER
    else:
        try:
            moment = email.utils.parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
