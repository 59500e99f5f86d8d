"""Figures in templates: counts, shares and lengths of time as words, and charts as SVG."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reviews.insight import words
from reviews.insight.charts import Chart, Mark
from reviews.insight.charts.flow import difference
from reviews.insight.period import Period
from reviews.insight.shapes import PieceFigures, Share, Spread

register = template.Library()
# What marks are made of: a closed list, so that no other element can come of a figure.
_TAGS = frozenset({"line", "rect", "circle", "path", "text"})


@register.filter
def figure(value: float) -> str:
    return words.number(value)


@register.filter
def share(value: Share) -> str:
    return words.share(value)


@register.filter
def count_and_percent(value: Share) -> str:
    return words.count_and_percent(value)


@register.filter
def percent_of(value: Share) -> str:
    """“92 %”; a dash of few."""
    return "–" if value.percent is None else words.percent(value.percent)


@register.filter
def percentile(value: Spread, percent: int) -> str:
    return words.at(value, percent)


@register.filter
def lasting(seconds: float | None) -> str:
    return "–" if seconds is None else words.span(seconds)


@register.filter
def said_outcome(code: str) -> str:
    return words.outcome(code)


@register.filter
def more_or_fewer(more: int) -> str:
    return difference(more)


@register.simple_tag
def days_of(first: date, last: date) -> str:
    return words.days(first, last)


@register.simple_tag
def piece_of(piece: PieceFigures, period: Period) -> str:
    return words.piece(piece, period)


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """A picture with its title and description; digits in it are ours."""
    name = drawn.name
    return format_html(
        '<svg class="chart figures chart-{name}" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{title}</title>'
        '<desc id="{name}-desc">{description}</desc>{marks}</svg>',
        name=name,
        width=drawn.width,
        height=drawn.height,
        title=drawn.title,
        description=drawn.description,
        marks=format_html_join("", "{}", ((_element(mark),) for mark in drawn.marks)),
    )


def _element(mark: Mark) -> SafeString:
    if mark.tag not in _TAGS:
        raise ValueError(f"{mark.tag} is no mark of a chart")
    attributes = format_html_join("", ' {}="{}"', mark.attributes)
    if mark.tag == "text":
        return format_html("<text{}>{}</text>", attributes, mark.words)
    # The names are of the closed list.
    return format_html("<{}{}/>", mark.tag, attributes)
