"""Thin: the beat that verifies the trail."""

from celery import shared_task

from kycreview.trail.checking import check_if_due


@shared_task
def check() -> None:
    check_if_due()
