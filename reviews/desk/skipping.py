"""Pass a case over: it goes back to the queue, and comes to this person again only later.

A skip needs a reason and is counted, so that what everybody passes over is seen.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.claims import give_back
from reviews.errors import Incomplete
from reviews.models import Case, Skip


class SkipReason(TextChoices):
    """Why somebody passes a case over; nothing here tells about the applicant."""

    SCRIPT = "script", gettext_lazy("I cannot read its language or script")
    DOCUMENT = "document", gettext_lazy("I do not know this kind of document")
    HELP = "help", gettext_lazy("I want to ask somebody first")
    TIME = "time", gettext_lazy("My time is over before I could finish")


# How long the case does not come to the same person.
LASTS = {
    SkipReason.SCRIPT: timedelta(days=14),
    SkipReason.DOCUMENT: timedelta(days=14),
    SkipReason.HELP: timedelta(hours=2),
    SkipReason.TIME: timedelta(hours=12),
}


def skip(case: Case, *, reason: str, by: User, seat: Seat = NOWHERE) -> Skip:
    """Give the case back for a while. Raises NotYours, Incomplete."""
    if reason not in SkipReason.values:
        raise Incomplete(_("Say why you pass the case over."), field="reason")
    why = SkipReason(reason)
    now = timezone.now()
    with transaction.atomic():
        give_back(case, by=by, skip_count=F("skip_count") + 1)
        row = Skip.objects.create(
            case=case, person=by, at=now, reason=why.value, until=now + LASTS[why]
        )
        record(
            Event.CASE_SKIPPED,
            by=by,
            seat=seat,
            case_id=case.pk,
            data={"reason": why.value, "until": row.until.isoformat(timespec="seconds")},
        )
    return row
