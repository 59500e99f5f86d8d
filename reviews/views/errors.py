"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another site, or one that is older than its cookie."""
    return render(request, "csrf_failed.html", {"reason": reason}, status=403)
