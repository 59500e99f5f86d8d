"""What looking after the house finds, by its code, and the signs of life that it goes by."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kycreview.jobs.models import WorkerBeat
from reviews.insight.health import look
from reviews.insight.health_shapes import Finding


def finding(code: str) -> Finding:
    return next(one for one in look().findings if one.code == code)


def beat(name: str, *, seconds: float, kind: str = "worker") -> None:
    at = timezone.now() - timedelta(seconds=seconds)
    WorkerBeat.objects.create(name=name, kind=kind, beat_at=at)
