"""What `manage.py check` refuses in production and a laptop may do. Reads settings only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register
def production_is_complete(
    *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Errors that keep a production process from starting its commands; none on a laptop."""
    if settings.ENVIRONMENT != "production":
        return []
    found: list[CheckMessage] = []
    if not settings.KEYS_WERE_GIVEN:
        found.append(
            Error(
                "SECRET_KEY, DATA_KEY and TRAIL_KEY must be set in production.",
                hint="Keys made on first use lie beside what they protect.",
                id="kycreview.E001",
            )
        )
    if settings.SETTINGS.PROVIDER_PRIVATE_HOSTS:
        found.append(
            Error(
                "PROVIDER_PRIVATE_HOSTS must be empty in production.",
                hint="It lets requests into the inner network; it is meant for the sandbox.",
                id="kycreview.E002",
            )
        )
    if settings.SETTINGS.WEBHOOK_PRIVATE_HOSTS:
        found.append(
            Error(
                "WEBHOOK_PRIVATE_HOSTS must be empty in production.",
                hint="It lets requests into the inner network; it is meant for a laptop.",
                id="kycreview.E005",
            )
        )
    if settings.DEBUG:
        found.append(
            Error("DEBUG must be off in production.", id="kycreview.E003"),
        )
    if not settings.IS_PUBLIC_HTTPS:
        found.append(
            Error("PUBLIC_URL must begin with https:// in production.", id="kycreview.E004"),
        )
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(
            Warning(
                "SQLite serves one machine and one writer at a time.",
                hint="Set DATABASE_URL to a PostgreSQL.",
                id="kycreview.W001",
            )
        )
    return found
