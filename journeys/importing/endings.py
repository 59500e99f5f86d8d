"""How what a provider said ends a job: wait, give up, or pause the account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from journeys.providers.errors import (
    CredentialsRefused,
    ProviderRejected,
    ProviderUnavailable,
)
from kycreview.jobs.running import GiveUp, PauseLane, TryLater
from kycreview.sealing import KeyGone


@contextmanager
def provider_errors() -> Iterator[None]:
    """Turn the errors of a provider's call into the endings that the jobs know."""
    try:
        yield
    except KeyGone as error:
        raise GiveUp(str(error)) from None
    except CredentialsRefused as error:
        raise PauseLane(error.sentence) from None
    except ProviderRejected as error:
        raise GiveUp(error.sentence) from None
    except ProviderUnavailable as error:
        raise TryLater(
            error.sentence, retry_after=error.retry_after, counts=error.code != "not_ready"
        ) from None
