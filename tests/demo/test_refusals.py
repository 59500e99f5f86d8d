"""What the demo refuses before it starts anything, each in one sentence."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.running import Demo, free_port


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path / "var", journeys=0)
    yield made
    made.kill_whatever_runs()


def test_a_port_in_use_is_named_with_a_way_out(demo: Demo) -> None:
    with socket.socket() as somebody_else:
        somebody_else.bind(("127.0.0.1", demo.port))
        somebody_else.listen()
        demo.start()
        assert demo.ended() == 1
    assert f"Port {demo.port} is in use by another program." in demo.output
    assert "PORT=8010 make demo" in demo.output


def test_a_second_demo_in_the_same_folder_is_refused(demo: Demo) -> None:
    (demo.data_dir / "run").mkdir(parents=True)
    with (demo.data_dir / "run" / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        demo.start()
        assert demo.ended() == 1
    assert "A demo runs in" in demo.output


def test_a_number_of_journeys_that_is_none_is_refused(demo: Demo) -> None:
    demo.start(JOURNEYS="many")
    assert demo.ended() == 1
    assert "JOURNEYS must be a number" in demo.output


def test_a_broker_that_was_named_and_is_away_is_said(demo: Demo) -> None:
    demo.start(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert demo.ended() == 1
    assert "Nothing answers at REDIS_URL." in demo.output
    assert demo.still_here() == []
