"""`manage.py demo`: hands over to `kycreview.demo`, which sets the environment before Django."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Runs everything on this machine: broker, worker, beat, web server and a stand-in for "
        "both providers, filled with made-up journeys. Ctrl-C stops it, the data stays."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  the base class declares it so

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
        # In place of this process, so that signals and exit status are the demo's own.
        os.execv(sys.executable, [sys.executable, "-m", "kycreview.demo"])  # noqa: S606  no shell
