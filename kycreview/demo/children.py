"""Children of the demo: start them, start them again when they die, end them. Knows no names.

Each is in a session of its own, so that Ctrl-C reaches the parent alone. They are started from the
main thread only: Linux ends a child with the thread that started it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kycreview.demo import leftovers
from kycreview.demo.bell import Bell
from kycreview.demo.errors import CannotStart

_PR_SET_PDEATHSIG = 1
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
# Whoever lived this long is not failing over and over again.
_LIVED_WELL = 60.0
_COMES_UP_WITHIN = 90.0


@dataclass(frozen=True, kw_only=True)
class Program:
    """One child. `mark` is a part of its command; `patience` is how long its end may take."""

    name: str
    command: tuple[str, ...]
    mark: str
    patience: float
    is_up: Callable[[], bool] | None = None


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started_at: float
    deaths_in_a_row: int = 0
    starts_again_at: float | None = None


class Children:
    """All children of one demo, in the order in which they were started."""

    def __init__(self, *, run: Path, logs: Path, bell: Bell, say: Callable[[str], None]) -> None:
        self._run, self._logs, self._bell, self._say = run, logs, bell, say
        self._children: dict[str, _Child] = {}

    @property
    def any_started(self) -> bool:
        return bool(self._children)

    def log_of(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def start(self, program: Program) -> None:
        """Start a child and wait until it is up. Raises Stopped, CannotStart."""
        self._bell.listen()
        self._children[program.name] = _Child(program, self._spawn(program), time.monotonic())
        self._note()
        until = time.monotonic() + _COMES_UP_WITHIN
        while program.is_up is not None and not program.is_up():
            self._bell.listen()
            self.tend()
            if time.monotonic() > until:
                raise CannotStart(
                    f"{program.name}: does not come up. Its log: {self.log_of(program.name)}"
                )
            self._bell.pause(0.1)

    def tend(self) -> list[str]:
        """Look after all; the names of those that were started again."""
        started = []
        now = time.monotonic()
        for name, child in self._children.items():
            if child.starts_again_at is None:
                if child.process.poll() is not None:
                    self._mourn(child, now)
            elif now >= child.starts_again_at:
                child.process, child.started_at = self._spawn(child.program), now
                child.starts_again_at = None
                self._note()
                started.append(name)
        return started

    def stop(self, names: tuple[str, ...]) -> None:
        """End these in this order, each with its patience; a second Ctrl-C takes it from them."""
        rings = self._bell.rings
        for name in names:
            child = self._children.pop(name, None)
            if child is None:
                continue
            if child.process.poll() is None:
                child.process.terminate()
            until = time.monotonic() + child.program.patience
            while child.process.poll() is None and time.monotonic() < until:
                if self._bell.rings > rings:
                    break
                self._bell.pause(0.05)
            self._end_group(child.process)
        self._note()

    def _mourn(self, child: _Child, now: float) -> None:
        self._end_group(child.process)
        lived_well = now - child.started_at > _LIVED_WELL
        child.deaths_in_a_row = 1 if lived_well else child.deaths_in_a_row + 1
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (child.deaths_in_a_row - 1))
        child.starts_again_at = now + wait
        name = child.program.name
        self._say(
            f"{name}: {_how_it_ended(child.process.returncode)}, starts again in {wait:g} s. "
            f"Its log: {self.log_of(name)}"
        )

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        parent = os.getpid()

        def die_with_parent() -> None:
            if sys.platform == "linux":
                _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
                if os.getppid() != parent:  # gone before it could be asked for
                    os._exit(1)

        with self.log_of(program.name).open("ab") as log:
            return subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def _end_group(self, process: subprocess.Popen[bytes]) -> None:
        """Whatever the child started ends with it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _note(self) -> None:
        running = {
            name: leftovers.Noted(child.process.pid, child.program.mark)
            for name, child in self._children.items()
            if child.starts_again_at is None
        }
        leftovers.note(self._run, running)


# Loaded before there is a child: nothing may be looked up between fork and exec.
_LIBC = ctypes.CDLL(None, use_errno=True)


def _how_it_ended(status: int) -> str:
    if status >= 0:
        return f"ended (status {status})"
    try:
        return f"killed ({signal.Signals(-status).name})"
    except ValueError:
        return f"killed (signal {-status})"
