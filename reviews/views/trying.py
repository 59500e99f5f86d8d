"""Do what a button or a form asks for, and say how it went: on the next page, or in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

from reviews.errors import ReviewError

Done = TypeVar("Done")


def tried(request: HttpRequest, verb: Callable[[], object], *, done: str = "") -> bool:
    """Whether it was done. A refusal is said in its own sentence; `done` where it is worth one."""
    try:
        verb()
    except ReviewError as error:
        messages.error(request, error.sentence)
        return False
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    if done:
        messages.success(request, done)
    return True


def kept(form: BaseForm, verb: Callable[[], Done], *, at: str | None = None) -> Done | None:
    """What came of saving a form; None where it was refused, which the form then says.

    What is wrong with a field stands at that field; what is said of none stands at `at`.
    """
    try:
        return verb()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(at, error)
            return None
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    except ReviewError as error:
        form.add_error(None, error.sentence)
    return None
