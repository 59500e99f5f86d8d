"""The product's settings with the framework's admin beside it: for the benchmark alone."""

from __future__ import annotations

from kycreview.settings import *  # noqa: F403  all of them, and two changed
from kycreview.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "django.contrib.admin"]
ROOT_URLCONF = "tests.bench.desk_admin"
