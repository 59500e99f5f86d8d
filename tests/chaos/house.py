"""A house of real processes to break: workers, beat and a sandbox around one database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from journeys.accounts import create_account
from journeys.models import Account
from journeys.sandbox.server import Sandbox
from tests import children
from tests.broker import Broker
from tests.databases import Database

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """The processes of one run, and how to kill them."""

    database: Database
    broker: Broker
    sandbox: Sandbox
    logs: Path
    extra_environment: dict[str, str] = field(default_factory=dict)
    _worker: subprocess.Popen[bytes] | None = None
    _beat: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        return self.database.environment | {
            "REDIS_URL": self.broker.url,
            "PROVIDER_PRIVATE_HOSTS": self.private_host,
            "JOB_LEASE_SECONDS": "5",
            "JOB_SWEEP_SECONDS": "1",
            **self.extra_environment,
        }

    @property
    def private_host(self) -> str:
        return self.sandbox.base_url.removeprefix("http://")

    def start_worker(self) -> None:
        self._worker = self._start(
            "worker", "celery", "-A", "kycreview", "worker", "-P", "threads", "-c", "4",
            "--without-mingle", "--without-gossip", "--loglevel", "WARNING",
        )  # fmt: skip

    def start_beat(self) -> None:
        self._beat = self._start(
            "beat", "celery", "-A", "kycreview", "beat", "--schedule",
            str(self.logs / f"beat-{time.monotonic_ns()}"), "--pidfile", "",
        )  # fmt: skip

    def kill_worker(self) -> None:
        """kill -9 of the whole worker group, as if the machine had lost its power."""
        _kill(self._worker)

    def kill_beat(self) -> None:
        _kill(self._beat)

    def stop(self) -> None:
        _kill(self._worker)
        _kill(self._beat)

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        return children.start(
            [sys.executable, "-m", *command],
            log=self.logs / f"{name}.log",
            env=self.environment(),
            folder=ROOT,
        )


@contextmanager
def house(database: Database, broker: Broker, tmp_path: Path, *, journeys: int) -> Iterator[House]:
    """A sandbox with accounts for it; workers and beat are started by the test."""
    sandbox = Sandbox(seed=7, journeys=journeys, pictures="small")
    sandbox.start()
    built = House(database=database, broker=broker, sandbox=sandbox, logs=tmp_path)
    try:
        make_accounts(sandbox)
        yield built
    finally:
        built.stop()
        sandbox.stop()


def make_accounts(sandbox: Sandbox) -> dict[str, Account]:
    """One account a provider, pointing at the sandbox."""
    idwise = Account(provider="idwise", slug="idwise", base_url=sandbox.idwise_url)
    create_account(
        idwise,
        {
            "api_key": "sandbox-key",
            "api_secret": "sandbox-secret",
            "callback_secret": "from-idwise",
        },
    )
    signzy = Account(provider="signzy", slug="signzy", base_url=sandbox.signzy_url)
    create_account(signzy, {"auth_token": "sandbox-token", "callback_secret": "from-signzy"})
    return {"idwise": idwise, "signzy": signzy}


def wait_for(what: Callable[[], bool], *, seconds: float, why: Callable[[], str]) -> None:
    """Wait until something holds; fails with the state of things, never on how long it took."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.25)
    raise AssertionError(f"It never came to rest: {why()}")


def _kill(child: subprocess.Popen[bytes] | None) -> None:
    if child is not None:
        children.stop(child, by=signal.SIGKILL)


def size(name: str, default: int) -> int:
    """A size of a long test, from the environment."""
    return int(os.environ.get(name, default))
