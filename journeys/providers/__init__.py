"""The providers by name. A new one is a module with the names of `base.Provider` and a line here."""

from typing import cast

from journeys.providers import idwise, signzy
from journeys.providers.base import Provider

PROVIDERS: dict[str, Provider] = {
    "idwise": cast(Provider, idwise),
    "signzy": cast(Provider, signzy),
}

# Paths that are inferred or may move are templates; an account may override each.
DEFAULT_PATHS: dict[str, dict[str, str]] = {
    "idwise": {
        "result": "/journey/v2/{journey_id}",
        "media": "/journey/v2/image/{image_path}",
        "review": "/journey/v2/manual-review/{journey_id}",
    },
    "signzy": {
        "result": "/api/v3/otk-service/get-journey/{journey_id}",
        "create": "/api/v3/otk-service/create-journey-url",
    },
}


def get_provider(name: str) -> Provider:
    """Raises KeyError for a name that is in no table."""
    return PROVIDERS[name]
