"""What people do with cases besides deciding them: tags, skips, saved views, presence."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.models.case import Case, Queue


class Tag(models.Model):
    """A word that a house marks cases with; retired tags are switched off, never deleted."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """One tag on one case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="case_tags")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "tag"], name="case_tag_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tag_id}"


class Skip(models.Model):
    """Somebody was offered a case and passed it over, with a reason; skips are counted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="skips")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=20)
    # Not offered to this person again before.
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-until"], name="skip_of_person")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"


class SavedView(models.Model):
    """Filters and order of a list under a name; shared ones are everybody's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    queue = models.ForeignKey(
        Queue, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    is_shared = models.BooleanField(default=False)
    # The list's query string, as a mapping of names to lists of values.
    query = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["is_shared", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "queue", "name"], name="saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Who has a case open now: renewed by the page, forgotten by itself."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "person"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"
