"""Faces: comparisons, the selfie and its liveness."""

from __future__ import annotations

from typing import ClassVar

from journeys.models.graph import GraphRow, code_column
from journeys.providers import results


class FaceComparison(GraphRow):
    """One face match."""

    PART: ClassVar[type[results.Part]] = results.FaceComparison
    CLEAR: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome = code_column()


class Selfie(GraphRow):
    """The selfie step."""

    PART: ClassVar[type[results.Part]] = results.SelfiePart
    CLEAR: ClassVar[tuple[str, ...]] = ("liveness",)

    liveness = code_column()
