"""Samples of the desk's pages at several sizes, and the table that they become."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.desk_pages import Step
from tests.bench.table import share

_WARM_UP = 5


@dataclass
class Measured:
    """One step at one size, in milliseconds."""

    samples: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    queries: int = 0


def measure(step: Step, *, times: int) -> Measured:
    """Do it so many times, after a few that do not count."""
    found = Measured()
    for number in range(-_WARM_UP, times):
        with_rows = _took(step, number + _WARM_UP)
        if number >= 0:
            found.samples.append(with_rows)
        if step.empty is not None:
            began = time.perf_counter()
            step.empty(number + _WARM_UP)
            if number >= 0:
                found.empty.append(1000 * (time.perf_counter() - began))
    with CaptureQueriesContext(connection) as captured:
        step.act(times + _WARM_UP)
    if step.after is not None:
        step.after()
    found.queries = len(captured)
    return found


def _took(step: Step, number: int) -> float:
    began = time.perf_counter()
    answer = step.act(number)
    took = 1000 * (time.perf_counter() - began)
    if answer is not None and answer.status_code not in (200, 302):
        raise RuntimeError(f"{step.what}: {answer.status_code}")
    if step.after is not None:
        step.after()
    return took


def table(goals: Mapping[str, str], sizes: Mapping[int, Mapping[str, Measured]]) -> str:
    """Markdown: a row a step, p50 and p95 at each size, the ratios at the largest."""
    small, large = min(sizes), max(sizes)
    heads = "".join(f" {size:,}: p50 | p95 |" for size in sizes)
    lines = [
        f"| ms |{heads} p95, {large:,} ÷ {small:,} | p95 ÷ without rows | queries | goal |",
        "|---|" + "--:|" * (2 * len(sizes) + 3) + "---|",
    ]
    for what, goal in goals.items():
        cells = [
            f"{share(sizes[size][what].samples, at):,.1f}" for size in sizes for at in (50, 95)
        ]
        last = sizes[large][what]
        ratio = share(last.samples, 95) / share(sizes[small][what].samples, 95)
        empty = f"{share(last.samples, 95) / share(last.empty, 95):.1f}" if last.empty else ""
        lines.append(
            f"| {what} | {' | '.join(cells)} | {ratio:.2f} | {empty} | {_queries(what, sizes)} "
            f"| {goal} |"
        )
    return "\n".join(lines)


def _queries(what: str, sizes: Mapping[int, Mapping[str, Measured]]) -> str:
    counts = {measured[what].queries for measured in sizes.values()}
    return " to ".join(str(count) for count in sorted(counts) if count)


def rates(rows: Sequence[tuple[str, str, str]]) -> str:
    """Markdown: what, how much, the goal."""
    lines = ["| | | goal |", "|---|--:|---|"]
    return "\n".join(lines + [f"| {what} | {found} | {goal} |" for what, found, goal in rows])
