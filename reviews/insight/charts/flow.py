"""Are we keeping up: what came in and what was decided, added up day by day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from django.utils.translation import gettext as _

from reviews.insight import words
from reviews.insight.charts.sheet import Chart, Point, Sheet, apart, round_ticks
from reviews.insight.shapes import DayFlow

_WIDTH, _HEIGHT = 840, 190
_LEFT, _RIGHT, _TOP, _FLOOR = 48, 700, 12, 160
_MOST_LABELS = 8


def flow_chart(days: Sequence[DayFlow]) -> Chart:
    """Two lines of steps; what lies between them has been added to the backlog, or taken off."""
    sheet = Sheet(_WIDTH, _HEIGHT)
    came = list(accumulate(day.received for day in days))
    gone = list(accumulate(day.decided for day in days))
    ticks = round_ticks(max(came[-1], gone[-1]))
    top = ticks[-1]
    for tick in ticks:
        y = _y(tick, top)
        sheet.line((_LEFT, y), (_RIGHT, y), "axis" if tick == 0 else "grid")
        sheet.text((_LEFT - 8, y + 4), words.number(tick), "end")
    one_day = (_RIGHT - _LEFT) / len(days)
    every = -(-len(days) // _MOST_LABELS)
    for place, day in enumerate(days):
        if place % every == 0:
            sheet.text((_LEFT + place * one_day, _FLOOR + 20), words.day(day.day))
    upper, lower = _steps(came, top, one_day), _steps(gone, top, one_day)
    sheet.path([*upper, *reversed(lower)], "area", is_closed=True)
    sheet.path(lower, "ln ln-out")
    sheet.path(upper, "ln ln-in")
    _labels(sheet, came[-1], gone[-1], top)
    return sheet.chart(
        "flow",
        title=_("Received and decided, added up"),
        description=_(
            "Over %(days)s days %(came)s cases came in and %(gone)s were decided: %(more)s."
        )
        % {
            "days": words.number(len(days)),
            "came": words.number(came[-1]),
            "gone": words.number(gone[-1]),
            "more": difference(came[-1] - gone[-1]),
        },
    )


def difference(more: int) -> str:
    """What the period did to the backlog."""
    if more == 0:
        return _("as many as before")
    if more > 0:
        return _("%(count)s more to do") % {"count": words.number(more)}
    return _("%(count)s fewer to do") % {"count": words.number(-more)}


def _labels(sheet: Sheet, came: int, gone: int, top: int) -> None:
    """At the ends of the lines, in the order of the lines, and what lies between in the middle."""
    came_in = (_y(came, top), _("%(count)s came in") % {"count": words.number(came)})
    decided = (_y(gone, top), _("%(count)s decided") % {"count": words.number(gone)})
    upper, lower = (came_in, decided) if came >= gone else (decided, came_in)
    middle = ((upper[0] + lower[0]) / 2, difference(came - gone))
    said = [upper, middle, lower]
    heights = apart([y for y, _said in said], gap=17, top=_TOP, bottom=_FLOOR)
    for place, (height, (_y_wanted, text)) in enumerate(zip(heights, said, strict=True)):
        sheet.text((_RIGHT + 10, height + 4), text, "t-strong" if place == 1 else "t-text")


def _steps(totals: Sequence[int], top: int, one_day: float) -> list[Point]:
    """Flat while a day lasts, up at its end."""
    points: list[Point] = [(_LEFT, _y(0, top))]
    for place, total in enumerate(totals):
        x = _LEFT + (place + 1) * one_day
        points += [(x, points[-1][1]), (x, _y(total, top))]
    return points


def _y(count: float, top: int) -> float:
    return _FLOOR - (_FLOOR - _TOP) * count / top
