"""The whole product standing: web server, worker, beat and sandbox as processes around a database.

Only loopback is used, and everything is stopped when the block ends.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import reverse

from journeys.models import Account
from journeys.sandbox.callbacks_out import CallbackTarget
from journeys.sandbox.server import Sandbox
from tests import children
from tests.broker import Broker
from tests.chaos.house import House, make_accounts, wait_for
from tests.databases import Database

ROOT = Path(__file__).resolve().parents[2]
# Drawn pictures and screenshots; both stay between runs.
SHOWN = ROOT / "var" / "stories"


@dataclass
class Standing:
    """The running product and the providers' stand-in that it talks to."""

    url: str
    house: House
    accounts: dict[str, Account]
    _web: subprocess.Popen[bytes] = field(repr=False)

    @property
    def sandbox(self) -> Sandbox:
        return self.house.sandbox

    def callback_target(self, provider: str) -> CallbackTarget:
        """Where and how this provider posts."""
        return callback_target(self.url, self.accounts[provider])

    def stop(self) -> None:
        children.stop(self._web, by=signal.SIGTERM)
        self.house.stop()


def callback_target(url: str, account: Account) -> CallbackTarget:
    """The account's own address at this site, and its shared secret as a bearer's."""
    kept = account.secrets()
    return CallbackTarget(
        url=url + reverse("callback", args=[kept["callback_path"]]),
        scheme="bearer",
        header="Authorization",
        secret=kept["callback_secret"],
    )


@contextmanager
def stand_up(
    database: Database,
    broker: Broker,
    logs: Path,
    *,
    static_root: Path,
    outcomes: Sequence[tuple[str, str | None]],
) -> Iterator[Standing]:
    """The product with a sandbox that holds journeys of these outcomes and posts callbacks."""
    pictures = SHOWN / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    sandbox = Sandbox(seed=7, outcomes=outcomes, picture_folder=pictures)
    sandbox.start()
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    house = House(
        database=database,
        broker=broker,
        sandbox=sandbox,
        logs=logs,
        extra_environment={"PUBLIC_URL": url, "STATIC_ROOT": str(static_root)},
    )
    accounts = make_accounts(sandbox)
    for account in accounts.values():
        account.callback_scheme = "bearer"
        account.save(update_fields=["callback_scheme"])
    house.start_worker()
    house.start_beat()
    web = _start_web(house, port)
    standing = Standing(url=url, house=house, accounts=accounts, _web=web)
    try:
        wait_for(
            lambda: _answers(url),
            seconds=60,
            why=lambda: (logs / "web.log").read_text(errors="replace"),
        )
        for provider in accounts:
            sandbox.configure_callbacks(provider, standing.callback_target(provider))
        yield standing
    finally:
        standing.stop()
        sandbox.stop()


def collect_static(folder: Path, *, environment: dict[str, str]) -> None:
    """The style sheets and scripts as the production server serves them."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env=environment | {"STATIC_ROOT": str(folder)},
        capture_output=True,
        check=True,
    )


def _start_web(house: House, port: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "gunicorn", "kycreview.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8",
        "--graceful-timeout", "1",
    ]  # fmt: skip
    return children.start(command, log=house.logs / "web.log", env=house.environment(), folder=ROOT)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/account/login/", timeout=2) as answer:  # noqa: S310 - http on loopback
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
