"""The Celery application. The broker is a doorbell: losing it loses nothing (see `jobs`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kycreview.settings")

app = Celery("kycreview")
# Not only of the thread that made it: the web server's other threads ring through it too.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
