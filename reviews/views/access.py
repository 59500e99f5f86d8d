"""Who may come in: one decorator for every view, and the person behind a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.errors import RateFirst

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person_of(request: HttpRequest) -> User:
    """The signed-in person. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def requires(*permissions: Permission) -> Callable[[View[P]], View[P]]:
    """Let in people who hold any of these permissions; without arguments whoever is signed in.

    Strangers are sent to the sign-in (an htmx request is told to go there as a whole page).
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, User) or not request.user.is_active:
                return _to_sign_in(request)
            if permissions and not any(request.user.may(wanted) for wanted in permissions):
                names = _(", ").join(str(wanted.label) for wanted in permissions)
                raise PermissionDenied(
                    _("Your role lacks the permission “%(names)s”. An admin can grant it.")
                    % {"names": names}
                )
            try:
                return view(request, *args, **kwargs)
            except RateFirst as error:
                shown = {"sentence": error.sentence, "case_id": kwargs.get("case_id")}
                return render(request, "rate_first.html", shown, status=409)

        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return answer
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
