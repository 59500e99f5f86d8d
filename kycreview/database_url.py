"""DATABASE_URL turned into Django's settings for either database. Opens no connection."""

from __future__ import annotations

from typing import Any

import dj_database_url

# IMMEDIATE and WAL: writers queue instead of failing half-way with "database is locked".
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database_settings(url: str) -> dict[str, Any]:
    """One entry of DATABASES. Raises ValueError for a scheme that is neither database."""
    found: dict[str, Any] = {**dj_database_url.parse(url)}
    if found.get("ENGINE") == "django.db.backends.sqlite3":
        found["OPTIONS"] = {**found.get("OPTIONS", {}), **_SQLITE_OPTIONS}
    elif found.get("ENGINE") == "django.db.backends.postgresql":
        found["CONN_MAX_AGE"] = 60
        found["CONN_HEALTH_CHECKS"] = True
    else:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return found
