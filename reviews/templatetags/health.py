"""Figures of the health page in words: shares, durations, counts by outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.calls import OUTCOMES, STEPS_MS, Calls
from reviews.insight.health_shapes import Link

register = template.Library()
OUTCOME_WORDS: Final[Mapping[str, str | Promise]] = {
    "answered": gettext_lazy("Answered"),
    "not_ready": gettext_lazy("Not finished yet"),
    "refused": gettext_lazy("Refused or unusable"),
    "credentials": gettext_lazy("Credentials refused"),
    "busy": gettext_lazy("Asked for fewer"),
    "timed_out": gettext_lazy("No answer in time"),
    "failed": gettext_lazy("Failed"),
}


@register.filter
def good_share(calls: Calls) -> str:
    """Rounded down: what went wrong once in a thousand never reads as all of them."""
    if calls.share is None:
        return ""
    return f"{calls.good * 1000 // calls.total / 10:.1f} %"


@register.filter
def p95_words(calls: Calls) -> str:
    """From the steps of the histogram, so it is a bound and no measurement."""
    if calls.is_beyond_steps:
        return _("over %(n)s s") % {"n": STEPS_MS[-1] // 1000}
    ms = calls.p95_ms
    return "" if ms is None else _("up to %(n)s s") % {"n": f"{ms / 1000:g}"}


@register.simple_tag
def outcome_words() -> list[str]:
    return [str(OUTCOME_WORDS[name]) for name in OUTCOMES]


@register.filter
def link_of(links: Mapping[str, Link], code: str) -> Link | None:
    """The page that helps with a finding, where this person may open it."""
    return links.get(code)


@register.filter
def outcome_counts(calls: Calls) -> list[int]:
    return [calls.outcomes[name] for name in OUTCOMES]
