"""A demo as a person starts it: a process of its own, on ports of its own, in an empty folder."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests import children, environment
from tests.databases import ROOT

READY = "Ctrl-C stops."
_PATIENCE = 240.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@dataclass
class Demo:
    """Starts and watches demos in one DATA_DIR, one after the other."""

    data_dir: Path
    journeys: int
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _runs: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """What the last run has said so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def start(self, **variables: str) -> None:
        self._runs += 1
        own = {
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "JOURNEYS": str(self.journeys),
            **variables,
        }
        self._process = children.start(
            [sys.executable, "manage.py", "demo"],
            log=self._log,
            env=environment.for_children(**own),
            folder=ROOT,
        )

    def wait_for(self, words: str) -> None:
        self.wait_until(lambda: words in self.output, what=words)

    def wait_until(self, holds: Callable[[], object], *, what: str) -> None:
        until = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > until or (self._process and self._process.poll() is not None):
                raise AssertionError(f"{what!r} never came:\n{self.output}{self._logs()}")
            time.sleep(0.1)

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def ended(self) -> int:
        """Wait for the end; the exit status."""
        assert self._process is not None
        return self._process.wait(timeout=_PATIENCE)

    def kill_whatever_runs(self) -> None:
        """So that a test that failed leaves nothing either."""
        if self._process is not None:
            children.stop(self._process)
        for name in self.pids().values():
            with suppress(ProcessLookupError):
                os.killpg(name, signal.SIGKILL)

    def pids(self) -> dict[str, int]:
        """The children by name, as the demo notes them."""
        try:
            noted = json.loads((self.data_dir / "run" / "children.json").read_text())
        except (OSError, ValueError):
            return {}
        return {name: child["pid"] for name, child in noted.items()}

    def still_here(self) -> list[str]:
        """The command lines of every process that belongs to this folder or this port."""
        listed = subprocess.run(["ps", "-axww", "-o", "args="], capture_output=True, text=True)
        ours = (str(self.data_dir), f"127.0.0.1:{self.port}", self.tag)
        return [line for line in listed.stdout.splitlines() if any(one in line for one in ours)]

    @property
    def tag(self) -> str:
        """What stands in the command of each child; kept from the first run on."""
        found = next((self.data_dir / "run").glob("demo-*-beat*"), None)
        return found.name.partition("-beat")[0] if found else str(self.data_dir)

    def sign_in(self, role: str) -> requests.Session:
        """A browser's session, signed in by the form with the password of demo.json."""
        card = json.loads((self.data_dir / "demo.json").read_text())
        login = next(each for each in card["logins"] if each["role"] == role)
        session = requests.Session()
        session.trust_env = False
        page = session.get(f"{self.url}/account/login/", timeout=60)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None, page.text
        answer = session.post(
            f"{self.url}/account/login/",
            data={
                "login": login["email"],
                "password": login["password"],
                "csrfmiddlewaretoken": token[1],
            },
            headers={"Referer": f"{self.url}/account/login/"},
            timeout=60,
            allow_redirects=False,
        )
        assert answer.status_code == 302, f"the sign-in was refused: {answer.text}"
        return session

    @property
    def _log(self) -> Path:
        return self.data_dir.parent / f"demo-{self._runs}.log"

    def _logs(self) -> str:
        tails = []
        for path in sorted((self.data_dir / "log").glob("*.log")):
            tails.append(f"\n--- {path.name}\n{path.read_text(errors='replace')[-2000:]}")
        return "".join(tails)
