"""`manage.py demo` from start to end, with kills between: nothing is lost or left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.running import READY, Demo

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

JOURNEYS = 6
CHILDREN = {"broker", "sandbox", "worker", "beat", "web"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path / "var", journeys=JOURNEYS)
    yield made
    made.kill_whatever_runs()


def rows(demo: Demo, table: str) -> int:
    with sqlite3.connect(demo.data_dir / "kycreview.sqlite3") as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_a_person_signs_in_a_killed_child_comes_back_and_a_second_run_keeps_all(
    demo: Demo,
) -> None:
    demo.start()
    demo.wait_for("You can sign in")
    demo.wait_for(READY)
    card_file = demo.data_dir / "demo.json"
    card = json.loads(card_file.read_text())
    assert stat.S_IMODE(card_file.stat().st_mode) == 0o600
    assert card["address"] == demo.url
    assert {login["role"] for login in card["logins"]} == {"reviewer", "lead", "admin", "auditor"}
    assert len({login["password"] for login in card["logins"]}) == 5
    for login in card["logins"]:
        assert f"{login['email']}" in demo.output
        assert login["password"] in demo.output
    assert set(demo.pids()) == CHILDREN
    assert rows(demo, "journeys_journey") == JOURNEYS
    assert rows(demo, "reviews_case") > 0
    # The worker and the clock are there, and calls are counted.
    assert rows(demo, "jobs_workerbeat") == 2
    assert rows(demo, "journeys_callslice") > 0

    listed = demo.sign_in("reviewer").get(f"{demo.url}/queue/", timeout=60)
    assert listed.status_code == 200
    assert re.search(r"/case/[0-9a-f-]{36}/", listed.text)

    first_worker = demo.pids()["worker"]
    os.kill(first_worker, signal.SIGKILL)
    demo.wait_for("worker: killed (SIGKILL), starts again")
    demo.wait_until(
        lambda: demo.pids().get("worker", first_worker) != first_worker, what="another worker"
    )

    demo.send(signal.SIGINT)
    assert demo.ended() == 0
    assert demo.still_here() == []

    batches = rows(demo, "journeys_importbatch")
    demo.start()
    demo.wait_for(READY)
    assert json.loads(card_file.read_text()) == card
    assert rows(demo, "journeys_journey") == JOURNEYS
    assert rows(demo, "journeys_importbatch") == batches
    demo.sign_in("auditor")
    demo.send(signal.SIGTERM)
    assert demo.ended() == 0
    assert demo.still_here() == []


def test_a_demo_that_is_killed_takes_its_children_along_and_the_next_one_goes_on(
    demo: Demo,
) -> None:
    demo.start()
    demo.wait_for("You can sign in")
    demo.send(signal.SIGKILL)
    assert demo.ended() == -signal.SIGKILL
    demo.start()
    demo.wait_for(READY)
    assert rows(demo, "journeys_journey") == JOURNEYS
    demo.send(signal.SIGINT)
    assert demo.ended() == 0
    assert demo.still_here() == []


def test_ctrl_c_on_the_way_up_ends_it_at_once_and_cleanly(demo: Demo) -> None:
    demo.start()
    demo.wait_for("Preparing the database")
    demo.send(signal.SIGINT)
    assert demo.ended() == 0
    assert READY not in demo.output
    assert demo.still_here() == []
