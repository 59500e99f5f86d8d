"""What people saw of a round: pictures, panels, faces unrated, windows that they cut."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from reviews.models.case import Panel
from reviews.models.round import Round


class Access(models.Model):
    """How often one person saw one picture in one round; the first time is a trail entry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Null where a journey was looked up outside any round.
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="accesses")
    media = models.UUIDField()
    size = models.CharField(max_length=10)
    # One row a (person, round or journey, picture, size): the constraint needs one text for it.
    unique_key = models.CharField(max_length=160, unique=True)
    first_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.unique_key


class Unblinded(models.Model):
    """Somebody saw the whole of a round's evidence without having rated its faces first."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="unblinded")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The faces' content: with equal faces, a later round cannot be read blind either.
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "person"], name="unblinded_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.person_id}"


class PanelView(models.Model):
    """A person opened a panel in a round; the first time counts."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panel_views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    panel = models.PositiveSmallIntegerField(choices=Panel.choices)
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "person", "panel"], name="panel_view_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.panel}"


class FaceWindow(models.Model):
    """The part of a document's front that stood for the portrait, as fractions of its sides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="face_windows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    media = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    x = models.FloatField()
    y = models.FloatField()
    w = models.FloatField()
    h = models.FloatField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.media}"
