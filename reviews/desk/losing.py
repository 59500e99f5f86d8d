"""Where a case went that somebody thought they held: who has it, since when; never an outcome."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from reviews.evidence.blind import hidden_people, last_round
from reviews.models import Case, Decision


def where_it_went(case: Case, *, viewer: User) -> str:
    """One sentence about the case as it is now. At most four queries."""
    last = last_round(case)
    if last is None:
        return ""
    now = last.case
    if now.state == Case.State.CLAIMED and now.claimed_by is not None:
        return _held(now)
    if now.state == Case.State.OPEN and not now.needs:
        if now.assigned_to is not None:
            return _("The case was given to %(who)s.") % {"who": now.assigned_to}
        return _("The case is back in the queue, and nobody has taken it.")
    decision = (
        Decision.objects.filter(round=last)
        .exclude(state=Decision.State.WITHDRAWN)
        .select_related("person")
        .order_by("-decided_at")
        .first()
    )
    if decision is None:
        return _("The case is not open any more.")
    at = at_what_time(decision.decided_at)
    if decision.person_id in hidden_people(last, viewer=viewer):
        return _("Somebody read this case at %(at)s; another person reads it now.") % {"at": at}
    return _("%(who)s decided this case at %(at)s.") % {"who": decision.person, "at": at}


def at_what_time(moment: datetime) -> str:
    """The time in the person's time zone, with the day where it is another."""
    local, today = timezone.localtime(moment), timezone.localtime()
    if local.date() == today.date():
        return date_format(local, "H:i")
    return date_format(local, "SHORT_DATETIME_FORMAT")


def _held(case: Case) -> str:
    if case.claimed_at is None:
        return _("%(who)s holds this case.") % {"who": case.claimed_by}
    return _("%(who)s holds this case since %(at)s.") % {
        "who": case.claimed_by,
        "at": at_what_time(case.claimed_at),
    }
