"""A fresh database for each test, copied from a migrated template: triggers stay, no flush.

Django is pointed at it by exchanging `connections.settings`; threads and child processes follow.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings

from kycreview.database_url import database_settings
from tests import environment
from tests.postgresql import Cluster, start_cluster

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Database:
    """What a test runs on. `environment` is for child processes that should see the same house."""

    vendor: str
    url: str
    data_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.url, "DATA_DIR": str(self.data_dir)}
        if settings.CELERY_BROKER_URL:
            own["REDIS_URL"] = settings.CELERY_BROKER_URL
        return environment.for_children(**own)


@dataclass
class Templates:
    """The migrated templates of this process, each made when it is first needed."""

    folder: Path
    # Settings of the PostgreSQL that it starts.
    options: tuple[str, ...] = ()
    # Only where every database stays small.
    in_memory: bool = False
    _sqlite: Path | None = None
    _cluster: Cluster | None = field(default=None, repr=False)

    @contextmanager
    def copy(self, vendor: str, *, into: Path) -> Iterator[str]:
        """A copy's URL; the copy goes when the block ends."""
        if vendor == "sqlite":
            file = into / "test.sqlite3"
            shutil.copyfile(self._sqlite_template(), file)
            yield f"sqlite:///{file}"
            return
        cluster = self._postgresql_template()
        name = f"test_{secrets.token_hex(6)}"
        try:
            yield cluster.create(name, template="migrated")
        finally:
            cluster.drop(name)

    def close(self) -> None:
        if self._cluster is not None:
            self._cluster.stop()

    def _sqlite_template(self) -> Path:
        if self._sqlite is None:
            file = self.folder / "template.sqlite3"
            _migrate(f"sqlite:///{file}")
            self._sqlite = file
        return self._sqlite

    def _postgresql_template(self) -> Cluster:
        if self._cluster is None:
            cluster = start_cluster(*self.options, in_memory=self.in_memory)
            try:
                _migrate(cluster.create("migrated"))
            except BaseException:
                cluster.stop()
                raise
            self._cluster = cluster
        return self._cluster


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """SQLite for every test with a database; a mark asks for both or for PostgreSQL alone."""
    if "database" not in metafunc.fixturenames:
        return
    vendors = ["sqlite"]
    for mark in metafunc.definition.iter_markers():  # the closest one comes first
        if mark.name in ("both_databases", "postgresql"):
            vendors = ["postgresql"] if mark.name == "postgresql" else ["sqlite", "postgresql"]
            break
    metafunc.parametrize("database", vendors, indirect=True)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """The migrated templates of this worker."""
    made = Templates(tmp_path_factory.mktemp("templates"), in_memory=True)
    yield made
    made.close()


@pytest.fixture
def database(
    request: pytest.FixtureRequest,
    templates: Templates,
    tmp_path: Path,
    settings: Settings,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Database]:
    """A fresh, migrated database and an empty DATA_DIR; commits are real."""
    vendor: str = request.param
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    settings.DATA_DIR = data_dir
    with (
        templates.copy(vendor, into=tmp_path) as url,
        django_db_blocker.unblock(),
        pointed_at(url),
    ):
        yield Database(vendor=vendor, url=url, data_dir=data_dir)


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Let Django's default connection be this database, for this thread and every new one."""
    before = connections.settings["default"]
    connections.close_all()
    connections.settings["default"] = connections.configure_settings(
        {"default": _hasty(database_settings(url))}
    )["default"]
    _forget_connection()
    try:
        yield
    finally:
        connections.close_all()
        connections.settings["default"] = before
        _forget_connection()


def _hasty(found: dict[str, Any]) -> dict[str, Any]:
    """Waits for no disk: no test cuts the power, and the cluster runs without fsync too."""
    options = found.get("OPTIONS", {})
    if "init_command" in options:
        hasty = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        found["OPTIONS"] = {**options, "init_command": hasty}
    return found


def _forget_connection() -> None:
    with suppress(AttributeError):  # there was none yet
        del connections["default"]
    # Content types are remembered by their ids in one database.
    ContentType.objects.clear_cache()


def _migrate(url: str) -> None:
    """In a process of its own, so that nothing of it lingers in ours."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"],
        cwd=ROOT,
        env=environment.for_children(DATABASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"The template could not be migrated:\n{done.stdout}\n{done.stderr}")
