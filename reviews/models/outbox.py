"""What leaves the house: one row a message, and the applicants' links that came back."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.decision import Decision
from reviews.models.round import Round


class OutboxRow(models.Model):
    """One message to a provider. `sending` is written before each attempt."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision to the provider")
        NEW_JOURNEY = "new_journey", _("New journey for a resubmission")
        NOTHING = "nothing", _("The provider takes no decisions")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Provider confirmed")
        FAILED = "failed", _("Provider refused")
        CONFLICT = "conflict", _("Provider holds another decision")
        WITHDRAWN = "withdrawn", _("Withdrawn before sending")
        GIVEN_UP = "given_up", _("Given up")
        CANCELLED = "cancelled", _("Cancelled by a lead")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="outbox")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=400, blank=True)
    # The decision at the provider over which a lead has it sent all the same, as a code.
    sends_over = models.CharField(max_length=12, blank=True)
    # What was sent and what came back, sealed under the journey's key.
    sealed_request = models.BinaryField(null=True)
    sealed_answer = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-created_at", "-id"], condition=~Q(state="sent"), name="outbox_not_sent"
            ),
            models.Index(fields=["-created_at", "-id"], name="outbox_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class ApplicantLink(models.Model):
    """A link for an applicant to do a journey again. A secret that lives 24 hours."""

    class State(models.TextChoices):
        CURRENT = "current", _("Valid")
        REPLACED = "replaced", _("Replaced by a newer one")
        ORPHAN = "orphan", _("Never shown: its answer was lost")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="links")
    # The new journey's id at the provider: the pull finds the next round by it. Empty where the
    # answer was lost.
    provider_id = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    sealed_url = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["provider_id"], name="link_of_journey")
        ]
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)


class Search(models.Model):
    """A search for a person: the words are sealed and short-lived, the URL holds a random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("staff.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    key_id = models.CharField(max_length=64)
    sealed_query = models.BinaryField()
    # Filters of the results, without anything about a person.
    filters = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.id)
