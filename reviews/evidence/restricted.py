"""Restricted words and files: for holders of sanctions.decide and auditors; for others, not there.

Whoever lists anything about a case asks here, so that no count and no trail tells of one.
"""

from __future__ import annotations

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event

# Entries that tell that something restricted exists.
RESTRICTED = (Event.NOTE_RESTRICTED,)
# What entries about a restricted file are about, whatever was done with it.
RESTRICTED_OBJECT = "restricted_file"


def sees_restricted(viewer: User) -> bool:
    """Auditors read the trail and review nothing."""
    if viewer.may(Permission.SANCTIONS_DECIDE):
        return True
    return viewer.may(Permission.TRAIL_VIEW) and not viewer.may(Permission.CASES_REVIEW)


def told_events(viewer: User) -> list[tuple[str, str]]:
    """The events of which this person may know, as choices."""
    left_out = () if sees_restricted(viewer) else RESTRICTED
    return [(one.value, str(one.label)) for one in Event if one not in left_out]
