"""Do what a button asks for, and say on the next page how it went."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from reviews.errors import ReviewError


def tried(request: HttpRequest, verb: Callable[[], object], *, done: str = "") -> bool:
    """Whether it was done. A refusal is said in its own sentence; `done` where it is worth one."""
    try:
        verb()
    except ReviewError as error:
        messages.error(request, error.sentence)
        return False
    if done:
        messages.success(request, done)
    return True
