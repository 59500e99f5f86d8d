"""What must survive a restart of the sandbox, one JSON object a line. Knows no meanings."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Event = dict[str, Any]


class EventLog:
    """An append-only file; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def read(self) -> Iterator[Event]:
        """All complete lines. A last line that was cut by a kill is dropped."""
        if self._path is None or not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                yield event

    def append(self, event: Event) -> None:
        if self._path is None:
            return
        line = json.dumps(event, ensure_ascii=True)
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                # Begins with a line break if a kill cut the line before.
                file.write(f"{'' if _ends_well(self._path) else chr(10)}{line}\n")


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return True
        file.seek(-1, 2)
        return file.read(1) == b"\n"
