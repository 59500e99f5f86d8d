"""Tell whoever decided a case last what became of it. Notices, in the caller's transaction."""

from __future__ import annotations

from kycreview.staff.models import User
from reviews.models import Case, Decision, Notice


def tell_decider(case: Case, kind: Notice.Kind, *, by: User | None = None) -> None:
    """One notice to the person whose decision is, or was last, in effect; none to oneself."""
    held = (Decision.State.EFFECTIVE, Decision.State.SUPERSEDED)
    person = (
        Decision.objects.filter(round__case=case, state__in=held, outbox__isnull=False)
        .order_by("-decided_at")
        .values_list("person_id", flat=True)
        .first()
    )
    if person is not None and (by is None or person != by.pk):
        Notice.objects.create(person_id=person, kind=kind, case=case, by=by)
