"""The staff app. It comes first, so the house's own system checks are registered with it."""

from importlib import import_module

from django.apps import AppConfig

from kycreview import checks

__all__ = ["StaffConfig", "checks"]


class StaffConfig(AppConfig):
    name = "kycreview.staff"
    label = "staff"

    def ready(self) -> None:
        # It needs models, which are not loaded yet where this file is.
        import_module("kycreview.staff.sign_in")
