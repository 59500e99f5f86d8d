"""Rows of one document: reference, grade of each value, what differs on top, what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from journeys.providers import results as r
from journeys.providers.field_names import field_name
from reviews.evidence import data_names as names
from reviews.evidence import data_shapes as d
from reviews.evidence.data_grading import GradeCode, grade_of, shown_value
from reviews.evidence.data_identities import identity_of_row
from reviews.evidence.data_questions import notes_on, options_of
from reviews.evidence.data_values import LATIN, Gathered, RowKey, names_of_rows, row_name
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import StepShown, Tree

KIND = "correction"
# A body may repeat a field without end: what comes after these is shown and not compared.
MOST_VALUES = 40
# Scripts whose letters ICAO Doc 9303 part 3 has tables for.
_TRANSLITERABLE = ("und-Arab", "und-Cyrl")
# Against which value the others are graded. In names the zone is the poorer spelling; in numbers
# and dates it is the one with a check digit.
_WORDS = (d.VIZ, d.BARCODE, d.NFC, d.UNKNOWN, d.MRZ, d.INFERRED, d.REGISTRY, d.DECLARED)
_FIGURES = (d.NFC, d.BARCODE, d.VIZ, d.UNKNOWN, d.MRZ, d.INFERRED, d.REGISTRY, d.DECLARED)
_MATCH_OF = {
    "dateofbirthmatch": "birth_date",
    "addressmatch": "address",
    "fullnamematch": "full_name",
    "documentnumbermatch": "document_number",
}


@dataclass(frozen=True, kw_only=True)
class Context:
    """What every row of a document needs."""

    tree: Tree
    step: StepShown
    said: SaidBook
    at: date
    is_signed: bool


def rows_of(found: Gathered, context: Context) -> tuple[d.Row, ...]:
    shared = Counter(
        id(part)
        for values in found.rows.values()
        for part in {id(p): p for value in values for p in value.parts}.values()
    )
    spelled = {
        (name, script): _reference(values, names.kind_of(name), is_signed=context.is_signed)
        for (name, script), values in found.rows.items()
        if script == LATIN or script in _TRANSLITERABLE
    }
    return tuple(
        _row(
            key,
            _read_again(found.rows[key], key, at=context.at),
            context,
            shared,
            _in_the_other_script(spelled, key),
        )
        for key in names_of_rows(found.rows)
    )


def leftovers(
    rows: Iterable[d.Row], step: StepShown
) -> tuple[tuple[r.Check, ...], tuple[r.ExtractionError, ...]]:
    """Provider's matches and errors that stand in no row."""
    matched = {id(one) for row in rows for one in row.matches}
    failed = {id(one) for row in rows for one in row.errors}
    return (
        tuple(one for one in _matches(step) if id(one) not in matched),
        tuple(one for one in step.errors if id(one) not in failed),
    )


def _row(
    key: RowKey,
    values: list[d.Value],
    context: Context,
    shared: Counter[int],
    other: d.Value | None,
) -> d.Row:
    """`other` is the same name in the other script: Latin for a native one, native for Latin."""
    name, script = key
    kind = names.kind_of(name)
    at = context.at
    reference = _reference(values, kind, is_signed=context.is_signed)
    is_compared = name not in names.WORKED_OUT
    native, latin = (other, None) if script == LATIN else (None, other)
    graded: list[tuple[d.Value, GradeCode]] = [
        (value, grade_of(value, reference, name=name, at=at, native=native))
        if is_compared and place < MOST_VALUES
        else (value, "alone")
        for place, value in enumerate(values)
    ]
    across: GradeCode = "alone"
    if reference is not None and kind == names.NAME:
        across = grade_of(reference, latin, name=name, at=at)
    state = _state(graded, reference, kind, across)
    parts = _parts_of(reference, values)
    identity = identity_of_row(
        context.tree, parts, row=f"{name}/{script}", is_shared=shared[id(parts[0])] > 1
    )
    said = context.said.all_current(identity, KIND)
    options = (
        options_of(graded, reference, name=name, at=at, native=native, said=said)
        if state == "conflict"
        else ()
    )
    key_of = next((value.key for value in values if value.key), "")
    return d.Row(
        anchor=f"field-{identity.stable_key[:16]}",
        name=name,
        key=key_of,
        label=_label(name, script),
        state=state,
        cells=tuple(_cells(graded, reference, name=name, across=across, context=context)),
        identity=identity,
        options=options,
        notes=notes_on(graded, reference, name=name, at=at) if state == "conflict" else (),
        matches=tuple(
            one
            for one in _matches(context.step)
            if _MATCH_OF.get(one.key.casefold()) == name
            and one.score is not None
            and one.score.value is not None
            and script in ("", "und-Latn")
        ),
        errors=tuple(
            one
            for one in context.step.errors
            if one.field_name and row_name(field_name(one.field_name)) == name
        ),
        said=said[0] if said else None,
        accepted=next((one.text for one in options if one.is_chosen), ""),
        correction=next((one for one in said if one.code == "corrected"), None),
        earlier=context.said.earlier(identity, KIND),
    )


def _in_the_other_script(spelled: Mapping[RowKey, d.Value | None], key: RowKey) -> d.Value | None:
    name, script = key
    if script in _TRANSLITERABLE:
        return spelled.get((name, LATIN))
    if script != LATIN:
        return None
    return next((spelled[name, one] for one in _TRANSLITERABLE if (name, one) in spelled), None)


def _read_again(values: list[d.Value], key: RowKey, *, at: date) -> list[d.Value]:
    """Our reading of the zone beside the provider's: once where both say the same."""
    ours = next((value for value in values if value.is_ours), None)
    if ours is None:
        return values
    kept: list[d.Value] = []
    is_in = False
    for value in values[:MOST_VALUES]:
        is_sent = value.source == d.MRZ and value is not ours and bool(value.text)
        if is_sent and grade_of(value, ours, name=key[0], at=at) != "differs":
            is_in = True
            value = replace(value, is_read_again=True, has_right_digit=ours.has_right_digit)
        kept.append(value)
    kept += values[MOST_VALUES:]
    return [value for value in kept if value is not ours] if is_in else kept


def _reference(values: Sequence[d.Value], kind: str, *, is_signed: bool) -> d.Value | None:
    order = _WORDS if kind in (names.NAME, names.TEXT) else _FIGURES

    def rank(value: d.Value) -> tuple[int, int]:
        if value.source == d.NFC and is_signed:
            return (0, 0)
        if value.source == d.MRZ and value.has_right_digit and order is _FIGURES:
            return (1, 0)
        return (2, order.index(value.source))

    found = [value for value in values if value.text and not value.calendar]
    return min(found, key=rank) if found else None


def _state(
    graded: Sequence[tuple[d.Value, GradeCode]],
    reference: d.Value | None,
    kind: str,
    across: GradeCode,
) -> str:
    """Other case and another order of words fold away; other letters of a word stay in sight."""
    grades = [grade for _value, grade in graded]
    if "differs" in grades:
        return "conflict"
    if across == "differs":
        return "look"
    is_in_words = kind in (names.NAME, names.TEXT)
    if "transliterated" in (*grades, across) or any(
        grade == "normalised" and is_in_words and _words(value) != _words(reference)
        for value, grade in graded
    ):
        return "consistent"
    sources = {value.source for value, grade in graded if grade not in ("absent", "alone")}
    return "agree" if len(sources) > 1 else "single"


def _words(value: d.Value | None) -> list[str]:
    return sorted((value.text or "").casefold().split()) if value else []


def _parts_of(reference: d.Value | None, values: Sequence[d.Value]) -> list[r.Part]:
    """The reference's part first, each part once."""
    ordered = [*(reference.parts if reference else ()), *(p for v in values for p in v.parts)]
    return list({id(part): part for part in ordered}.values())


def _cells(
    graded: Sequence[tuple[d.Value, GradeCode]],
    reference: d.Value | None,
    *,
    name: str,
    across: GradeCode,
    context: Context,
) -> Iterable[d.Cell]:
    is_alone = sum(1 for _value, grade in graded if grade != "absent") < 2
    for source in d.COLUMNS:
        shown = tuple(
            shown_value(
                value,
                grade,
                name=name,
                at=context.at,
                reference=reference,
                is_reference=value is reference,
                is_alone=is_alone,
                across=across if value is reference else "alone",
                is_signed=source == d.NFC and context.is_signed,
            )
            for value, grade in graded
            if value.source == source
        )
        yield d.Cell(source=source, label=source, values=shown)


def _label(name: str, script: str) -> str:
    """Empty where only the provider has a word for it."""
    label = names.house_label(name)
    scripted = names.SCRIPTS.get(script)
    return _(", ").join((str(label), str(scripted))) if label and scripted else label


def _matches(step: StepShown) -> list[r.Check]:
    return [
        check.part
        for group in step.check_groups
        if group.group == "data_match"
        for check in group.checks
    ]
