"""The days that figures are counted for, and what they are cut into. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_DAYS = 400
_DAY = timedelta(days=1)
# Longer ones are cut into weeks, and still longer ones into months: sixteen rows at most.
_DAYS_BY_DAY = 14
_DAYS_BY_WEEK = 15 * 7


class Cut(Enum):
    """The pieces that developments are shown in. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Preset(Enum):
    """Periods that have a name; each ends today."""

    WEEK = "week"
    DAYS_7 = "7"
    DAYS_30 = "30"
    QUARTER = "quarter"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day."""
        first = {
            Preset.WEEK: today - timedelta(days=today.weekday()),
            Preset.DAYS_7: today - timedelta(days=6),
            Preset.DAYS_30: today - timedelta(days=29),
            Preset.QUARTER: date(today.year, (today.month - 1) // 3 * 3 + 1, 1),
        }
        return first[self], today


_LABELS = {
    Preset.WEEK: gettext_lazy("This week"),
    Preset.DAYS_7: gettext_lazy("Last 7 days"),
    Preset.DAYS_30: gettext_lazy("Last 30 days"),
    Preset.QUARTER: gettext_lazy("This quarter"),
}


@dataclass(frozen=True)
class Piece:
    """A day, or the part of a week or month that lies in the period."""

    first: date
    last: date


@dataclass(frozen=True)
class Period:
    """From the first midnight of `first` to the last one of `last`, in the zone."""

    first: date
    last: date
    zone: ZoneInfo

    @classmethod
    def checked(cls, first: date, last: date, *, zone: ZoneInfo, today: date) -> Period:
        """Raises ValueError with a sentence for the person who asked."""
        if first > last:
            raise ValueError(_("The first day lies after the last one."))
        if last > today:
            raise ValueError(_("The last day is today at the latest: nothing is known beyond."))
        if (last - first).days >= MOST_DAYS:
            raise ValueError(
                _("The period has more than %(most)s days. Choose a shorter one.")
                % {"most": MOST_DAYS}
            )
        return cls(first, last, zone)

    @property
    def since(self) -> datetime:
        return _midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """Not of the period any more."""
        return _midnight(self.last + _DAY, self.zone)

    @property
    def day_count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def cut(self) -> Cut:
        if self.day_count <= _DAYS_BY_DAY:
            return Cut.DAY
        return Cut.WEEK if self.day_count <= _DAYS_BY_WEEK else Cut.MONTH

    def days(self) -> Iterator[date]:
        for number in range(self.day_count):
            yield self.first + number * _DAY

    def pieces(self) -> list[Piece]:
        """The whole period, in order."""
        found: list[Piece] = []
        for day in self.days():
            if found and self.start_of(day) == self.start_of(found[-1].first):
                found[-1] = Piece(found[-1].first, day)
            else:
                found.append(Piece(day, day))
        return found

    def start_of(self, day: date) -> date:
        """The first day of the whole piece that this day is of; it may lie before the period."""
        if self.cut == Cut.DAY:
            return day
        return day - timedelta(days=day.weekday()) if self.cut == Cut.WEEK else day.replace(day=1)

    def before(self) -> Period:
        """As many days, right before."""
        length = timedelta(days=self.day_count)
        return Period(self.first - length, self.first - _DAY, self.zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # Where the clocks skip midnight, it is the moment at which they skip.
    return datetime.combine(day, time.min, tzinfo=zone)
