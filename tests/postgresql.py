"""A throw-away PostgreSQL cluster from the system's own binaries: a Unix socket, no TCP port."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.rows import TupleRow

from tests import children

MISSING = (
    "These tests need PostgreSQL's server binaries: run `make system` as root on Debian, or "
    "install PostgreSQL so that `initdb` and `postgres` are on PATH."
)
_OWNER = "kycreview"
# Copying a template is most of what a small test costs: in memory a tenth of what a disk takes.
_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30
_FIRST_WITH_STRATEGIES = 150_000


@dataclass
class Cluster:
    """One running server. Databases are made by copying a template."""

    folder: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    is_in_memory: bool = False

    def url(self, database: str) -> str:
        return f"postgresql://{_OWNER}@{quote(str(self.folder), safe='')}/{database}"

    def run(self, sql: str) -> None:
        """One statement, as superuser, outside any transaction."""
        with self._link() as link:
            link.execute(sql.encode())

    def create(self, database: str, *, template: str = "template1") -> str:
        """A new database, as its URL."""
        with self._link() as link:
            is_known = link.info.server_version >= _FIRST_WITH_STRATEGIES
            # Files are copied fastest where no disk has to take them; else by way of the log.
            how = " STRATEGY FILE_COPY" if is_known and self.is_in_memory else ""
            link.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"{how}'.encode())
        return self.url(database)

    def drop(self, database: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def _link(self) -> psycopg.Connection[TupleRow]:
        return psycopg.connect(
            host=str(self.folder), user=_OWNER, dbname="postgres", autocommit=True
        )

    def stop(self) -> None:
        children.stop(self.process, by=signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_cluster(*options: str, in_memory: bool = False) -> Cluster:
    """Make and start a cluster; `options` are settings such as "shared_buffers=1GB".

    `in_memory` where the machine has the room: for databases that stay small.

    Raises RuntimeError with a sentence where it cannot.
    """
    binaries = _find_binaries()
    is_in_memory = in_memory and _has_room()
    folder = Path(tempfile.mkdtemp(prefix="kyc-pg-", dir=_MEMORY if is_in_memory else None))
    user = _other_user() if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    log, data = folder / "log", folder / "data"
    made = children.start(
        [str(binaries / "initdb"), "-D", str(data), "-U", _OWNER, "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
        log=log, user=user, folder=folder,
    )  # fmt: skip
    if made.wait(timeout=120) != 0:
        raise RuntimeError(f"initdb failed: {log.read_text(errors='replace')[-400:]}")
    process = children.start(
        [str(binaries / "postgres"), "-D", str(data), "-k", str(folder),
         "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off",
         "-c", "full_page_writes=off", "-c", "max_connections=100",
         *(("-c", "max_wal_size=256MB") if is_in_memory else ()),
         *(part for option in options for part in ("-c", option))],
        log=log, user=user, folder=folder,
    )  # fmt: skip
    cluster = Cluster(folder=folder, process=process, is_in_memory=is_in_memory)
    for _ in range(600):
        try:
            cluster.run("SELECT 1")
            return cluster
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    cluster.stop()
    raise RuntimeError("PostgreSQL did not start for the tests.")


def _has_room() -> bool:
    return _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM


def _find_binaries() -> Path:
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[4])],
    )
    if installed:
        return installed[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError(MISSING)
    return Path(on_path).resolve().parent


def _other_user() -> str:
    """PostgreSQL refuses to run as root."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
