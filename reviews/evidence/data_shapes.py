"""What the data panel is made of: frozen shapes without queries, built by `data_panel`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from journeys.providers import results as r
from reviews.comparing.visible_text import attribute_text
from reviews.evidence.correction_words import REASONS, SOURCES
from reviews.evidence.data_names import ZONE_LINES, in_a_sentence
from reviews.evidence.data_zone_shapes import DateFact, ZoneShown
from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import Said
from reviews.evidence.shapes import Identity

# Columns in the order in which a page shows them.
VIZ, MRZ, BARCODE, NFC = "viz", "mrz", "barcode", "nfc"
UNKNOWN, INFERRED, DECLARED, REGISTRY = "unknown", "inferred", "declared", "registry"
COLUMNS = (VIZ, MRZ, BARCODE, NFC, UNKNOWN, INFERRED, DECLARED, REGISTRY)


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value of one source. `is_ours` was read from the zone's lines by us, not sent."""

    source: str
    text: str | None
    parts: tuple[r.Part, ...]
    key: str = ""
    kind: str = "string"
    side: str = ""
    read_accuracy: str = ""
    calendar: str = ""
    is_ours: bool = False
    # The provider's value and our own reading of the lines say the same.
    is_read_again: bool = False
    # False where the check digit over this value is wrong, None where none covers it.
    has_right_digit: bool | None = None
    # A name from a line that is full to its end.
    may_be_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class ValueShown:
    """A value with its grade against the row's reference.

    `day` is set where the text is a date that could be read; `hints` are sentences that a person
    can open; `warnings` are always in sight.
    """

    value: Value
    grade: str
    word: str
    icon: str
    is_reference: bool = False
    is_signed: bool = False
    is_mono: bool = False
    # Consistent with the same field in Latin letters.
    is_across: bool = False
    day: r.Day | None = None
    hints: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def particulars(self) -> tuple[r.Named, ...]:
        """What the provider said besides; what a register answered has a panel of its own."""
        return tuple(
            named
            for part in self.value.parts
            if isinstance(part, r.ExtractedField | r.DeclaredValue) and part.name not in ZONE_LINES
            for named in part.particulars
        )

    @property
    def is_explained(self) -> bool:
        """Whether a page shows it otherwise than it was sent."""
        return self.day is not None and self.day.value != self.value.text


@dataclass(frozen=True, kw_only=True)
class Cell:
    """All values of one source in one row; none means absent."""

    source: str
    label: str
    values: tuple[ValueShown, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to "Which … do you accept?": a distinct value and who says it."""

    code: str
    text: str
    sources: str
    day: r.Day | None = None
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One field. `state` is conflict, look, consistent, agree or single; only conflicts are asked.

    `look` is a name that is no transliteration of the Latin one: shown, since tables may miss it.
    `said` is the newest statement about exactly this content, `correction` the newest corrected
    value among them, `earlier` what was said about earlier evidence.
    """

    anchor: str
    name: str
    key: str
    label: str
    state: str
    cells: tuple[Cell, ...]
    identity: Identity
    options: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()
    matches: tuple[r.Check, ...] = ()
    errors: tuple[r.ExtractionError, ...] = ()
    said: Said | None = None
    accepted: str = ""
    correction: Said | None = None
    earlier: tuple[Said, ...] = ()

    @property
    def question(self) -> str:
        label = self.label or attribute_text(self.key, 60)
        stem, _comma, script = label.partition(", ")
        field_name = f"{in_a_sentence(stem)} ({script})" if script else in_a_sentence(stem)
        return _("Which %(field)s do you accept?") % {"field": field_name}

    @property
    def has_more(self) -> bool:
        """Whether a line below the row is needed."""
        return bool(self.options or self.matches or self.errors or self.said or self.earlier)

    def in_columns(self, labels: Mapping[str, str]) -> Row:
        """The same row with the cells of these columns only, named as they are."""
        return replace(
            self,
            cells=tuple(
                replace(cell, label=labels[cell.source])
                for cell in self.cells
                if cell.source in labels
            ),
        )

    @property
    def is_open(self) -> bool:
        return self.state == "conflict" and self.said is None

    @property
    def codes(self) -> frozenset[str]:
        """What may be said about this row."""
        return frozenset({"corrected", *(option.code for option in self.options)})


@dataclass(frozen=True, kw_only=True)
class Column:
    """A source that a row has; `below` says in a word what it is worth."""

    code: str
    label: str
    below: str = ""


@dataclass(frozen=True, kw_only=True)
class StepData:
    """One document."""

    anchor: str
    part: r.DocumentStep
    rows: tuple[Row, ...]
    # Of the rows in sight, and of those that agree: a source without a value there has no column.
    open_columns: tuple[Column, ...]
    agree_columns: tuple[Column, ...]
    zones: tuple[ZoneShown, ...]
    dates: tuple[DateFact, ...]
    chip: tuple[r.Check, ...] = ()
    # Matches and errors that belong to no row.
    matches: tuple[r.Check, ...] = ()
    errors: tuple[r.ExtractionError, ...] = ()

    def _in(self, *states: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.state in states)

    @property
    def conflicts(self) -> tuple[Row, ...]:
        return self._in("conflict")

    @property
    def consistent(self) -> tuple[Row, ...]:
        return self._in("consistent")

    @property
    def to_look_at(self) -> tuple[Row, ...]:
        return self._in("look")

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """What stands in sight: conflicts on top, then what is consistent."""
        return (*self.conflicts, *self.to_look_at, *self.consistent)

    @property
    def agreeing(self) -> tuple[Row, ...]:
        return self._in("agree")

    @property
    def single(self) -> tuple[Row, ...]:
        return self._in("single")


@dataclass(frozen=True, kw_only=True)
class DataPanel:
    """Panel 3. `conflicts` counts the questions that nobody has answered."""

    at: date
    steps: tuple[StepData, ...]
    # Declared values that no document has a field for.
    declared: tuple[r.DeclaredValue, ...] = ()
    conflicts: int = 0
    wrong_digits: int = 0
    open_items: tuple[OpenItem, ...] = field(default=())
    correction_reasons: tuple[tuple[str, object], ...] = REASONS
    correction_sources: tuple[tuple[str, object], ...] = SOURCES

    @property
    def differing(self) -> int:
        return sum(len(step.conflicts) for step in self.steps)

    @property
    def to_look_at(self) -> int:
        return sum(len(step.to_look_at) for step in self.steps)

    @property
    def consistent(self) -> int:
        return sum(len(step.consistent) for step in self.steps)

    @property
    def agreeing(self) -> int:
        return sum(len(step.agreeing) for step in self.steps)

    @property
    def single(self) -> int:
        return sum(len(step.single) for step in self.steps)
