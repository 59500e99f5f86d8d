"""What grown journeys stand on: accounts at nobody's address, one data key, the words of names.

Also says which journeys of a database are made up, so that real ones are never mixed with them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from journeys.accounts import create_account
from journeys.growing.names import WordBook, write_words
from journeys.models import Account, Journey
from kycreview.sealing import new_data_key

# All grown journeys share it: a key of their own each would be a million files.
KEY_ID: Final = "grown"
# Reserved for what exists nowhere: no message ever leaves for it.
_NOWHERE: Final = "https://{slug}.example.test"
_ACCOUNTS: Final = (
    ("grown-idwise", "idwise"),
    ("grown-idwise-2", "idwise"),
    ("grown-signzy", "signzy"),
    ("grown-signzy-2", "signzy"),
)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class GrownAccount:
    """What rows need of an account."""

    id: str
    slug: str
    provider: str
    lane: str


@dataclass(frozen=True)
class Ground:
    """Made once a run, before any batch."""

    seed: int
    accounts: tuple[GrownAccount, ...]
    words: WordBook

    def account_at(self, index: int) -> GrownAccount:
        return self.accounts[index % len(self.accounts)]


def prepare(*, seed: int) -> Ground:
    """Make what is missing of it."""
    new_data_key(name=KEY_ID)
    found = [_account(slug, provider) for slug, provider in _ACCOUNTS]
    made = tuple(GrownAccount(str(one.id), one.slug, one.provider, one.lane) for one in found)
    return Ground(seed, made, write_words())


def accounts() -> list[Account]:
    """The grown ones, as rows."""
    return list(Account.objects.filter(slug__in=[slug for slug, _provider in _ACCOUNTS]))


def real_accounts() -> list[str]:
    """Slugs of accounts that have journeys and lead to somebody: neither grown nor a sandbox."""
    real = [account for account in Account.objects.all() if not _is_made_up(account)]
    return [account.slug for account in real if Journey.objects.filter(account=account).exists()]


def _is_made_up(account: Account) -> bool:
    host = urlsplit(account.base_url).hostname or ""
    return host in _LOOPBACK or host.endswith(".test")


def _account(slug: str, provider: str) -> Account:
    known = Account.objects.filter(slug=slug).first()
    if known is None:
        known = Account(provider=provider, slug=slug, base_url=_NOWHERE.format(slug=slug))
        create_account(known, {"callback_secret": secrets.token_urlsafe(24)})
    return known
