"""What stands around the matrix: the machine-readable zone and sentences on dates. Shapes only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeys.providers import results as r


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A stretch of a zone's line: `state` is empty, right, wrong or bad (no sign of the zone)."""

    text: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class DigitShown:
    """One check digit: what stands there, what we compute, what the provider says it read."""

    label: str
    sent: str
    computed: str
    is_right: bool
    is_filler: bool = False
    by_provider: str = ""


@dataclass(frozen=True, kw_only=True)
class ZoneShown:
    """A machine-readable zone as it was sent and as we read it."""

    anchor: str
    raw: str
    format: str = ""
    lines: tuple[tuple[Mark, ...], ...] = ()
    digits: tuple[DigitShown, ...] = ()
    problems: tuple[str, ...] = ()
    names_may_be_cut: bool = False
    checks: tuple[r.Check, ...] = ()
    others: tuple[r.ExtractedField, ...] = ()

    @property
    def is_tidied(self) -> bool:
        """Whether the lines shown are not, sign by sign, what was sent."""
        shown = "".join(mark.text for line in self.lines for mark in line)
        return bool(self.lines) and shown != re.sub(r"[\r\n^|]", "", self.raw)

    @property
    def wrong(self) -> int:
        return sum(1 for digit in self.digits if not digit.is_right)


@dataclass(frozen=True, kw_only=True)
class DateFact:
    """A sentence on a date of the document, counted on the journey's day."""

    label: str
    day: r.Day
    sentence: str
    tone: str = "none"
