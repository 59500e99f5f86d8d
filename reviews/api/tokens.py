"""Tokens of the client's own systems: made, revoked, recognised, counted.

A token is shown once and kept as a keyed hash. Its use is counted in its row with one statement.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from kycreview.sealing import lookup_hash
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import Incomplete, TooLate
from reviews.models import ApiToken, Scope

PREFIX = "kyc_"
REQUESTS_A_MINUTE = 300
NOTED_EVERY = timedelta(hours=1)
SYSTEM = "api"


def make_token(
    name: str,
    scopes: Collection[str],
    *,
    by: User,
    expires_at: datetime | None = None,
    seat: Seat = NOWHERE,
) -> tuple[ApiToken, str]:
    """The row and the token itself, which nobody is shown again. Raises Incomplete."""
    if not name.strip():
        raise Incomplete(_("Give the token a name."), field="name")
    if not scopes or set(scopes) - set(Scope.values):
        raise Incomplete(_("Choose at least one thing that it may do."), field="scopes")
    if expires_at is not None and expires_at <= timezone.now():
        raise Incomplete(_("Choose a day in the future."), field="expires_on")
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        name=name.strip(),
        token_hash=_hash(token),
        scopes=sorted(scopes),
        by=by,
        expires_at=expires_at,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        record(
            Event.TOKEN_CREATED,
            by=by,
            seat=seat,
            about=("api_token", row.pk),
            data={
                "name": row.name,
                "scopes": row.scopes,
                "expires_at": expires_at.isoformat() if expires_at else "",
            },
        )
    return row, token


def revoke_token(row: ApiToken, *, by: User, seat: Seat = NOWHERE) -> None:
    """It works no more from this moment on. Raises TooLate where that was so before."""
    with transaction.atomic():
        mine = ApiToken.objects.filter(pk=row.pk, revoked_at__isnull=True)
        if not mine.update(revoked_at=timezone.now()):
            raise TooLate(_("This token was revoked already."))
        record(
            Event.TOKEN_REVOKED,
            by=by,
            seat=seat,
            about=("api_token", row.pk),
            data={"name": row.name},
        )


def recognised(token: str) -> ApiToken | None:
    """The valid row of this token, its request counted; None for a stranger's."""
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    now = timezone.now()
    minute = minute_of(now)
    mine = ApiToken.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        token_hash=_hash(token),
        revoked_at__isnull=True,
    )
    if not mine.update(
        last_used_at=now,
        in_minute=Case(When(minute=minute, then=F("in_minute") + 1), default=Value(1)),
        minute=minute,
        unnoted=F("unnoted") + 1,
    ):
        return None
    return mine.first()


def minute_of(moment: datetime) -> int:
    """The minute of the limit that this moment lies in."""
    return int(moment.timestamp()) // 60


def seconds_to_wait(row: ApiToken) -> int:
    """0 while the token is within its limit, else how long its minute still lasts."""
    if row.in_minute <= REQUESTS_A_MINUTE:
        return 0
    return max(1, 60 - int(timezone.now().timestamp()) % 60)


def note_use(row: ApiToken) -> None:
    """One trail entry an hour says how often the token was used since the one before."""
    now = timezone.now()
    due = ApiToken.objects.filter(
        Q(noted_at__isnull=True) | Q(noted_at__lte=now - NOTED_EVERY), pk=row.pk
    )
    if not due.exists():
        return
    with transaction.atomic():
        locked = ApiToken.objects.select_for_update().get(pk=row.pk)
        if not due.update(noted_at=now, unnoted=0):
            return
        record(
            Event.API_READ,
            system=SYSTEM,
            about=("api_token", row.pk),
            data={
                "requests": locked.unnoted,
                "since": locked.noted_at.isoformat() if locked.noted_at else "",
            },
        )


def _hash(token: str) -> str:
    return lookup_hash("api-token", token)
