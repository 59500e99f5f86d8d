"""Documents: steps, predicted types, fields read, errors of reading, declared values."""

from __future__ import annotations

from typing import ClassVar

from journeys.models.graph import GraphRow, code_column
from journeys.providers import results


class DocumentStep(GraphRow):
    """One document of the journey."""

    PART: ClassVar[type[results.Part]] = results.DocumentStep
    CLEAR: ClassVar[tuple[str, ...]] = ("verdict", "severity")

    verdict = code_column()
    severity = code_column()


class PredictedType(GraphRow):
    """What the engine took one side for."""

    PART: ClassVar[type[results.Part]] = results.PredictedType


class ExtractedField(GraphRow):
    """One value read from a document."""

    PART: ClassVar[type[results.Part]] = results.ExtractedField
    CLEAR: ClassVar[tuple[str, ...]] = ("source",)

    source = code_column()


class ExtractionError(GraphRow):
    """A field that could not be used."""

    PART: ClassVar[type[results.Part]] = results.ExtractionError
    CLEAR: ClassVar[tuple[str, ...]] = ("status",)

    status = code_column()


class DeclaredValue(GraphRow):
    """One value declared beforehand."""

    PART: ClassVar[type[results.Part]] = results.DeclaredValue
