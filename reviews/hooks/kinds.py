"""The closed list of events that a webhook can be told of. A retired code is never reused."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HookEvent(TextChoices):
    """Codes as they stand in a message's `type`."""

    CASE_OPENED = "case.opened", _("A case was opened")
    CASE_DECIDED = "case.decided", _("A case was decided; it can still be undone")
    CASE_REOPENED = "case.reopened", _("A decided case is looked at again")
    DECISION_TOOK_EFFECT = "decision.took_effect", _("A decision took effect")
    DECISION_WITHDRAWN = "decision.withdrawn", _("A decision was undone")
    RESUBMISSION_REQUESTED = (
        "resubmission.requested",
        _("The applicant is asked to do it again"),
    )
    RESUBMISSION_ANSWERED = "resubmission.answered", _("The applicant did it again")
    CONFLICT_FOUND = "conflict.found", _("The provider holds another decision")
    JOURNEY_RECEIVED = "journey.received", _("Evidence of a journey came in")
    PING = "ping", _("A test message")


# What a subscription can choose: a test message comes to whoever asked for it.
CHOOSABLE = tuple(event for event in HookEvent if event is not HookEvent.PING)
