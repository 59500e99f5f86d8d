"""What the stories share: the product standing on its own, or inside the test's process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from journeys.models import Account
from journeys.providers import guarded
from journeys.sandbox.server import Sandbox
from reviews.models import Queue
from tests import environment
from tests.broker import Broker
from tests.browsing import Site
from tests.chaos.house import make_accounts
from tests.databases import Database
from tests.people import SignedIn
from tests.reviews.house import new_account
from tests.stories.inside import Inside
from tests.stories.reviewing import PATIENCE_MS
from tests.stories.standing import SHOWN, Standing, collect_static, stand_up

# How long a page may take to become what is expected; only a failing test waits that long.
expect.set_options(timeout=PATIENCE_MS)


class StandUp(Protocol):
    def __call__(
        self, *, outcomes: Sequence[tuple[str, str | None]]
    ) -> AbstractContextManager[Standing]: ...


class GoInside(Protocol):
    def __call__(
        self, *, outcomes: Sequence[tuple[str, str | None]], is_drawn: bool = False
    ) -> Inside: ...


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


@pytest.fixture
def inside(
    site: Site,
    browser: Browser,
    signed_in: SignedIn,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[GoInside]:
    """`inside(outcomes=…)`: the product in this process with a sandbox of these journeys.

    Pictures are cheap blocks unless they are to be looked at.
    """
    # Between attempts the guarded session waits; nobody here has the time.
    monkeypatch.setattr(guarded, "sleep", lambda seconds: None)
    with ExitStack() as closing:

        def go(*, outcomes: Sequence[tuple[str, str | None]], is_drawn: bool = False) -> Inside:
            folder = SHOWN / "pictures"
            folder.mkdir(parents=True, exist_ok=True)
            sandbox = closing.enter_context(
                Sandbox(
                    seed=7,
                    outcomes=outcomes,
                    pictures="drawn" if is_drawn else "small",
                    picture_folder=folder,
                )
            )
            settings.SETTINGS = settings.SETTINGS.model_copy(
                update={"PROVIDER_PRIVATE_HOSTS": [sandbox.media_host]}
            )
            return Inside(
                url=site.url,
                sandbox=sandbox,
                accounts=make_accounts(sandbox),
                browser=browser,
                signed_in=signed_in,
            )

        yield go


@pytest.fixture
def idwise(database: Database) -> Account:
    """An account whose provider nobody asks."""
    return new_account("idwise")


@pytest.fixture
def house(inside: GoInside) -> Inside:
    """One finished journey of IDWise that needs a person."""
    house = inside(outcomes=[("idwise", "refer_document_validation")])
    house.fetch_all()
    return house


@pytest.fixture
def glare(inside: GoInside) -> Inside:
    """One whose faces the machine takes for the same, in a queue that asks for no panel or wait."""
    Queue.objects.update(undo_seconds=0, mandatory_panels=[])
    house = inside(outcomes=[("idwise", "glare")])
    house.fetch_all()
    return house
