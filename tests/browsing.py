"""The product in a real browser: a server in this process, and Chromium as the machine has it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright
from pytest_django import Settings

from kycreview.staff.models import User
from tests import environment
from tests.databases import Database
from tests.people import SignedIn

MISSING = (
    "These tests need Chromium: run `make system` as root on Debian, or install Chromium or "
    "Chrome so that it is on PATH."
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Nothing but this machine has a name in here.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """The running product."""

    url: str


OpenPage = Callable[..., Page]


@pytest.fixture
def site(database: Database, settings: Settings) -> Iterator[Site]:
    """The product over real HTTP on loopback, on the test's own database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    url = f"http://127.0.0.1:{server.server_port}"
    settings.PUBLIC_URL = url
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="site")
    thread.start()
    yield Site(url=url)
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of this machine, for a block. Raises RuntimeError where there is none."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise RuntimeError(MISSING)
    environment.allow_an_event_loop()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, site: Site, signed_in: SignedIn) -> Iterator[OpenPage]:
    """`open_page(person, width=…, height=…)`: a page of a browser of its own, signed in.

    At the end of the test no page may have run into an error of script or CSP, or have asked
    another host for anything.
    """
    problems: list[str] = []
    contexts = []

    def open_one(person: User | None = None, *, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, locale="en-GB"
        )
        contexts.append(context)
        if person is not None:
            name = django_settings.SESSION_COOKIE_NAME
            value = signed_in(person).cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": site.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: _note_error(error, problems))
        page.on("console", lambda message: _note_message(message, problems))
        page.on("request", lambda request: _note_request(request, site, problems))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page, nobody signed in."""
    return open_page()


def _note_error(error: Error, problems: list[str]) -> None:
    problems.append(f"script: {error.message}")


def _note_message(message: ConsoleMessage, problems: list[str]) -> None:
    if "Content Security Policy" in message.text or "Refused to" in message.text:
        problems.append(f"policy: {message.text}")


def _note_request(request: Request, site: Site, problems: list[str]) -> None:
    if not request.url.startswith((site.url, "data:", "blob:", "about:")):
        problems.append(f"asked elsewhere: {request.url}")
