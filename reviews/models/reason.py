"""Reason codes and their words per language: for the reviewer, and neutral ones for applicants."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from reviews.models.decision import Outcome


class Reason(models.Model):
    """One code. Retired codes are switched off, never deleted: decisions name them."""

    code = models.SlugField(primary_key=True, max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # Nobody decides with it without saying more in a note.
    needs_note = models.BooleanField(default=False)
    # What the provider is told after the code; empty: the reviewer's words in English.
    provider_text = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["outcome", "order", "code"]

    def __str__(self) -> str:
        return self.code


class ReasonText(models.Model):
    """The words of one code in one language. `applicant_text` never tells how fraud was found.

    `reviewer_text` is empty where the house has words for applicants alone.
    """

    reason = models.ForeignKey(Reason, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    reviewer_text = models.CharField(max_length=160, blank=True)
    applicant_text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reason", "language"], name="reason_text_once")
        ]

    def __str__(self) -> str:
        return self.reviewer_text
