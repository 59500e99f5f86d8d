"""Notes that were begun: sealed, for their author alone, gone when the note is added."""

from __future__ import annotations

import pytest

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.trail.models import TrailEntry
from reviews.desk.claims import recuse
from reviews.errors import AlreadyDecided, NotAllowed, RateFirst
from reviews.evidence.notes import note_drafts_of
from reviews.models import Case, NoteDraft, Queue, Round
from reviews.verdicts.note_drafts import drop_note_draft, save_note_draft
from reviews.verdicts.noting import add_note
from reviews.verdicts.reopening import reopen
from tests.reviews.house import arrive, held_case, in_effect, round_of
from tests.threads import at_once

WORDS = "The ink looks wet, ask"


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def texts(its_round: Round, person: User) -> list[str]:
    rounds = list(Round.objects.filter(case=its_round.case_id).select_related("journey"))
    return [one.text for one in note_drafts_of(rounds, viewer=person).values()]


@pytest.mark.both_databases
def test_a_draft_is_sealed_the_last_one_counts_and_its_author_alone_reads_it(
    held: Round, reviewer: User, second_reviewer: User, lead: User
) -> None:
    save_note_draft(held, "The in", by=reviewer)
    save_note_draft(held, WORDS, by=reviewer)
    draft = NoteDraft.objects.get()
    assert b"ink" not in bytes(draft.sealed)
    assert texts(held, reviewer) == [WORDS]
    assert texts(held, second_reviewer) == texts(held, lead) == []


def test_a_draft_is_no_entry_of_the_trail(held: Round, reviewer: User) -> None:
    before = TrailEntry.objects.count()
    save_note_draft(held, WORDS, by=reviewer)
    drop_note_draft(held, corrects=None, by=reviewer)
    assert TrailEntry.objects.count() == before


@pytest.mark.both_databases
def test_adding_the_note_empties_its_own_draft_and_no_other(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    first = add_note(held, "Born in 1980.", by=reviewer)
    save_note_draft(held, WORDS, by=reviewer)
    save_note_draft(held, "Born in 19", corrects=first.pk, by=reviewer)
    save_note_draft(held, "Mine", by=second_reviewer)
    add_note(held, f"{WORDS} the bank.", by=reviewer)
    assert texts(held, reviewer) == ["Born in 19"]
    assert texts(held, second_reviewer) == ["Mine"]
    add_note(held, "Born in 1981.", corrects=first.pk, by=reviewer)
    assert texts(held, reviewer) == []


def test_a_note_that_is_refused_leaves_its_draft(held: Round, reviewer: User) -> None:
    save_note_draft(held, "Ask @Nobody", by=reviewer)
    with pytest.raises(Exception, match="Nobody here is called"):
        add_note(held, "Ask @Nobody", by=reviewer)
    assert texts(held, reviewer) == ["Ask @Nobody"]


def test_nothing_written_and_what_was_just_added_are_no_drafts(held: Round, reviewer: User) -> None:
    save_note_draft(held, WORDS, by=reviewer)
    save_note_draft(held, "  \n", by=reviewer)
    assert not NoteDraft.objects.exists()
    # Sent before the note, and here after it.
    note = add_note(held, WORDS, by=reviewer)
    save_note_draft(held, f"{WORDS} ", by=reviewer)
    # A correction begins with the words that it corrects.
    save_note_draft(held, WORDS, corrects=note.pk, by=reviewer)
    assert not NoteDraft.objects.exists()


@pytest.mark.both_databases
def test_a_draft_outlives_the_decision_and_the_round(
    held: Round, reviewer: User, lead: User
) -> None:
    save_note_draft(held, WORDS, by=reviewer)
    in_effect(held, "reject", by=reviewer)
    assert texts(held, reviewer) == [WORDS]
    reopen(Case.objects.get(), why="Spot check.", by=lead)
    its_round = round_of(Case.objects.get())
    assert its_round.pk != held.pk
    assert texts(its_round, reviewer) == [WORDS]
    save_note_draft(its_round, f"{WORDS} the bank", by=reviewer)
    assert texts(its_round, reviewer) == [f"{WORDS} the bank"]


def test_restricted_drafts_are_for_who_may_write_such_notes(
    held: Round, reviewer: User, lead: User
) -> None:
    with pytest.raises(NotAllowed, match="restricted"):
        save_note_draft(held, WORDS, is_restricted=True, by=reviewer)
    save_note_draft(held, WORDS, is_restricted=True, by=lead)
    assert texts(held, lead) == [WORDS]
    # The right was taken meanwhile.
    lead.roles.set(Role.objects.filter(slug="reviewer"))
    assert texts(held, User.objects.get(pk=lead.pk)) == []


def test_the_draft_of_a_correction_is_as_restricted_as_its_note(held: Round, lead: User) -> None:
    note = add_note(held, "Two lists.", is_restricted=True, by=lead)
    save_note_draft(held, "Three lists", corrects=note.pk, by=lead)
    lead.roles.set(Role.objects.filter(slug="reviewer"))
    assert texts(held, User.objects.get(pk=lead.pk)) == []


def test_who_may_not_write_a_note_begins_none(
    held: Round, auditor: User, reviewer: User, second_reviewer: User
) -> None:
    with pytest.raises(NotAllowed, match="does not write"):
        save_note_draft(held, WORDS, by=auditor)
    theirs = add_note(held, "Born in 1980.", by=second_reviewer)
    with pytest.raises(NotAllowed, match="your own notes"):
        save_note_draft(held, WORDS, corrects=theirs.pk, by=reviewer)
    add_note(held, "Born in 1981.", corrects=theirs.pk, by=second_reviewer)
    with pytest.raises(AlreadyDecided):
        save_note_draft(held, WORDS, corrects=theirs.pk, by=second_reviewer)
    recuse(Case.objects.get(), by=reviewer)
    with pytest.raises(NotAllowed, match="know the person"):
        save_note_draft(round_of(Case.objects.get()), WORDS, by=reviewer)
    assert not NoteDraft.objects.exists()


def test_nobody_begins_before_the_faces_are_rated(held: Round, reviewer: User) -> None:
    Queue.objects.update(blind_first=True)
    Round.objects.update(policy=None)
    with pytest.raises(RateFirst):
        save_note_draft(round_of(Case.objects.get()), WORDS, by=reviewer)


@pytest.mark.both_databases
def test_drafts_that_are_saved_at_once_leave_one(held: Round, reviewer: User) -> None:
    def save(number: int) -> None:
        save_note_draft(held, f"{WORDS} {number}", by=reviewer)

    at_once(6, save)
    assert NoteDraft.objects.count() == 1
    assert texts(held, reviewer)[0].startswith(WORDS)
