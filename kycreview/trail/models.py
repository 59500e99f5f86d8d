"""Trail rows. Their form is final: no row can ever be altered (triggers say so).

TrailCheck is no part of the trail: it notes when somebody last verified it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from kycreview.trail.events import event_choices


class TrailEntry(models.Model):
    """One thing that happened. Written by `record` alone."""

    seq = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=40, choices=event_choices)
    schema = models.PositiveSmallIntegerField(default=1)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    system = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=120, blank=True)
    session_digest = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=45, blank=True)
    account = models.CharField(max_length=80, blank=True)
    case_id = models.UUIDField(null=True)
    round_id = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    app_version = models.CharField(max_length=20)
    policy_version = models.CharField(max_length=20)
    # Canonical JSON: ids, codes, SHA-256s, old and new settings. Never a value about an applicant.
    data = models.TextField(default="{}")
    # Canonical JSON: name -> HMAC(salt, value), for values about an applicant.
    commitments = models.TextField(default="{}")
    # From it each field's own salt is derived, so that a file may leave fields out and still
    # verify without giving away what is in them.
    salt = models.BinaryField()
    key_id = models.CharField(max_length=8)
    prev_mac = models.CharField(max_length=64, unique=True)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case_id", "seq"], name="trail_case_seq"),
            models.Index(fields=["object_kind", "object_id", "seq"], name="trail_object_seq"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="trail_exactly_one_actor",
                condition=(
                    models.Q(actor__isnull=False, system="")
                    | (models.Q(actor__isnull=True) & ~models.Q(system=""))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"


class TrailHead(models.Model):
    """The one row that says where the chain ends; locking it makes `seq` gap-free."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="trail_one_head", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return f"head at {self.seq}"


class TrailDetail(models.Model):
    """Salt and value behind one commitment: encrypted, and erased with the journey's key."""

    entry = models.ForeignKey(
        TrailEntry, on_delete=models.PROTECT, related_name="details", db_constraint=True
    )
    name = models.CharField(max_length=40)
    key_id = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "name"], name="trail_detail_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"


class TrailCheck(models.Model):
    """How the last whole verification ended. A note for people; the proof is to verify again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # When the verification that runs now began; empty while none does.
    begun_at = models.DateTimeField(null=True)
    at = models.DateTimeField(null=True)
    checked = models.BigIntegerField(default=0)
    broken_at = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)
    has_triggers = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="trail_one_check", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return f"{self.checked} entries at {self.at}"
