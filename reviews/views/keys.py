"""Everybody's own keys: which key does what, one by one; works without script as plain fields."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kycreview.staff.key_commands import COMMANDS, changed_keys, key_changes, written
from kycreview.staff.models import User
from reviews.views.access import person_of, requires


@require_http_methods(["GET", "POST"])
@requires()
def profile_keys(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    wrong: dict[str, str] = {}
    typed: dict[str, str] = {}
    if request.method == "POST":
        reset = request.POST.get("reset", "")
        if reset:
            kept = {code: key for code, key in _own_keys(person).items() if code != reset}
            return _saved(request, person, {} if reset == "all" else kept)
        typed = {one.code: request.POST.get(one.code, "")[:40] for one in COMMANDS}
        keys, wrong = changed_keys(typed)
        if not wrong:
            return _saved(request, person, keys)
    return render(
        request,
        "reviews/manage/keys.html",
        {"groups": _groups(person, typed=typed, wrong=wrong), "wrong": wrong},
        status=422 if wrong else 200,
    )


def _saved(request: HttpRequest, person: User, keys: dict[str, str]) -> HttpResponse:
    person.key_map = {**person.key_map, "keys": keys}
    person.save(update_fields=["key_map"])
    messages.success(request, _("Saved."))
    return redirect("profile_keys")


def _own_keys(person: User) -> dict[str, str]:
    """Only what differs from the house's keys, by command."""
    changes = key_changes(person.key_map)
    return {one.code: changes[one.key] for one in COMMANDS if one.key in changes}


def _groups(
    person: User, *, typed: dict[str, str], wrong: dict[str, str]
) -> list[tuple[str, list[dict[str, object]]]]:
    own = _own_keys(person)
    return [
        (
            str(group),
            [
                {
                    "code": one.code,
                    "label": one.label,
                    "key": own.get(one.code, one.key),
                    "text": typed.get(one.code) or written(own.get(one.code, one.key)),
                    "is_changed": one.code in own,
                    "problem": wrong.get(one.code, ""),
                }
                for one in members
            ],
        )
        for group, members in groupby(COMMANDS, key=lambda one: one.group)
    ]
