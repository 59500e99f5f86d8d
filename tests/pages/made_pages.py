"""Made-up pages of panels on the product's own frame, for what scripts do on any page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from kycreview.urls import urlpatterns as product_urls

# What the pages have been sent, newest last; a test empties it before it looks.
SENT: list[dict[str, Any]] = []
_PAGE = Path(__file__).with_name("made.html")
_SAID: dict[str, str] = {}


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    template = engines["django"].from_string(_PAGE.read_text())
    given = {"code": "first", "numbers": (1, 2, 3), **context}
    return HttpResponse(template.render(given, request), status=status)


def made(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code=code, said=_SAID.get(code, ""))


def say(request: HttpRequest) -> HttpResponse:
    SENT.append(request.POST.dict())
    code, said = request.POST["code_of_page"], request.POST["said"]
    if said == "refused":
        return _page(request, status=422, code=code, problem="Say why.")
    if said == "next":
        return HttpResponseRedirect("/made/second/")
    _SAID[code] = said
    return HttpResponseRedirect(f"/made/{code}/?p=2")


def seen(request: HttpRequest) -> HttpResponse:
    SENT.append(request.POST.dict())
    return HttpResponse(status=204, headers={"X-Seen": f"{len(SENT)}/3"})


def forget() -> None:
    SENT.clear()
    _SAID.clear()


urlpatterns = [
    path("made/seen/", seen, name="made_seen"),
    path("made/say/", say, name="made_say"),
    path("made/<slug:code>/", made, name="made"),
    *product_urls,
]
