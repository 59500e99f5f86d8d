"""The API as a whole, its description (OpenAPI 3.1), and its addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from reviews.api import reading, telling
from reviews.api.doors import refuse_unknown
from reviews.api.problems import CONTENT_TYPE, Problem, answer_problems, problem
from reviews.api.shapes import HealthOut

PREFIX = "/api/v1/"
_ABOUT = (
    "For the client's own systems. Give `Authorization: Bearer kyc_…` with every request; a token "
    "is made by an admin and holds scopes. Lists come newest first with a cursor. Errors are "
    "problem+json. 300 requests a minute for each token."
)


class Described(NinjaAPI):
    """Says of its errors that they are problem+json."""

    def get_openapi_schema(self, **_more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=PREFIX)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}
        return schema


api = Described(
    title="kycreview",
    version="1",
    description=_ABOUT,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
api.add_router("", reading.router)
api.add_router("", telling.router)
answer_problems(api)
public = Router(tags=["state"])


@public.get(
    "/health",
    response={200: HealthOut, 422: Problem},
    url_name="api_health",
    operation_id="health",
    auth=None,
)
def health(request: HttpRequest) -> Any:
    """Whether the house answers. Needs no token and tells nothing else."""
    refuse_unknown(request)
    return HealthOut(status="ok", time=timezone.now())


api.add_router("", public)


def description(request: HttpRequest) -> HttpResponse:
    """The description of the API, for machines; it holds nothing of this house."""
    if request.method not in ("GET", "HEAD"):
        return _with_methods(problem(405), "GET, HEAD")
    return JsonResponse(api.get_openapi_schema())


def patterns() -> list[URLPattern]:
    """The addresses, below PREFIX, without a namespace: each has a name of its own."""
    found, _app, _space = api.urls
    own = [one for one in found if isinstance(one, URLPattern) and one.name != "api-root"]
    return [
        URLPattern(one.pattern, _refusing_in_words(one.callback), one.default_args, one.name)
        for one in own
    ]


def _refusing_in_words(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 405:
            return _with_methods(problem(405), answer["Allow"])
        return answer

    return answered


def _with_methods(answer: HttpResponse, allowed: str) -> HttpResponse:
    answer["Allow"] = allowed
    return answer
