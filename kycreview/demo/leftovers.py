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
from pathlib import Path

_NAME = "children.json"
_PATIENCE = 5.0


def note(run: Path, pids: Mapping[int, str]) -> None:
    """Write down which processes run; the text is a part of each one's command line."""
    draft = run / f".{_NAME}"
    draft.write_text(json.dumps({str(pid): mark for pid, mark in pids.items()}), encoding="utf-8")
    draft.replace(run / _NAME)


def end(run: Path) -> None:
    """End what the last demo left behind. A number that is somebody else's by now is left."""
    try:
        noted = json.loads((run / _NAME).read_text(encoding="utf-8"))
        ours = {int(pid): str(mark) for pid, mark in noted.items()}
    except (OSError, ValueError, AttributeError):
        return
    until = time.monotonic() + _PATIENCE
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in [pid for pid, mark in ours.items() if _runs(pid, mark)]:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, number)
        while time.monotonic() < until and any(_runs(pid, mark) for pid, mark in ours.items()):
            time.sleep(0.1)
    (run / _NAME).unlink(missing_ok=True)


def _runs(pid: int, mark: str) -> bool:
    return mark in _command_line(pid)


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
