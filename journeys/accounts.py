"""Make and change provider accounts; every change is a trail entry without the secrets."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction

from journeys.models import Account
from kycreview.sealing import lookup_hash
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record

# What each provider needs to be spoken to, and what its callbacks are checked against.
SECRET_NAMES = {
    "idwise": ("api_key", "api_secret", "callback_secret"),
    "signzy": ("auth_token", "callback_secret"),
}


@dataclass(frozen=True)
class Shown:
    """Secrets that are shown once, right after they were made."""

    callback_path: str = field(repr=False)
    expected_token: str = field(repr=False)


def create_account(
    account: Account,
    given: Mapping[str, str],
    *,
    by: User | None = None,
    seat: Seat = NOWHERE,
) -> Shown:
    """Save a new account with its secrets, a callback path and a token for announcements."""
    shown = Shown(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    account.callback_path_hash = lookup_hash("callback-path", shown.callback_path)
    account.expected_token_hash = lookup_hash("expected-token", shown.expected_token)
    kept = {name: given.get(name, "") for name in SECRET_NAMES[account.provider]}
    account.seal_secrets({**kept, "callback_path": shown.callback_path})
    with transaction.atomic():
        account.save(force_insert=True)
        record(
            Event.ACCOUNT_CREATED,
            by=by,
            system="" if by else "settings",
            seat=seat,
            account=account.lane,
            about=("account", account.id),
            data=_told(account) | {"secrets": sorted(name for name in kept if kept[name])},
        )
    return shown


def change_account(
    account: Account, given: Mapping[str, str], *, by: User, seat: Seat = NOWHERE
) -> None:
    """Save changed columns; secrets that are left empty stay as they were.

    Where decisions are made stays as it is, whatever `account` says: see `set_system_of_record`.
    """
    changed = sorted(name for name, value in given.items() if value)
    with transaction.atomic():
        before = Account.objects.select_for_update().get(pk=account.pk)
        account.system_of_record = before.system_of_record
        account.seal_secrets(before.secrets() | {name: given[name] for name in changed})
        account.save()
        _record_change(
            account,
            {"before": _told(before), "after": _told(account), "secrets": changed},
            by=by,
            seat=seat,
        )


def set_system_of_record(
    account: Account,
    wanted: str,
    *,
    seen: str,
    by: User,
    seat: Seat = NOWHERE,
    more: Mapping[str, object] | None = None,
) -> bool:
    """Whose decision counts from now on, in the caller's transaction; False where it is not `seen`.

    Whether a second person has to agree is the caller's to know.
    """
    mine = Account.objects.filter(pk=account.pk, system_of_record=seen)
    if not mine.update(system_of_record=wanted):
        return False
    account.system_of_record = wanted
    _record_change(
        account,
        {
            "before": {"system_of_record": seen},
            "after": {"system_of_record": wanted},
            **(more or {}),
        },
        by=by,
        seat=seat,
    )
    return True


def renew_expected_token(account: Account, *, by: User, seat: Seat = NOWHERE) -> str:
    """A new token for announcements; the old one stops working at once."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(
            expected_token_hash=lookup_hash("expected-token", token)
        )
        _record_change(account, {"secrets": ["expected_token"]}, by=by, seat=seat)
    return token


def _record_change(account: Account, data: Mapping[str, object], *, by: User, seat: Seat) -> None:
    record(
        Event.ACCOUNT_CHANGED,
        by=by,
        seat=seat,
        account=account.lane,
        about=("account", account.id),
        data=data,
    )


def accounts_from_settings() -> list[Account]:
    """The first account of each provider, where its secrets are in the environment and it is new.

    Its slug is the provider's name. What was changed on the admin page later is left alone.
    """
    house = settings.SETTINGS
    wanted: list[tuple[Account, dict[str, str]]] = []
    if house.IDWISE_API_KEY and house.IDWISE_API_SECRET:
        wanted.append(
            (
                Account(
                    provider="idwise",
                    slug="idwise",
                    base_url=house.idwise_base_url,
                    paths={
                        "result": house.IDWISE_RESULT_PATH,
                        "media": house.IDWISE_MEDIA_PATH,
                        "review": house.IDWISE_REVIEW_PATH,
                    },
                ),
                {
                    "api_key": house.IDWISE_API_KEY.get_secret_value(),
                    "api_secret": house.IDWISE_API_SECRET.get_secret_value(),
                    "callback_secret": _plain(house.IDWISE_CALLBACK_SECRET),
                },
            )
        )
    if house.SIGNZY_AUTH_TOKEN:
        wanted.append(
            (
                Account(
                    provider="signzy",
                    slug="signzy",
                    base_url=house.SIGNZY_BASE_URL.rstrip("/"),
                    media_hosts=house.SIGNZY_MEDIA_HOSTS,
                    callback_header=house.SIGNZY_CALLBACK_HEADER,
                    paths={
                        "result": house.SIGNZY_RESULT_PATH,
                        "create": house.SIGNZY_CREATE_PATH,
                    },
                ),
                {
                    "auth_token": house.SIGNZY_AUTH_TOKEN.get_secret_value(),
                    "callback_secret": _plain(house.SIGNZY_CALLBACK_SECRET),
                },
            )
        )
    made = []
    for account, given in wanted:
        if Account.objects.filter(slug=account.slug).exists():
            continue
        try:
            create_account(account, given)
        except IntegrityError:
            continue  # another process was first
        made.append(account)
    return made


def callback_url(account: Account) -> str:
    """The full address that the provider is told; its last part is unguessable."""
    path: str = account.secrets()["callback_path"]
    return f"{settings.PUBLIC_URL.rstrip('/')}/callbacks/{path}/"


def _plain(secret: object) -> str:
    return secret.get_secret_value() if hasattr(secret, "get_secret_value") else ""


def _told(account: Account) -> dict[str, object]:
    return {
        "provider": account.provider,
        "slug": account.slug,
        "base_url": account.base_url,
        "region": account.region,
        "paths": account.paths,
        "media_hosts": account.media_hosts,
        "system_of_record": account.system_of_record,
        "is_active": account.is_active,
        "is_test": account.is_test,
        "callback_scheme": account.callback_scheme,
        "callback_header": account.callback_header,
    }
