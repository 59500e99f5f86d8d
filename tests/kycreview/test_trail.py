"""Writing the trail: one actor, one transaction, no gap, nothing about an applicant in clear."""

from __future__ import annotations

import json
import uuid
from datetime import UTC
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from pytest_django import Settings

from kycreview.sealing import destroy_data_key, new_data_key, unseal_json
from kycreview.sealing.store import data_key
from kycreview.staff.models import Role, User
from kycreview.trail import chain
from kycreview.trail.events import Event
from kycreview.trail.models import TrailDetail, TrailEntry, TrailHead
from kycreview.trail.record import Seat, client_address, record
from kycreview.trail.verify import verify_chain
from tests.databases import Database
from tests.people import MakePerson
from tests.threads import at_once

pytestmark = pytest.mark.both_databases


def write(event: Event = Event.CASE_OPENED, **given: Any) -> TrailEntry:
    with transaction.atomic():
        return record(event, **({"system": "pull"} | given))


def test_an_entry_says_who_did_what_where_and_in_which_role(reviewer: User) -> None:
    case = uuid.uuid4()
    write(
        Event.CASE_CLAIMED,
        system="",
        by=reviewer,
        seat=Seat(session_digest="0123456789abcdef", address="192.0.2.7"),
        account="idwise",
        case_id=case,
        about=("case", case),
        data={"b": 1, "a": None},
    )
    entry = TrailEntry.objects.get()
    assert (entry.seq, entry.event, entry.actor) == (1, "case.claimed", reviewer)
    assert (entry.role, entry.system) == ("reviewer", "")
    assert (entry.address, entry.session_digest) == ("192.0.2.7", "0123456789abcdef")
    assert (entry.case_id, entry.object_kind, entry.object_id) == (case, "case", str(case))
    assert entry.data == '{"a":null,"b":1}'
    assert entry.at.tzinfo == UTC


def test_an_entry_has_exactly_one_actor(reviewer: User) -> None:
    with pytest.raises(ValueError, match="exactly one actor"):
        write(by=reviewer, system="pull")
    with pytest.raises(ValueError, match="exactly one actor"):
        write(by=None, system="")
    assert TrailEntry.objects.count() == 0


def test_the_database_itself_demands_exactly_one_actor(reviewer: User) -> None:
    entry = write()
    for actor, system in ((None, ""), (reviewer, "pull")):
        entry.seq += 1
        entry.id, entry.prev_mac = uuid.uuid4(), f"{entry.seq:064}"
        entry.actor, entry.system = actor, system
        with pytest.raises(IntegrityError):
            entry.save(force_insert=True)


def test_two_entries_cannot_follow_the_same_one(database: Database) -> None:
    entry = write()
    fork = TrailEntry.objects.get(seq=entry.seq)
    fork.seq, fork.id = 2, uuid.uuid4()
    with pytest.raises(IntegrityError):
        fork.save(force_insert=True)


def test_recording_outside_a_transaction_raises(database: Database) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(Event.CASE_OPENED, system="pull")
    assert TrailHead.objects.get().seq == 0


def test_a_change_that_is_rolled_back_leaves_no_entry_and_no_gap(database: Database) -> None:
    write()

    def fail() -> None:
        with transaction.atomic():
            record(Event.CASE_OPENED, system="pull")
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    write()
    assert list(TrailEntry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert verify_chain().broken_at is None


def test_writers_at_the_same_moment_leave_no_gap(database: Database) -> None:
    each, writers = 10, 8

    def work(number: int) -> None:
        for turn in range(each):
            write(data={"writer": number, "turn": turn})

    at_once(writers, work)
    seqs = list(TrailEntry.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, each * writers + 1))
    found = verify_chain()
    assert (found.broken_at, found.checked) == (None, each * writers)
    assert TrailHead.objects.get().mac == found.head_mac


def test_the_chain_can_be_checked_while_others_write(database: Database) -> None:
    def work(number: int) -> list[int | None]:
        if number:
            return [verify_chain().broken_at for _ in range(10)]
        for _ in range(30):
            write()
        return []

    assert {broken_at for found in at_once(2, work) for broken_at in found} == {None}


def test_times_never_run_backwards_along_the_chain(database: Database) -> None:
    at_once(4, lambda number: [write() for _ in range(5)])
    times = list(TrailEntry.objects.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)


def test_values_about_an_applicant_stand_in_no_entry(database: Database) -> None:
    key_id = new_data_key()
    entry = write(Event.NOTE_ADDED, private={"note": "Looks like Zainab"}, key_id=key_id)
    for field in TrailEntry._meta.get_fields():
        if field.concrete:
            assert b"Zainab" not in str(field.value_from_object(entry)).encode()
    detail = TrailDetail.objects.get()
    assert b"Zainab" not in bytes(detail.sealed)
    opened = unseal_json(data_key(key_id), detail.sealed, context=f"trail:{entry.id}:note")
    assert opened["value"] == "Looks like Zainab"
    commitment = chain.commit(bytes.fromhex(opened["salt"]), opened["value"])
    assert json.loads(entry.commitments) == {"note": commitment}


def test_equal_values_have_different_commitments(database: Database) -> None:
    key_id = new_data_key()
    said = [
        json.loads(write(private={"note": "same"}, key_id=key_id).commitments)["note"]
        for _ in range(2)
    ]
    assert said[0] != said[1]


def test_the_chain_holds_after_the_details_were_erased_with_their_key(database: Database) -> None:
    erased, kept = new_data_key(), new_data_key()
    write(Event.NOTE_ADDED, private={"note": "to be forgotten"}, key_id=erased)
    write(Event.NOTE_ADDED, private={"note": "kept"}, key_id=kept)
    destroy_data_key(erased)
    assert verify_chain().broken_at is None
    TrailDetail.objects.filter(key_id=erased).delete()
    assert verify_chain().broken_at is None


def test_a_private_value_without_a_key_that_stands_is_refused_whole(database: Database) -> None:
    key_id = new_data_key()
    destroy_data_key(key_id)
    with pytest.raises(Exception, match="destroyed"):
        write(private={"note": "x"}, key_id=key_id)
    assert (TrailEntry.objects.count(), TrailHead.objects.get().seq) == (0, 0)


def test_any_text_survives_in_data_and_details(database: Database) -> None:
    odd = "\x00 \ud800 عربى 漢字 \u202e </script>"
    write(data={"odd": odd}, private={"note": odd}, key_id=new_data_key())
    assert json.loads(TrailEntry.objects.get().data) == {"odd": odd}
    assert verify_chain().broken_at is None


def test_a_person_with_many_roles_can_still_be_recorded(make_person: MakePerson) -> None:
    person = make_person("reviewer")
    for number in range(5):
        person.roles.add(Role.objects.create(slug=f"{number}-{'x' * 38}", name="long"))
    assert len(write(by=person, system="").role) <= 120


@pytest.mark.parametrize(
    "remote, forwarded, expected",
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 127.0.0.2", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_forwarded_addresses_count_only_from_our_own_proxies(
    remote: str, forwarded: str, expected: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1", "127.0.0.2"]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected
