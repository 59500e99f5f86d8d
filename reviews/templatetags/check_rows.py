"""Checks of one group in two lists: what asks for a look, and the rest with its counts."""

from __future__ import annotations

from dataclasses import dataclass

from reviews.evidence.shapes import CheckGroupShown, CheckShown

QUIET = ("pass", "not_done")


@dataclass(frozen=True)
class CheckRows:
    """`open_rows` are failed, uncertain and unknown; `rest` passed or was not run."""

    open_rows: tuple[CheckShown, ...]
    rest: tuple[CheckShown, ...]

    @property
    def passed(self) -> int:
        return sum(1 for check in self.rest if check.part.outcome.code == "pass")

    @property
    def not_run(self) -> int:
        return len(self.rest) - self.passed


def rows_of(group: CheckGroupShown) -> CheckRows:
    return CheckRows(
        open_rows=tuple(one for one in group.checks if one.part.outcome.code not in QUIET),
        rest=tuple(one for one in group.checks if one.part.outcome.code in QUIET),
    )
