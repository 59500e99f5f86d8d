"""`make bench` for the case page: a demo of its own, a reviewer in Chromium, one table.

Durations are told and never asserted. REPEATS says how many cases are decided each way (15 unless
told), JOURNEYS how many the demo brings in: about every third needs a person.
"""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from kycreview.staff.models import User
from tests.bench import table
from tests.bench.costs import counted_costs, table_of_costs
from tests.bench.queries import house_of, queries_of_a_case, queries_of_the_whole
from tests.bench.reviewing import Day, Reviewer
from tests.bench.table import Row
from tests.browsing import chromium
from tests.databases import ROOT
from tests.demo.running import READY, Demo

_REPEATS = 15
_JOURNEYS_EACH = 7  # for one case each way, with some to spare
_REVIEWER, _OTHER = "reviewer", "reviewer2"


def main(*, writes: bool = False) -> None:
    """Measure, print, and put the tables into the README where that is wanted."""
    repeats = int(os.environ.get("REPEATS") or _REPEATS)
    journeys = int(os.environ.get("JOURNEYS") or repeats * _JOURNEYS_EACH)
    with tempfile.TemporaryDirectory(prefix="kyc-bench-") as scratch:
        demo = Demo(Path(scratch) / "demo", journeys=journeys)
        demo.data_dir.mkdir()
        table.say(f"Filling a demo with {journeys} journeys; this takes minutes.")
        try:
            demo.start()
            demo.wait_for(READY)
            day, version = review(demo, repeats=repeats)
            demo.send(signal.SIGINT)
            demo.ended()
        finally:
            demo.kill_whatever_runs()
        with house_of(demo.data_dir):
            rows = rows_of(day, queries_of(day))
    table.say("Counting keystrokes and clicks.")
    text = "\n\n".join((table.machine(version), table.table(rows), table_of_costs(counted_costs())))
    table.say(text)
    if writes:
        table.write_between_marks(ROOT / "README.md", f"\n{text}\n")


def review(demo: Demo, *, repeats: int) -> tuple[Day, str]:
    """What the reviewer's day measured, and the browser's version."""
    session = demo.sign_in(_REVIEWER)
    cookies = {cookie.name: str(cookie.value) for cookie in session.cookies}
    with chromium() as browser:
        return _day(browser, demo.url, cookies=cookies, repeats=repeats), browser.version


def queries_of(day: Day) -> dict[str, list[float]]:
    """Counted for a case that is left, and for the largest that was decided."""
    found = dict(queries_of_a_case(by=_person(_OTHER)))
    if day.largest_case:
        found["largest"] = queries_of_the_whole(day.largest_case, by=_person(_REVIEWER))
    return found


def rows_of(day: Day, queries: dict[str, list[float]]) -> list[Row]:
    empty = day.empty
    blind, whole = max(day.blind.sizes, default=0.0), max(day.whole.sizes, default=0.0)
    nothing: list[float] = []
    return [
        Row(what="key to paint", samples=day.keys, unit="ms", goal="100", empty=day.empty_keys),
        Row(
            what="interaction to next paint (INP)",
            samples=day.interactions,
            unit="ms",
            goal="200",
            percentile=98,
        ),
        Row(what="interaction, the worst", samples=day.interactions, unit="ms", percentile=100),
        Row(what="rated: the whole case painted", samples=day.revealed, unit="ms"),
        Row(
            what="next case after submit, prefetched", samples=day.prefetched, unit="ms", goal="300"
        ),
        Row(what="next case after submit, cold", samples=day.cold, unit="ms", goal="1,000"),
        Row(
            what="LCP, faces alone",
            samples=day.blind.largest,
            unit="ms",
            goal="1,500",
            empty=empty.largest,
        ),
        Row(
            what="LCP, whole case",
            samples=day.whole.largest,
            unit="ms",
            goal="1,500",
            empty=empty.largest,
        ),
        Row(what="CLS, faces alone", samples=day.blind.shifts, unit="score", goal="0.02"),
        Row(what="CLS, whole case", samples=day.whole.shifts, unit="score", goal="0.02"),
        Row(what="CLS, empty page", samples=empty.shifts, unit="score"),
        Row(
            what="server, faces alone",
            samples=day.blind.server,
            unit="ms",
            empty=empty.server,
        ),
        Row(
            what="server, whole case",
            samples=day.whole.server,
            unit="ms",
            empty=empty.server,
        ),
        Row(
            what="HTML compressed, faces alone, largest",
            samples=[blind] if blind else nothing,
            unit="kB",
            goal="100",
            empty=empty.sizes,
        ),
        Row(
            what="HTML compressed, whole case, largest",
            samples=[whole] if whole else nothing,
            unit="kB",
            goal="100",
            empty=empty.sizes,
        ),
        Row(what="own script compressed", samples=[day.script], unit="kB", goal="60"),
        *(
            Row(
                what=f"queries, {words}",
                samples=queries.get(name, nothing),
                unit="",
                empty=queries.get("empty", nothing),
                goal="constant" if name == "largest" else "",
            )
            for name, words in (
                ("blind", "faces alone"),
                ("whole", "whole case"),
                ("largest", "whole case, the largest"),
                ("submit", "submit and claim the next"),
            )
        ),
    ]


def _day(browser: Browser, url: str, *, cookies: dict[str, str], repeats: int) -> Day:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": url}])
    with contextlib.closing(context):
        reviewer = Reviewer(context.new_page(), url)
        reviewer.look_at_empty_pages(repeats)
        reviewer.review(times=repeats)
        return reviewer.day


def _person(name: str) -> User:
    return User.objects.get(email__startswith=f"{name}@")
