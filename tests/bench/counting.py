"""A keyboard and a mouse that count what a person has to do. Owns no task and no page.

A chord such as Ctrl+Enter or Alt+5 is one stroke, and so is each Tab. Words that are typed are
counted apart, by character, because they are what the person wanted to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

# So often is one key pressed before a way counts as lost.
_AT_MOST = 40


@dataclass
class Cost:
    """What one task took with one device."""

    strokes: int = 0
    clicks: int = 0
    characters: int = 0


@dataclass
class CountedKeyboard:
    """Keys alone."""

    page: Page
    cost: Cost = field(default_factory=Cost)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.cost.strokes += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.cost.characters += len(words)

    def tab_to(self, selector: str) -> None:
        """Press Tab until an element that fits has the focus."""
        self._press_until("Tab", selector)

    def open_to(self, selector: str) -> None:
        """Press I, the next open item, until an element that fits has the focus."""
        self._press_until("i", selector)

    def press_digit_of(self, choice: Locator) -> None:
        """The digit that the page shows beside this choice."""
        self.press(choice.locator(".digit").inner_text())

    def has_focus(self, selector: str) -> bool:
        return bool(
            self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector)
        )

    def _press_until(self, key: str, selector: str) -> None:
        for _stop in range(_AT_MOST):
            self.press(key)
            if self.has_focus(selector):
                return
        raise AssertionError(f"{selector} was not reached with {_AT_MOST} times {key}")


@dataclass
class CountedMouse:
    """Clicks alone; where words are asked for, the field is clicked first."""

    page: Page
    cost: Cost = field(default_factory=Cost)

    def click(self, *places: Locator) -> None:
        for place in places:
            place.click()
            self.cost.clicks += 1

    def hold(self, place: Locator) -> None:
        """Press and let go after a moment: one click that lasts."""
        place.click(delay=400)
        self.cost.clicks += 1

    def type(self, words: str) -> None:
        """Words that come without a key, as from a keyboard on the screen."""
        self.page.keyboard.insert_text(words)
        self.cost.characters += len(words)
