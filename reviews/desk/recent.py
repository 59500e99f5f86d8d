"""What a person decided last, for the column beside a case. One query. Reads only."""

from __future__ import annotations

from uuid import UUID

from kycreview.staff.models import User
from reviews.models import Decision

_AT_MOST = 3


def recent_by(person: User, *, beside: UUID) -> list[Decision]:
    """Their newest decisions on other cases than this one, with case and round."""
    found = (
        Decision.objects.filter(person=person)
        .exclude(state=Decision.State.WITHDRAWN)
        .exclude(round__case=beside)
        .select_related("round__case")
    )
    return list(found.order_by("-decided_at")[:_AT_MOST])
