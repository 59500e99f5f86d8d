"""How figures read: counts, shares, lengths of time and days, as the reader's language has them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.insight.period import Cut, Period
from reviews.insight.shapes import FEW, PieceFigures, Share, Spread
from reviews.models import Outcome

_HOUR, _DAY = 60 * 60, 24 * 60 * 60
# Names may be of any script: they stand isolated where no element can do it.
_ISOLATED, _END = "\u2068", "\u2069"


def number(value: float, *, places: int = 0) -> str:
    """1,935 or 2.4."""
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(value: float) -> str:
    """With a decimal below ten, where a whole number would hide half of it."""
    places = 1 if 0 < value < 10 and round(value, 1) != round(value) else 0
    return _("%(share)s %%") % {"share": number(round(value, places), places=places)}


def share(of: Share) -> str:
    """“12 of 40 (30 %)”; of few only “3 of 8”, of none “none”."""
    if not of.of:
        return _("none")
    counted = _("%(count)s of %(of)s") % {"count": number(of.count), "of": number(of.of)}
    if of.percent is None:
        return counted
    return _("%(counted)s (%(share)s)") % {"counted": counted, "share": percent(of.percent)}


def count_and_percent(of: Share) -> str:
    """“12 · 30 %” beside a column that says of how many; of few the count alone."""
    if of.percent is None:
        return number(of.count)
    return f"{number(of.count)} · {percent(of.percent)}"


def span(seconds: float) -> str:
    """45 min, 1.6 h, 3.2 d: as exact as somebody can use it."""
    if seconds < 60:
        return _("under a minute")
    if seconds < _HOUR:
        return _("%(minutes)s min") % {"minutes": number(int(seconds // 60))}
    if seconds < 2 * _DAY:
        return _("%(hours)s h") % {"hours": _short(seconds / _HOUR)}
    return _("%(days)s d") % {"days": _short(seconds / _DAY)}


def at(spread: Spread, percent_of: int) -> str:
    """A percentile, or a dash of few."""
    seconds = spread.at(percent_of)
    return "–" if seconds is None else span(seconds)


def few() -> str:
    """Why there is a count and no share."""
    return _(
        "Of fewer than %(few)s cases only counts are shown: "
        "a share or a percentile of so few says little."
    ) % {"few": FEW}


def outcome(code: str) -> str:
    """What was decided, in the past."""
    said = {
        Outcome.APPROVE.value: _("Approved"),
        Outcome.REJECT.value: _("Rejected"),
        Outcome.RESUBMIT.value: _("Asked again"),
    }
    return said.get(code, code)


def day(value: date) -> str:
    return date_format(value, pgettext("format of a day in a chart", "j M"))


def days(first: date, last: date) -> str:
    """14 Nov, 9–15 Nov, or 26 Oct to 1 Nov."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s–%(last)s") % {"first": first.day, "last": day(last)}
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def piece(of: PieceFigures, period: Period) -> str:
    """A day with its weekday, a week by its days, a month by its name."""
    if period.cut == Cut.DAY:
        return date_format(of.first, pgettext("format of a day in a chart", "D j M"))
    if period.cut == Cut.MONTH and of.first.day == 1 and of.last.month == of.first.month:
        return date_format(of.first, pgettext("format of a month in a chart", "M Y"))
    return days(of.first, of.last)


def pieces_word(period: Period) -> str:
    """What the period is cut into."""
    said = {Cut.DAY: _("by day"), Cut.WEEK: _("by week"), Cut.MONTH: _("by month")}
    return said[period.cut]


def isolated(name: str) -> str:
    """A name that a person or a provider gave, for a place without elements."""
    return f"{_ISOLATED}{name}{_END}"


def cut_short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _short(value: float) -> str:
    """One decimal below ten."""
    places = 1 if value < 9.95 and round(value, 1) != round(value) else 0
    return number(round(value, places), places=places)
