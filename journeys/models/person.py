"""Who the journey is about, and what they agreed to."""

from __future__ import annotations

from typing import ClassVar

from journeys.models.graph import GraphRow, code_column
from journeys.providers import results


class Applicant(GraphRow):
    """The applicant by the provider's id."""

    PART: ClassVar[type[results.Part]] = results.ApplicantPart


class Consent(GraphRow):
    """One consent."""

    PART: ClassVar[type[results.Part]] = results.Consent
    CLEAR: ClassVar[tuple[str, ...]] = ("kind", "given")

    kind = code_column()
    given = code_column()
