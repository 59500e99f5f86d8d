"""Children of a killed demo: ended by the next start, unless their number is another's now."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kycreview.demo import leftovers
from tests import children


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", "import time; time.sleep(600)", "marked-as-ours"]
    running = children.start(command, log=tmp_path / "sleeper.log")
    yield running
    children.stop(running)


def test_what_still_runs_is_ended(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    leftovers.note(tmp_path, {"worker": leftovers.Noted(sleeper.pid, "marked-as-ours")})
    leftovers.end(tmp_path)
    assert sleeper.wait(timeout=30) != 0
    assert not (tmp_path / "children.json").exists()


def test_a_number_that_another_program_has_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    leftovers.note(tmp_path, {"worker": leftovers.Noted(sleeper.pid, "a mark it does not have")})
    leftovers.end(tmp_path)
    assert sleeper.poll() is None


@pytest.mark.parametrize("text", ["", "[1]", '{"worker": 1}', '{"worker": {"pid": 1}}'])
def test_a_note_that_cannot_be_read_ends_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "children.json").write_text(text)
    leftovers.end(tmp_path)
