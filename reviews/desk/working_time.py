"""Time as a team works it: when a limit runs out, and how many working minutes lie between.

Pure. An instant is worked where the wall clock of the calendar's zone shows a time of its hours: an
hour that the clocks skip is nobody's, one that they repeat is worked twice. Answers are in UTC.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

# Minutes of a day, from `start` to before `end`; 1440 is its midnight.
Interval = tuple[int, int]
Piece = tuple[datetime, datetime]

_DAY = 24 * 60
# With less, a limit of days would run for years.
_LEAST_A_WEEK = 60
_MOST_A_DAY = 12
_MOST_DAYS_OFF = 1000
# Wider than any zone is from UTC.
_MARGIN = timedelta(hours=15)
_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class Hours:
    """When a team works. `week` has seven days, Monday first."""

    zone: ZoneInfo
    week: tuple[tuple[Interval, ...], ...]
    days_off: frozenset[date] = frozenset()

    @classmethod
    def parse(cls, plain: Mapping[str, Any]) -> Hours:
        """From {"time_zone", "hours": {"0": [["09:00", "17:30"]]}, "days_off": ["2026-12-25"]}.

        Raises ValueError with a sentence for the person who wrote it.
        """
        name = plain.get("time_zone", "UTC")
        if not isinstance(name, str) or name not in _zones():
            raise ValueError(_("“%(zone)s” is not a known time zone.") % {"zone": str(name)[:64]})
        hours = plain.get("hours") or {}
        if not isinstance(hours, Mapping) or not set(hours) <= {str(day) for day in range(7)}:
            raise ValueError(_("The days of the week are numbered 0, Monday, to 6, Sunday."))
        week = tuple(_intervals(day, hours.get(str(day), [])) for day in range(7))
        total = sum(end - start for day in week for start, end in day)
        if not total:
            raise ValueError(_("Give the working hours of at least one day."))
        if total < _LEAST_A_WEEK:
            raise ValueError(_("Working hours have to be at least one hour a week."))
        return cls(ZoneInfo(name), week, _days_off(plain.get("days_off") or []))

    def to_json(self) -> dict[str, Any]:
        """As `parse` takes it."""
        return {
            "time_zone": self.zone.key,
            "hours": {
                str(day): [[_clock(start), _clock(end)] for start, end in intervals]
                for day, intervals in enumerate(self.week)
                if intervals
            },
            "days_off": sorted(day.isoformat() for day in self.days_off),
        }


def due_at(start: datetime, *, minutes: int, hours: Hours | None) -> datetime:
    """The first moment at which `minutes` were worked since `start`. None works around the clock.

    Nothing to work is done at once, outside the hours too.
    """
    if minutes < 0:
        raise ValueError("a limit is not negative")
    start = _utc(start)
    left = timedelta(minutes=minutes)
    if hours is None or not minutes:
        return start + left
    for begin, end in _pieces_from(start, hours):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("unreachable: the pieces never end")


def working_minutes(a: datetime, b: datetime, hours: Hours | None) -> int:
    """Whole minutes worked from `a` to `b`; negative where `b` is the earlier one."""
    a, b = _utc(a), _utc(b)
    if b < a:
        return -working_minutes(b, a, hours)
    if hours is None:
        return (b - a) // timedelta(minutes=1)
    worked = timedelta()
    for begin, end in _pieces_from(a, hours):
        if begin >= b:
            break
        worked += min(end, b) - begin
    return worked // timedelta(minutes=1)


def _pieces_from(start: datetime, hours: Hours) -> Iterator[Piece]:
    """Working time from `start` on, in order and without overlaps; it never ends."""
    # Where a zone once leapt over the date line, the local date alone may be a day out.
    day = start.astimezone(hours.zone).date() - timedelta(days=1)
    while True:
        for begin, end in _pieces_of(day, hours):
            if end > start:
                yield max(begin, start), end
        day += timedelta(days=1)


def _pieces_of(day: date, hours: Hours) -> list[Piece]:
    """The working time of one local date, in UTC."""
    intervals = hours.week[day.weekday()]
    if not intervals or day in hours.days_off:
        return []
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found: list[Piece] = []
    for since, until, offset in _stretches(day, hours.zone):
        for first, last in intervals:
            begin = max(midnight + timedelta(minutes=first) - offset, since)
            end = min(midnight + timedelta(minutes=last) - offset, until)
            if begin < end:
                found.append((begin, end))
    return sorted(found)


@lru_cache(maxsize=4096)
def _stretches(day: date, zone: ZoneInfo) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """The instants around a local date, cut wherever the zone's distance from UTC changes."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    # No zone changes twice within half of this.
    marks = [midnight - _MARGIN, midnight + timedelta(hours=12), midnight + _MARGIN * 2.6]
    cuts = [marks[0]]
    for begin, end in pairwise(marks):
        if _offset(begin, zone) != _offset(end, zone):
            cuts.append(_change(begin, end, zone))
    cuts.append(marks[-1])
    return tuple((begin, end, _offset(begin, zone)) for begin, end in pairwise(cuts))


def _change(begin: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """The second from which the distance is no longer that of `begin`."""
    before = _offset(begin, zone)
    seconds = range(int((end - begin).total_seconds()) + 1)
    index = bisect_right(
        seconds, 0, key=lambda second: _offset(begin + timedelta(seconds=second), zone) != before
    )
    return begin + timedelta(seconds=index)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _intervals(day: int, plain: object) -> tuple[Interval, ...]:
    name = {"day": WEEKDAYS[day]}
    if not isinstance(plain, list | tuple):
        raise ValueError(_("%(day)s: write the hours as a list.") % name)
    if len(plain) > _MOST_A_DAY:
        most = name | {"most": _MOST_A_DAY}
        raise ValueError(_("%(day)s: at most %(most)s stretches of work a day.") % most)
    found = sorted(_interval(name, one) for one in plain)
    for (_begin, end), (begin, _end) in pairwise(found):
        if begin < end:
            raise ValueError(_("%(day)s: two stretches of work overlap.") % name)
    return tuple(found)


def _interval(name: dict[str, Any], plain: object) -> Interval:
    if not isinstance(plain, list | tuple) or len(plain) != 2:
        raise ValueError(_("%(day)s: a stretch of work has a start and an end.") % name)
    start, end = (_minutes(name, text) for text in plain)
    if end <= start:
        raise ValueError(
            _(
                "%(day)s: work ends after it starts. Write a night as two stretches, "
                "one to 24:00 and one from 00:00 of the next day."
            )
            % name
        )
    return start, end


def _minutes(name: dict[str, Any], text: object) -> int:
    match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    minutes = int(match["hour"]) * 60 + int(match["minute"]) if match else _DAY + 1
    if minutes > _DAY:
        shown = name | {"text": str(text)[:20]}
        raise ValueError(_("%(day)s: “%(text)s” is no time between 00:00 and 24:00.") % shown)
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _days_off(plain: object) -> frozenset[date]:
    if not isinstance(plain, list | tuple):
        raise ValueError(_("Write the days off as a list of dates."))
    if len(plain) > _MOST_DAYS_OFF:
        raise ValueError(_("At most %(most)s days off.") % {"most": _MOST_DAYS_OFF})
    return frozenset(_day_off(text) for text in plain)


def _day_off(text: object) -> date:
    try:
        if not isinstance(text, str) or len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        shown = {"text": str(text)[:20]}
        raise ValueError(_("“%(text)s” is no date like 2026-12-25.") % shown) from None
