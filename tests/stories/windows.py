"""Windows of a real browser that note everything a page may not do. Knows no page by name."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
)

Scheme = Literal["light", "dark"]
_KEPT_IN_THE_BROWSER = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


@dataclass
class Window:
    """One page of a browser of its own. `problems` is empty as long as the page behaves."""

    page: Page
    context: BrowserContext
    url: str
    problems: list[str] = field(default_factory=list)
    # Statuses that this window is meant to meet: a refusal, a page that is not there.
    expected: set[int] = field(default_factory=set)

    def go(self, path: str) -> None:
        """Open an address of the product."""
        self.page.goto(self.url + path, wait_until="load")

    def check(self) -> None:
        """Fails with what the page did wrong so far."""
        for name in self.page.evaluate(_KEPT_IN_THE_BROWSER):
            self.problems.append(f"kept in the browser: {name}")
        assert self.problems == []


@contextmanager
def open_window(
    browser: Browser,
    url: str,
    *,
    width: int = 1440,
    height: int = 900,
    scheme: Scheme = "light",
    locale: str = "en-GB",
    cookies: dict[str, str] | None = None,
    expected: Set[int] = frozenset(),
) -> Iterator[Window]:
    """A window on the product at `url`; checked when the block ends well."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale=locale,
        reduced_motion="reduce",
    )
    for name, value in (cookies or {}).items():
        context.add_cookies([{"name": name, "value": value, "url": url}])
    window = Window(page=context.new_page(), context=context, url=url, expected={*expected})
    _watch(window)
    try:
        yield window
        window.check()
    finally:
        context.close()


def _watch(window: Window) -> None:
    def note_error(error: Error) -> None:
        window.problems.append(f"script: {error.message}")

    def note_message(message: ConsoleMessage) -> None:
        # What failed to load is noted with its address by the answer itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            window.problems.append(f"console: {message.text}")
        elif "Content Security Policy" in message.text or "Refused to" in message.text:
            window.problems.append(f"policy: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((window.url, "data:", "blob:", "about:")):
            window.problems.append(f"asked elsewhere: {request.url}")

    def note_answer(response: Response) -> None:
        if response.status >= 400 and response.status not in window.expected:
            window.problems.append(
                f"{response.status} for {response.request.method} {response.url}"
            )

    window.page.on("pageerror", note_error)
    window.page.on("console", note_message)
    window.page.on("request", note_request)
    window.page.on("response", note_answer)
