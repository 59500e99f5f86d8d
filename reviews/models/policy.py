"""What shapes the work: calendars, versions of policies and of the routing, changes that wait."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.case import Queue


class Calendar(models.Model):
    """When a team works: a queue's limit runs in these hours alone."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=64, default="UTC")
    # {"0": [["09:00", "17:30"]], ...}: Monday is 0; a day that is missing is free.
    hours = models.JSONField(default=dict)
    # ISO dates on which nobody works.
    days_off = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class QueueWorker(models.Model):
    """Somebody works a queue. A queue without any is worked by every reviewer."""

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="workers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="queue_places"
    )
    # Cases in this person's hands at most; empty for no limit.
    at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    # When round robin gave this person a case last.
    last_given_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "person"], name="queue_worker_once")
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.person_id}"


class PolicyVersion(models.Model):
    """The whole of a queue's settings as they held from `at` on. Rows are added, never changed."""

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # Empty for the version that the house began with.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    values = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "number"], name="policy_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.number}"


class RoutingVersion(models.Model):
    """The list of rules as it held from `at` on; the newest holds."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # [{"id", "queue", "when": [{"field", "is", "values"}]}], in order: the first match wins.
    rules = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class PendingChange(models.Model):
    """A change that weakens a gate or four-eyes: it waits for a second admin."""

    class Kind(models.TextChoices):
        QUEUE = "queue", _("Queue")
        ROUTING = "routing", _("Routing")
        REASON = "reason", _("Reason")
        ROLE = "role", _("Role")
        PERSON = "person", _("Person")
        # A closed account of somebody who could be the second admin: it is to be open again.
        ACCESS = "access", _("Staff account")
        ACCOUNT = "account", _("Provider account")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second admin")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # The slug, code or id of what would change.
    subject = models.CharField(max_length=40, blank=True)
    # The version that the proposer saw: a change of something else since makes this one stale.
    based_on = models.PositiveIntegerField()
    values = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="pending_change_two_people",
                condition=~Q(state="confirmed")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=models.F("by"))),
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state="waiting"),
                name="pending_change_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"
