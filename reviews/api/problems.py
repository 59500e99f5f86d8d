"""Errors as problem+json (RFC 9457): a plain sentence, and which field it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

CONTENT_TYPE = "application/problem+json"
_SENTENCES = {
    400: "The body is not readable JSON.",
    401: "The token is missing, wrong, expired or revoked.",
    404: "There is nothing here under this id.",
    405: "This address does not take this method.",
    413: "The body is larger than 2 MiB; split it.",
    422: "A parameter is missing or cannot be used; see errors.",
    429: "Too many requests with this token in this minute.",
}


class FieldProblem(Schema):
    """What is wrong with one parameter."""

    at: str
    why: str


class Problem(Schema):
    """The body of every error."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]


class Refused(HttpError):
    """An error with a sentence of its own."""


def problem(
    status: int, detail: str = "", *, errors: Sequence[Mapping[str, str]] = ()
) -> HttpResponse:
    """The answer for this status."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _SENTENCES.get(status, "The request was refused."),
        "errors": [dict(one) for one in errors],
    }
    answer = HttpResponse(json.dumps(body), status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="kycreview"'
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Every error that a route can end with becomes a problem."""
    api.add_exception_handler(HttpError, _told)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _unusable)
    api.add_exception_handler(RequestDataTooBig, _too_big)


def _told(request: HttpRequest, error: Any) -> HttpResponse:
    # The sentence of an error that is not ours would speak of the library.
    detail = str(error) if isinstance(error, Refused) else ""
    answer = problem(error.status_code, detail)
    if isinstance(error, Throttled) and error.wait is not None:
        answer["Retry-After"] = str(error.wait)
    return answer


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404)


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(413)


def _unusable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(
        422,
        errors=[
            {"at": ".".join(str(part) for part in one["loc"]), "why": str(one["msg"])}
            for one in error.errors[:50]
        ],
    )
