"""The whole chain is verified once a day, and how that ended is noted beside it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from kycreview.trail import checking, tasks
from kycreview.trail.events import Event
from kycreview.trail.guards import SQLITE_TRIGGERS
from kycreview.trail.models import TrailCheck, TrailEntry
from kycreview.trail.record import record
from tests.databases import Database


@pytest.fixture(autouse=True)
def _three_entries(database: Database) -> None:
    for number in range(3):
        with transaction.atomic():
            record(Event.ACCOUNT_CHANGED, system="settings", data={"version": number})


def noted() -> TrailCheck:
    return TrailCheck.objects.get()


@pytest.mark.both_databases
def test_a_whole_chain_is_noted_with_its_length() -> None:
    tasks.check()
    row = noted()
    assert (row.checked, row.broken_at, row.has_triggers) == (3, None, True)
    assert row.at is not None
    assert row.begun_at is None


@pytest.mark.both_databases
def test_it_is_verified_once_a_day_and_by_one_at_a_time() -> None:
    assert checking.check_if_due()
    assert not checking.check_if_due()
    day_ago = timezone.now() - timedelta(hours=25)
    TrailCheck.objects.update(at=day_ago, begun_at=timezone.now())
    assert not checking.check_if_due()
    TrailCheck.objects.update(begun_at=timezone.now() - timedelta(hours=7))
    assert checking.check_if_due()
    at = noted().at
    assert at is not None
    assert at > day_ago


def test_a_broken_chain_is_noted_with_the_place() -> None:
    with connection.cursor() as cursor:
        for trigger in SQLITE_TRIGGERS:
            cursor.execute(f"DROP TRIGGER {trigger}")
    TrailEntry.objects.filter(seq=2).update(data='{"version": 9}')
    with pytest.raises(CommandError, match="Broken at entry 2"):
        call_command("audit_verify", stdout=StringIO())
    row = noted()
    assert (row.broken_at, row.why, row.has_triggers) == (2, "The entry was changed.", False)


@pytest.mark.both_databases
def test_the_command_notes_what_it_found() -> None:
    call_command("audit_verify", stdout=StringIO())
    assert noted().checked == 3


def test_who_cannot_write_can_verify_all_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_trailcheck RENAME TO elsewhere")
    out, err = StringIO(), StringIO()
    call_command("audit_verify", stdout=out, stderr=err)
    assert "The chain holds: 3 entries" in out.getvalue()
    assert "could not be noted" in err.getvalue()
