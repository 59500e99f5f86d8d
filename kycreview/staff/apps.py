"""The staff app. It comes first, so the house's own system checks are registered with it."""

from django.apps import AppConfig

from kycreview import checks

__all__ = ["StaffConfig", "checks"]


class StaffConfig(AppConfig):
    name = "kycreview.staff"
    label = "staff"
