"""What will be late soon: a dot for every open case, higher is older, a column for each queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.insight import words
from reviews.insight.charts.sheet import Chart, Sheet
from reviews.insight.counts import AGE_ROWS, row_of_age
from reviews.insight.shapes import AgeBin, OpenQueue

MOST_COLUMNS = 8
_WIDTH, _HEIGHT = 840, 318
_LEFT, _TOP, _STEP = 48, 14, 5
_FLOOR = _TOP + AGE_ROWS * _STEP
_MIN, _H, _D = 60, 3_600, 86_400
_TICKS = (
    15 * _MIN, 30 * _MIN, _H, 2 * _H, 4 * _H, 8 * _H, 12 * _H, _D, 2 * _D, 3 * _D, 5 * _D, 7 * _D,
    10 * _D, 14 * _D, 21 * _D, 30 * _D, 60 * _D, 90 * _D, 180 * _D, 365 * _D,
)  # fmt: skip
_TICK_GAP = 22


@dataclass(frozen=True)
class AgesChart:
    """The picture, and what its key has to say."""

    chart: Chart
    # How many cases one dot stands for at most.
    each: int
    has_usual: bool
    has_limits: bool
    # Queues that found no room.
    left_out: int


def ages_chart(queues: Sequence[OpenQueue], *, oldest: float, is_capped: bool) -> AgesChart:
    """Of the first queues; `is_capped`: older ones share the uppermost row."""
    shown = queues[:MOST_COLUMNS]
    sheet = Sheet(_WIDTH, _HEIGHT)
    for seconds in _ticks(oldest):
        y = _y(seconds, oldest)
        sheet.line((_LEFT, y), (_WIDTH, y), "grid")
        sheet.text((_LEFT - 8, y + 4), words.span(seconds), "end")
    if is_capped:
        sheet.text((_LEFT, 8), _("older than %(age)s: uppermost row") % {"age": words.span(oldest)})
    sheet.line((_LEFT, _FLOOR + 4), (_WIDTH, _FLOOR + 4), "axis")
    column = (_WIDTH - _LEFT) / max(len(shown), 1)
    room = max(int(column * 0.84 / _STEP), 1)
    fullest = max((_count(each) for queue in shown for each in queue.bins), default=1)
    each = -(-fullest // room)
    for place, queue in enumerate(shown):
        middle = _LEFT + (place + 0.5) * column
        edge = (middle - column * 0.44, middle + column * 0.44)
        if queue.limit is not None and queue.limit <= oldest:
            y = _y(queue.limit, oldest)
            sheet.line((edge[0], y), (edge[1], y), "sla")
        if queue.usual is not None and queue.usual <= oldest:
            y = _y(queue.usual, oldest)
            sheet.line((edge[0], y), (edge[1], y), "usual")
        for bin_ in queue.bins:
            _dots(sheet, bin_, middle=middle, each=each)
        _foot(sheet, queue, middle=middle, letters=int(column / 6.4))
    chart = sheet.chart("ages", title=_("Age of the open cases by queue"), description=_said(shown))
    return AgesChart(
        chart=chart,
        each=each,
        has_usual=any(queue.usual is not None for queue in shown),
        has_limits=any(queue.limit is not None for queue in shown),
        left_out=len(queues) - len(shown),
    )


def _dots(sheet: Sheet, bin_: AgeBin, *, middle: float, each: int) -> None:
    """One row: first what is late, then what will be soon, then the rest; around the middle."""
    # Class, how many, and how long the dashes are that the class makes of the line.
    kinds = (
        ("dots-late", bin_.late, 4.0),
        ("dots-soon", bin_.soon, 1.6),
        ("dots", bin_.rest, 0.0),
    )
    counts = [(look, -(-count // each), length) for look, count, length in kinds if count]
    x = middle - (sum(count for _look, count, _length in counts) - 1) * _STEP / 2
    y = _FLOOR - (bin_.row + 0.5) * _STEP
    for look, count, length in counts:
        sheet.dots((x, y), count, look, step=_STEP, length=length)
        x += count * _STEP


def _foot(sheet: Sheet, queue: OpenQueue, *, middle: float, letters: int) -> None:
    name = words.isolated(words.cut_short(queue.name, letters))
    sheet.text((middle, _FLOOR + 26), name, "mid t-text")
    sheet.text((middle, _FLOOR + 44), _open(queue.open), "mid")
    look = "mid t-strong" if queue.late else "mid"
    sheet.text((middle, _FLOOR + 62), _late(queue.late), look)
    if queue.soon:
        soon = _("%(count)s within 2 h") % {"count": words.number(queue.soon)}
        sheet.text((middle, _FLOOR + 80), soon, "mid")


def _said(queues: Iterable[OpenQueue]) -> str:
    """The same for who cannot see it."""
    said = [
        _("%(queue)s: %(open)s, %(late)s.")
        % {"queue": words.isolated(one.name), "open": _open(one.open), "late": _late(one.late)}
        for one in queues
    ]
    first = _("One dot for each case or so many of them, higher is older.")
    return " ".join([first, *said])


def _open(count: int) -> str:
    return ngettext("%(count)s open", "%(count)s open", count) % {"count": words.number(count)}


def _late(count: int) -> str:
    return ngettext("%(count)s late", "%(count)s late", count) % {"count": words.number(count)}


def _count(bin_: AgeBin) -> int:
    return bin_.late + bin_.soon + bin_.rest


def _y(seconds: float, oldest: float) -> float:
    return _FLOOR - row_of_age(seconds, oldest) * _STEP


def _ticks(oldest: float) -> list[int]:
    """From the oldest down, as many as have room."""
    found: list[int] = []
    for seconds in reversed([tick for tick in _TICKS if tick <= oldest]):
        last = _y(found[-1], oldest) if found else 0.0
        y = _y(seconds, oldest)
        if y <= _FLOOR - _TICK_GAP / 2 and (not found or y - last >= _TICK_GAP):
            found.append(seconds)
    return found
