"""The providers by name. A new one is a module with the names of `base.Provider`, and a line."""

from collections.abc import Mapping
from typing import cast

from journeys.providers import idwise, signzy
from journeys.providers.base import Provider

PROVIDERS: dict[str, Provider] = {
    "idwise": cast(Provider, idwise),
    "signzy": cast(Provider, signzy),
}

# Paths that are inferred or may move are templates; an account may override each.
DEFAULT_PATHS: dict[str, Mapping[str, str]] = {
    "idwise": idwise.DEFAULT_PATHS,
    "signzy": signzy.DEFAULT_PATHS,
}


def get_provider(name: str) -> Provider:
    """Raises KeyError for a name that is in no table."""
    return PROVIDERS[name]
