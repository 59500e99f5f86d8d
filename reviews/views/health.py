"""The health page: everything that has to work, in words; asked by htmx, its region alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kycreview.staff.permissions import Permission
from reviews.insight.health import look
from reviews.insight.health_shapes import Finding, State
from reviews.views.access import person_of, requires


@require_GET
@requires(Permission.ACCOUNTS_MANAGE)
def health(request: HttpRequest) -> HttpResponse:
    """Reads only, and is no entry of the trail: it shows nothing about a person."""
    found = look()
    held = person_of(request).permission_codes()
    context = {
        "health": found,
        "attention": found.count(State.ATTENTION),
        "unknown": found.count(State.UNKNOWN),
        "links": {one.code: one.link for one in found.findings if _may_open(one, held)},
    }
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    name = "reviews/manage/_health.html" if is_part else "reviews/manage/health.html"
    answer = render(request, name, context)
    answer["Vary"] = "HX-Request"
    return answer


def _may_open(finding: Finding, held: frozenset[str]) -> bool:
    return finding.link is not None and finding.link.permission.value in held
