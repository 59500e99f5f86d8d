"""From an account's row and the settings to what a provider module is given. Makes no call."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from journeys.models import Account
from journeys.providers import DEFAULT_PATHS, get_provider
from journeys.providers.base import AccountConfig, Provider
from journeys.providers.guarded import Guard


def provider_of(account: Account) -> Provider:
    """The provider module that speaks to this account."""
    return get_provider(account.provider)


def connection_of(account: Account) -> AccountConfig:
    """Everything one call needs, secrets unsealed. Raises KeyGone or Broken."""
    return AccountConfig(
        provider=account.provider,
        slug=account.slug,
        base_url=account.base_url.rstrip("/"),
        guard=guard_of(account),
        paths={**DEFAULT_PATHS[account.provider], **account.paths},
        secrets=account.secrets(),
        callback_scheme=account.callback_scheme,
        callback_header=account.callback_header,
    )


def guard_of(account: Account) -> Guard:
    """The exact hosts this account may reach: its own, and those of its media."""
    house = settings.SETTINGS
    own = urlsplit(account.base_url).hostname or ""
    proxy = house.OUTBOUND_PROXY
    return Guard(
        hosts=frozenset({own, *account.media_hosts} - {""}),
        private_hosts=frozenset(house.PROVIDER_PRIVATE_HOSTS),
        proxy=proxy.get_secret_value() if proxy else None,
        ca_file=house.OUTBOUND_CA_FILE or None,
    )
