"""Gathers the values of one document by field: what was read, declared, answered. Compares none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from journeys.providers import results as r
from journeys.providers.bodies import plain_key
from journeys.providers.field_names import field_name
from reviews.comparing.mrz import Zone, read_mrz
from reviews.comparing.text import document_number
from reviews.comparing.visible_text import script_of
from reviews.evidence import data_names as names
from reviews.evidence import data_shapes as d
from reviews.evidence.shapes import StepShown

LATIN = "und-Latn"
_SOURCES = {"applicant": d.DECLARED}
_FROM_ZONE = (
    "surname",
    "given_names",
    "birth_date",
    "sex",
    "nationality",
    "document_number",
    "personal_number",
    "issuing_country",
    "expiry_date",
)
# Declared, but said of the journey and not of a document's field.
_NOT_OF_A_DOCUMENT = ("phone", "email", "id_type", "id_type_2", "id_type_3", "expected_id_type")
_NUMBERS = ("personal_number", "identity_card_number", "document_number")
_ANY_NUMBER = ("idnumber", "number")
RowKey = tuple[str, str]


@dataclass
class Gathered:
    """Values by (row name, script); `zones` are the parts that hold lines, with our reading."""

    rows: dict[RowKey, list[d.Value]] = field(default_factory=lambda: defaultdict(list))
    zones: list[tuple[r.ExtractedField, Zone | None]] = field(default_factory=list)
    of_zone: list[r.ExtractedField] = field(default_factory=list)
    without_a_row: list[r.DeclaredValue] = field(default_factory=list)


def gather(
    step: StepShown,
    *,
    declared: Sequence[r.DeclaredValue] = (),
    registry: Sequence[r.RegistryAnswer] = (),
) -> Gathered:
    """Every value once, in the order in which it was sent; ours from the zone's lines behind it."""
    found = Gathered()
    has_lines = any(one.name in names.ZONE_LINES and one.value for one in step.fields)
    values: dict[str, list[d.Value]] = defaultdict(list)
    for one in step.fields:
        if one.name in names.ZONE_LINES and one.value:
            found.zones.append((one, read_mrz(one.value)))
        elif has_lines and _is_of_zone(one.name):
            found.of_zone.append(one)
        else:
            value = _read(one)
            values[row_name(one.name, is_declared=value.source == d.DECLARED)].append(value)
    for part, zone in found.zones:
        if zone is not None:
            _add_from_zone(values, part, zone)
    for answer in registry:
        for named in answer.answered:
            name = _row_of_answer(named, values)
            # What answers no field of the document stands with the register's answer alone.
            if values.get(name):
                values[name].append(
                    d.Value(source=d.REGISTRY, text=named.value, parts=(answer,), key=named.name)
                )
    _add_declared(found, values, declared)
    for name, those in values.items():
        for script, group in _by_script(name, those).items():
            found.rows[name, script] = group
    return found


def row_name(name: str, *, is_declared: bool = False) -> str:
    """The row that a house name belongs to: one thing under two names is one row.

    A Hijri date stands beside the western one, since it can be converted; other calendars do not.
    """
    plain = name.removeprefix("declared_") if is_declared else name
    if plain.endswith(("_native", "_hijri")):
        plain = names.stem_of(plain)
    return names.SAME_AS.get(plain, plain)


def names_of_rows(rows: Iterable[RowKey]) -> list[RowKey]:
    """House names that everybody knows first, the others as they came."""
    order = {name: place for place, name in enumerate(names.FIRST_ROWS)}
    return sorted(rows, key=lambda row: (order.get(names.stem_of(row[0]), len(order)), row[1]))


def _is_of_zone(name: str) -> bool:
    return name in names.OF_ZONE or name.endswith("_check_digit")


def _read(part: r.ExtractedField) -> d.Value:
    source = part.source.code
    if source == d.UNKNOWN and _is_of_zone(part.name):
        source = d.MRZ  # only a machine-readable zone has these
    return d.Value(
        source=_SOURCES.get(source, source if source in d.COLUMNS else d.UNKNOWN),
        text=part.value,
        parts=(part,),
        key=part.key,
        kind=part.kind,
        side="" if part.side.code == "none" else part.side.code,
        read_accuracy=part.read_accuracy,
        calendar=names.calendar_of(part.name),
    )


def _add_from_zone(values: dict[str, list[d.Value]], part: r.ExtractedField, zone: Zone) -> None:
    right = {digit.name: digit.is_right for digit in zone.digits}
    for name in _FROM_ZONE:
        if text := zone.value(name):
            values[name].append(
                d.Value(
                    source=d.MRZ,
                    text=text,
                    parts=(part,),
                    is_ours=True,
                    has_right_digit=right.get(name),
                    may_be_cut=zone.names_may_be_cut and names.kind_of(name) == names.NAME,
                )
            )
    whole = " ".join(filter(None, (zone.value("given_names"), zone.value("surname"))))
    if whole and values.get("full_name"):
        values["full_name"].append(
            d.Value(
                source=d.MRZ,
                text=whole,
                parts=(part,),
                is_ours=True,
                may_be_cut=zone.names_may_be_cut,
            )
        )


def _row_of_answer(named: r.Named, values: Mapping[str, list[d.Value]]) -> str:
    """A register's "id number" is whichever of the document's numbers it equals."""
    if not named.name:
        return ""
    if plain_key(named.name) not in _ANY_NUMBER:
        return row_name(field_name(named.name))
    present = [name for name in _NUMBERS if values.get(name)]
    wanted = document_number(named.value)
    return next(
        (
            name
            for name in present
            if any(document_number(value.text or "") == wanted for value in values[name])
        ),
        present[0] if present else "",
    )


def _add_declared(
    found: Gathered, values: dict[str, list[d.Value]], declared: Sequence[r.DeclaredValue]
) -> None:
    """Beside the document's fields of the same name; a whole name where the document has no parts.

    What is compared with no document stays a list of its own.
    """
    pair = [one for one in declared if one.name in ("first_name", "last_name") and one.value]
    has_parts = bool(values.get("given_names") or values.get("surname"))
    joined = () if has_parts or not values.get("full_name") else tuple(pair)
    if joined:
        text = " ".join(one.value for one in sorted(joined, key=lambda one: one.name))
        values["full_name"].append(d.Value(source=d.DECLARED, text=text, parts=joined))
    for one in declared:
        name = row_name(one.name, is_declared=True)
        if one in joined or not one.value:
            continue
        if name in _NOT_OF_A_DOCUMENT or not values.get(name):
            found.without_a_row.append(one)
        else:
            values[name].append(d.Value(source=d.DECLARED, text=one.value, parts=(one,)))


def _by_script(name: str, values: list[d.Value]) -> dict[str, list[d.Value]]:
    """Names and other words in two scripts are two rows; the rest is one, with its script unsaid.

    What has no letters stands with the Latin values.
    """
    if names.kind_of(name) not in (names.NAME, names.TEXT):
        return {"": values}
    groups: dict[str, list[d.Value]] = defaultdict(list)
    for value in values:
        groups[script_of(value.text or "") or LATIN].append(value)
    if len(groups) < 2:
        return {"": values}
    return dict(groups)
