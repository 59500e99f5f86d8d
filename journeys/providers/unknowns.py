"""Every coded value of a result whose word stands in no table. Walks the parts, judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from journeys.providers.results import HOME_OF, Coded, JourneyResult, Part

UNKNOWN = "unknown"


def unknown_values(result: JourneyResult) -> Iterator[tuple[str, str]]:
    """Home and raw text of each value that was sent and is not known."""
    for part in result.parts():
        home = HOME_OF[type(part)]
        for name, value in _values(part):
            if isinstance(value, Coded) and value.code == UNKNOWN and value.raw:
                yield f"{home}.{name}", value.raw


def _values(part: Part) -> Iterator[tuple[str, object]]:
    """The values of a part, those inside its lists and small values included."""
    for slot in fields(part):
        stack: list[object] = [getattr(part, slot.name)]
        while stack:
            value = stack.pop()
            if isinstance(value, tuple):
                stack.extend(value)
            elif is_dataclass(value) and not isinstance(value, (Coded, type)):
                stack.extend(getattr(value, inner.name) for inner in fields(value))
            else:
                yield slot.name, value
