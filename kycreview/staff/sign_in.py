"""How people come in and go: the door for strangers is closed, and every attempt is in the trail.

allauth's adapter is the seam. A failed attempt is told without its e-mail: a keyed hash lets equal
attempts be counted, and gives away nobody who mistyped a name.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kycreview.sealing import lookup_hash
from kycreview.staff.models import User, normal_email
from kycreview.trail.events import Event
from kycreview.trail.record import client_address, record, seat_of

_SYSTEM = "sign-in"


class ClosedDoors(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No self-registration; what allauth asks of an adapter, with the trail beside it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Raises ValidationError for whoever gave the right password of a closed account."""
        found: User | None = super().authenticate(request, **credentials)
        if found is None or found.is_active:
            return found
        _note_failure(request, credentials, why="deactivated")
        raise ValidationError(
            _("This account is closed. An admin of your house can open it again.")
        )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _note_failure(request, credentials, why="password")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if isinstance(user, User):
            used = [found["method"] for found in get_authentication_records(request, user)]
            with transaction.atomic():
                record(
                    Event.SIGNED_IN,
                    by=user,
                    seat=seat_of(request),
                    about=("user", user.pk),
                    data={"methods": used},
                )

    def logout(self, request: HttpRequest) -> None:
        person, seat = request.user, seat_of(request)  # both are gone afterwards
        super().logout(request)
        if isinstance(person, User):
            with transaction.atomic():
                record(Event.SIGNED_OUT, by=person, seat=seat, about=("user", person.pk))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Rate limits count by the same address as the trail does."""
        return client_address(request)


@receiver(authentication_failed)
def note_wrong_code(sender: object, *, request: HttpRequest, user: User, **_: object) -> None:
    """A second factor that did not fit: allauth sends a signal for it."""
    _note_failure(request, {"email": user.email}, why="second_factor")


@receiver([password_changed, password_set])
def note_new_password(sender: object, *, request: HttpRequest, user: User, **_: object) -> None:
    _note_change(request, user, {"password_set": True})


@receiver([authenticator_added, authenticator_reset])
def note_factor_added(sender: object, *, request: HttpRequest, user: User, **more: Any) -> None:
    _note_change(request, user, {"factor_added": str(more["authenticator"].type)})


@receiver(authenticator_removed)
def note_factor_removed(sender: object, *, request: HttpRequest, user: User, **more: Any) -> None:
    _note_change(request, user, {"factor_removed": str(more["authenticator"].type)})


def _note_failure(request: HttpRequest, credentials: dict[str, Any], *, why: str) -> None:
    given = normal_email(str(credentials.get("email") or ""))
    with transaction.atomic():
        record(
            Event.SIGN_IN_FAILED,
            system=_SYSTEM,
            seat=seat_of(request),
            data={"login": lookup_hash("sign-in", given), "why": why},
        )


def _note_change(request: HttpRequest, user: User, changes: dict[str, object]) -> None:
    with transaction.atomic():
        record(
            Event.STAFF_CHANGED,
            by=user,
            seat=seat_of(request),
            about=("user", user.pk),
            data=changes,
        )
