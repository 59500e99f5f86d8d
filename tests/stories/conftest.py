"""What the stories share: the standing product, and windows of people who are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from tests import environment
from tests.broker import Broker
from tests.databases import Database
from tests.stories.standing import Standing, collect_static, stand_up


class StandUp(Protocol):
    def __call__(
        self, *, outcomes: Sequence[tuple[str, str | None]]
    ) -> AbstractContextManager[Standing]: ...


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files collected once, with the names that the production server gives them."""
    folder = tmp_path_factory.mktemp("static-built")
    collect_static(folder, environment=environment.for_children())
    return folder


@pytest.fixture
def stands(database: Database, broker: Broker, tmp_path: Path, static_root: Path) -> StandUp:
    """`stands(outcomes=…)`: the whole product around this test's database, for a block."""
    return partial(stand_up, database, broker, tmp_path, static_root=static_root)
