"""Samples and the table that they become, on the terminal and between two marks in the README."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BEGINS = "<!-- bench: begins, written by `make bench WRITE=1` -->"
ENDS = "<!-- bench: ends -->"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was measured, the same on an empty page where that means something, and the goal."""

    what: str
    samples: Sequence[float]
    unit: str
    goal: str = ""
    empty: Sequence[float] = ()
    # A share of 100: 75 unless the goal is about another.
    percentile: int = 75


def say(text: str) -> None:
    """On the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def share(samples: Sequence[float], percentile: int) -> float:
    """The sample that so many of a hundred do not exceed. There has to be one."""
    ordered = sorted(samples)
    at = -(-len(ordered) * percentile // 100)
    return ordered[max(at, 1) - 1]


def table(rows: Iterable[Row]) -> str:
    """Markdown."""
    lines = [
        "| | p50 | p75 | n | goal | times an empty page |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        if not row.samples:
            lines.append(f"| {row.what} | – | – | 0 | {row.goal} | |")
            continue
        high = share(row.samples, row.percentile)
        ratio = ""
        if row.empty and (base := share(row.empty, row.percentile)) > 0:
            ratio = f"{high / base:.1f}"
        named = "" if row.percentile == 75 else f" (p{row.percentile})"
        lines.append(
            f"| {row.what} | {_told(share(row.samples, 50), row.unit)} "
            f"| {_told(high, row.unit)}{named} | {len(row.samples)} | {row.goal} | {ratio} |"
        )
    return "\n".join(lines)


def machine(browser_version: str = "", *, database: str = "SQLite") -> str:
    """What it ran on, in one line."""
    name = platform.processor() or platform.machine()
    for line in _lines_of(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    browser = f"Chromium {browser_version}, " if browser_version else ""
    return (
        f"{date.today():%d %B %Y}: {name}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, {browser}{database}"
    )


def write_between_marks(path: Path, text: str, *, begins: str = BEGINS, ends: str = ENDS) -> None:
    """Put the text where the marks are. Raises ValueError where the file has none."""
    whole = path.read_text(encoding="utf-8")
    before, beginning, rest = whole.partition(begins)
    _old, ending, after = rest.partition(ends)
    if not beginning or not ending:
        raise ValueError(f"{path.name} has no place for the benchmark's table.")
    path.write_text(f"{before}{begins}\n{text}\n{ends}{after}", encoding="utf-8")


def _told(value: float, unit: str) -> str:
    if unit == "ms":
        return f"{value:,.0f} ms"
    if unit == "kB":
        return f"{value:,.1f} kB"
    if unit == "score":
        return f"{value:.3f}"
    return f"{value:,.0f}"


def _lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
