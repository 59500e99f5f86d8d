"""A place for the parts of the demo that need no children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journeys.sandbox.server import Sandbox
from kycreview.demo.surroundings import Place
from tests.databases import Database


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(journeys=4, pictures="small", state_file=tmp_path / "state.jsonl") as running:
        yield running


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place whose sandbox is nowhere."""
    data_dir = tmp_path / "demo"
    (data_dir / "run").mkdir(parents=True)
    with (data_dir / "run" / "lock").open("a") as lock:
        yield Place(
            data_dir=data_dir,
            port=8000,
            sandbox_port=1,
            journeys=4,
            sandbox_size=4,
            socket=None,
            tag="demo-test",
            lock=lock,
        )


@pytest.fixture
def place_with_sandbox(place: Place, sandbox: Sandbox, database: Database) -> Place:
    return replace(place, sandbox_port=int(sandbox.media_host.rpartition(":")[2]))
