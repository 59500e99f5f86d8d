"""Who comes in: the token of a request, its scope, its limit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer

from reviews.api.problems import Problem, Refused
from reviews.api.tokens import recognised, seconds_to_wait
from reviews.models import ApiToken, Scope

# What any route may answer with besides its own.
ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)


class BearerToken(HttpBearer):
    """Lets a token in that holds this scope, with parameters of these names."""

    def __init__(self, scope: Scope, names: tuple[str, ...]) -> None:
        super().__init__()
        self.scope = scope
        self.names = names

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """None for a stranger. Raises Throttled and Refused."""
        row = recognised(token)
        if row is None:
            return None
        if wait := seconds_to_wait(row):
            raise Throttled(wait=wait)
        if self.scope.value not in row.scopes:
            raise Refused(403, f"This token lacks the scope {self.scope.value}.")
        refuse_unknown(request, *self.names)
        return row


def with_scope(scope: Scope, *names: str) -> BearerToken:
    return BearerToken(scope, names)


def refuse_unknown(request: HttpRequest, *names: str) -> None:
    """A filter with a slip in its name would otherwise list everything. Raises Refused."""
    if set(request.GET) - set(names):
        known = ", ".join(names) or "none"
        raise Refused(422, f"A parameter is not known here. Known are: {known}.")


def token_of(request: HttpRequest) -> ApiToken:
    """The token that the route's door let in."""
    found: ApiToken = request.auth  # type: ignore[attr-defined]  # set by the library
    return found
