"""Sentences on a document's dates, counted on the day of the journey, not of today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.providers import results as r
from reviews.comparing.days import age_on, days_until, read_day
from reviews.evidence import data_shapes as d
from reviews.evidence.data_zone_shapes import DateFact

SOON = 30
ADULT = 18


def date_facts(rows: Iterable[d.Row], *, at: date) -> tuple[DateFact, ...]:
    """Birth, expiry and issue, each by the row's reference; nothing where no date could be read."""
    by_name = {row.name: row for row in rows}
    facts: list[DateFact] = []
    for name, said in (("birth_date", _birth), ("issue_date", _issue), ("expiry_date", _expiry)):
        row = by_name.get(name)
        day = _reference_day(row) if row else None
        if row is not None and day is not None and day.value:
            facts.append(said(row, day, at))
    return tuple(facts)


def _reference_day(row: d.Row) -> r.Day | None:
    shown = [one for cell in row.cells for one in cell.values if one.day is not None]
    best = next((one for one in shown if one.is_reference), None)
    western = next((one for one in shown if not one.value.calendar), None)
    chosen = best or western or (shown[0] if shown else None)
    return chosen.day if chosen else None


def _birth(row: d.Row, day: r.Day, at: date) -> DateFact:
    read = read_day(day.value or "", at=at, meaning="birth")
    age = age_on(read, at) if read is not None else None
    if read is not None and read.first_date() > at:
        return DateFact(label=row.label, day=day, sentence=_("after the journey"), tone="fail")
    if age is None:
        return DateFact(label=row.label, day=day, sentence=_("age not certain"), tone="attention")
    sentence = ngettext("%(age)s year old", "%(age)s years old", age) % {"age": age}
    return DateFact(
        label=row.label, day=day, sentence=sentence, tone="attention" if age < ADULT else "none"
    )


def _expiry(row: d.Row, day: r.Day, at: date) -> DateFact:
    read = read_day(day.value or "", at=at, meaning="expiry")
    left = days_until(read, at) if read is not None else 0
    if left < 0:
        sentence = ngettext(
            "expired %(days)s day before the journey",
            "expired %(days)s days before the journey",
            -left,
        ) % {"days": _grouped(-left)}
        return DateFact(label=row.label, day=day, sentence=sentence, tone="fail")
    if left == 0:
        sentence = _("expires on the journey's day")
    else:
        sentence = ngettext("%(days)s day left", "%(days)s days left", left) % {
            "days": _grouped(left)
        }
    return DateFact(
        label=row.label, day=day, sentence=sentence, tone="attention" if left < SOON else "none"
    )


def _issue(row: d.Row, day: r.Day, at: date) -> DateFact:
    read = read_day(day.value or "", at=at, meaning="issue")
    if read is not None and read.first_date() > at:
        return DateFact(label=row.label, day=day, sentence=_("after the journey"), tone="fail")
    age = age_on(read, at) if read is not None else None
    if not age:
        return DateFact(label=row.label, day=day, sentence=_("issued within the year before"))
    sentence = ngettext("issued %(years)s year before", "issued %(years)s years before", age) % {
        "years": age
    }
    return DateFact(label=row.label, day=day, sentence=sentence)


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))
