"""History that is written in one go: chained and signed like everything else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from journeys.growing.copying import insert
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from kycreview.trail.record import record
from kycreview.trail.record_many import Past, record_many
from kycreview.trail.verify import verify_chain
from tests.databases import Database

pytestmark = pytest.mark.both_databases


def past(count: int) -> list[Past]:
    at = timezone.now() - timedelta(days=9)
    return [
        Past(
            event=Event.CASE_OPENED,
            at=at + timedelta(minutes=number),
            system="grow",
            data={"text": "tab\t, backslash \\ and ünïcode", "number": number},
        )
        for number in range(count)
    ]


def test_entries_stand_in_order_between_those_of_others(database: Database) -> None:
    with transaction.atomic():
        record(Event.CASE_OPENED, system="before")
        record_many(past(7), insert=insert)
        record(Event.CASE_OPENED, system="after")
    systems = list(TrailEntry.objects.order_by("seq").values_list("system", flat=True))
    assert systems == ["before", *["grow"] * 7, "after"]
    assert verify_chain().checked == 9
    assert verify_chain().broken_at is None


def test_a_changed_entry_is_noticed(database: Database) -> None:
    with transaction.atomic():
        record_many(past(3), insert=lambda model, columns, rows: _forged(columns, rows))
    assert verify_chain().broken_at == 2


def _forged(columns: object, rows: list[tuple[object, ...]]) -> None:
    names = list(columns)  # type: ignore[call-overload]  # a sequence of names
    changed = list(rows[1])
    changed[names.index("event")] = Event.CASE_CLAIMED.value
    insert(TrailEntry, names, [rows[0], tuple(changed), rows[2]])


def test_it_needs_a_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record_many(past(1), insert=insert)


def test_nothing_is_written_for_nothing(database: Database) -> None:
    with transaction.atomic():
        record_many([], insert=insert)
    assert verify_chain().checked == 0
