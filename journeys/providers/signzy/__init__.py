"""Signzy One Touch KYC. This package has the names of `base.Provider`; what is below is private."""

from journeys.providers.base import Capabilities
from journeys.providers.signzy.callback import read_callback, verify_callback
from journeys.providers.signzy.client import (
    DEFAULT_PATHS,
    fetch_journey,
    fetch_media,
    request_resubmission,
    submit_decision,
)
from journeys.providers.signzy.normalising import normalise
from journeys.providers.signzy.redaction import redact

NAME = "signzy"
# No public call takes a decision; asking again means a new journey of the same applicant.
CAPABILITIES = Capabilities(takes_decisions=False, resubmits_in_place=False, needs_new_journey=True)

__all__ = [
    "CAPABILITIES",
    "DEFAULT_PATHS",
    "NAME",
    "fetch_journey",
    "fetch_media",
    "normalise",
    "read_callback",
    "redact",
    "request_resubmission",
    "submit_decision",
    "verify_callback",
]
