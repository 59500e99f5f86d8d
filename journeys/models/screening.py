"""AML screening and its matches."""

from __future__ import annotations

from typing import ClassVar

from journeys.models.graph import GraphRow, code_column
from journeys.providers import results


class AmlScreening(GraphRow):
    """Whether the person was screened."""

    PART: ClassVar[type[results.Part]] = results.AmlScreening
    CLEAR: ClassVar[tuple[str, ...]] = ("applicability",)

    applicability = code_column()


class AmlMatch(GraphRow):
    """One listed person found."""

    PART: ClassVar[type[results.Part]] = results.AmlMatch
