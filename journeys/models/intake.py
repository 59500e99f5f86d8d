"""What comes in from outside before it is evidence: callbacks, announced journeys, import lists."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models.account import Account
from kycreview.sealing import data_key, seal, unseal

# What a provider says happened to a journey that was finished long ago.
LATER_EVENTS = ("AML Monitor Update", "Finished Spot Check", "KYC Renewal")


class Callback(models.Model):
    """One callback as received. The body is sealed and erased 30 days after it was handled."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        HANDLED = "handled", _("Handled")
        UNREADABLE = "unreadable", _("Unreadable")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="callbacks")
    # The provider's event id where there is one, else the SHA-256 of the body.
    dedupe_key = models.CharField(max_length=300)
    received_at = models.DateTimeField(default=timezone.now)
    times_received = models.PositiveIntegerField(default=1)
    key_id = models.CharField(max_length=64)
    sealed_body = models.BinaryField(null=True)
    body_sha256 = models.CharField(max_length=64)
    event = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=400, blank=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "dedupe_key"], name="callback_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["handled_at"],
                condition=Q(sealed_body__isnull=False),
                name="callback_erasable",
            ),
            models.Index(
                fields=["provider_id", "received_at"],
                condition=Q(event__in=LATER_EVENTS),
                name="callback_later",
            ),
            # The last one of an account, for the pages that say whether it is heard from.
            models.Index(fields=["account", "-received_at"], name="callback_latest"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def seal_body(self, body: bytes) -> None:
        self.sealed_body = seal(data_key(self.key_id), body, context=f"callback:{self.id}")

    def body(self) -> bytes:
        if self.sealed_body is None:
            return b""
        return unseal(data_key(self.key_id), self.sealed_body, context=f"callback:{self.id}")


class Expected(models.Model):
    """A journey that the client's own system announced; unfinished ones become overdue."""

    class State(models.TextChoices):
        OPEN = "open", _("Expected")
        ARRIVED = "arrived", _("Arrived")
        OVERDUE = "overdue", _("Overdue")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="expected")
    provider_id = models.CharField(max_length=255)
    reference_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    announced_at = models.DateTimeField(default=timezone.now)
    fetch_after = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    source = models.CharField(max_length=8, default="api")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "provider_id"], name="expected_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["fetch_after"], condition=~Q(state="arrived"), name="expected_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class ImportBatch(models.Model):
    """A list of ids that somebody asked for. Each id's progress is that of its job."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="batches")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.id)


class ImportItem(models.Model):
    """One id of a batch."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="items")
    provider_id = models.CharField(max_length=255)
    job_key = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "provider_id"], name="import_item_once")
        ]

    def __str__(self) -> str:
        return self.job_key
