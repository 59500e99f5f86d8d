"""A reviewer at work in Chromium, case after case, with everything measured on the way."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Response

PROBE = Path(__file__).with_name("probe.js")
# In the shell, with nothing of its own: the page that says that an address leads nowhere.
EMPTY = "/case/00000000-0000-0000-0000-000000000000/"
# What a person presses while looking: outcomes, panels, items, and the viewer's zoom.
_OUTCOMES = ("a", "r", "x")
_PANELS = tuple(f"Alt+Digit{number}" for number in range(1, 9))
_ITEMS = ("Alt+Digit3", "j", "j", "k", "Alt+Digit6", "j", "j")
_ZOOM = ("+", "+", "-", "0")
_PAUSE_MS = 150
# The next faces are fetched once nothing happened for three seconds.
_AHEAD_MS = 12_000


@dataclass
class Loads:
    """One kind of page, loaded again and again."""

    largest: list[float] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)


@dataclass
class Day:
    """Everything that was measured, in milliseconds and kB."""

    empty: Loads = field(default_factory=Loads)
    blind: Loads = field(default_factory=Loads)
    whole: Loads = field(default_factory=Loads)
    empty_keys: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    interactions: list[float] = field(default_factory=list)
    revealed: list[float] = field(default_factory=list)
    prefetched: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    largest_case: str = ""
    script: float = 0.0


@dataclass
class Reviewer:
    """Somebody signed in, with the probe in every page."""

    page: Page
    url: str
    day: Day = field(default_factory=Day)
    _scripts: set[str] = field(default_factory=set)
    _pictures: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.add_init_script(PROBE.read_text(encoding="utf-8"))
        self.page.on("response", self._note)

    def look_at_empty_pages(self, times: int) -> None:
        self._load(EMPTY, Loads())  # style and script are in the browser's cache from here on
        for _time in range(times):
            self._load(EMPTY, self.day.empty)
            self.page.keyboard.press("j")
            self.page.wait_for_timeout(_PAUSE_MS)
            self._harvest(keys=self.day.empty_keys)

    def review(self, *, times: int) -> None:
        """Decide up to `times` cases each way: with the next one fetched ahead, and without."""
        self.page.goto(f"{self.url}/desk/")
        self.page.get_by_role("button", name="Start reviewing").click()
        self.page.wait_for_url("**/case/**")
        for number in range(2 * times):
            is_ahead = number % 2 == 0
            self._look_through()
            took = self._decide(is_ahead=is_ahead)
            if took is None:
                break
            (self.day.prefetched if is_ahead else self.day.cold).append(took)
        for path in sorted(self._scripts):
            self.day.script += _compressed(self.page.request.get(f"{self.url}{path}").body())

    def _look_through(self) -> None:
        """One case: its faces, the rating, the whole, and the keys of a person at work."""
        page = self.page
        path = urlsplit(page.url).path
        if self._is_blind():
            self._load(path, self.day.blind)
            page.keyboard.press("6")
            self.day.revealed.append(page.evaluate("() => bench.untilWhole()"))
            page.wait_for_timeout(_PAUSE_MS)
            self._harvest(keys=self.day.keys)
        sizes = self.day.whole.sizes
        self._load(path, self.day.whole)
        if sizes[-1] == max(sizes):
            self.day.largest_case = path
        for keys in (_OUTCOMES, _PANELS, _ITEMS):
            self._press(*keys)
        page.locator("#viewer-faces [data-frame]").first.focus()
        self._press(*_ZOOM)

    def _decide(self, *, is_ahead: bool) -> float | None:
        """Reject with the first reason and go on; None where no other case came."""
        page = self.page
        before = page.locator("#case-main").get_attribute("data-case")
        self._pictures.clear()
        if is_ahead:
            with page.expect_response("**/desk/ahead/", timeout=_AHEAD_MS) as answered:
                self._press("x", "1")
            self._wait_for_pictures(answered.value.json()["pictures"])
        else:
            self._press("x", "1")
        page.keyboard.press("Control+Enter")
        try:
            took: float | None = page.evaluate("(before) => bench.untilFaces(before)", before)
        except Error:  # the page was left for one without a next case
            return None
        page.wait_for_timeout(_PAUSE_MS)
        self._harvest(keys=self.day.keys)
        return took

    def _wait_for_pictures(self, paths: list[str]) -> None:
        for _look in range(100):
            if all(f"{path}?ahead=1" in self._pictures for path in paths):
                return
            self.page.wait_for_timeout(50)

    def _press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(_PAUSE_MS)

    def _is_blind(self) -> bool:
        return self.page.locator("#case-main[data-stage=faces]").count() > 0

    def _load(self, path: str, loads: Loads) -> None:
        answer = self.page.goto(f"{self.url}{path}", wait_until="load")
        assert answer is not None
        self.page.wait_for_timeout(600)
        found = self.page.evaluate("() => bench.found()")
        loads.largest.append(found["largest"])
        loads.shifts.append(found["shift"])
        loads.server.append(found["server"])
        loads.sizes.append(_compressed(answer.body()))

    def _harvest(self, *, keys: list[float]) -> None:
        found = self.page.evaluate("() => bench.found()")
        keys += found["keys"]
        if keys is self.day.keys:
            slow = found["interactions"]
            # Under 16 ms nothing is reported; it is known that it happened.
            self.day.interactions += slow + [8.0] * max(0, found["count"] - len(slow))
        self.page.evaluate("() => { bench.interactions = {}; }")

    def _note(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if path.startswith("/media/"):
            self._pictures.add(response.url.removeprefix(self.url))
        if path.endswith(".js") and "/js/" in path and path not in self._scripts:
            self._scripts.add(path)


def _compressed(body: bytes) -> float:
    """As a proxy would send it, in kB."""
    return len(gzip.compress(body, 6)) / 1000
