"""Panel 3, the data: fields by source with a grade each, the zone's check digits, the dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from journeys.providers import results as r
from reviews.comparing.visible_text import attribute_text
from reviews.evidence import data_shapes as d
from reviews.evidence.data_dates import date_facts
from reviews.evidence.data_rows import Context, leftovers, rows_of
from reviews.evidence.data_shapes import DataPanel
from reviews.evidence.data_values import Gathered, gather
from reviews.evidence.data_zones import checks_of_zone, zone_shown
from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import Identity, StepShown, Tree

# What says that the chip's data was proven, not only read: Signzy's `rfid`, else by its name.
_CHIP = re.compile(
    r"\b(rfid|(passive|active|chip) authentication"
    r"|(nfc|chip) (signature|authenticity|verification))\b",
    re.IGNORECASE,
)


def data_panel(tree: Tree, said: SaidBook, *, at: date) -> DataPanel:
    """`at` is the journey's date: ages, expiry and two-digit years are counted on it."""
    steps: list[d.StepData] = []
    without_a_row: list[r.DeclaredValue] = []
    for number, step in enumerate(tree.steps):
        # What was declared and what registers answered is compared with the first document.
        is_first = number == 0
        found = gather(
            step,
            declared=tree.declared if is_first else (),
            registry=tree.registry if is_first else (),
        )
        without_a_row += found.without_a_row
        steps.append(_step(step, found, tree, said, number=number, at=at))
    rows = [row for step in steps for row in step.rows]
    zones = [zone for step in steps for zone in step.zones]
    return DataPanel(
        at=at,
        steps=tuple(steps),
        declared=tuple(without_a_row if tree.steps else tree.declared),
        conflicts=sum(1 for row in rows if row.is_open),
        wrong_digits=sum(zone.wrong for zone in zones),
        open_items=tuple(
            OpenItem(row.anchor, row.label or attribute_text(row.key, 60))
            for row in rows
            if row.is_open
        ),
    )


def data_identities(tree: Tree, *, at: date) -> Mapping[Identity, frozenset[str]]:
    """The rows of the present evidence, and what may be said about each."""
    panel = data_panel(tree, SaidBook(), at=at)
    return {row.identity: row.codes for step in panel.steps for row in step.rows}


def _step(
    step: StepShown, found: Gathered, tree: Tree, said: SaidBook, *, number: int, at: date
) -> d.StepData:
    chip = _chip_checks(step)
    is_signed = bool(chip) and all(check.outcome.code == "pass" for check in chip)
    context = Context(tree=tree, step=step, said=said, at=at, is_signed=is_signed)
    by_state: dict[str, list[d.Row]] = {"open": [], "agree": [], "single": []}
    for row in rows_of(found, context):
        by_state[row.state if row.state in by_state else "open"].append(row)
    in_sight, open_columns = _with_columns(by_state["open"], found, is_signed=is_signed)
    agreeing, agree_columns = _with_columns(by_state["agree"], found, is_signed=is_signed)
    single, columns = _with_columns(by_state["single"], found, is_signed=is_signed)
    rows = (*in_sight, *agreeing, *single)
    matches, errors = leftovers(rows, step)
    has_chip = any(c.code == d.NFC for c in (*open_columns, *agree_columns, *columns))
    return d.StepData(
        anchor=f"data-{number}",
        part=step.part,
        rows=rows,
        open_columns=open_columns,
        agree_columns=agree_columns,
        zones=tuple(
            zone_shown(
                part,
                zone,
                anchor=f"zone-{number}-{place}",
                of_zone=found.of_zone if place == 0 else (),
                checks=checks_of_zone(step) if place == 0 else (),
            )
            for place, (part, zone) in enumerate(found.zones)
        ),
        dates=date_facts(rows, at=at),
        chip=chip if has_chip else (),
        matches=matches,
        errors=errors,
    )


def _chip_checks(step: StepShown) -> tuple[r.Check, ...]:
    """What was said of the chip's signatures; what was not run says nothing."""
    return tuple(
        check.part
        for group in step.check_groups
        for check in group.checks
        if check.part.outcome.code != "not_done"
        and (_CHIP.search(check.part.name) or check.part.key.casefold() == "rfid")
    )


def _with_columns(
    rows: Sequence[d.Row], found: Gathered, *, is_signed: bool
) -> tuple[tuple[d.Row, ...], tuple[d.Column, ...]]:
    """Only sources that say something; the printed and the machine-readable zone always.

    Where the provider names no source, what was printed stands under "source not given": an empty
    column for the printed zone would say that nothing was printed.
    """
    filled = {cell.source for row in rows for cell in row.cells if cell.values}
    if filled and not (d.UNKNOWN in filled and d.VIZ not in filled):
        filled.add(d.VIZ)
    if filled:
        filled.add(d.MRZ)
    columns = tuple(_columns(filled, found, is_signed=is_signed))
    labels = {column.code: column.label for column in columns}
    return tuple(row.in_columns(labels) for row in rows), columns


def _columns(filled: set[str], found: Gathered, *, is_signed: bool) -> Iterable[d.Column]:
    zone = next((zone for _part, zone in found.zones if zone is not None), None)
    if zone is None:
        below_mrz = _("no lines sent") if not found.zones else _("not readable")
    else:
        is_wrong = any(not digit.is_right for digit in zone.digits)
        below_mrz = _("digits wrong") if is_wrong else _("digits checked")
    words = {
        d.VIZ: (_("Printed"), _("VIZ")),
        d.MRZ: (_("MRZ"), below_mrz),
        d.BARCODE: (_("Barcode"), ""),
        d.NFC: (_("Chip"), _("NFC, signed") if is_signed else _("NFC, not proven")),
        d.UNKNOWN: (_("Document"), _("source not given")),
        d.INFERRED: (_("Inferred"), _("by the provider")),
        d.DECLARED: (_("Declared"), _("applicant")),
        d.REGISTRY: (_("Registry"), _("answer")),
    }
    for code in d.COLUMNS:
        if code in filled:
            yield d.Column(code=code, label=words[code][0], below=words[code][1])
