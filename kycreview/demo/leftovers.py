"""Children that outlived a demo which was killed: noted while they run, ended by the next start.

On Linux the kernel ends them with their parent, as far as they do as they are told.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = "children.json"
_PATIENCE = 5.0


@dataclass(frozen=True)
class Noted:
    """A child by its number; `mark` is a part of its command line."""

    pid: int
    mark: str


def note(run: Path, children: Mapping[str, Noted]) -> None:
    """Write down by name which processes run."""
    draft = run / f".{_NAME}"
    text = json.dumps({name: asdict(child) for name, child in children.items()}, indent=2)
    draft.write_text(text, encoding="utf-8")
    draft.replace(run / _NAME)


def end(run: Path) -> None:
    """End what the last demo left behind. A number that is somebody else's by now is left."""
    try:
        noted = json.loads((run / _NAME).read_text(encoding="utf-8"))
        ours = [Noted(**child) for child in noted.values()]
    except (OSError, ValueError, TypeError, AttributeError):
        return
    until = time.monotonic() + _PATIENCE
    for number in (signal.SIGTERM, signal.SIGKILL):
        for child in filter(_runs, ours):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, number)
        while time.monotonic() < until and any(map(_runs, ours)):
            time.sleep(0.1)
    (run / _NAME).unlink(missing_ok=True)


def _runs(child: Noted) -> bool:
    return child.mark in _command_line(child.pid)


def _command_line(pid: int) -> str:
    """Empty for a process that is gone."""
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("latin-1")
        return ""
    found = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)],  # noqa: S607  every Unix has its own place
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return found.stdout
