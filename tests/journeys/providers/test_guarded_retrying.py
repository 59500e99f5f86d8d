"""Retry-After as providers write it, and the decision to ask again, without a server."""

from datetime import UTC, datetime

import pytest

from journeys.providers.errors import ProviderUnavailable
from journeys.providers.retrying import (
    LONGEST_RETRY_AFTER,
    Patience,
    read_retry_after,
    seconds_before_next,
)

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)
PATIENCE = Patience(attempts=3, backoff=1.0, backoff_max=8.0, retry_after_max=20.0)


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("0", 0.0),
        (" 7 ", 7.0),
        ("00120", 120.0),
        ("3601", LONGEST_RETRY_AFTER),
        ("9" * 5000, LONGEST_RETRY_AFTER),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 14:00:30 +0200", 30.0),
        ("Thu, 01 Jan 2026 12:00:30", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_RETRY_AFTER),
    ],
)
def test_a_time_to_come_back_is_read(value: str, seconds: float) -> None:
    assert read_retry_after(value, now=NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [None, "", " ", "-1", "+1", "1.5", "1e3", "soon", "\u0663", "\u00b2", "1, 2", "nan", "inf"],
)
def test_a_time_that_is_none_is_not_guessed(value: str | None) -> None:
    assert read_retry_after(value, now=NOW) is None


@pytest.mark.parametrize(
    "code",
    ["not_connected", "name_not_found", "cut_off", "connection_broken", "certificate_refused",
     "proxy_failed"],
)  # fmt: skip
def test_what_broke_otherwise_is_left_to_the_caller(code: str) -> None:
    error = ProviderUnavailable("Broken.", code=code)
    assert seconds_before_next(error, attempt=1, method="GET", patience=PATIENCE) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "code, again",
    [("busy", True), ("connect_timed_out", True), ("timed_out", False), ("provider_failed", False)],
)
def test_a_change_is_sent_again_only_if_it_was_not_taken(
    method: str, code: str, again: bool
) -> None:
    error = ProviderUnavailable("Later.", code=code)
    wait = seconds_before_next(error, attempt=1, method=method, patience=PATIENCE)
    assert (wait is not None) == again


def test_the_last_attempt_is_the_last() -> None:
    error = ProviderUnavailable("Later.", code="busy")
    assert seconds_before_next(error, attempt=2, method="GET", patience=PATIENCE) is not None
    assert seconds_before_next(error, attempt=3, method="GET", patience=PATIENCE) is None
