"""Checks of all kinds in one table, business rules, and what registers said."""

from __future__ import annotations

from typing import ClassVar

from journeys.models.graph import GraphRow, code_column
from journeys.providers import results


class Check(GraphRow):
    """One check."""

    PART: ClassVar[type[results.Part]] = results.Check
    CLEAR: ClassVar[tuple[str, ...]] = ("group", "side", "outcome")

    group = code_column()
    side = code_column()
    outcome = code_column()


class RuleResult(GraphRow):
    """One business rule."""

    PART: ClassVar[type[results.Part]] = results.RuleResult
    CLEAR: ClassVar[tuple[str, ...]] = ("key", "outcome")

    key = code_column()
    outcome = code_column()


class RuleDetail(GraphRow):
    """One line of a rule."""

    PART: ClassVar[type[results.Part]] = results.RuleDetail
    CLEAR: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome = code_column()


class RegistryAnswer(GraphRow):
    """One answer of a register."""

    PART: ClassVar[type[results.Part]] = results.RegistryAnswer
    CLEAR: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome = code_column()
