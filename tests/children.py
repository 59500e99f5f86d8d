"""Child processes of a test run: they never outlive it, however it ends."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, its output in `log`. `user` only where we are root."""
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if env is None else env),
            cwd=folder,
            user=user,
            group=None if user is None else _group_of(user),
            extra_groups=None if user is None else [],
            # The only way to tell the kernel; the tests start children from one thread.
            preexec_fn=_die_with_parent,
        )


def stop(child: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM) -> None:
    """End a child and everything it started."""
    if child.poll() is None:
        child.send_signal(by)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _group_of(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
