"""The triggers: the database refuses to change the trail, whoever asks, by whatever statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from kycreview.sealing import new_data_key
from kycreview.trail import guards
from kycreview.trail.events import Event
from kycreview.trail.models import TrailDetail, TrailEntry, TrailHead
from kycreview.trail.record import record
from kycreview.trail.verify import triggers_stand, verify_chain
from tests.databases import Database

pytestmark = pytest.mark.both_databases

ON_BOTH = [
    "UPDATE trail_trailentry SET data = '{}'",
    "UPDATE trail_trailentry SET data = data",
    "UPDATE trail_trailentry SET seq = seq + 10",
    "DELETE FROM trail_trailentry",
    "DELETE FROM trail_trailentry WHERE seq = 2",
    "DELETE FROM trail_trailhead",
    "UPDATE trail_trailhead SET seq = 0",
    "UPDATE trail_trailhead SET seq = seq - 1",
    "UPDATE trail_trailhead SET seq = seq + 2",
    "UPDATE trail_trailhead SET id = 2",
    "INSERT INTO trail_trailhead (id, seq, mac) VALUES (2, 0, '')",
    "UPDATE trail_traildetail SET sealed = sealed",
    "UPDATE trail_traildetail SET entry_id = 1",
]
BY_VENDOR = {
    "postgresql": [
        "TRUNCATE trail_trailentry CASCADE",
        "TRUNCATE trail_trailhead",
        "TRUNCATE trail_traildetail",
        "SET LOCAL session_replication_role = 'replica'; DELETE FROM trail_traildetail; "
        "DELETE FROM trail_trailentry",
        "INSERT INTO trail_trailhead (id, seq, mac) VALUES (1, 0, '') "
        "ON CONFLICT (id) DO UPDATE SET seq = 0",
    ],
    "sqlite": [
        "REPLACE INTO trail_trailhead (id, seq, mac) VALUES (1, 0, '')",
        "REPLACE INTO trail_trailentry SELECT * FROM trail_trailentry WHERE seq = 2",
        "UPDATE OR REPLACE trail_trailentry SET seq = 1 WHERE seq = 2",
        "REPLACE INTO trail_traildetail SELECT * FROM trail_traildetail",
    ],
}


@pytest.fixture
def written(database: Database) -> Database:
    """Three entries, the last one with a detail."""
    key_id = new_data_key()
    for number in range(3):
        with transaction.atomic():
            record(
                Event.NOTE_ADDED,
                system="test",
                private={"note": "x"} if number == 2 else None,
                key_id=key_id,
            )
    return database


def state() -> list[object]:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (TrailEntry, TrailHead, TrailDetail)
    ]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block does to the database is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_statement_against_the_trail_is_refused(written: Database) -> None:
    before = state()
    for sql in ON_BOTH + BY_VENDOR[written.vendor]:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert state() == before, sql


def test_django_s_own_ways_are_refused_too(written: Database) -> None:
    entry = TrailEntry.objects.get(seq=1)
    entry.data = '{"other":1}'
    with pytest.raises(IntegrityError):
        entry.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEntry.objects.filter(seq=1).update(system="other")
    with pytest.raises(IntegrityError):
        entry.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEntry.objects.all()._raw_delete(using="default")


def test_details_can_be_erased(written: Database) -> None:
    assert TrailDetail.objects.all().delete()[0] == 1
    assert verify_chain().broken_at is None


def test_the_triggers_stand_after_the_migrations(written: Database) -> None:
    assert triggers_stand()


def test_each_missing_trigger_is_noticed(written: Database) -> None:
    drops = [sql for sql in guards.reverse_statements(written.vendor) if "TRIGGER" in sql]
    assert len(drops) >= 6
    for sql in drops:
        with undone():
            with connection.cursor() as cursor:
                cursor.execute(sql)
            assert not triggers_stand(), sql
    assert triggers_stand()


@pytest.mark.postgresql
def test_a_disabled_trigger_is_noticed(written: Database) -> None:
    for how in ("DISABLE TRIGGER trail_entry_no_change", "DISABLE TRIGGER USER"):
        with undone():
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE trail_trailentry {how}")
            assert not triggers_stand()


def test_the_command_tells_whether_chain_and_triggers_hold(
    written: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit_verify")
    assert "The chain holds: 3 entries" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute(guards.reverse_statements(written.vendor)[0])
    with pytest.raises(CommandError, match="triggers"):
        call_command("audit_verify")


def test_the_guards_can_be_taken_down_and_put_up_again(written: Database) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in guards.reverse_statements(written.vendor):
            cursor.execute(sql)
        for sql in guards.statements(written.vendor):
            cursor.execute(sql)
    assert triggers_stand()
