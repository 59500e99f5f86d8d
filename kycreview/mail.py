"""Turn EMAIL_URL (smtp://user:password@host:port, smtps://, smtp+tls://) into Django's settings."""

from typing import Any
from urllib.parse import unquote, urlsplit


def email_settings(url: str) -> dict[str, Any]:
    """Raises ValueError for a scheme that is not mail."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps", "smtp+tls"):
        raise ValueError("EMAIL_URL must begin with smtp://, smtps:// or smtp+tls://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
    }
