"""Grades one value against its row's reference, and says of it what a page has to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.providers import results as r
from reviews.comparing.days import Meaning, PartialDay, read_day
from reviews.comparing.grading import Grade, Kind, grade
from reviews.comparing.lookalikes import is_confusable, mixed_scripts
from reviews.comparing.visible_text import HIDDEN, JOINERS
from reviews.evidence import data_names as names
from reviews.evidence import data_shapes as d

# "alone": nothing stood beside it to compare with.
GradeCode = Literal["identical", "normalised", "transliterated", "differs", "absent", "alone"]
# What is longer is no name, date or number: it is compared as plain text.
LONGEST = 120
_LOOKS: Mapping[str, tuple[object, str]] = {
    "identical": (gettext_lazy("identical"), "equal"),
    "normalised": (gettext_lazy("normalised"), "asterisk"),
    "transliterated": (gettext_lazy("transliteration"), "languages"),
    "differs": (gettext_lazy("differs"), "x"),
    "absent": (gettext_lazy("absent"), "minus"),
    "alone": ("", ""),
}
_SOURCE_WORDS: Mapping[str, object] = {
    d.VIZ: gettext_lazy("printed"),
    d.MRZ: gettext_lazy("MRZ"),
    d.BARCODE: gettext_lazy("barcode"),
    d.NFC: gettext_lazy("chip"),
    d.UNKNOWN: gettext_lazy("document"),
    d.INFERRED: gettext_lazy("inferred"),
    d.DECLARED: gettext_lazy("declared"),
    d.REGISTRY: gettext_lazy("registry"),
}


def source_word(source: str) -> str:
    return str(_SOURCE_WORDS.get(source, source))


def grade_of(
    value: d.Value,
    reference: d.Value | None,
    *,
    name: str,
    at: date,
    native: d.Value | None = None,
) -> GradeCode:
    """How a value stands to the reference. Dates that we cannot convert are not compared.

    Two Latin spellings of one `native` name are consistent with each other, however they differ.
    """
    code = _grade_of(value, reference, name=name, at=at)
    if (
        code != "differs"
        or native is None
        or len(native.text or "") > LONGEST
        or names.kind_of(name) != names.NAME
    ):
        return code
    spellings = (value, reference)
    is_one_name = all(
        each is not None and _grade_of(each, native, name=name, at=at) == "transliterated"
        for each in spellings
    )
    return "transliterated" if is_one_name else code


def _grade_of(value: d.Value, reference: d.Value | None, *, name: str, at: date) -> GradeCode:
    if not value.text:
        return "absent"
    if reference is None or not reference.text or not _is_comparable(value, name):
        return "alone"
    is_short = len(value.text) <= LONGEST and len(reference.text) <= LONGEST
    found = grade(
        value.text,
        reference.text,
        kind=cast(Kind, names.kind_of(name) if is_short else names.TEXT),
        at=at,
        meaning=_meaning(name),
        may_be_cut=value.may_be_cut or reference.may_be_cut,
    )
    return cast(GradeCode, Grade(found).value)


def shown_value(
    value: d.Value,
    code: GradeCode,
    *,
    name: str,
    at: date,
    reference: d.Value | None,
    is_reference: bool,
    is_signed: bool,
    is_alone: bool,
    across: GradeCode = "alone",
) -> d.ValueShown:
    word, icon = _LOOKS["alone" if is_alone or value.text is None else code]
    if is_reference and not is_alone:
        word, icon = (_("signed"), "lock") if is_signed else (_("reference"), "scale")
    read = _day_of(value, name=name, at=at)
    return d.ValueShown(
        value=value,
        grade=code,
        word=str(word),
        icon=icon,
        is_reference=is_reference,
        is_signed=is_signed,
        is_mono=names.kind_of(name) == names.NUMBER,
        day=_as_day(read, value.text or "") if read is not None else None,
        is_across=across == "transliterated",
        hints=tuple(_hints(value, read, name)),
        warnings=tuple(
            _warnings(value, reference, code)
            + ([_("not consistent with the Latin name")] if across == "differs" else [])
        ),
    )


def readable_day(value: d.Value, *, name: str, at: date) -> r.Day | None:
    """The day that a value says; None where it is no date."""
    read = _day_of(value, name=name, at=at)
    return _as_day(read, value.text or "") if read is not None else None


def _day_of(value: d.Value, *, name: str, at: date) -> PartialDay | None:
    if names.kind_of(name) != names.DATE or not value.text or not _is_comparable(value, name):
        return None
    return read_day(value.text, at=at, meaning=_meaning(name))


def _is_comparable(value: d.Value, name: str) -> bool:
    return value.calendar in ("", "hijri") and names.calendar_of(name) in ("", "hijri")


def _meaning(name: str) -> Meaning:
    return cast(Meaning, names.meaning_of(name))


def _as_day(read: PartialDay, raw: str) -> r.Day:
    text = f"{read.year:04d}"
    if read.month is not None:
        text += f"-{read.month:02d}"
        if read.day is not None:
            text += f"-{read.day:02d}"
    return r.Day(text, raw, read.precision)


def _hints(value: d.Value, read: PartialDay | None, name: str) -> list[str]:
    """How a date was read, where it could be read otherwise."""
    if read is None:
        if names.kind_of(name) == names.DATE and value.text and value.calendar not in ("", "hijri"):
            return [_("A date of another calendar: it is shown as sent and not compared.")]
        return []
    hints: list[str] = []
    if read.hijri is not None:
        hints.append(
            _("Hijri date, converted by the arithmetic calendar: it may be off by one day.")
        )
    if read.is_century_supposed:
        meaning = names.meaning_of(name)
        if meaning in ("birth", "issue"):
            hints.append(
                _("Two-digit year, read as the latest such day not after the journey's date.")
            )
        else:
            hints.append(
                _("Two-digit year, read as the one within 50 years of the journey's date.")
            )
    if read.is_month_first:
        hints.append(_("Read month first: the second number can be no month."))
    elif value.text and not value.text[:4].isdigit() and read.precision == "day":
        hints.append(_("Read day first, as the provider writes dates."))
    return hints


def _warnings(value: d.Value, reference: d.Value | None, code: GradeCode) -> list[str]:
    text = value.text or ""
    said: list[str] = []
    if any(match.group() not in JOINERS for match in HIDDEN.finditer(text)):
        said.append(_("hidden characters"))
    if mixed_scripts(text):
        said.append(_("mixes scripts in one word"))
    if code == "differs" and reference is not None and is_confusable(text, reference.text or ""):
        said.append(_("looks the same, other letters"))
    if value.has_right_digit is False:
        said.append(_("check digit wrong"))
    return said
