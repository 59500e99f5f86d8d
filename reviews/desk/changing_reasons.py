"""Changes of reasons: checked, compared with what the admin saw, and saved.

What takes something from a gate is not saved: it waits for a second admin.
"""

from __future__ import annotations

from django.db import transaction

from kycreview.staff.models import User
from kycreview.trail.record import NOWHERE, Seat
from reviews.desk.changing import Saved, may_manage, wait_for_second
from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import ReasonSettings, check_code, weakens
from reviews.desk.reason_versions import hold_outcome, refuse_last, settings_of, write_reason
from reviews.desk.versions import changed_meanwhile
from reviews.models import PendingChange, Reason

_NEW = 0


def make_reason(code: str, wanted: ReasonSettings, *, by: User, seat: Seat = NOWHERE) -> Saved:
    """A reason of this code, which it keeps. Raises PolicyError, NotAllowed."""
    may_manage(by)
    if problem := check_code(code):
        raise PolicyError([("code", problem)])
    with transaction.atomic():
        return Saved(code, write_reason(code, wanted, based_on=_NEW, by=by, seat=seat))


def change_reason(
    code: str, wanted: ReasonSettings, *, based_on: int, by: User, seat: Seat = NOWHERE
) -> Saved:
    """The reason's next version. Raises PolicyError, ChangedMeanwhile, NotAllowed."""
    may_manage(by)
    with transaction.atomic():
        outcome = Reason.objects.values_list("outcome", flat=True).get(pk=code)
        reason = next(row for row in hold_outcome(outcome) if row.pk == code)
        if reason.version != based_on:
            raise changed_meanwhile()
        before = settings_of(reason)
        if before == wanted:
            return Saved(code, based_on)
        if weak := weakens(before, wanted):
            if before.is_active and not wanted.is_active:
                refuse_last(reason)
            return wait_for_second(
                PendingChange.Kind.REASON,
                code,
                values=wanted.to_json(),
                based_on=based_on,
                weak=weak,
                by=by,
                seat=seat,
            )
        return Saved(code, write_reason(code, wanted, based_on=based_on, by=by, seat=seat))
