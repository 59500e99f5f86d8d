"""Files beside a case: by whom, how many, under which name, and who never learns of them."""

from __future__ import annotations

import io
import json
from typing import BinaryIO
from uuid import UUID

import pytest

from journeys import vault
from journeys.models import Account, Blob, Journey
from journeys.vault import read_original
from kycreview.sealing import Broken, KeyGone, destroy_data_key
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, recuse
from reviews.errors import Incomplete, NotAllowed, RateFirst
from reviews.evidence.attached import files_seen, name_of
from reviews.evidence.blind import hidden_people
from reviews.evidence.case_page import case_page
from reviews.models import Attachment, Queue, Round
from reviews.verdicts import attaching
from reviews.verdicts.attaching import MOST_FILES, attach, clean_name
from tests.journeys.vault.files import jpeg, pdf
from tests.people import MakePerson
from tests.reviews.house import (
    arrive,
    attached,
    decided,
    events,
    held_case,
    in_effect,
    opened_strictly,
    round_of,
)
from tests.threads import at_once

pytestmark = pytest.mark.both_databases
PICTURE = jpeg()


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def seen_by(viewer: User, its_round: Round) -> list[UUID]:
    its_round.case.refresh_from_db()
    last = round_of(its_round.case)
    hidden = hidden_people(last, viewer=viewer)
    return [one.id for one in files_seen(last, viewer=viewer, hidden=hidden).files]


def told_to(viewer: User, its_round: Round) -> set[str]:
    """The events of the history as this person reads it."""
    case = its_round.case
    case.refresh_from_db()
    return {line.event for line in case_page(case, viewer=viewer).history}


def test_a_file_is_kept_with_its_name_sealed(held: Round, reviewer: User) -> None:
    row = attached(held, PICTURE, by=reviewer, name="Brief von Änne.JPG")
    row.refresh_from_db()
    assert name_of(row) == "Brief von Änne.jpg"
    assert b"Brief" not in bytes(row.sealed_name)
    assert read_original(row.blob) == PICTURE
    (entry,) = events(Event.FILE_ATTACHED)
    assert (entry.actor, entry.case_id, entry.round_id) == (reviewer, held.case_id, held.pk)
    said = json.loads(entry.data)
    assert said["bytes"] == len(PICTURE)
    assert said["sha256"] == row.blob.sha256
    assert "Brief" not in entry.data, "a name tells of people: it is committed to, and sealed"
    assert [*json.loads(entry.commitments)] == ["name"]


@pytest.mark.parametrize(
    "called,kept",
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\fakepath\\Scan 1.JPEG", "Scan 1.jpeg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe.jpg"),
        ("a\x00b\r\nc\t.jpg", "ab c.jpg"),
        ("...", "File.jpg"),
        ("", "File.jpg"),
        (".jpg", "File.jpg"),
        ("page.html", "page.html.jpg"),
        ("رسالة.jpg", "رسالة.jpg"),
        ("نامه\u200cها.jpg", "نامه\u200cها.jpg"),
        ("x" * 400 + ".jpg", "x" * 120 + ".jpg"),
    ],
)
def test_a_name_is_shown_as_it_is_and_ends_as_its_type(called: str, kept: str) -> None:
    assert clean_name(called, media_type="image/jpeg") == kept


def test_who_may_write_notes_attaches(
    held: Round, lead: User, auditor: User, second_reviewer: User, reviewer: User
) -> None:
    attached(held, PICTURE, by=lead)
    with pytest.raises(NotAllowed):
        attached(held, PICTURE, by=auditor)
    recuse(held.case, by=reviewer)
    claim(held.case, by=second_reviewer)
    attached(held, PICTURE, by=second_reviewer)
    with pytest.raises(NotAllowed):
        attached(held, PICTURE, by=reviewer)
    assert Attachment.objects.count() == 2


def test_nobody_attaches_before_the_faces_are_rated(idwise: Account, reviewer: User) -> None:
    case = claim(opened_strictly(arrive(idwise, outcome="glare")), by=reviewer)
    with pytest.raises(RateFirst):
        attached(round_of(case), PICTURE, by=reviewer)
    assert not Blob.objects.filter(sha256__in=[""]).exists()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "content,words",
    [
        (b"", "The file is empty."),
        (b"<html>", "This is no JPEG, PNG or WebP picture and no PDF, whatever it is called."),
        (jpeg()[:300], "The file is damaged or cut off and cannot be shown."),
        (pdf(31), "The PDF has more than 30 pages."),
        (jpeg() + bytes(15 * 1024 * 1024), "The file is larger than 15 MB."),
    ],
)
def test_what_the_vault_refuses_is_refused_in_a_sentence(
    held: Round, reviewer: User, content: bytes, words: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        attached(held, content, by=reviewer)
    assert refused.value.sentence == words
    assert not Attachment.objects.exists()
    assert events(Event.FILE_ATTACHED) == []


def test_the_same_file_twice_is_a_slip(held: Round, reviewer: User, lead: User) -> None:
    attached(held, PICTURE, by=reviewer)
    with pytest.raises(Incomplete):
        attached(held, PICTURE, by=reviewer, name="other.jpg")
    attached(held, PICTURE, by=lead)
    assert Attachment.objects.count() == 2
    assert Blob.objects.filter(journey=held.journey, media_type="image/jpeg").count() == 1


def test_a_round_takes_only_so_many(
    held: Round, reviewer: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_FILES == 20
    monkeypatch.setattr(attaching, "MOST_FILES", 2)
    attached(held, jpeg(20, 20), by=lead, is_restricted=True)
    for width in (30, 40):
        attached(held, jpeg(width, 20), by=reviewer)
    with pytest.raises(Incomplete) as refused:
        attached(held, jpeg(50, 20), by=reviewer)
    assert "2 files already" in refused.value.sentence
    attached(held, jpeg(60, 20), by=lead, is_restricted=True)


def test_the_last_place_is_taken_once(
    held: Round, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "MOST_FILES", 3)
    attached(held, jpeg(20, 20), by=reviewer)

    def one(number: int) -> bool:
        try:
            attach(held, io.BytesIO(jpeg(30 + number, 20)), name="x.jpg", by=reviewer)
        except Incomplete:
            return False
        return True

    assert sorted(at_once(4, one)) == [False, False, True, True]
    assert Attachment.objects.count() == 3


def test_the_case_lost_while_the_file_was_checked_keeps_no_file(
    held: Round, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring = vault.bring

    def recused(arrived: BinaryIO, *, journey: Journey) -> Blob:
        blob = bring(arrived, journey=journey)
        recuse(held.case, by=reviewer)
        return blob

    monkeypatch.setattr(vault, "bring", recused)
    with pytest.raises(NotAllowed):
        attached(held, PICTURE, by=reviewer)
    assert not Attachment.objects.exists()
    assert Blob.objects.exists(), "the bytes are known, so that they are erased with the journey"


def test_a_restricted_file_exists_for_few(
    held: Round, reviewer: User, second_reviewer: User, lead: User, auditor: User
) -> None:
    row = attached(held, PICTURE, by=lead, is_restricted=True)
    assert seen_by(lead, held) == seen_by(auditor, held) == [row.pk]
    assert seen_by(reviewer, held) == seen_by(second_reviewer, held) == []
    assert Event.FILE_ATTACHED.value in told_to(lead, held) & told_to(auditor, held)
    assert Event.FILE_ATTACHED.value not in told_to(reviewer, held)
    with pytest.raises(NotAllowed):
        attached(held, jpeg(30, 30), by=reviewer, is_restricted=True)


def test_that_somebody_elses_restricted_file_is_there_is_not_told_by_a_refusal(
    held: Round, reviewer: User, lead: User
) -> None:
    attached(held, PICTURE, by=lead, is_restricted=True)
    row = attached(held, PICTURE, by=reviewer)
    assert seen_by(reviewer, held) == [row.pk]


def test_two_readers_do_not_see_each_others_files_until_both_have_read(
    held: Round, reviewer: User, second_reviewer: User, auditor: User
) -> None:
    Queue.objects.update(second_reader_when=["reject"])
    first = attached(held, PICTURE, by=reviewer)
    decided(round_of(held.case), "reject", by=reviewer)
    claim(held.case, by=second_reviewer)
    assert seen_by(second_reviewer, held) == []
    assert Event.FILE_ATTACHED.value not in told_to(second_reviewer, held)
    second = attached(round_of(held.case), jpeg(30, 30), by=second_reviewer)
    assert seen_by(second_reviewer, held) == [second.pk]
    assert seen_by(reviewer, held) == [first.pk]
    assert set(seen_by(auditor, held)) == {first.pk, second.pk}
    in_effect(round_of(held.case), "reject", by=second_reviewer)
    assert set(seen_by(reviewer, held)) == set(seen_by(second_reviewer, held))
    assert len(seen_by(reviewer, held)) == 2


def test_files_go_with_the_journeys_key(held: Round, reviewer: User) -> None:
    row = attached(held, PICTURE, by=reviewer, name="letter of a person.jpg")
    destroy_data_key(held.journey.key_id)
    row = Attachment.objects.get(pk=row.pk)
    with pytest.raises(KeyGone):
        row.round.journey.key()
    with pytest.raises((Broken, KeyGone)):
        read_original(row.blob)
    assert "letter" not in name_of(row)
    with pytest.raises(NotAllowed):
        attached(held, jpeg(30, 30), by=reviewer)


def test_a_lead_attaches_to_what_is_decided(
    held: Round, reviewer: User, make_person: MakePerson
) -> None:
    decided(held, "reject", by=reviewer)
    row = attached(round_of(held.case), PICTURE, by=make_person("lead"))
    assert seen_by(reviewer, held) == [row.pk]
