"""Journey, its snapshots and its look-up keys."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.choices import Lifecycle, Verdict
from journeys.models.account import Account
from journeys.providers.plain import from_plain
from journeys.providers.results import JourneyPart, UnmappedLeaf
from kycreview.sealing import data_key, unseal, unseal_json


class Journey(models.Model):
    """One applicant's way through one flow. `current_snapshot` is the only pointer that moves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="journeys")
    provider_id = models.CharField(max_length=255)
    # The data key of everything that belongs to this journey.
    key_id = models.CharField(max_length=64)
    current_snapshot = models.ForeignKey(
        "Snapshot", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Raised by compare-and-set when a snapshot is added: two importers cannot take one number.
    snapshot_count = models.PositiveIntegerField(default=0)
    is_test = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField(default=timezone.now)
    deleted_at_provider_at = models.DateTimeField(null=True)
    # The desk has not looked at its newest evidence yet: the work of the pull, and no more than it.
    has_news = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "provider_id"], name="journey_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["first_seen_at"],
                condition=models.Q(has_news=True),
                name="journey_with_news",
            ),
            models.Index(fields=["-first_seen_at"], name="journey_newest"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def key(self) -> bytes:
        """The data key. Raises KeyGone."""
        return data_key(self.key_id)


class Snapshot(models.Model):
    """The bytes of one answer as received, and what the house made of them."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        READ = "read", _("Read")
        UNREADABLE = "unreadable", _("Unreadable")
        DELETED = "deleted", _("Says deleted")

    class How(models.TextChoices):
        CALLBACK = "callback", _("After a callback")
        ASKED = "asked", _("Asked for by staff")
        EXPECTED = "expected", _("Announced by the client")
        COMMAND = "command", _("Command line")
        FOLLOW_UP = "follow_up", _("After our own message")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=12, choices=How.choices)
    sealed_bytes = models.BinaryField()
    bytes_sha256 = models.CharField(max_length=64)
    bytes_size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=400, blank=True)
    # SHA-256 of the normalised graph without immaterial paths and without locators.
    graph_digest = models.CharField(max_length=64, blank=True)
    # The same together with the pictures' SHA-256, set when every picture has been settled.
    evidence_digest = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.UNKNOWN)
    lifecycle = models.CharField(
        max_length=12, choices=Lifecycle.choices, default=Lifecycle.UNKNOWN
    )
    flow_id = models.CharField(max_length=255, blank=True)
    document_type = models.CharField(max_length=80, blank=True)
    country_code = models.CharField(max_length=3, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sealed_summary = models.BinaryField(null=True)
    sealed_unmapped = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["journey", "number"], name="snapshot_number_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["journey", "number"],
                condition=models.Q(state="read", evidence_digest=""),
                name="snapshot_unsettled",
            )
        ]

    def __str__(self) -> str:
        return f"snapshot {self.number} of {self.journey_id}"

    def body(self, key: bytes) -> bytes:
        """The bytes as received: for the importer, the exporter and the verifier alone."""
        return unseal(key, self.sealed_bytes, context=f"snapshot:{self.id}:bytes")

    def summary(self, key: bytes) -> JourneyPart:
        """What the answer said about the journey as a whole."""
        if self.sealed_summary is None:
            return JourneyPart()
        plain = unseal_json(key, self.sealed_summary, context=f"snapshot:{self.id}:summary")
        return from_plain(JourneyPart, plain)

    def unmapped(self, key: bytes) -> tuple[UnmappedLeaf, ...]:
        """The leaves that no rule maps, in the order of the body."""
        if self.sealed_unmapped is None:
            return ()
        plain = unseal_json(key, self.sealed_unmapped, context=f"snapshot:{self.id}:unmapped")
        return tuple(from_plain(UnmappedLeaf, item) for item in plain)


class IdentityKey(models.Model):
    """A keyed hash of something that ties journeys together; cleared on erasure."""

    class Kind(models.TextChoices):
        REFERENCE = "reference", _("Reference")
        APPLICANT = "applicant", _("Applicant")
        DOCUMENT_NUMBER = "document_number", _("Document number")
        PERSONAL_NUMBER = "personal_number", _("Personal number")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        IP = "ip", _("IP address")
        PICTURE = "picture", _("Picture")
        BIRTH_DATE = "birth_date", _("Date of birth")

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="identity_keys")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "value_hash", "journey"], name="identity_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.journey_id}"
