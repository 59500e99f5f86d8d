"""Reads a typed day in figures; says every day that it may mean, and asks no clock."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_FIRST_YEAR: Final = 1880
_LAST_YEAR: Final = 2100
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_TOGETHER: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")


def days_of(text: str) -> tuple[date, ...]:
    """The days that `text` may mean: none, one, or two where day and month can be exchanged.

    With full stops the day stands first. With strokes and hyphens the day is offered first, and
    the month beside it where both are at most 12 and differ.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return _existing((int(found[1]), int(found[3]), int(found[4])))
    if found := _TOGETHER.fullmatch(text):
        return _existing((int(found[1]), int(found[2]), int(found[3])))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day_first = (year, second, first)
        if found[2] == ".":
            return _existing(day_first)
        return _existing(day_first, (year, first, second))
    return ()


def _existing(*parts: tuple[int, int, int]) -> tuple[date, ...]:
    days: dict[date, None] = {}
    for year, month, day in parts:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            continue
        try:
            days[date(year, month, day)] = None
        except ValueError:
            continue
    return tuple(days)
