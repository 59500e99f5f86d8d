"""IDWise as a provider: the names of the seam, nothing else. Its page: "Get Journey Result"."""

from __future__ import annotations

from typing import Final

from journeys.providers.base import Capabilities
from journeys.providers.idwise.callbacks import read_callback, verify_callback
from journeys.providers.idwise.client import (
    fetch_journey,
    fetch_media,
    request_resubmission,
    submit_decision,
)
from journeys.providers.idwise.normalise import normalise
from journeys.providers.idwise.redaction import redact
from journeys.providers.idwise.tables import DEFAULT_PATHS, REGIONS

NAME: Final = "idwise"
CAPABILITIES: Final = Capabilities(
    takes_decisions=True, resubmits_in_place=True, needs_new_journey=False
)

__all__ = [
    "CAPABILITIES",
    "DEFAULT_PATHS",
    "NAME",
    "REGIONS",
    "fetch_journey",
    "fetch_media",
    "normalise",
    "read_callback",
    "redact",
    "request_resubmission",
    "submit_decision",
    "verify_callback",
]
