"""The machine-readable zone as a page shows it: its lines, each check digit in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.providers import results as r
from reviews.comparing.mrz import CheckDigit, Zone
from reviews.comparing.mrz_lines import ALPHABET
from reviews.comparing.visible_text import attribute_text
from reviews.evidence.data_zone_shapes import DigitShown, Mark, ZoneShown
from reviews.evidence.shapes import StepShown

_LABELS: Mapping[str, object] = {
    "document_number": gettext_lazy("Document number"),
    "birth_date": gettext_lazy("Date of birth"),
    "expiry_date": gettext_lazy("Date of expiry"),
    "personal_number": gettext_lazy("Personal number"),
    "composite": gettext_lazy("Whole zone"),
}
# The provider's fields that hold a check digit as it read it.
_SENT_AS: Mapping[str, str] = {
    "document_number": "document_number_check_digit",
    "birth_date": "birth_date_check_digit",
    "expiry_date": "expiry_date_check_digit",
    "personal_number": "optional_data_check_digit",
    "composite": "final_check_digit",
}


def zone_shown(
    part: r.ExtractedField,
    zone: Zone | None,
    *,
    anchor: str,
    of_zone: Sequence[r.ExtractedField] = (),
    checks: Sequence[r.Check] = (),
) -> ZoneShown:
    """`of_zone` are the provider's own values of the zone, `checks` its results on it."""
    raw = part.value or ""
    if zone is None:
        return ZoneShown(
            anchor=anchor,
            raw=raw,
            problems=(_("These lines are no zone that ICAO Doc 9303 describes."),),
            checks=tuple(checks),
            others=tuple(of_zone),
        )
    read = {one.name: one.value or "" for one in of_zone}
    beside = {_SENT_AS[digit.name] for digit in zone.digits}
    return ZoneShown(
        anchor=anchor,
        raw=raw,
        format=zone.format,
        lines=tuple(_marks(zone, number) for number in range(len(zone.lines))),
        digits=tuple(_digit(one, read.get(_SENT_AS[one.name], "")) for one in zone.digits),
        problems=zone.problems,
        names_may_be_cut=zone.names_may_be_cut,
        checks=tuple(checks),
        others=tuple(one for one in of_zone if one.value and one.name not in beside),
    )


def checks_of_zone(step: StepShown) -> tuple[r.Check, ...]:
    """What the provider says of the zone: "MRZ Check Digits" (IDWise), `mrz` (Signzy)."""
    return tuple(
        check.part
        for group in step.check_groups
        for check in group.checks
        if check.part.key.casefold() == "mrz" or _speaks_of_a_zone(check.part.name)
    )


def _speaks_of_a_zone(name: str) -> bool:
    plain = name.casefold()
    return "mrz" in plain.split() or "machine-readable" in plain or "machine readable" in plain


def _digit(digit: CheckDigit, by_provider: str) -> DigitShown:
    return DigitShown(
        label=str(_LABELS.get(digit.name, digit.name)),
        sent=digit.sent,
        computed=digit.computed,
        is_right=digit.is_right,
        is_filler=digit.is_optional_filler,
        by_provider=by_provider,
    )


def _marks(zone: Zone, number: int) -> tuple[Mark, ...]:
    """One line cut at its check digits and at signs that no zone has."""
    digits = {digit.column: digit for digit in zone.digits if digit.line == number and digit.sent}
    marks: list[Mark] = []
    plain = ""
    for place, sign in enumerate(zone.lines[number]):
        state = ""
        if place in digits:
            state = "right" if digits[place].is_right else "wrong"
        elif sign not in ALPHABET:
            state = "bad"
        if not state:
            plain += sign
            continue
        if plain:
            marks.append(Mark(text=plain))
        # A sign that no zone has may be one that nobody would see.
        marks.append(Mark(text=attribute_text(sign) if state == "bad" else sign, state=state))
        plain = ""
    if plain:
        marks.append(Mark(text=plain))
    return tuple(marks)
