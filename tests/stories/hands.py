"""The two ways to work on a case, each with one device alone: what a keyboard or a mouse does.

Neither reaches into the page: every step is a key press or a click on something that is in sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator, Page, Response, expect

_OUTCOMES = {"approve": "a", "reject": "x", "resubmit": "r"}
_HEARD = "heardADevice"
# Trusted events only: what the page does by script is not the person's hand.
_LISTEN = f"""for (const name of ["keydown", "pointerdown"]) {{
  addEventListener(name, (event) => event.isTrusted && window.{_HEARD}(name), true);
}}"""
_DEVICES = {"keyboard": "keydown", "mouse": "pointerdown"}


class Hand(Protocol):
    """What both hands can do. `decide` ends with the answer of the server."""

    page: Page

    def start_reviewing(self) -> None: ...
    def rate(self, rating: int) -> None: ...
    def look_at(self, panel: int) -> None: ...
    def choose(
        self, outcome: str, *, reasons: Sequence[str] = (), steps: Sequence[str] = ()
    ) -> None: ...
    def explain(self, override: Locator) -> None: ...
    def submit(self, *, stay: bool = False) -> None: ...
    def undo(self) -> None: ...


@dataclass
class ByKeyboard:
    """Keys alone. Where a key has no letter of its own, Tab leads there."""

    page: Page

    def start_reviewing(self) -> None:
        self.page.keyboard.press("g")
        self.page.keyboard.press("n")
        self.page.wait_for_url("**/case/**")

    def rate(self, rating: int) -> None:
        self.page.keyboard.press(str(rating + 4))
        expect_revealed(self.page)

    def look_at(self, panel: int) -> None:
        self.page.keyboard.press(f"Alt+Digit{panel}")
        expect(self.page.locator(f"#panel-{panel}")).to_be_focused()
        expect_seen(self.page, panel)

    def choose(
        self, outcome: str, *, reasons: Sequence[str] = (), steps: Sequence[str] = ()
    ) -> None:
        self.page.keyboard.press(_OUTCOMES[outcome])
        expect_chosen(self.page, outcome)
        # The key leads to the reasons, where digits tick at once; the steps come after them.
        expect(self.page.locator("#id_reasons")).to_be_focused()
        for name, values in (("reasons", reasons), ("steps", steps)):
            if values and name == "steps":
                self.page.keyboard.press(_OUTCOMES[outcome])
                expect(self.page.locator("#id_steps")).to_be_focused()
            for value in values:
                box = self.page.locator(f'input[name={name}][value="{value}"]')
                self.page.keyboard.press(box.locator("xpath=..").locator(".digit").inner_text())
                expect(box).to_be_checked()

    def explain(self, override: Locator) -> None:
        """From the panel that has the focus, to the fold of this failure, with the first reason."""
        name = override.get_attribute("id")
        tab_to(self.page, f"#{name}-fold > summary", at_most=80)
        for keys in ("Enter", "Tab", "Space", "Tab", "Tab", "Enter"):
            self.page.keyboard.press(keys)
        expect(override).to_contain_text("explained by you")

    def write_note(self, words: str) -> None:
        self.page.keyboard.press("n")
        expect(self.page.locator("textarea[name=note]")).to_be_focused()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def submit(self, *, stay: bool = False) -> None:
        with self.page.expect_response(_is_decision):
            self.page.keyboard.press("Control+Shift+Enter" if stay else "Control+Enter")

    def undo(self) -> None:
        leave_the_note(self.page)
        self.page.keyboard.press("u")
        expect_undone(self.page)


@dataclass
class ByMouse:
    """Clicks alone; nothing is typed."""

    page: Page

    def start_reviewing(self) -> None:
        self.page.get_by_role("button", name="Start reviewing").click()
        self.page.wait_for_url("**/case/**")

    def rate(self, rating: int) -> None:
        self.page.locator(f"#opinion button[name=rating][value='{rating}']").click()
        expect_revealed(self.page)

    def look_at(self, panel: int) -> None:
        self.page.locator(f'[data-panel-link="{panel}"]').click()
        expect_seen(self.page, panel)

    def choose(
        self, outcome: str, *, reasons: Sequence[str] = (), steps: Sequence[str] = ()
    ) -> None:
        self.page.locator(f"label.opt:has(input[value={outcome}])").click()
        expect_chosen(self.page, outcome)
        for name, values in (("reasons", reasons), ("steps", steps)):
            for value in values:
                box = self.page.locator(f'input[name={name}][value="{value}"]')
                self.page.locator("label", has=box).click()
                expect(box).to_be_checked()

    def explain(self, override: Locator) -> None:
        override.locator("summary").click()
        override.locator("label.check").first.click()
        override.get_by_role("button", name="Save the explanation").click()
        expect(override).to_contain_text("explained by you")

    def submit(self, *, stay: bool = False) -> None:
        with self.page.expect_response(_is_decision):
            self.page.locator("#submit-stay" if stay else "#submit-next").click()

    def undo(self) -> None:
        self.page.locator("#undo").get_by_role("button", name="Undo").first.click()
        expect_undone(self.page)


def see_whole(page: Page) -> ByKeyboard:
    """Rate the faces where they are to be rated, so that the whole case is there."""
    hand = ByKeyboard(page)
    if page.locator("#case-main[data-stage=faces]").count():
        hand.rate(2)
    return hand


def hand_of(device: str, page: Page) -> Hand:
    return ByKeyboard(page) if device == "keyboard" else ByMouse(page)


@contextmanager
def only(device: str, page: Page) -> Iterator[None]:
    """Fails at the end of the block where the other device was used, or this one was not."""
    heard: set[str] = set()
    page.expose_function(_HEARD, lambda name: heard.add(name))
    page.add_init_script(_LISTEN)
    yield
    assert heard == {_DEVICES[device]}


def arrive_at(page: Page, title: str) -> None:
    """Sees the page of this title, listening: before its script runs, a key goes nowhere."""
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    page.wait_for_load_state()


def tab_to(page: Page, selector: str, *, at_most: int = 25) -> None:
    """Press Tab until an element that fits has the focus; fails after `at_most` stops."""
    for _stop in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} was not reached with {at_most} times Tab")


def leave_the_note(page: Page) -> None:
    """Letters are keys again, wherever the answer left the focus."""
    if page.evaluate("() => document.activeElement.matches('textarea, input[type=text]')"):
        page.keyboard.press("Escape")


def expect_revealed(page: Page) -> None:
    expect(page.locator("#case-main")).to_have_attribute("data-stage", "whole")
    expect(page.locator("#faces-reveal")).to_be_visible()


def expect_seen(page: Page, panel: int) -> None:
    """The server knows, and the index says so."""
    expect(page.locator(f'[data-panel-link="{panel}"]')).to_have_attribute("data-seen", "yes")


def expect_chosen(page: Page, outcome: str) -> None:
    expect(page.locator(f"input[name=outcome][value={outcome}]")).to_be_checked()


def expect_undone(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="yours again")).to_be_visible()


def _is_decision(response: Response) -> bool:
    """The answer to the decision itself: POST /case/<id>/."""
    request = response.request
    return request.method == "POST" and request.url.split("/")[-3] == "case"
