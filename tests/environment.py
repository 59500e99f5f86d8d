"""The environment every test process runs in: known keys, nothing inherited from the machine.

Applied before Django's settings load, and handed on to the child processes that tests start.
"""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path

from django.conf import settings

from kycreview.settings_model import Settings

SECRET_KEY = "a-fixed-value-for-tests-only-a-fixed-value-for-tests-only"
DATA_KEY = base64.b64encode(b"the data key of the tests, 32 by").decode()
TRAIL_KEY = base64.b64encode(b"the trail key of the tests, 32 b").decode()
PRODUCTION = {
    "ENVIRONMENT": "production",
    "PUBLIC_URL": "https://review.example.test",
    "ALLOWED_HOSTS": "review.example.test",
    "TRUSTED_PROXIES": "127.0.0.1",
    "DATABASE_URL": "postgresql://app@db.example.test/kycreview",
}
ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"


def apply() -> Path:
    """Set the variables of this process; returns the folder that stands in for DATA_DIR."""
    if settings.configured:  # before us: right in a worker, which inherits all of this
        if os.environ.get("TRAIL_KEY") != TRAIL_KEY:
            raise RuntimeError("Unset DJANGO_SETTINGS_MODULE: the tests set it themselves.")
        return Path(os.environ["DATA_DIR"])
    for name in Settings.model_fields:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.pop("CELERY_BROKER_URL", None)  # Celery itself would read it
    folder = Path(tempfile.mkdtemp(prefix="kycreview-tests-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "kycreview.settings"
    os.environ.update(
        SECRET_KEY=SECRET_KEY, DATA_KEY=DATA_KEY, TRAIL_KEY=TRAIL_KEY, DATA_DIR=str(folder)
    )
    return folder


def for_children(**own: str) -> dict[str, str]:
    """The environment of a child process of the product's own."""
    return {name: value for name, value in os.environ.items() if name != ASYNC_UNSAFE} | own


def allow_an_event_loop() -> None:
    """Playwright runs one in the main thread, where Django would then refuse its database."""
    os.environ[ASYNC_UNSAFE] = "true"


def serve_static_files_as_they_are() -> None:
    """No manifest and no `collectstatic` in tests: files come from where they lie."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
