"""Working time: nights, days off, and clocks that are put forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviews.desk.working_time import Hours, due_at, working_minutes

ZONES = ["Europe/Berlin", "Asia/Dubai", "America/New_York", "Australia/Lord_Howe", "UTC"]
OFFICE = [["09:00", "12:00"], ["13:00", "17:30"]]
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
LIMITS = st.integers(0, 6000)


def hours(
    week: dict[str, Any] | None = None, *, zone: str = "Europe/Berlin", off: tuple[str, ...] = ()
) -> Hours:
    week = week if week is not None else {str(day): OFFICE for day in range(5)}
    return Hours.parse({"time_zone": zone, "hours": week, "days_off": list(off)})


def local(text: str, zone: str = "Europe/Berlin", *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@st.composite
def calendars(draw: st.DrawFn) -> Hours:
    week: dict[str, list[list[str]]] = {}
    for day in range(7):
        marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
        pairs = list(zip(marks[::2], marks[1::2], strict=False))
        week[str(day)] = [
            [f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"] for a, b in pairs
        ]
    days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
    off = [day.isoformat() for day in draw(st.sets(days, max_size=5))]
    try:
        return Hours.parse(
            {"time_zone": draw(st.sampled_from(ZONES)), "hours": week, "days_off": off}
        )
    except ValueError:
        assume(False)
        raise


@pytest.mark.parametrize(
    "start,minutes,wanted",
    [
        ("2026-11-23T09:00", 60, "2026-11-23T10:00"),
        ("2026-11-23T11:30", 60, "2026-11-23T13:30"),
        ("2026-11-23T07:00", 60, "2026-11-23T10:00"),
        ("2026-11-23T17:00", 60, "2026-11-24T09:30"),
        ("2026-11-27T17:00", 60, "2026-11-30T09:30"),  # Friday evening
        ("2026-11-28T11:00", 1, "2026-11-30T09:01"),  # on a Saturday
        ("2026-11-23T11:00", 60, "2026-11-23T12:00"),  # the end itself, not the next start
        ("2026-11-23T22:00", 0, "2026-11-23T22:00"),
    ],
)
def test_a_limit_runs_in_working_hours_alone(start: str, minutes: int, wanted: str) -> None:
    assert due_at(local(start), minutes=minutes, hours=hours()) == local(wanted)


def test_around_the_clock_a_limit_just_runs() -> None:
    start = local("2026-11-28T23:30")
    assert due_at(start, minutes=90, hours=None) == local("2026-11-29T01:00")
    assert working_minutes(start, start + timedelta(seconds=119), None) == 1


def test_a_day_off_is_left_out() -> None:
    calendar = hours(off=("2026-12-25",))
    start = local("2026-12-24T17:00")
    assert due_at(start, minutes=60, hours=calendar) == local("2026-12-28T09:30")
    assert working_minutes(local("2026-12-25T00:00"), local("2026-12-26T00:00"), calendar) == 0


def test_a_night_is_two_stretches_that_join() -> None:
    night = hours({"0": [["22:00", "24:00"]], "1": [["00:00", "06:00"]]})
    start = local("2026-11-23T23:30")
    assert due_at(start, minutes=60, hours=night) == local("2026-11-24T00:30")
    assert working_minutes(local("2026-11-23T00:00"), local("2026-11-25T00:00"), night) == 480


@pytest.mark.parametrize(
    "zone,day,minutes",
    [
        ("Europe/Berlin", "2026-03-29", 23 * 60),
        ("Europe/Berlin", "2026-10-25", 25 * 60),
        ("America/New_York", "2026-03-08", 23 * 60),
        ("America/New_York", "2026-11-01", 25 * 60),
        ("Australia/Lord_Howe", "2026-04-05", 24 * 60 + 30),
        ("Australia/Lord_Howe", "2026-10-04", 24 * 60 - 30),
        ("Asia/Dubai", "2026-03-29", 24 * 60),
        ("Pacific/Apia", "2011-12-30", 0),
        ("Pacific/Apia", "2011-12-31", 24 * 60),
    ],
)
def test_a_whole_day_has_as_many_minutes_as_its_clock_goes_through(
    zone: str, day: str, minutes: int
) -> None:
    weekday = str(date.fromisoformat(day).weekday())
    calendar = hours({weekday: [["00:00", "24:00"]]}, zone=zone)
    middle = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    found = working_minutes(middle - timedelta(days=3), middle + timedelta(days=3), calendar)
    assert found == minutes


def test_an_hour_that_the_clocks_skip_is_nobodys() -> None:
    early = hours({"6": [["01:30", "03:30"]]})
    assert working_minutes(local("2026-03-29T00:00"), local("2026-03-29T12:00"), early) == 60
    assert due_at(local("2026-03-29T00:00"), minutes=45, hours=early) == local("2026-03-29T03:15")


def test_an_hour_that_the_clocks_repeat_is_worked_twice() -> None:
    early = hours({"0": OFFICE, "6": [["02:00", "02:30"]]})
    assert working_minutes(local("2026-10-25T00:00"), local("2026-10-25T12:00"), early) == 60
    late = due_at(local("2026-10-25T00:00"), minutes=45, hours=early)
    # Times of a repeated hour are equal to none of another zone, so UTC it is.
    assert late == local("2026-10-25T02:15", fold=1).astimezone(UTC)


def test_the_earlier_moment_last_counts_backwards() -> None:
    one, other = local("2026-11-23T09:00"), local("2026-11-23T10:00")
    assert (working_minutes(one, other, hours()), working_minutes(other, one, hours())) == (60, -60)


@settings(max_examples=60, deadline=None)
@given(start=MOMENTS, minutes=LIMITS, calendar=st.none() | calendars())
def test_what_was_worked_until_the_limit_is_the_limit(
    start: datetime, minutes: int, calendar: Hours | None
) -> None:
    assert (
        working_minutes(start, due_at(start, minutes=minutes, hours=calendar), calendar) == minutes
    )


@settings(max_examples=60, deadline=None)
@given(starts=st.tuples(MOMENTS, MOMENTS), limits=st.tuples(LIMITS, LIMITS), calendar=calendars())
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    starts: tuple[datetime, datetime], limits: tuple[int, int], calendar: Hours
) -> None:
    early, late = (
        due_at(start, minutes=minutes, hours=calendar)
        for start, minutes in zip(sorted(starts), sorted(limits), strict=True)
    )
    assert min(starts) <= early <= late


@settings(max_examples=40, deadline=None)
@given(
    change=st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 3, 8, 7, tzinfo=UTC),
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),
            datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
        ]
    ),
    before=st.integers(0, 180),
    length=st.integers(1, 360),
    calendar=calendars(),
)
def test_around_a_change_of_clocks_each_minute_counts_as_its_wall_clock_says(
    change: datetime, before: int, length: int, calendar: Hours
) -> None:
    start = change - timedelta(minutes=before)
    moments = [start + timedelta(minutes=index) for index in range(length)]
    worked = sum(_is_worked(moment, calendar) for moment in moments)
    assert working_minutes(start, start + timedelta(minutes=length), calendar) == worked


def _is_worked(moment: datetime, calendar: Hours) -> bool:
    there = moment.astimezone(calendar.zone)
    minute = there.hour * 60 + there.minute
    is_free = there.date() in calendar.days_off
    return not is_free and any(a <= minute < b for a, b in calendar.week[there.weekday()])


@settings(max_examples=40, deadline=None)
@given(calendar=calendars())
def test_a_calendar_survives_its_plain_form(calendar: Hours) -> None:
    assert Hours.parse(calendar.to_json()) == calendar


@pytest.mark.parametrize(
    "change,part",
    [
        ({"time_zone": "Europe/Atlantis"}, "not a known time zone"),
        ({"time_zone": "../etc/passwd"}, "not a known time zone"),
        ({"time_zone": None}, "not a known time zone"),
        ({"hours": {}}, "at least one day"),
        ({"hours": {"0": []}}, "at least one day"),
        ({"hours": {"0": [["09:00", "09:30"]]}}, "at least one hour a week"),
        ({"hours": {"7": OFFICE}}, "0, Monday, to 6"),
        ({"hours": [1]}, "0, Monday, to 6"),
        ({"hours": {"1": "09:00"}}, "Tuesday: write the hours as a list"),
        ({"hours": {"1": [["09:00"]]}}, "a start and an end"),
        ({"hours": {"1": [["22:00", "06:00"]]}}, "Tuesday: work ends after it starts"),
        ({"hours": {"1": [["09:00", "09:00"]]}}, "work ends after it starts"),
        ({"hours": {"1": [["09:00", "24:01"]]}}, "“24:01” is no time"),
        ({"hours": {"1": [["9", "10"]]}}, "“9” is no time"),
        ({"hours": {"1": [[540, 600]]}}, "is no time"),
        ({"hours": {"1": [["09:00", "12:00"], ["11:59", "13:00"]]}}, "Tuesday: two stretches"),
        ({"hours": {"1": [["00:00", "00:01"]] * 13}}, "at most 12"),
        ({"days_off": ["25.12.2026"]}, "no date like"),
        ({"days_off": ["2026-02-30"]}, "no date like"),
        ({"days_off": [20261225]}, "no date like"),
        ({"days_off": "2026-12-25"}, "list of dates"),
        ({"days_off": ["2026-12-25"] * 1001}, "At most 1000"),
    ],
)
def test_bad_hours_are_refused_with_a_sentence(change: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        Hours.parse({"time_zone": "UTC", "hours": {"0": OFFICE}, "days_off": []} | change)


def test_a_moment_without_a_zone_and_a_negative_limit_are_mistakes() -> None:
    with pytest.raises(ValueError, match="zone"):
        due_at(datetime(2026, 1, 1), minutes=1, hours=None)
    with pytest.raises(ValueError, match="negative"):
        due_at(datetime(2026, 1, 1, tzinfo=UTC), minutes=-1, hours=None)
