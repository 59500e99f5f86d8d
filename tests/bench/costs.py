"""The table of keystrokes and clicks: made by running the test that counts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests import environment
from tests.bench.counting import Cost
from tests.bench.interaction_cost import TASKS
from tests.bench.table import say
from tests.databases import ROOT

INTO = "INTERACTION_COST_INTO"
_TEST = "tests/stories/test_interaction_cost.py"
_DEVICES = ("keyboard", "mouse")

Costs = Mapping[tuple[str, str], Cost]


def counted_costs() -> Costs:
    """What each task took with each device. Those that did not reach their end are missing."""
    with tempfile.TemporaryDirectory(prefix="kyc-costs-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", _TEST],
            cwd=ROOT,
            env=environment.for_children(**{INTO: folder}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            say(done.stdout[-2000:])
        return {
            (name, device): cost
            for name in TASKS
            for device in _DEVICES
            if (cost := _read(Path(folder), name, device)) is not None
        }


def hand_on(name: str, device: str, cost: Cost) -> None:
    """Called by the test; writes nothing unless somebody asked for the counts."""
    folder = os.environ.get(INTO)
    if folder:
        _path(Path(folder), name, device).write_text(json.dumps(vars(cost)), encoding="utf-8")


def table_of_costs(costs: Costs) -> str:
    """Markdown."""
    lines = ["| task | keystrokes | clicks | characters |", "|---|--:|--:|--:|"]
    for name in TASKS:
        keys, mouse = (costs.get((name, device)) for device in _DEVICES)
        lines.append(
            f"| {name} | {keys.strokes if keys else '–'} | {mouse.clicks if mouse else '–'} "
            f"| {keys.characters if keys else '–'} |"
        )
    return "\n".join(lines)


def _read(folder: Path, name: str, device: str) -> Cost | None:
    try:
        return Cost(**json.loads(_path(folder, name, device).read_text(encoding="utf-8")))
    except OSError:
        return None


def _path(folder: Path, name: str, device: str) -> Path:
    return folder / f"{name}.{device}.json"
