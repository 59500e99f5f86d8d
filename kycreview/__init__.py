"""The ground floor: settings, Celery, URLs, and the small apps that both rooms stand on."""

from kycreview.celery import app as celery_app

__all__ = ["celery_app"]
