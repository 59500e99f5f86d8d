"""Who can be a reader of a case's open round, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence.blind import is_barred, last_round
from reviews.models import Case


def why_not(case: Case, *, person: User) -> str:
    """Why this person cannot be a reader of the open round; empty where nothing stands against."""
    last = last_round(case)
    if last is None:
        return ""
    case = last.case  # as it is now, whatever the caller's row says
    if case.needs and person.pk in (last.first_reader_id, last.second_reader_id):
        return _("You have read this case already; somebody else reads it now.")
    if case.needs == Case.Needs.SETTLE and not person.may(Permission.CASES_LEAD):
        return _("Two readers disagree: a lead who was neither of them settles it.")
    if case.needs_sanctions and not person.may(Permission.SANCTIONS_DECIDE):
        return _("This case was passed on to those who may confirm sanctions matches.")
    if is_barred(last, person=person):
        return _("You opened this case without rating the faces, so somebody else reads it.")
    return ""
