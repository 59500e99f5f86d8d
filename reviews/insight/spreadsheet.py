"""Figures as a file of comma-separated values: one figure in a line, counts and their wholes.

No shares, so that nobody reads one of few; no names but those of queues and accounts. Codes are in
English whoever takes the file, so that files of different people fit together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC

from reviews.insight.shapes import PERCENTS, Figures, Line, Share, Spread, Timing

HEADER = ("part", "of", "figure", "value", "whole", "unit")
# A spreadsheet takes what begins so for a formula, or for the next cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Row = tuple[str, str, str, str, str, str]


def csv_of(figures: Figures) -> str:
    """The whole file, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows_of(figures):
        writer.writerow([guarded(cell) for cell in row])
    return f"\ufeff{text.getvalue()}"


def guarded(cell: str) -> str:
    """A quote before what would be a formula, so that it stays a text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def rows_of(figures: Figures) -> Iterator[Row]:
    """What is asked for, everything, by queue, account, day, piece and outcome, and reasons."""
    yield from _about(figures)
    yield from _line("all", figures.total)
    for line in figures.queues:
        yield from _line("queue", line)
    for line in figures.accounts:
        yield from _line("account", line)
    for day in figures.days:
        yield "day", f"{day.day}", "received", f"{day.received}", "", "cases"
        yield "day", f"{day.day}", "decided", f"{day.decided}", "", "cases"
    for piece in figures.pieces:
        name = f"{piece.first}/{piece.last}"
        for outcome, count in piece.outcomes.items():
            yield figures.asked.period.cut.value, name, outcome, *_counted(count, piece.decided)
        yield from _spread(figures.asked.period.cut.value, name, "wait", piece.wait)
        yield from _timing(figures.asked.period.cut.value, name, piece.timing)
    for outcome, timing in figures.outcome_timing.items():
        yield from _timing("outcome", outcome, timing)
    for one in figures.reasons:
        yield "reason", one.code, one.outcome, *_counted(one.share.count, one.share.of)
        yield "reason", one.code, f"{one.outcome}_before", f"{one.before}", "", "cases"
    for faces in figures.faces:
        for figure, count in (
            ("faces_agree", faces.agree),
            ("faces_only_person_says_same", faces.only_person),
            ("faces_only_machine_says_same", faces.only_machine),
        ):
            yield "account", faces.name, figure, *_counted(count, faces.of, "ratings")


def _about(figures: Figures) -> Iterator[Row]:
    asked = figures.asked
    said = {
        "from": f"{asked.period.first}",
        "to": f"{asked.period.last}",
        "time_zone": asked.period.zone.key,
        "as_of": asked.now.astimezone(UTC).isoformat(timespec="seconds"),
        "queue": asked.queue or "all",
        "account": asked.account or "all",
    }
    for name, value in said.items():
        yield "about", "", name, value, "", ""


def _line(part: str, line: Line) -> Iterator[Row]:
    # A slug of a queue or account is its name here: names change, slugs do not.
    name = line.code
    yield part, name, "received", f"{line.received}", "", "cases"
    yield part, name, "received_again", *_counted(line.again, line.received)
    for outcome, count in line.outcomes.items():
        yield part, name, outcome, *_counted(count, line.decided)
    yield from _spread(part, name, "wait", line.wait)
    yield from _timing(part, name, line.timing)
    yield part, name, "open", f"{line.open}", "", "cases"
    yield part, name, "overdue", *_counted(line.late, line.open)
    yield from _spread(part, name, "age", line.age)
    for figure, share in _readings(line):
        yield part, name, figure, *_counted(share.count, share.of)


def _timing(part: str, name: str, timing: Timing) -> Iterator[Row]:
    """What is not known is of all decisions; the others are of those of which it is known."""
    yield part, name, "decided_in_time", *_counted(timing.in_time, timing.known)
    yield part, name, "decided_late", *_counted(timing.late, timing.known)
    yield part, name, "decided_limit_unknown", *_counted(timing.unknown, timing.decided)


def _readings(line: Line) -> Iterator[tuple[str, Share]]:
    found = line.readings
    yield "second_reader_differed", found.differed
    yield "first_reading_overturned", found.overturned
    yield "reopened_and_changed", found.reopened
    yield "reread_the_same", found.reread
    yield "reread_and_overturned", found.reread_overturned


def _spread(part: str, name: str, figure: str, spread: Spread) -> Iterator[Row]:
    """Percentiles of few are left empty; the longest is one case, and so never stands there."""
    for percent in PERCENTS[:-1]:
        seconds = spread.at(percent)
        value = "" if seconds is None else f"{round(seconds)}"
        yield part, name, f"{figure}_p{percent}", value, f"{spread.count}", "seconds"


def _counted(count: int, whole: int, unit: str = "cases") -> tuple[str, str, str]:
    return f"{count}", f"{whole}", unit
