"""Made-up pages of panels on the product's own frame, for what scripts do on any page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from kycreview.urls import urlpatterns as product_urls

# What the pages have been sent, newest last; a test empties it before it looks.
SENT: list[dict[str, Any]] = []
_PAGE = """{% extends "base.html" %}
{% block head %}<header class="head" id="head"><h1 tabindex="-1">Case {{ code }}</h1>
<button type="button" id="actions" class="btn" data-opens="palette">Actions</button></header>{% endblock %}
{% block messages %}{% endblock %}
{% block body %}
<nav id="index" aria-label="Index"><span data-seen-count>0 of 3 seen</span><ol>
{% for number in numbers %}<li><a id="entry-{{ number }}" href="?p={{ number }}#panel-{{ number }}"
  data-seen="no">Panel {{ number }}</a></li>{% endfor %}</ol></nav>
<main id="main" tabindex="-1"><div id="case-main" data-case="{{ code }}"
  data-seen-url="/made/seen/" data-round="round-1">
{% if problem %}<p id="problem" tabindex="-1" data-focus-first>{{ problem }}</p>{% endif %}
{% for number in numbers %}
<section id="panel-{{ number }}" data-panel="{{ number }}" tabindex="-1" aria-labelledby="h-{{ number }}">
  <h2 id="h-{{ number }}">Panel {{ number }}</h2>
  <p id="item-{{ number }}-a" data-item tabindex="-1">One</p><p id="item-{{ number }}-b" data-item tabindex="-1">Two</p>
  <svg width="10" height="900" aria-hidden="true"></svg>
</section>{% endfor %}
<details id="fold"><summary>More</summary><p>Inside</p></details>
<form method="post" action="/made/say/" data-morph id="say">{% csrf_token %}
  <input type="hidden" name="code_of_page" value="{{ code }}">
  <button id="genuine" name="said" value="genuine" aria-pressed="{% if said %}true{% else %}false{% endif %}">
    Genuine, said {{ said }}</button>
  {% if not said %}<button id="gone" name="said" value="gone">Goes away</button>{% endif %}
  <button id="refused" name="said" value="refused">Refused</button>
  <button id="next" name="said" value="next">Next</button>
</form></div></main>
<aside id="decision" tabindex="-1">
  <fieldset id="outcome"><label data-key="KeyA" data-command="approve" data-key-label="Approve"><input type="radio"
    name="outcome" value="approve" id="approve">Approve <kbd data-code="KeyA">A</kbd></label></fieldset>
  <fieldset id="reasons" data-digits>
    <label><input type="checkbox" id="reason-1">Glare <kbd class="digit" aria-hidden="true"></kbd></label>
    <label><input type="checkbox" id="reason-2">Blur <kbd class="digit" aria-hidden="true"></kbd></label></fieldset>
  <textarea id="note" data-key="KeyN" data-command="note" data-key-label="Write a note"></textarea>
  <button type="button" id="half" data-key="shift KeyO" data-key-label="Turn">Turn</button>
  <button type="button" id="submit" data-key="ctrl Enter" data-command="submit" data-key-label="Submit">Submit</button>
</aside>{% endblock %}"""
_SAID: dict[str, str] = {}


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    template = engines["django"].from_string(_PAGE)
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
