"""Fields of one document as rows by name and columns by source. Compares and judges nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from journeys.choices import FieldSource
from journeys.providers.results import DeclaredValue, ExtractedField
from reviews.comparing.visible_text import one_line
from reviews.evidence.data_names import house_label
from reviews.evidence.shapes import StepShown, Tree

# Machine-readable zones stand apart: two lines of 44 characters fit into no column.
WHOLE_ROW = {"mrz_lines", "mrz"}
ORDER = ("viz", "mrz", "barcode", "nfc", "unknown", "inferred", "applicant")


@dataclass
class Row:
    """One house name; `cells` holds the fields of each source, `declared` what was said."""

    name: str
    key: str
    cells: dict[str, list[ExtractedField]] = field(default_factory=dict)
    declared: list[DeclaredValue] = field(default_factory=list)

    def in_order(self, columns: Sequence[Column]) -> list[list[ExtractedField]]:
        return [self.cells.get(column.code, []) for column in columns]


@dataclass(frozen=True)
class Column:
    """One source that gave at least one value."""

    code: str
    label: object


@dataclass(frozen=True)
class Matrix:
    """`zones` are machine-readable lines; `has_declared` says whether anything was declared."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    zones: tuple[ExtractedField, ...]
    has_declared: bool

    @property
    def lines(self) -> list[tuple[Row, list[list[ExtractedField]]]]:
        return [(row, row.in_order(self.columns)) for row in self.rows]


def matrix_of(step: StepShown, declared: Sequence[DeclaredValue] = ()) -> Matrix:
    """Rows in the order in which the provider sent the names; repeated values all stay."""
    rows: dict[str, Row] = {}
    for one in step.fields:
        if one.name in WHOLE_ROW:
            continue
        row = rows.setdefault(one.name, Row(one.name, one.key))
        row.cells.setdefault(one.source.code, []).append(one)
    for said in declared:
        if said.name in rows:
            rows[said.name].declared.append(said)
    seen = {code for row in rows.values() for code in row.cells}
    codes = [*ORDER, *sorted(seen.difference(ORDER))]
    labels: Mapping[str, object] = {one.value: one.label for one in FieldSource}
    return Matrix(
        columns=tuple(Column(code, labels.get(code, code)) for code in codes if code in seen),
        rows=tuple(rows.values()),
        zones=tuple(one for one in step.fields if one.name in WHOLE_ROW),
        has_declared=any(row.declared for row in rows.values()),
    )


def values_named(tree: Tree, names: Sequence[str]) -> list[str]:
    """What was read or declared under any of these names, each spelling once."""
    read = [field for step in tree.steps for field in step.fields if field.name in names]
    said = [one for one in tree.declared if one.name in names]
    values = [*(field.value for field in read), *(one.value for one in said)]
    return list(dict.fromkeys(value for value in values if value))


def zone_lines(value: str | None) -> list[str]:
    """The lines of a machine-readable zone. Signzy's engine puts a ^ between them."""
    return (value or "").replace("^", "\n").splitlines()


def shown_name(name: str, key: str = "") -> SafeString:
    """Our own word for a name we know, else the provider's label, else the name in words."""
    known = house_label(name)
    return format_html("{}", known) if known else one_line(key or name.replace("_", " "))
