"""CallSlice: how the calls to one account went in five minutes. Nothing of a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from journeys.models.account import Account


def _count() -> models.PositiveIntegerField[int, int]:
    return models.PositiveIntegerField(default=0)


class CallSlice(models.Model):
    """One row an account and slice. Each call adds one to an outcome and one to a duration."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="call_slices")
    begins_at = models.DateTimeField()
    last_answer_at = models.DateTimeField(null=True)

    answered = _count()
    # The provider works; the journey is not finished.
    not_ready = _count()
    refused = _count()
    credentials = _count()
    busy = _count()
    timed_out = _count()
    failed = _count()

    # How many took at most so many milliseconds (and more than the step before).
    ms_100 = _count()
    ms_200 = _count()
    ms_500 = _count()
    ms_1000 = _count()
    ms_2000 = _count()
    ms_5000 = _count()
    ms_10000 = _count()
    ms_30000 = _count()
    ms_60000 = _count()
    longer = _count()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "begins_at"], name="call_slice_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.begins_at}"
