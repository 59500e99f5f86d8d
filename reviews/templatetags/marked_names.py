"""A name of a result, with what the search met in it marked. Names are a provider's text."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from journeys.searching.graphemes import Span
from reviews.comparing.visible_text import script_of, with_marks

register = template.Library()
_LONGEST = 120


@register.simple_tag
def marked_name(text: str, spans: Iterable[Span]) -> SafeString:
    """Isolated, hidden characters in sight, at most 120 signs; the spans are whole signs."""
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    pieces: list[tuple[SafeString]] = []
    at = 0
    for start, end in spans:
        if start >= len(shown):
            break
        pieces.append((with_marks(shown[at:start]),))
        pieces.append((format_html("<mark>{}</mark>", with_marks(shown[start:end])),))
        at = end
    pieces.append((with_marks(shown[at:]),))
    return format_html(
        '<bdi lang="{}" translate="no">{}</bdi>',
        script_of(text) or "und",
        format_html_join("", "{}", pieces),
    )
