"""A client's system that asks over the API: a token, and requests with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from kycreview.staff.models import User
from reviews.api import Scope, make_token
from reviews.models import ApiToken

NO_PERSONAL = [scope.value for scope in Scope if scope is not Scope.PERSONAL]
EVERYTHING = list(Scope.values)


@dataclass(frozen=True)
class Asker:
    """Holds a token and no cookie."""

    row: ApiToken
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        raw = body if isinstance(body, str) else json.dumps(body)
        client = Client(enforce_csrf_checks=True)
        return client.post(
            f"/api/v1/{path}", raw, content_type="application/json", headers=self.headers
        )


def asker(by: User, scopes: list[str] | None = None) -> Asker:
    return Asker(*make_token("Core system", scopes or NO_PERSONAL, by=by))


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    """The body of an error, whose shape is checked."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith((".", "errors."))
    return body
