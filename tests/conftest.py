"""What holds for every test: a known environment, no traffic to the outside, nothing skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import django
import hypothesis
import pytest
from django.utils import translation

from tests import environment, outside

_FOLDER = environment.apply()
outside.guard()
django.setup()
environment.serve_static_files_as_they_are()

# The same examples at each run, so that a change fails for what it changes; EXPLORE=1 draws others.
hypothesis.settings.register_profile("same", derandomize=True)
if not os.environ.get("EXPLORE"):
    hypothesis.settings.load_profile("same")

# Loaded after this file: they import models.
pytest_plugins = ["tests.databases", "tests.people", "tests.broker", "tests.browsing"]


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """A page in Arabic leaves its language to the thread, and so to the next test."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_left_this_machine() -> Iterator[None]:
    """Fails the test itself, even where the product swallowed the refusal."""
    outside.ATTEMPTS.clear()
    yield
    attempts = list(outside.ATTEMPTS)
    assert attempts == []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, by how long they may take: no worker waits for one that came last."""
    items.sort(
        key=lambda item: -_patience(item) if item.get_closest_marker("long") else _in_browser(item)
    )


def _in_browser(item: pytest.Item) -> int:
    """0 for what works in windows of Chromium, seconds each; 1 for all others."""
    return 0 if "stories" in item.path.parts else 1


def _patience(item: pytest.Item) -> int:
    mark = item.get_closest_marker("timeout")
    return int(mark.args[0]) if mark is not None and mark.args else 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("A skipped test counts as a failed run: nothing is left out.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:  # workers share their parent's
        shutil.rmtree(_FOLDER, ignore_errors=True)
