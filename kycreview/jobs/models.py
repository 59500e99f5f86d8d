"""Job: one piece of work and where it stands. Lane: jobs that pause together (an account).

WorkerBeat: when a process that works was last known to live.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work. `key` is unique, so asking twice is harmless."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        SET_ASIDE = "set_aside", _("Set aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    lane = models.CharField(max_length=80, blank=True)
    # Ids only; never a name, a secret or a value about a person.
    subject = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    # Asked for again while it was running: it goes round once more.
    is_wanted_again = models.BooleanField(default=False)
    crashes = models.PositiveSmallIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0)
    first_wait_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state="waiting"),
                name="job_due",
            ),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_running"),
            models.Index(
                fields=["lane", "created_at"],
                condition=~Q(state="done"),
                name="job_open_of_lane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"


class Lane(models.Model):
    """Jobs of one account. While `paused_at` is set none of them is taken up."""

    name = models.CharField(primary_key=True, max_length=80)
    failures = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    # Set where the pause ends by itself (an outage); empty where a person must act (credentials).
    resumes_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A sign of life of one process. It says that the process runs, not that work gets done."""

    class Kind(models.TextChoices):
        WORKER = "worker", _("Worker")
        # What rings at fixed times. Its row is kept by the sweep that it asks for.
        CLOCK = "clock", _("Clock")

    # As the worker calls itself: a name for the process at a machine, never of a person.
    name = models.CharField(primary_key=True, max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORKER)
    started_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    app_version = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name
