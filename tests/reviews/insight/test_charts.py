"""Charts: geometry by hand, what few cases become, both directions, and words for who listens."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from reviews.insight.charts import (
    Chart,
    Mark,
    ages_chart,
    flow_chart,
    outcomes_chart,
    reasons_chart,
    timing_chart,
    waits_chart,
)
from reviews.insight.charts.sheet import apart, round_ticks
from reviews.insight.period import Period
from reviews.insight.shapes import (
    AgeBin,
    DayFlow,
    OpenQueue,
    PieceFigures,
    ReasonCount,
    Share,
    Spread,
    Timing,
)
from reviews.insight.tallies import percentiles_of
from reviews.insight.words import days as words_of_days
from reviews.templatetags.insight import chart as drawn

DAY = date(2026, 11, 2)
PERIOD = Period(DAY, DAY + timedelta(days=3), ZoneInfo("UTC"))
HOUR = 3600.0
HOSTILE = '<script>alert("x")</script>'


def piece(place: int, decided: int, *, hours: float = 1.0) -> PieceFigures:
    day = DAY + timedelta(days=place)
    outcomes = {"approve": decided // 2, "reject": decided - decided // 2, "resubmit": 0}
    seconds = dict.fromkeys((50, 85, 90, 95, 100), hours * HOUR)
    return PieceFigures(day, day, outcomes, Spread(decided, seconds))


def queue(name: str, *bins: AgeBin) -> OpenQueue:
    count = sum(each.late + each.soon + each.rest for each in bins)
    late = sum(each.late for each in bins)
    return OpenQueue(name, name, count, late, 0, 24 * HOUR, None, bins)


def marks(found: Chart, tag: str, look: str = "") -> list[dict[str, str]]:
    these = [dict(mark.attributes) for mark in found.marks if mark.tag == tag]
    return [mark for mark in these if mark.get("class", "") == look]


def words(found: Chart) -> list[str]:
    return [mark.words for mark in found.marks if mark.tag == "text"]


def reason(name: str, count: int, of: int, before: int = 0) -> ReasonCount:
    return ReasonCount("code", name, "reject", Share(count, of), before)


def test_a_row_of_dots_is_one_line_as_long_as_there_are_cases() -> None:
    found = ages_chart([queue("main", AgeBin(0, 2, 0, 5))], oldest=24 * HOUR, is_capped=False)
    (late,), (rest,) = marks(found.chart, "line", "dots-late"), marks(found.chart, "line", "dots")
    # Two squares of four, five apart; five round dots, each drawn around its place.
    assert float(late["x2"]) - float(late["x1"]) == pytest.approx(9, abs=0.11)
    assert float(rest["x2"]) - float(rest["x1"]) == pytest.approx(20.1, abs=0.11)
    assert float(rest["x1"]) - float(late["x1"]) == pytest.approx(12, abs=0.11)
    assert found.each == 1


def test_where_cases_are_many_a_dot_stands_for_several() -> None:
    found = ages_chart([queue("main", AgeBin(0, 0, 0, 10_000))], oldest=24 * HOUR, is_capped=False)
    (rest,) = marks(found.chart, "line", "dots")
    assert found.each > 1
    assert 0 <= float(rest["x1"]) < float(rest["x2"]) <= found.chart.width


def test_more_queues_than_have_room_stand_in_the_table() -> None:
    queues = [queue(f"queue {number}", AgeBin(3, 0, 1, 1)) for number in range(11)]
    found = ages_chart(queues, oldest=24 * HOUR, is_capped=True)
    assert found.left_out == 3
    assert len(marks(found.chart, "line", "sla")) == 8
    assert "queue 0: 2 open, 0 late." in found.chart.description.replace("\u2068", "").replace(
        "\u2069", ""
    )


def test_the_flow_ends_where_the_sums_say() -> None:
    found = flow_chart([DayFlow(DAY, 6, 1), DayFlow(DAY + timedelta(days=1), 4, 4)])
    assert {"10 came in", "5 decided", "5 more to do"} <= set(words(found))
    (came,) = marks(found, "path", "ln ln-in")
    assert came["d"].endswith("700 12")
    assert found.description == "Over 2 days 10 cases came in and 5 were decided: 5 more to do."


def test_days_with_few_decisions_have_no_point_and_break_the_line() -> None:
    pieces = [piece(0, 30), piece(1, 19), piece(2, 30, hours=4), piece(3, 40, hours=2)]
    found = waits_chart(pieces, PERIOD)
    assert found is not None
    assert len(marks(found, "path", "ln ln-1")) == 1
    assert len(marks(found, "circle", "pt ln-1")) == 1
    assert waits_chart([piece(0, 19), piece(1, 0)], PERIOD) is None


def test_waits_of_no_time_at_all_are_drawn_too() -> None:
    found = waits_chart([piece(0, 30, hours=0), piece(1, 30, hours=0)], PERIOD)
    assert found is not None
    (line,) = marks(found, "path", "ln ln-1")
    assert all(0 <= float(y) <= found.height for y in re.findall(r" ([\d.]+)", line["d"]))


def test_the_mix_is_shares_of_many_and_counts_of_few() -> None:
    found = outcomes_chart([piece(0, 40), piece(1, 6)], PERIOD)
    assert found is not None
    (approved,), (rejected,) = marks(found, "rect", "bar"), marks(found, "rect", "bar-hatched")
    assert approved["width"] == rejected["width"] == "108"
    assert float(approved["x"]) + 108 == float(rejected["x"])
    assert rejected["fill"] == "url(#hatch)"
    assert "3 approved, 3 rejected, 0 asked again" in words(found)
    assert outcomes_chart([piece(0, 0)], PERIOD) is None


def test_reasons_have_a_bar_and_a_mark_for_before() -> None:
    found = reasons_chart([reason("Altered", 30, 40, before=15), reason("Glare", 3, 5)])
    assert found is not None
    assert [bar["width"] for bar in marks(found, "rect", "bar")] == ["300", "30"]
    assert marks(found, "line", "tick")[0]["x1"] == "150"
    assert "30 · 75 %" in words(found)
    assert "3" in words(found)
    assert reasons_chart([]) is None


def test_from_the_right_the_whole_picture_is_mirrored() -> None:
    reasons = [reason("Altered", 30, 40)]
    left = reasons_chart(reasons)
    with translation.override("ar"):
        right = reasons_chart(reasons)
    assert left is not None
    assert right is not None
    (bar,), (mirrored,) = marks(left, "rect", "bar"), marks(right, "rect", "bar")
    assert float(bar["x"]) == 0
    assert float(mirrored["x"]) + float(mirrored["width"]) == right.width


def test_names_are_words_and_never_markup() -> None:
    made = ages_chart([queue(HOSTILE, AgeBin(0, 1, 1, 1))], oldest=HOUR, is_capped=False)
    bars = reasons_chart([reason(HOSTILE, 30, 40)])
    assert bars is not None
    for found in (made.chart, bars):
        html = drawn(found)
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert f'aria-labelledby="{found.name}-title {found.name}-desc"' in html
        assert " style=" not in html


def test_a_mark_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no mark"):
        drawn(Chart("x", 1, 1, "", "", (Mark("script", ()),)))


def test_percentiles_interpolate_between_the_two_nearest() -> None:
    assert percentiles_of([10.0]) == dict.fromkeys((50, 85, 90, 95, 100), 10.0)
    assert percentiles_of([10.0, 20.0])[50] == 15.0
    assert percentiles_of([1.0, 2.0, 3.0, 4.0, 5.0]) == {
        50: 3.0, 85: pytest.approx(4.4), 90: pytest.approx(4.6), 95: pytest.approx(4.8), 100: 5.0,
    }  # fmt: skip


def test_labels_keep_their_distance_and_stay_on_the_sheet() -> None:
    assert apart([10, 12, 14], gap=16, top=10, bottom=100) == [10, 26, 42]
    assert apart([90, 95, 99], gap=16, top=10, bottom=100) == [68, 84, 100]


@pytest.mark.parametrize(
    "most, ticks", [(0, [0, 1]), (3, [0, 1, 2, 3]), (10, [0, 5, 10]), (230, [0, 100, 200, 300])]
)
def test_ticks_are_round_and_reach_the_most(most: int, ticks: list[int]) -> None:
    assert round_ticks(most) == ticks


def test_days_are_said_as_shortly_as_they_can_be() -> None:
    first = date(2026, 10, 26)
    said = [words_of_days(first, first + timedelta(days=more)) for more in (0, 4, 6)]
    assert said == ["26 Oct", "26–30 Oct", "26 Oct to 1 Nov"]


def test_in_time_is_a_share_of_what_is_known_and_the_rest_stays_open() -> None:
    known = PieceFigures(DAY, DAY, {}, Spread(), Timing(in_time=27, late=3, unknown=10))
    later = DAY + timedelta(days=1)
    few = PieceFigures(later, later, {}, Spread(), Timing(in_time=10, late=9, unknown=50))
    found = timing_chart([known, few, piece(2, 0)], PERIOD)
    assert found is not None
    (on_time,), (late,) = marks(found, "rect", "bar"), marks(found, "rect", "bar-hatched")
    (unknown,) = marks(found, "rect", "bar-open")
    widths = [float(one["width"]) for one in (on_time, late, unknown)]
    assert widths == pytest.approx([145.8, 16.2, 54], abs=0.11)
    assert "90 %" in words(found)
    assert "10 in time, 9 late, 50 unknown" in words(found)
    assert timing_chart([piece(0, 0)], PERIOD) is None
