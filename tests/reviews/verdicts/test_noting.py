"""Notes: sealed, at any time, never changed; corrections, restricted ones, and who may write."""

from __future__ import annotations

import pytest

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import recuse
from reviews.errors import AlreadyDecided, Incomplete, NotAllowed, RateFirst, ReviewError
from reviews.models import Case, Note, Notice, Queue, Round
from reviews.verdicts.noting import LONGEST_NOTE, add_note
from tests.people import MakePerson
from tests.reviews.house import arrive, decided, events, held_case, in_effect, round_of
from tests.threads import at_once


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


@pytest.mark.both_databases
def test_a_note_is_sealed_and_read_back(held: Round, reviewer: User) -> None:
    note = add_note(held, "  Ink looks wet.  ", by=reviewer)
    assert b"wet" not in bytes(Note.objects.get().sealed_text)
    assert note.text(held.journey.key()) == "Ink looks wet."
    (entry,) = events(Event.NOTE_ADDED)
    assert (entry.object_id, entry.round_id) == (str(note.pk), held.pk)
    assert "wet" not in f"{entry.data}{entry.commitments}"
    assert "note" in entry.commitments


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST_NOTE + 1)])
def test_an_empty_or_endless_note_is_refused(held: Round, reviewer: User, text: str) -> None:
    with pytest.raises(Incomplete):
        add_note(held, text, by=reviewer)


def test_whoever_reviews_writes_whether_they_hold_the_case_or_not(
    held: Round, second_reviewer: User, lead: User
) -> None:
    for person in (second_reviewer, lead):
        assert add_note(held, "Seen before.", by=person).person == person


def test_auditors_and_admins_write_none(held: Round, auditor: User, admin: User) -> None:
    for person in (auditor, admin):
        with pytest.raises(NotAllowed, match="does not write"):
            add_note(held, "Seen.", by=person)
    assert not Note.objects.exists()


def test_who_knows_the_applicant_writes_none(held: Round, reviewer: User) -> None:
    recuse(Case.objects.get(), by=reviewer)
    with pytest.raises(NotAllowed, match="know the person"):
        add_note(round_of(Case.objects.get()), "A cousin.", by=reviewer)


def test_nobody_writes_before_the_faces_are_rated(held: Round, reviewer: User) -> None:
    Queue.objects.update(blind_first=True)
    Round.objects.update(policy=None)
    with pytest.raises(RateFirst):
        add_note(round_of(Case.objects.get()), "The ears differ.", by=reviewer)


@pytest.mark.both_databases
def test_a_decided_case_takes_notes_in_its_last_round(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    in_effect(held, "reject", by=reviewer)
    its_round = round_of(Case.objects.get())
    assert its_round.closed_at is not None
    assert add_note(its_round, "The bank called.", by=second_reviewer).round == its_round


@pytest.mark.both_databases
def test_a_correction_names_the_note_that_it_corrects(held: Round, reviewer: User) -> None:
    first = add_note(held, "Born in 1980.", by=reviewer)
    second = add_note(held, "Born in 1981.", corrects=first.pk, by=reviewer)
    first.refresh_from_db()
    assert second.corrects == first
    assert first.text(held.journey.key()) == "Born in 1980."
    assert f'"corrects":"{first.pk}"' in events(Event.NOTE_ADDED)[1].data
    third = add_note(held, "Born in 1982.", corrects=second.pk, by=reviewer)
    assert third.corrects == second


def test_a_note_is_corrected_once_and_by_its_writer(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    first = add_note(held, "Born in 1980.", by=reviewer)
    with pytest.raises(NotAllowed, match="your own notes"):
        add_note(held, "No.", corrects=first.pk, by=second_reviewer)
    add_note(held, "Born in 1981.", corrects=first.pk, by=reviewer)
    with pytest.raises(AlreadyDecided, match="corrected already"):
        add_note(held, "Born in 1982.", corrects=first.pk, by=reviewer)


def test_a_note_of_another_case_is_not_corrected_here(
    held: Round, idwise: Account, reviewer: User
) -> None:
    other = held_case(arrive(idwise, outcome="expired", index=1), by=reviewer)
    elsewhere = add_note(other, "Elsewhere.", by=reviewer)
    with pytest.raises(NotAllowed):
        add_note(held, "Here.", corrects=elsewhere.pk, by=reviewer)


@pytest.mark.both_databases
def test_of_corrections_at_once_one_is_kept(held: Round, reviewer: User) -> None:
    first = add_note(held, "Born in 1980.", by=reviewer)
    refused: list[str] = []

    def correct(number: int) -> None:
        try:
            add_note(held, f"Born in 198{number}.", corrects=first.pk, by=reviewer)
        except ReviewError as error:
            refused.append(error.sentence)

    at_once(4, correct)
    assert Note.objects.filter(corrects=first).count() == 1
    assert len(refused) == 3
    assert len(events(Event.NOTE_ADDED)) == 2


def test_a_restricted_note_is_for_those_who_may_see_it(
    held: Round, reviewer: User, lead: User
) -> None:
    with pytest.raises(NotAllowed, match="restricted notes"):
        add_note(held, "On the list.", is_restricted=True, by=reviewer)
    note = add_note(held, "On the list.", is_restricted=True, by=lead)
    assert note.is_restricted
    assert [len(events(event)) for event in (Event.NOTE_RESTRICTED, Event.NOTE_ADDED)] == [1, 0]


def test_a_correction_is_as_restricted_as_what_it_corrects(held: Round, lead: User) -> None:
    hidden = add_note(held, "On the list.", is_restricted=True, by=lead)
    plain = add_note(held, "Born in 1980.", by=lead)
    assert add_note(held, "Off the list.", corrects=hidden.pk, by=lead).is_restricted
    again = add_note(held, "1981.", corrects=plain.pk, is_restricted=True, by=lead)
    assert not again.is_restricted


@pytest.mark.both_databases
def test_whom_a_note_mentions_is_told_without_a_word_of_it(
    held: Round, reviewer: User, make_person: MakePerson
) -> None:
    rana = make_person("reviewer", name="Rana Idris")
    note = add_note(held, "@Rana Idris, and @rana again: look at the ear.", by=reviewer)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.by) == (rana, Notice.Kind.MENTIONED, reviewer)
    assert (notice.case_id, notice.note) == (held.case_id, note)
    assert str(rana.pk) in events(Event.NOTE_ADDED)[0].data


def test_a_refused_mention_keeps_no_note_and_tells_nobody(
    held: Round, reviewer: User, make_person: MakePerson
) -> None:
    make_person("reviewer", name="Rana Idris")
    make_person("admin", name="Ada Admin")
    with pytest.raises(Incomplete, match="Ada Admin may not see cases"):
        add_note(held, "@Rana and @Ada: look.", by=reviewer)
    assert not Note.objects.exists()
    assert not Notice.objects.exists()
    assert not events(Event.NOTE_ADDED)


@pytest.mark.both_databases
def test_the_note_of_a_decision_mentions_too(
    held: Round, reviewer: User, make_person: MakePerson
) -> None:
    rana = make_person("reviewer", name="Rana Idris")
    decision = decided(held, "reject", by=reviewer, note="For @Rana Idris.")
    notice = Notice.objects.get()
    assert (notice.person, notice.note) == (rana, decision.notes.get())


def test_a_decision_that_mentions_nobody_we_know_is_not_made(held: Round, reviewer: User) -> None:
    with pytest.raises(Incomplete, match="Nobody here is called “Zoe”") as refused:
        decided(held, "reject", by=reviewer, note="Ask @Zoe.")
    assert refused.value.field == "note"
    assert Case.objects.get().state == Case.State.CLAIMED
