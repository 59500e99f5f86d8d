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
# A page's statements run for milliseconds: compiling one that is expected to be long costs more
# than it ever saves. What the URL itself asks for comes after it and holds.
_POSTGRESQL_OPTIONS = "-c jit=off"


def database_settings(url: str) -> dict[str, Any]:
    """One entry of DATABASES. Raises ValueError for a scheme that is neither database."""
    found: dict[str, Any] = {**dj_database_url.parse(url)}
    if found.get("ENGINE") == "django.db.backends.sqlite3":
        found["OPTIONS"] = {**found.get("OPTIONS", {}), **_SQLITE_OPTIONS}
    elif found.get("ENGINE") == "django.db.backends.postgresql":
        found["CONN_MAX_AGE"] = 60
        found["CONN_HEALTH_CHECKS"] = True
        given = found.get("OPTIONS", {})
        options = f"{_POSTGRESQL_OPTIONS} {given.get('options', '')}".strip()
        found["OPTIONS"] = {**given, "options": options}
    else:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return found
