"""Which index the database takes for each slow statement of a page, on the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bench.desk_pages import Step
from tests.bench.table import say

_SLOW_MS = 2.0


def tell_plans(steps: Iterable[Step]) -> None:
    """For every statement above two milliseconds: how long, by which indexes, and its text."""
    for step in steps:
        say(f"\n## {step.what}")
        for sql in _statements(step):
            took, ways = _explained(sql)
            if took > _SLOW_MS:
                say(f"{took:8.1f} ms  {', '.join(ways) or 'nothing'}\n    {sql[:700]}")


def _statements(step: Step) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        step.act(3)
    if step.after is not None:
        step.after()
    asked = [str(query["sql"]) for query in captured.captured_queries]
    return [sql for sql in asked if sql.lstrip("( ").startswith(("SELECT", "WITH"))]


def _explained(sql: str) -> tuple[float, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {sql}")
        lines = [str(row[0]) for row in cursor.fetchall()]
    plan = "\n".join(lines)
    took = re.search(r"Execution Time: ([\d.]+) ms", plan)
    indexes = re.findall(r"(?:Index (?:Only )?Scan(?: Backward)? using|Index Scan on) (\S+)", plan)
    tables = [f"the whole of {name}" for name in re.findall(r"Seq Scan on (\S+)", plan)]
    return float(took[1]) if took else 0.0, list(dict.fromkeys([*indexes, *tables]))
