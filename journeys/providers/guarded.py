"""The one door through which anything leaves the house.

Takes what an account may reach as an argument; knows neither settings nor models. The order of
the checks is in exchange.py, the waiting in retrying.py.
"""

import io
import time
from collections.abc import Mapping
from typing import BinaryIO

from journeys.providers.connecting import Deadline
from journeys.providers.errors import ProviderError, ProviderUnavailable
from journeys.providers.exchange import attempt
from journeys.providers.guard import Answer, Guard, Question
from journeys.providers.limits import IMAGE_LIMIT, JSON_LIMIT, LARGE_MEDIA_LIMIT
from journeys.providers.retrying import Patience, seconds_before_next

__all__ = [
    "IMAGE_LIMIT",
    "JSON_LIMIT",
    "LARGE_MEDIA_LIMIT",
    "Answer",
    "Guard",
    "fetch",
    "fetch_to_file",
]

# A name of its own, so that a test can hold the clock.
sleep = time.sleep


def fetch(
    guard: Guard,
    method: str,
    url: str,
    *,
    max_bytes: int,
    headers: Mapping[str, str] | None = None,
    json_body: bytes | None = None,
    total_seconds: float | None = None,
    retry: bool = True,
) -> Answer:
    """Send one request and return its answer: 2xx, or a 4xx that the caller has to judge.

    401 and 403 raise CredentialsRefused, a redirect or a refused address AddressRefused, 429, 5xx
    and whatever breaks on the way ProviderUnavailable, too large a body ProviderRejected.
    """
    body = io.BytesIO()
    answer = _ask(
        guard,
        Question(method=method.upper(), url=url, headers=headers or {}, json_body=json_body),
        sink=body,
        keeps_refusals=True,
        max_bytes=max_bytes,
        total_seconds=total_seconds,
        attempts=guard.attempts if retry else 1,
    )
    return Answer(answer.status, answer.headers, body.getvalue())


def fetch_to_file(
    guard: Guard,
    url: str,
    *,
    target: BinaryIO,
    max_bytes: int,
    headers: Mapping[str, str] | None = None,
    total_seconds: float | None = None,
) -> Answer:
    """Stream the decoded body of a 2xx into `target`, which stays as it was for any other answer.

    `target` must be seekable: it is taken back to where it stood before another attempt and
    before an error is raised. Raises as `fetch` does.
    """
    return _ask(
        guard,
        Question(method="GET", url=url, headers=headers or {}, json_body=None),
        sink=target,
        keeps_refusals=False,
        max_bytes=max_bytes,
        total_seconds=total_seconds,
        attempts=guard.attempts,
    )


def _ask(
    guard: Guard,
    question: Question,
    *,
    sink: BinaryIO,
    keeps_refusals: bool,
    max_bytes: int,
    total_seconds: float | None,
    attempts: int,
) -> Answer:
    patience = Patience(
        attempts=attempts,
        backoff=guard.backoff_seconds,
        backoff_max=guard.backoff_max,
        retry_after_max=guard.retry_after_max,
    )
    start = sink.tell()
    number = 0
    while True:
        number += 1
        try:
            return attempt(
                guard,
                question,
                deadline=Deadline.after(total_seconds or guard.total_seconds),
                sink=sink,
                keeps_refusals=keeps_refusals,
                max_bytes=max_bytes,
            )
        except ProviderError as error:
            failure = error
        sink.seek(start)
        sink.truncate()
        wait = None
        if isinstance(failure, ProviderUnavailable):
            wait = seconds_before_next(
                failure, attempt=number, method=question.method, patience=patience
            )
        if wait is None:
            # Causes and frames below hold the URL, which can be the secret: neither travels on.
            failure.__cause__ = failure.__context__ = None
            raise failure.with_traceback(None)
        sleep(wait)
