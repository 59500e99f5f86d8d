"""Times and days as pages show them: in the person's zone, the exact moment in UTC beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy

from journeys.providers.results import Day, Moment
from reviews.comparing.own_words import span
from reviews.comparing.visible_text import absent, shown_text

# Day, then 24 hours: what differs between countries is left out. Only the comma has its language.
FORMATS = {
    "": pgettext_lazy("format of a time", "j M Y, H:i"),
    "second": pgettext_lazy("format of a time", "j M Y, H:i:s"),
    "time": "H:i:s",
    "short": pgettext_lazy("format of a time", "j M, H:i"),
    "day": "j F Y",
    "date": "j M Y",
}
SOON = timedelta(hours=48)
PRESSING = timedelta(hours=2)


def shown_moment(value: Moment | datetime | str | None, style: str = "") -> SafeString:
    """A `<time>` in the person's zone. What is no time is shown as it was sent."""
    if isinstance(value, Moment):
        at = _read(value.value)
        if at is None:
            return shown_text(value.raw)
        return _marked(at, style, is_naive=value.is_naive)
    at = _read(value) if isinstance(value, str) else value
    return _marked(at, style) if at is not None else absent()


def shown_distance(value: datetime | None) -> SafeString:
    """How long until, or since, in hours and minutes; a date where it is far."""
    if value is None:
        return absent()
    left = value - timezone.now()
    if abs(left) > SOON:
        return shown_moment(value)
    words = gettext("in %(span)s") if left > timedelta() else gettext("%(span)s ago")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.astimezone(UTC).isoformat(),
        _in_utc(value),
        words % {"span": span(abs(left))},
    )


def tone_of_due(due_at: datetime) -> str:
    """How pressing a due time is: fail once it is past, attention in the last two hours."""
    left = due_at - timezone.now()
    return "fail" if left < timedelta() else "attention" if left < PRESSING else "none"


def shown_day(value: Day | date | None) -> SafeString:
    """A calendar date with what is missing of it said in words."""
    if value is None:
        return absent()
    if isinstance(value, date):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j M Y")
        )
    parts = (value.value or "").split("-")
    try:
        numbers = [int(part) for part in parts]
        whole = date(numbers[0], *[*numbers[1:], 1, 1][:2])
    except (ValueError, TypeError):
        return shown_text(value.raw or value.value)
    if len(numbers) >= 3:
        return shown_day(whole)
    shown = date_format(whole, "M Y") if len(numbers) == 2 else f"{numbers[0]:04d}"
    missing = gettext("month only") if len(numbers) == 2 else gettext("year only")
    return format_html(
        '<time datetime="{}">{}</time> <span class="meta">{}</span>', value.value, shown, missing
    )


def _read(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _marked(at: datetime, style: str, *, is_naive: bool = False) -> SafeString:
    if timezone.is_naive(at):
        at = at.replace(tzinfo=UTC)
    shown = format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        at.astimezone(UTC).isoformat(),
        _in_utc(at),
        # Year first reads from the left, on pages that read from the right too.
        format_html(' class="{}"', "ltr") if style == "utc" else "",
        _in_utc(at) if style == "utc" else date_format(timezone.localtime(at), str(FORMATS[style])),
    )
    if not is_naive:
        return shown
    return format_html(
        '{} <span class="meta">{}</span>', shown, gettext("sent without a zone, read as UTC")
    )


def _in_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
