"""The file: cells that no spreadsheet takes for a formula, counts with their wholes, no shares."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from reviews.insight.period import Period
from reviews.insight.shapes import (
    Asked,
    Figures,
    Line,
    PieceFigures,
    ReasonCount,
    Share,
    Spread,
    Timing,
)
from reviews.insight.spreadsheet import HEADER, csv_of, guarded


def figures(**more: object) -> Figures:
    """Nothing but what a test gives."""
    period = Period(date(2026, 11, 2), date(2026, 11, 2), ZoneInfo("Asia/Dubai"))
    parts: dict[str, object] = {
        "asked": Asked(period, datetime(2026, 11, 2, 9, tzinfo=UTC)),
        "total": Line(code="", name=""),
        "oldest": 0.0,
    }
    for name in ("queues", "accounts", "days", "pieces", "reasons", "open_queues", "next_late"):
        parts[name] = ()
    return Figures(**{**parts, "faces": (), **more})  # type: ignore[arg-type]  # by name


def lines(found: Figures) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_of(found).removeprefix("\ufeff"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_a_cell_that_would_be_a_formula_stays_a_text(start: str) -> None:
    assert guarded(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_an_ordinary_cell_is_left_as_it_is() -> None:
    assert [guarded(cell) for cell in ("main", "2026-11-02", "", "a=b", "12")] == [
        "main", "2026-11-02", "", "a=b", "12",
    ]  # fmt: skip


def test_a_hostile_code_is_guarded_in_the_file() -> None:
    hostile = ReasonCount("=1+1", "words", "reject", Share(1, 1), 0)
    line = Line(code='@SUM(A1),"x"', name="y")
    found = lines(figures(reasons=(hostile,), queues=(line,)))
    assert {row[1] for row in found if row[0] == "reason"} == {"'=1+1"}
    assert {row[1] for row in found if row[0] == "queue"} == {'\'@SUM(A1),"x"'}
    assert {len(row) for row in found} == {len(HEADER)}


def test_it_says_what_was_asked_for_and_as_of_when() -> None:
    said = {row[2]: row[3] for row in lines(figures()) if row[0] == "about"}
    assert said == {
        "from": "2026-11-02",
        "to": "2026-11-02",
        "time_zone": "Asia/Dubai",
        "as_of": "2026-11-02T09:00:00+00:00",
        "queue": "all",
        "account": "all",
    }


def test_percentiles_of_few_are_left_empty_and_counts_stay() -> None:
    seconds = {50: 60.0, 85: 61.4, 90: 62.0, 95: 63.0, 100: 64.0}
    for count, shown in ((19, ""), (20, "61")):
        total = Line(code="", name="", wait=Spread(count, seconds))
        found = {row[2]: row for row in lines(figures(total=total)) if row[0] == "all"}
        assert found["wait_p85"] == ["all", "", "wait_p85", shown, f"{count}", "seconds"]
        assert "wait_p100" not in found


def test_counts_stand_beside_their_whole() -> None:
    total = Line(code="", name="", received=5, outcomes={"approve": 2, "reject": 1}, open=4, late=1)
    found = {row[2]: row[3:] for row in lines(figures(total=total)) if row[0] == "all"}
    assert found["received"] == ["5", "", "cases"]
    assert found["approve"] == ["2", "3", "cases"]
    assert found["overdue"] == ["1", "4", "cases"]


def test_in_time_is_of_what_is_known_and_the_unknown_of_all() -> None:
    timed = Timing(in_time=5, late=2, unknown=3)
    day = date(2026, 11, 2)
    found = lines(
        figures(
            queues=(Line(code="main", name="Main", timing=timed),),
            pieces=(PieceFigures(day, day, {}, Spread(), timed),),
            outcome_timing={"reject": timed},
        )
    )
    told = {(row[0], row[1], row[2]): row[3:] for row in found}
    for part, name in (("queue", "main"), ("day", f"{day}/{day}"), ("outcome", "reject")):
        assert told[part, name, "decided_in_time"] == ["5", "7", "cases"]
        assert told[part, name, "decided_late"] == ["2", "7", "cases"]
        assert told[part, name, "decided_limit_unknown"] == ["3", "10", "cases"]
    assert told["all", "", "decided_in_time"] == ["0", "0", "cases"]
