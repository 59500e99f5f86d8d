"""What a reviewer does in a browser, step by step, and the pictures that are taken of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from kycreview.staff.models import User
from tests.people import PASSWORD
from tests.stories.hands import Hand
from tests.stories.standing import SHOWN
from tests.stories.windows import Scheme, Window

# Set by `make pictures`: every page and state is to be laid beside its design.
IS_FOR_PICTURES = bool(os.environ.get("PICTURES"))
_BESIDE: tuple[tuple[int, Scheme], ...] = (
    (1440, "light"), (1440, "dark"), (1280, "light"), (1280, "dark"),
)  # fmt: skip
PATIENCE_MS = 30_000
_STILL = """() => Promise.all([
    document.fonts.ready,
    ...[...document.images].filter((one) => one.loading !== "lazy")
        .map((one) => one.decode().catch(() => 0)),
])"""


def picture(page: Page, name: str, *, of: str) -> None:
    """One picture of what stands in the window, where pictures are asked for."""
    if IS_FOR_PICTURES:
        folder = SHOWN / of
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")


@dataclass
class Album:
    """Numbered pictures of a story under var/stories/, where `make pictures` asks for them."""

    folder: Path
    _taken: int = 0

    @classmethod
    def of(cls, story: str) -> Album:
        """An empty album; pictures of an earlier run go."""
        folder = SHOWN / story
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        return cls(folder)

    def take(self, page: Page, name: str, *, whole: bool = False) -> None:
        """What the window shows now, or the whole page."""
        if not IS_FOR_PICTURES:
            page.evaluate(_STILL)
            return
        self._taken += 1
        if whole:
            page.evaluate("() => scrollTo(0, 0)")
        page.evaluate(_STILL)
        path = self.folder / f"{self._taken:02d}-{name}.png"
        page.screenshot(path=path, full_page=whole, animations="disabled")

    def take_beside(self, page: Page, name: str) -> None:
        """Both widths that people work at, light and dark, under names without numbers."""
        for width, scheme in _BESIDE:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(_STILL)
            path = self.folder / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, animations="disabled")

    def take_all_looks(self, page: Page, name: str) -> None:
        """As it is, at 1280, and dark."""
        self.take(page, name)
        if not IS_FOR_PICTURES:
            return
        size = page.viewport_size
        page.set_viewport_size({"width": 1280, "height": 800})
        self.take(page, f"{name}-1280")
        if size is not None:
            page.set_viewport_size(size)
        page.emulate_media(color_scheme="dark")
        self.take(page, f"{name}-dark")
        page.emulate_media(color_scheme="light")


def sign_in(window: Window, person: User) -> None:
    """Through the sign-in page, typing."""
    window.go("/account/login/")
    page = window.page
    expect(page.get_by_label("Work e-mail")).to_be_focused()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def wait_for_open_cases(window: Window, count: int) -> None:
    """Look at the desk until so many cases are open."""
    window.go("/desk/")
    heading = window.page.locator("#h-start")
    for _look in range(120):
        if (heading.text_content() or "").strip().startswith(f"{count} "):
            return
        window.page.wait_for_timeout(250)
        window.page.reload()
    raise AssertionError(f"The desk never showed {count} open cases: {heading.text_content()}")


def start_reviewing(window: Window) -> str:
    """Press the button on the desk; the code of the case that opened."""
    window.page.get_by_role("button", name="Start reviewing").click()
    window.page.wait_for_url("**/case/**")
    return window.page.locator("h1 .ltr").inner_text()


def open_what_is_required(page: Page, hand: Hand) -> list[int]:
    """The panels that the coverage line calls required to approve, one after the other."""
    wanted = page.locator("[data-unseen-panel]:has(.st-attention)")
    numbers = [int(str(one.get_attribute("data-unseen-panel"))) for one in wanted.all()]
    for number in numbers:
        hand.look_at(number)
    return numbers


def change_language(window: Window, language: str) -> None:
    """On the person's own page."""
    window.go("/me/")
    window.page.locator("select[name=language]").select_option(language)
    with window.page.expect_navigation():
        window.page.locator(".savebar button[type=submit]").click()
    expect(window.page.locator("html")).to_have_attribute("lang", language or "en")


def expect_sound_pictures(page: Page) -> None:
    """Every picture of the page is there in full; none is a broken image."""
    page.evaluate("() => { for (const one of document.images) one.loading = 'eager'; }")
    page.wait_for_function("() => [...document.images].every((one) => one.complete)")
    broken = page.evaluate(
        "() => [...document.images].filter((one) => !one.naturalWidth).map((one) => one.alt)"
    )
    assert broken == []
