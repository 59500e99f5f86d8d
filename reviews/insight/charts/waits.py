"""How long applicants wait: percentiles over the period, on a scale that doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from django.utils.translation import gettext as _

from reviews.insight import words
from reviews.insight.charts.sheet import Chart, Point, Sheet, apart
from reviews.insight.period import Period
from reviews.insight.shapes import PieceFigures

SHOWN = (50, 85, 95)
_LOOKS = {50: "ln-1", 85: "ln-2", 95: "ln-3"}
_WIDTH, _HEIGHT = 440, 210
_LEFT, _RIGHT, _TOP, _FLOOR = 48, 340, 12, 176
_QUARTER = 15 * 60
_MOST_LINES = 6


def waits_chart(pieces: Sequence[PieceFigures], period: Period) -> Chart | None:
    """A point for each piece with enough decisions; None where none has."""
    known = [(place, one.wait) for place, one in enumerate(pieces) if not one.wait.is_few]
    if not known:
        return None
    sheet = Sheet(_WIDTH, _HEIGHT)
    low, high = _scale([seconds for _p, wait in known for seconds in _shown(wait.seconds)])
    _grid(sheet, low, high)
    one = (_RIGHT - _LEFT) / max(len(pieces) - 1, 1)
    _days(sheet, pieces, one)
    ends: list[tuple[float, str]] = []
    for percent in reversed(SHOWN):
        points = [
            (place, (_LEFT + place * one, _y(wait.seconds[percent], low, high)))
            for place, wait in known
        ]
        for run in _runs(points):
            if len(run) > 1:
                sheet.path(run, f"ln {_LOOKS[percent]}")
            for point in run if len(pieces) <= 2 or len(run) == 1 else ():
                sheet.dot(point, 3, f"pt {_LOOKS[percent]}")
        last = known[-1][1].seconds[percent]
        span = words.isolated(words.span(last))
        said = _("p%(percent)s %(span)s") % {"percent": percent, "span": span}
        ends.append((_y(last, low, high), said))
    heights = apart([y for y, _said in ends], gap=16, top=_TOP, bottom=_FLOOR)
    for height, (_wanted, said) in zip(heights, ends, strict=True):
        sheet.text((_RIGHT + 10, height + 4), said, "t-text")
    return sheet.chart(
        "waits",
        title=_("Wait for a decision, %(pieces)s") % {"pieces": words.pieces_word(period)},
        description=_described(pieces, period),
    )


def _described(pieces: Sequence[PieceFigures], period: Period) -> str:
    last = [one for one in pieces if not one.wait.is_few][-1]
    said = _(
        "At last, %(piece)s: half waited up to %(p50)s, "
        "85 of 100 up to %(p85)s, 95 of 100 up to %(p95)s."
    )
    shown = {f"p{percent}": words.at(last.wait, percent) for percent in SHOWN}
    return said % {"piece": words.piece(last, period), **shown}


def _grid(sheet: Sheet, low: int, high: int) -> None:
    doublings = range(high - low + 1)
    every = -(-len(doublings) // _MOST_LINES)
    for step in doublings:
        seconds = _QUARTER * 2.0 ** (low + step)
        y = _y(seconds, low, high)
        if step % every == 0:
            sheet.line((_LEFT, y), (_RIGHT, y), "grid")
            sheet.text((_LEFT - 8, y + 4), words.span(seconds), "end")


def _days(sheet: Sheet, pieces: Sequence[PieceFigures], one: float) -> None:
    y = _FLOOR + 22
    sheet.text((_LEFT, y), words.day(pieces[0].first))
    if len(pieces) > 1:
        sheet.text((_LEFT + (len(pieces) - 1) * one, y), words.day(pieces[-1].first), "end")
    counts = [piece.wait.count for piece in pieces]
    said = _("n = %(least)s to %(most)s") % {
        "least": words.number(min(counts)),
        "most": words.number(max(counts)),
    }
    if len(pieces) > 2:
        sheet.text(((_LEFT + _RIGHT) / 2, y), said, "mid")


def _runs(points: Sequence[tuple[int, Point]]) -> list[list[Point]]:
    """What has nothing missing in between."""
    runs: list[list[Point]] = []
    before = -2
    for place, point in points:
        if place == before + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
        before = place
    return runs


def _shown(seconds: Mapping[int, float]) -> list[float]:
    return [seconds[percent] for percent in SHOWN]


def _scale(seconds: Sequence[float]) -> tuple[int, int]:
    """Doublings of a quarter of an hour that hold all of them."""
    low, high = 0, 1
    while low > -8 and min(seconds) < _QUARTER * 2.0**low:
        low -= 1
    while min(seconds) >= _QUARTER * 2.0 ** (low + 1):
        low += 1
    while max(seconds) > _QUARTER * 2.0**high or high <= low:
        high += 1
    return low, high


def _y(seconds: float, low: int, high: int) -> float:
    # Of nothing there is no logarithm: what took less than a second took a second.
    place = log2(max(seconds, 1.0) / _QUARTER)
    share = (place - low) / (high - low)
    return _FLOOR - (_FLOOR - _TOP) * min(max(share, 0.0), 1.0)
