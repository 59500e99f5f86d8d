"""Applicants' names for a list whose queue's policy shows them. Whoever asks records that."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from journeys.models import PersonCard
from kycreview.sealing import Broken, KeyGone


def names_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """The fullest name of each case's newest journey. One query, and one key a journey."""
    cards = (
        PersonCard.objects.filter(
            journey__rounds__case__in=list(case_ids),
            journey__rounds__number=F("journey__rounds__case__round_count"),
        )
        .annotate(of_case=F("journey__rounds__case"))
        .select_related("journey")
    )
    found: dict[UUID, str] = {}
    for card in cards:
        try:
            names = card.opened(card.journey.key()).get("names", ())
        except (Broken, KeyGone):
            continue  # erased with the journey's key
        if names:
            found[card.of_case] = str(names[0])
    return found
