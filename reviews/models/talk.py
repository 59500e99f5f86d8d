"""What people say to each other about a case: notices and files. Nothing personal in a notice."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Blob
from kycreview.sealing import seal, unseal
from reviews.models.case import Case, Queue
from reviews.models.decision import Note
from reviews.models.round import Round


class Notice(models.Model):
    """One thing that somebody should know. Its words are made from the kind, never stored."""

    class Kind(models.TextChoices):
        MENTIONED = "mentioned", _("You were mentioned")
        ASSIGNED = "assigned", _("A case was given to you")
        TAKEN = "taken", _("A lead took a case back")
        REOPENED = "reopened", _("A case you decided was reopened")
        OVERTURNED = "overturned", _("A second reader saw it differently")
        ANSWERED = "answered", _("The applicant sent again")
        LATE = "late", _("An applicant does not answer")
        CONFLICT = "conflict", _("The provider holds another decision")
        POLICY = "policy", _("A queue's policy changed")
        CONFIRM = "confirm", _("A change waits for a second admin")
        NOBODY = "nobody", _("A case has no eligible reader")
        ASKED = "asked", _("A colleague asks for a case that you hold")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    queue = models.ForeignKey(Queue, null=True, on_delete=models.CASCADE, related_name="+")
    # Where somebody was mentioned.
    note = models.ForeignKey(Note, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person", "-at"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["person", "-at", "-id"], name="notice_of_person"),
            # What is forgotten when it is old.
            models.Index(
                fields=["read_at"], condition=Q(read_at__isnull=False), name="notice_read"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Attachment(models.Model):
    """A file that staff laid beside a round; it went through the vault's checks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="attachments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    is_restricted = models.BooleanField(default=False)
    # What the file was called, sealed under the journey's key: names tell about people.
    sealed_name = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return str(self.id)

    def put_name(self, name: str, *, key: bytes) -> None:
        """Seal the file's name into the row (not saved). `key` is the journey's data key."""
        self.sealed_name = seal(key, name.encode("utf-8", "replace"), context=self._context)

    def name(self, key: bytes) -> str:
        """Raises Broken."""
        return unseal(key, self.sealed_name, context=self._context).decode("utf-8")

    @property
    def _context(self) -> str:
        return f"attachment:{self.id}"
