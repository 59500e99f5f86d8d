"""What an owner of the database can do once the triggers are gone, and that the verifier finds it.

Each kind of tampering starts from the same six entries and must be found at its first bad `seq`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from kycreview.sealing import new_data_key
from kycreview.sealing.keyring import parse_ring
from kycreview.staff.models import User
from kycreview.trail import chain, guards
from kycreview.trail.events import Event
from kycreview.trail.models import TrailDetail, TrailEntry, TrailHead
from kycreview.trail.record import field_values, record
from kycreview.trail.verify import Verdict, verify_chain, verify_tail
from tests import environment
from tests.databases import Database
from tests.people import MakePerson

pytestmark = pytest.mark.both_databases

LAST = 6
Tampering = Callable[[], AbstractContextManager[None]]
OTHER_KEY = "YSBrZXkgdGhhdCB0aGUgYXR0YWNrZXIgbWFkZSB1cCE="


@pytest.fixture
def written(make_person: MakePerson) -> list[User]:
    """Six entries about two cases by two people and a system, two of them with a detail."""
    people = [make_person("reviewer"), make_person("lead")]
    cases = [uuid.uuid4(), uuid.uuid4()]
    key_id = new_data_key()
    for number in range(LAST):
        has_note = number in (2, 4)
        with transaction.atomic():
            record(
                Event.NOTE_ADDED,
                by=people[number % 2] if number < 4 else None,
                system="" if number < 4 else "pull",
                case_id=cases[number % 2],
                round_id=uuid.uuid4(),
                account="idwise",
                about=("case", cases[number % 2]),
                data={"number": number},
                private={"note": f"note {number}"} if has_note else None,
                key_id=key_id,
            )
    assert verify_chain() == Verdict(LAST, TrailHead.objects.get().mac)
    return people


@pytest.fixture
def tampering(database: Database, written: list[User]) -> Tampering:
    """A block without triggers, all of it rolled back at its end."""

    @contextmanager
    def block() -> Any:
        with transaction.atomic():
            with connection.cursor() as cursor:
                for sql in guards.reverse_statements(database.vendor):
                    cursor.execute(sql)
            yield
            transaction.set_rollback(True)

    return block


def entry(seq: int) -> TrailEntry:
    return TrailEntry.objects.get(seq=seq)


def change(number: int, /, **values: object) -> None:
    assert TrailEntry.objects.filter(seq=number).update(**values) == 1


def forge(template: TrailEntry, key: bytes, **values: object) -> TrailEntry:
    """A copy with a leaf and a signature that fit together, made without TRAIL_KEY."""
    for name, value in values.items():
        setattr(template, name, value)
    commitments = chain.field_commitments(field_values(template), bytes(template.salt))
    template.mac = chain.mac_of(key, template.prev_mac, chain.leaf_hash(commitments))
    return template


def test_a_change_of_any_column_is_found_at_its_entry(
    tampering: Tampering, written: list[User]
) -> None:
    changes: dict[str, object] = {
        "id": uuid.uuid4(),
        "at": timezone.now(),
        "event": Event.CASE_CLAIMED.value,
        "schema": 2,
        "actor": written[1],
        "role": "lead",
        "session_digest": "ffff",
        "address": "192.0.2.1",
        "account": "signzy",
        "case_id": uuid.uuid4(),
        "round_id": None,
        "object_kind": "round",
        "object_id": "other",
        "app_version": "9.9.9",
        "policy_version": "9",
        "data": '{"number":20}',
        "commitments": "{}",
        "salt": b"\x00" * 32,
        "key_id": "00000000",
        "prev_mac": "0" * 64,
        "mac": "0" * 64,
    }
    columns = {field.name for field in TrailEntry._meta.concrete_fields}
    assert columns - set(changes) == {"seq", "system"}
    for name, value in changes.items():
        with tampering():
            change(3, **{name: value})
            assert verify_chain().broken_at == 3, name
    with tampering():
        change(3, actor=None, system="pull")
        assert verify_chain().broken_at == 3
    with tampering():
        change(5, system="other")
        assert verify_chain().broken_at == 5


def test_two_rows_that_changed_places_are_found(tampering: Tampering) -> None:
    with tampering():
        TrailDetail.objects.all().delete()
        change(2, seq=100)
        change(4, seq=2)
        change(100, seq=4)
        assert verify_chain().broken_at == 2


@pytest.mark.parametrize("seq", [1, 3, LAST])
def test_a_removed_row_is_found(tampering: Tampering, seq: int) -> None:
    with tampering():
        TrailDetail.objects.filter(entry_id=seq).delete()
        TrailEntry.objects.filter(seq=seq)._raw_delete(using="default")
        assert verify_chain().broken_at == seq


def test_an_emptied_trail_is_found(tampering: Tampering) -> None:
    with tampering():
        TrailDetail.objects.all().delete()
        TrailEntry.objects.all()._raw_delete(using="default")
        assert verify_chain().broken_at == 1


def test_rows_moved_up_to_close_a_gap_are_found(tampering: Tampering) -> None:
    with tampering():
        TrailDetail.objects.all().delete()
        TrailEntry.objects.filter(seq=3)._raw_delete(using="default")
        for seq in (4, 5, 6):
            change(seq, seq=seq - 1)
        TrailHead.objects.update(seq=LAST - 1)
        assert verify_chain().broken_at == 3


def test_a_row_before_the_first_is_found(tampering: Tampering) -> None:
    with tampering():
        copy = entry(1)
        copy.seq, copy.id, copy.prev_mac = 0, uuid.uuid4(), "f" * 64
        copy.save(force_insert=True)
        assert verify_chain().broken_at == 0


def test_a_forged_row_in_a_gap_is_found(tampering: Tampering) -> None:
    with tampering():
        copy = entry(3)
        TrailDetail.objects.filter(entry_id=3).delete()
        TrailEntry.objects.filter(seq=3)._raw_delete(using="default")
        forge(copy, b"", data='{"number":99}').save(force_insert=True)
        assert verify_chain().broken_at == 3


def test_a_forged_row_at_the_end_is_found(tampering: Tampering) -> None:
    with tampering():
        last = entry(LAST)
        forged = forge(last, b"", seq=LAST + 1, id=uuid.uuid4(), prev_mac=last.mac)
        forged.save(force_insert=True)
        assert verify_chain().broken_at == LAST + 1
        TrailHead.objects.update(seq=LAST + 1, mac=forged.mac)
        assert verify_chain().broken_at == LAST + 1


def test_a_copy_of_a_row_under_a_new_number_is_found(tampering: Tampering) -> None:
    with tampering():
        copy = entry(2)
        copy.seq, copy.id, copy.prev_mac = LAST + 1, uuid.uuid4(), entry(LAST).mac
        copy.save(force_insert=True)
        TrailHead.objects.update(seq=LAST + 1, mac=copy.mac)
        assert verify_chain().broken_at == LAST + 1


@pytest.mark.parametrize("claims_our_key", [True, False])
def test_a_whole_chain_computed_anew_without_the_key_is_found(
    tampering: Tampering, claims_our_key: bool
) -> None:
    ring = parse_ring(OTHER_KEY, "TRAIL_KEY")
    key = ring.keys[ring.current]
    with tampering():
        prev_mac = chain.GENESIS
        for seq in range(1, LAST + 1):
            key_id = entry(seq).key_id if claims_our_key else ring.current
            forged = forge(entry(seq), key, prev_mac=prev_mac, key_id=key_id)
            forged.save()
            prev_mac = forged.mac
        TrailHead.objects.update(mac=prev_mac)
        assert verify_chain().broken_at == 1


def test_a_changed_or_missing_head_is_found(tampering: Tampering) -> None:
    with tampering():
        TrailHead.objects.update(mac="0" * 64)
        assert verify_chain().broken_at == LAST
    with tampering():
        TrailHead.objects.update(seq=LAST + 1)
        assert verify_chain().broken_at == LAST + 1
    with tampering():
        TrailHead.objects.update(seq=LAST - 1)
        assert verify_chain().broken_at is not None
    with tampering():
        TrailHead.objects.all().delete()
        assert verify_chain().broken_at == 1


def test_an_older_copy_is_found_by_whoever_kept_the_head(tampering: Tampering) -> None:
    saved = (LAST, TrailHead.objects.get().mac)
    assert verify_chain(saved_head=saved).broken_at is None
    with tampering():
        TrailDetail.objects.filter(entry_id__gt=4).delete()
        TrailEntry.objects.filter(seq__gt=4)._raw_delete(using="default")
        TrailHead.objects.update(seq=4, mac=entry(4).mac)
        # By itself a cut chain is a whole one: that is why a head must be kept elsewhere.
        assert verify_chain().broken_at is None
        assert verify_chain(saved_head=saved).broken_at == 5


def test_another_end_than_the_one_that_was_kept_is_found(written: list[User]) -> None:
    assert verify_chain(saved_head=(4, "0" * 64)).broken_at == 4


def test_the_newest_entries_can_be_checked_alone(tampering: Tampering) -> None:
    for entries in (1, 3, LAST, LAST + 5):
        assert verify_tail(entries=entries).broken_at is None
    with tampering():
        change(5, data='{"number":50}')
        assert verify_tail(entries=3).broken_at == 5
        assert verify_tail(entries=1).broken_at is None
    with tampering():
        TrailDetail.objects.filter(entry_id=LAST).delete()
        TrailEntry.objects.filter(seq=LAST)._raw_delete(using="default")
        assert verify_tail(entries=3).broken_at == LAST
    with tampering():
        TrailDetail.objects.filter(entry_id=3).delete()
        TrailEntry.objects.filter(seq=3)._raw_delete(using="default")
        assert verify_tail(entries=3).broken_at == 3


def test_a_changed_or_moved_detail_is_found(tampering: Tampering) -> None:
    with tampering():
        box = bytearray(TrailDetail.objects.get(entry_id=3).sealed)
        box[-1] ^= 1
        TrailDetail.objects.filter(entry_id=3).update(sealed=bytes(box))
        assert verify_chain().broken_at == 3
    with tampering():
        TrailDetail.objects.filter(entry_id=3).delete()
        TrailDetail.objects.filter(entry_id=5).update(entry_id=3)
        assert verify_chain().broken_at == 3
    with tampering():
        TrailDetail.objects.filter(entry_id=3).update(name="other")
        assert verify_chain().broken_at == 3


def test_text_that_fits_no_column_is_found(tampering: Tampering, database: Database) -> None:
    """SQLite stores any text anywhere; the verifier must tell, not fall over."""
    for name in ("mac", "prev_mac", "key_id", "at", "actor_id", "case_id"):
        if database.vendor == "postgresql" and name in ("at", "actor_id", "case_id"):
            continue
        with tampering():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE trail_trailentry SET {name} = 'é' WHERE seq = 2")
            assert verify_chain().broken_at == 2, name


def test_a_rotated_key_still_verifies_what_the_old_one_signed(
    written: list[User], settings: Settings
) -> None:
    settings.TRAIL_KEY = f"{OTHER_KEY},{environment.TRAIL_KEY}"
    with transaction.atomic():
        record(Event.CASE_OPENED, system="pull")
    assert entry(LAST + 1).key_id != entry(LAST).key_id
    assert verify_chain().broken_at is None
    settings.TRAIL_KEY = OTHER_KEY
    assert verify_chain().broken_at == 1
