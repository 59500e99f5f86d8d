"""Periods: their borders in a zone, what they are cut into, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reviews.insight.period import Cut, Period, Preset

TODAY = date(2026, 11, 19)
DUBAI = ZoneInfo("Asia/Dubai")


def test_midnight_is_of_the_zone_when_the_clocks_change_too() -> None:
    """Berlin leaves summer time on 25 October 2026: that day has 25 hours."""
    period = Period(date(2026, 10, 25), date(2026, 10, 25), ZoneInfo("Europe/Berlin"))
    assert period.since == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert period.until == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_where_the_clocks_skip_midnight_the_day_begins_as_they_skip() -> None:
    """Beirut goes from 29 March 2026, 0:00, to 1:00: at 22:00 UTC of the day before."""
    period = Period(date(2026, 3, 29), date(2026, 3, 29), ZoneInfo("Asia/Beirut"))
    assert period.since.astimezone(UTC) == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert period.until - period.since.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize(
    "first, last, sentence",
    [
        (TODAY, TODAY - timedelta(days=1), "The first day lies after the last one."),
        (TODAY, TODAY + timedelta(days=1), "The last day is today at the latest"),
        (TODAY - timedelta(days=400), TODAY, "more than 400 days"),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(first: date, last: date, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Period.checked(first, last, zone=DUBAI, today=TODAY)


def test_four_hundred_days_are_allowed_and_shown_by_month() -> None:
    period = Period.checked(TODAY - timedelta(days=399), TODAY, zone=DUBAI, today=TODAY)
    assert (period.day_count, period.cut) == (400, Cut.MONTH)
    pieces = period.pieces()
    assert len(pieces) == 14
    assert (pieces[0].first, pieces[0].last) == (date(2025, 10, 16), date(2025, 10, 31))


def test_no_period_has_more_than_sixteen_pieces() -> None:
    for length in range(1, 401):
        period = Period(TODAY - timedelta(days=length - 1), TODAY, DUBAI)
        pieces = period.pieces()
        assert len(pieces) <= 16
        assert pieces[0].first == period.first
        assert pieces[-1].last == period.last
        assert sum((piece.last - piece.first).days + 1 for piece in pieces) == length


def test_named_periods_end_today() -> None:
    assert {preset.value: preset.days(TODAY) for preset in Preset} == {
        "week": (date(2026, 11, 16), TODAY),
        "7": (date(2026, 11, 13), TODAY),
        "30": (date(2026, 10, 21), TODAY),
        "quarter": (date(2026, 10, 1), TODAY),
    }


def test_the_time_before_is_as_long_and_ends_where_it_begins() -> None:
    period = Period(date(2026, 11, 13), TODAY, DUBAI)
    before = period.before()
    assert (before.first, before.last) == (date(2026, 11, 6), date(2026, 11, 12))
    assert before.until == period.since
