"""What the demo runs in: its folder, its ports, the variables of its children. Starts nothing."""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kycreview.demo import leftovers
from kycreview.demo.card import read_card
from kycreview.demo.errors import CannotStart
from kycreview.settings_model import Settings

SANDBOX_PORT = 9301
DEFAULT_JOURNEYS = 60
MOST_JOURNEYS = 10_000
# A Unix socket's path holds 104 bytes at most on some systems.
LONGEST_SOCKET = 96
# The demo speaks to the sandbox alone, whatever account the machine's environment names.
_NEVER_INHERITED = (
    "IDWISE_API_KEY", "IDWISE_API_SECRET", "IDWISE_CALLBACK_SECRET", "SIGNZY_AUTH_TOKEN",
    "SIGNZY_CALLBACK_SECRET", "OUTBOUND_PROXY", "OUTBOUND_CA_FILE", "EMAIL_URL", "TRUSTED_PROXIES",
    "CELERY_BROKER_URL",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where everything of one demo is. `socket` is None where REDIS_URL names a broker."""

    data_dir: Path
    port: int
    sandbox_port: int
    # How many to bring in, and how many the sandbox holds: never fewer than in an earlier run.
    journeys: int
    sandbox_size: int
    socket: Path | None
    # Stands in every child's command, so that it can be told from somebody else's.
    tag: str
    lock: IO[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def run(self) -> Path:
        """What the demo notes for itself."""
        return self.data_dir / "run"

    @property
    def logs(self) -> Path:
        return self.data_dir / "log"


def enter() -> Place:
    """Take the folder and the ports, and set this process's variables. Raises CannotStart."""
    given = Settings()
    data_dir = given.DATA_DIR.resolve()
    for folder in (data_dir, data_dir / "run", data_dir / "log"):
        folder.mkdir(parents=True, exist_ok=True)
    (data_dir / "run").chmod(0o700)
    lock = _lock(data_dir)
    leftovers.end(data_dir / "run")
    if not is_free(given.PORT):
        raise CannotStart(
            f"Port {given.PORT} is in use by another program. "
            "Choose one that is free: PORT=8010 make demo"
        )
    tag = f"demo-{hashlib.sha256(str(data_dir).encode()).hexdigest()[:8]}"
    journeys = _journeys()
    place = Place(
        data_dir=data_dir,
        port=given.PORT,
        sandbox_port=_sandbox_port(data_dir),
        journeys=journeys,
        sandbox_size=_largest(data_dir / "run" / "journeys", journeys),
        socket=None if given.REDIS_URL else _socket(data_dir / "run", tag),
        tag=tag,
        lock=lock,
    )
    _set_variables(place, hosts=[*given.ALLOWED_HOSTS, "127.0.0.1"])
    return place


def is_free(port: int) -> bool:
    """Whether a server of ours could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _lock(data_dir: Path) -> IO[str]:
    held = (data_dir / "run" / "lock").open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart(
            f"A demo runs in {data_dir} already. Stop it, or give this one a DATA_DIR of its own."
        ) from None
    return held


def _sandbox_port(data_dir: Path) -> int:
    """The same as last time where that is free: journeys name their pictures by it."""
    last = read_card(data_dir).sandbox.rpartition(":")[2]
    wanted = [int(last)] if last.isdigit() else []
    for port in (*wanted, SANDBOX_PORT):
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def _journeys() -> int:
    text = os.environ.get("JOURNEYS", "").strip() or str(DEFAULT_JOURNEYS)
    if not text.isdecimal() or int(text) > MOST_JOURNEYS:
        raise CannotStart(f"JOURNEYS must be a number from 0 to {MOST_JOURNEYS:,}, not {text!r}.")
    return int(text)


def _largest(kept: Path, journeys: int) -> int:
    """What is here must not be gone at its provider because fewer were asked for this time."""
    with suppress(OSError, ValueError):
        journeys = max(journeys, int(kept.read_text(encoding="ascii")))
    kept.write_text(str(journeys), encoding="ascii")
    return journeys


def _socket(run: Path, tag: str) -> Path:
    near = run / f"{tag}.sock"
    if len(os.fsencode(near)) <= LONGEST_SOCKET:
        return near
    # macOS's own temporary folder is too deep; the folder made here is for this user alone.
    return Path(tempfile.mkdtemp(prefix="kyc-", dir="/tmp")) / near.name


def _set_variables(place: Place, *, hosts: list[str]) -> None:
    own = {
        "DJANGO_SETTINGS_MODULE": "kycreview.settings",
        "DATA_DIR": str(place.data_dir),
        "PORT": str(place.port),
        # The sandbox calls back on this very machine, and browsers come in by the same door.
        "PUBLIC_URL": place.address,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys(hosts)),
        "PROVIDER_PRIVATE_HOSTS": f"127.0.0.1:{place.sandbox_port}",
        "PYTHONUNBUFFERED": "1",
    }
    if place.socket is not None:
        own["REDIS_URL"] = f"redis+socket://{place.socket}"
    if not _is_set("STATIC_ROOT"):
        own["STATIC_ROOT"] = str(place.data_dir / "static")
    for name in (*own, *_NEVER_INHERITED):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update(own)


def _is_set(name: str) -> bool:
    return name in os.environ or f"{name}_FILE" in os.environ
