"""Lines of the case page as its templates take them: opinions, rounds, related cases, the link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from reviews.evidence.case_page import LinkShown, Related
from reviews.models import Opinion, Round
from reviews.ratings import RATING_LABELS


def opinion_rows(opinions: Iterable[Opinion]) -> list[dict[str, Any]]:
    """`opinions` come with person and round selected."""
    return [
        {
            "rating": opinion.rating,
            "rating_label": RATING_LABELS[opinion.rating],
            "who": opinion.person,
            "at": opinion.at,
            "visible": opinion.visible,
            "is_blind": opinion.is_blind,
            "round": opinion.round.number,
        }
        for opinion in opinions
    ]


def round_rows(rounds: Iterable[Round]) -> list[dict[str, Any]]:
    return [
        {"number": one.number, "opened_at": one.opened_at, "why": one.get_why_display()}
        for one in rounds
    ]


def related_rows(related: Iterable[Related]) -> list[dict[str, Any]]:
    """To the case where there is one, else to the journey."""
    return [
        {
            "href": reverse("case", args=[one.case_id])
            if one.case_id
            else reverse("journey", args=[one.journey_id]),
            "code": one.case_code,
            "by": one.by,
        }
        for one in related
    ]


def link_row(link: LinkShown | None, url: str) -> dict[str, Any] | None:
    """The applicant's link; `url` stays empty until it was asked for."""
    if link is None:
        return None
    return {
        "state_label": link.state_label,
        "expires_at": link.expires_at,
        "is_expired": link.is_expired,
        "orphans": link.orphans,
        "url": url,
        "show_url": reverse("link_show", args=[link.id]),
        "renew_url": reverse("link_renew", args=[link.id]),
    }
