"""Media in three tables: the bytes (once per journey), what the provider called them, their use."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models.graph import GraphRow, code_column
from journeys.models.journey import Journey
from journeys.providers import results
from kycreview.sealing import seal, unseal


class Blob(models.Model):
    """Bytes, once per SHA-256 within a journey. The files lie encrypted in the vault."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="blobs")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["journey", "sha256"], name="blob_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Locator(models.Model):
    """What a provider called one file; one download each. The name itself is sealed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the download")
        STORED = "stored", _("Stored")
        FAILED = "failed", _("Not usable")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="locators")
    name_hash = models.CharField(max_length=64)
    sealed_name = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=400, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    is_large = models.BooleanField(default=False)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="locators")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["journey", "name_hash"], name="locator_once")
        ]

    def __str__(self) -> str:
        return str(self.id)

    def seal_name(self, key: bytes, name: str) -> None:
        plain = name.encode("utf-8", "surrogatepass")
        self.sealed_name = seal(key, plain, context=f"locator:{self.id}")

    def name(self, key: bytes) -> str:
        """The locator in clear: for the download alone."""
        plain = unseal(key, self.sealed_name, context=f"locator:{self.id}")
        return plain.decode("utf-8", "surrogatepass")


class MediaUse(GraphRow):
    """One place in a snapshot that names a file. Its URL in the house is its random id."""

    PART: ClassVar[type[results.Part]] = results.MediaUse
    CLEAR: ClassVar[tuple[str, ...]] = ("kind", "side")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    locator = models.ForeignKey(Locator, on_delete=models.PROTECT, related_name="uses")
    kind = code_column()
    side = code_column()
