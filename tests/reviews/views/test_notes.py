"""Notes over HTTP: kept at any time, shown to whom they are for, and to nobody else at all."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from reviews.api import make_token
from reviews.desk.claims import claim, recuse, release
from reviews.evidence.blind import is_blind
from reviews.models import Case, Note, Notice, Queue, Round
from reviews.verdicts.noting import add_note
from tests.people import MakePerson, SignedIn
from tests.reviews.house import arrive, decided, held_case, in_effect, opened_strictly, round_of
from tests.reviews.views.pages import page_of, textarea

WORDS = "The ink looks wet, ask the bank."
SECRET = "Two lists name a cousin of hers."


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def page(client: Client, its_round: Round, where: str = "case") -> str:
    answer = client.get(reverse(where, args=[its_round.case_id]))
    assert answer.status_code == 200
    return page_of(answer).text


def post(client: Client, its_round: Round, text: str, **form: Any) -> Any:
    return client.post(reverse("case_notes", args=[its_round.case_id]), {"text": text, **form})


def auditor_who_reviews(make_person: MakePerson) -> User:
    """Reads the trail and reviews, but confirms no sanctions match."""
    role = Role.objects.create(
        slug="senior",
        name="Senior",
        permissions=[
            Permission.CASES_REVIEW.value,
            Permission.EVIDENCE_VIEW.value,
            Permission.TRAIL_VIEW.value,
        ],
    )
    person = make_person("reviewer", name="Sena Ior")
    person.roles.set([role])
    return person


@pytest.mark.both_databases
def test_a_note_is_kept_and_stands_in_the_history_and_beside_the_decision(
    held: Round, reviewer: User, second_reviewer: User, auditor: User, signed_in: SignedIn
) -> None:
    answer = post(signed_in(second_reviewer), held, WORDS)
    note = Note.objects.get()
    where = f"{reverse('case', args=[held.case_id])}?p=8#note-{note.pk}"
    assert (answer.status_code, answer["Location"]) == (303, where)
    for person in (reviewer, second_reviewer, auditor):
        text = page(signed_in(person), held)
        # Whoever wrote it has it once more, to be corrected.
        assert text.count(WORDS) == (3 if person == second_reviewer else 2)
        assert "Internal notes 1" in text


@pytest.mark.both_databases
def test_a_decided_case_takes_notes_that_an_auditor_reads(
    held: Round, reviewer: User, lead: User, auditor: User, signed_in: SignedIn
) -> None:
    in_effect(held, "reject", by=reviewer)
    assert post(signed_in(lead), held, WORDS).status_code == 303
    assert WORDS in page(signed_in(auditor), held)
    assert "Note added" in page(signed_in(auditor), held, "case_trail")


def test_who_only_reads_has_no_form(held: Round, auditor: User, signed_in: SignedIn) -> None:
    client = signed_in(auditor)
    answer = client.get(reverse("case", args=[held.case_id]))
    assert page_of(answer).named("text") == []
    assert "Nobody wrote a note on this case." in page_of(answer).text
    assert post(client, held, WORDS).status_code == 403


def test_a_refused_note_says_why_in_its_place_and_loses_no_word(
    held: Round, reviewer: User, make_person: MakePerson, signed_in: SignedIn
) -> None:
    make_person("admin", name="Ada Admin")
    client = signed_in(reviewer)
    for who, why in (
        ("@Nobody Known", "Nobody here is called “Nobody”."),
        ("@Ada Admin", "Ada Admin may not see cases, and so could not read the note."),
    ):
        answer = post(client, held, f"{who}: {WORDS}")
        assert answer.status_code == 422
        assert why in page_of(answer).text
        assert f"{who}: {WORDS}" in textarea(answer, "text")
        (form,) = [one for one in page_of(answer).named("text") if "aria-invalid" in one]
        assert "data-focus-first" in form
    assert not Note.objects.exists()
    assert not Notice.objects.exists()


def test_a_correction_and_what_it_corrects_point_to_each_other(
    held: Round, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    first = add_note(held, "Born in 1980.", by=reviewer)
    client = signed_in(reviewer)
    shown = page_of(client.get(reverse("case", args=[held.case_id])))
    assert shown.value_of("corrects") == str(first.pk)
    theirs = signed_in(second_reviewer).get(reverse("case", args=[held.case_id]))
    assert page_of(theirs).named("corrects") == []
    assert post(client, held, "Born in 1981.", corrects=first.pk).status_code == 303
    second = Note.objects.get(corrects=first)
    answer = client.get(reverse("case", args=[held.case_id]))
    links = [one.attributes.get("href") for one in page_of(answer).elements]
    assert links.count(f"#note-{first.pk}") == links.count(f"#note-{second.pk}") == 1
    assert "Born in 1980." in page_of(answer).text
    assert page_of(answer).value_of("corrects") == str(second.pk)


def test_a_correction_that_is_refused_keeps_its_words_in_its_own_form(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    first = add_note(held, "Born in 1980.", by=reviewer)
    answer = post(signed_in(reviewer), held, "Ask @Zoe.", corrects=first.pk)
    assert answer.status_code == 422
    (form,) = [one for one in page_of(answer).named("text") if "aria-invalid" in one]
    assert form["id"] == f"note-words-{first.pk}"
    assert "Ask @Zoe." in answer.content.decode()
    assert post(signed_in(reviewer), held, "x", corrects="nonsense").status_code == 404


def test_words_without_a_form_of_their_own_any_more_are_not_lost(
    held: Round, lead: User, reviewer: User, signed_in: SignedIn
) -> None:
    first = add_note(held, "Born in 1980.", is_restricted=True, by=lead)
    add_note(held, "Born in 1981.", corrects=first.pk, by=lead)
    answer = post(signed_in(lead), held, "Born in 1982.", corrects=first.pk)
    assert answer.status_code == 409
    assert "corrected already" in page_of(answer).text
    (form,) = [one for one in page_of(answer).named("text") if "aria-invalid" in one]
    assert form["id"] == "note-words-new"
    assert "Born in 1982." in textarea(answer, "text")
    assert page_of(answer).ticked("restricted") == ["1"]
    recuse(Case.objects.get(), by=reviewer)
    answer = post(signed_in(reviewer), held, "She is my cousin.")
    assert answer.status_code == 403
    assert "know the person" in page_of(answer).text
    assert "She is my cousin." in page_of(answer).text


def test_of_another_case_and_of_none_nothing_is_told(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    unknown = uuid.UUID(int=7)
    assert client.post(reverse("case_notes", args=[unknown]), {"text": "x"}).status_code == 404
    assert client.get(reverse("case_colleagues", args=[unknown])).status_code == 404


@pytest.mark.both_databases
def test_before_the_faces_are_rated_notes_are_neither_read_nor_written(
    idwise: Account, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    case = claim(opened_strictly(arrive(idwise, outcome="glare")), by=reviewer)
    its_round = round_of(case)
    Queue.objects.update(blind_first=False)
    Round.objects.update(policy=None)
    add_note(its_round, WORDS, by=lead)
    Queue.objects.update(blind_first=True)
    assert is_blind(round_of(Case.objects.get()), viewer=reviewer)
    client = signed_in(reviewer)
    answer = client.get(reverse("case", args=[case.pk]))
    assert WORDS not in answer.content.decode()
    assert "notes-beside" not in answer.content.decode()
    assert post(client, its_round, "x").status_code == 409
    assert client.get(reverse("case_colleagues", args=[case.pk])).status_code == 409
    assert Note.objects.count() == 1


@pytest.mark.both_databases
def test_a_restricted_note_is_nowhere_for_who_may_not_see_it(
    held: Round,
    reviewer: User,
    lead: User,
    auditor: User,
    make_person: MakePerson,
    signed_in: SignedIn,
) -> None:
    senior = auditor_who_reviews(make_person)
    urls = [reverse(name, args=[held.case_id]) for name in ("case", "case_trail")]
    before = {person: _told(signed_in(person), urls) for person in (reviewer, senior)}
    assert post(signed_in(lead), held, SECRET, restricted="1").status_code == 303
    assert Note.objects.get().is_restricted
    for person in (reviewer, senior):
        text = _told(signed_in(person), urls)
        assert SECRET not in text
        assert "Restricted" not in text
        assert "Internal notes 1" not in text
        assert text.count("Note added") == before[person].count("Note added")
    whole = page_of(signed_in(senior).get(reverse("trail"))).text
    assert "Restricted note added" not in whole
    asked = page_of(signed_in(senior).get(f"{reverse('trail')}?event=note.restricted")).text
    assert "Restricted note added" not in asked
    for person in (lead, auditor):
        client = signed_in(person)
        assert SECRET in page(client, held)
        assert "Restricted note added" in page(client, held, "case_trail")
        assert "Restricted note added" in page_of(client.get(reverse("trail"))).text


def _told(client: Client, urls: list[str]) -> str:
    return " ".join(page_of(client.get(url)).text for url in urls)


def test_the_api_tells_of_no_note(held: Round, lead: User, admin: User) -> None:
    _row, token = make_token("Core", ["cases.read", "personal.read"], by=admin)
    url = reverse("api_case", args=[held.case_id])
    headers = {"Authorization": f"Bearer {token}"}
    before = Client(headers=headers).get(url)
    assert before.status_code == 200
    add_note(held, SECRET, is_restricted=True, by=lead)
    add_note(held, WORDS, by=lead)
    assert Client(headers=headers).get(url).json() == before.json()


def test_only_those_who_see_restricted_notes_can_write_one(
    held: Round, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    for person, has_box in ((reviewer, False), (lead, True)):
        answer = signed_in(person).get(reverse("case", args=[held.case_id]))
        assert ("note-restricted" in answer.content.decode()) is has_box
    answer = post(signed_in(reviewer), held, SECRET, restricted="1")
    assert answer.status_code == 403
    assert SECRET in textarea(answer, "text")
    assert not Note.objects.exists()


@pytest.mark.both_databases
def test_a_second_reader_sees_no_note_of_the_first_before_the_own_decision(
    held: Round, reviewer: User, second_reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    add_note(held, WORDS, by=reviewer)
    decided(held, "reject", by=reviewer, second_reader=True)
    case = claim(Case.objects.get(), by=second_reviewer)
    client = signed_in(second_reviewer)
    urls = [reverse(name, args=[case.pk]) for name in ("case", "case_trail")]
    text = _told(client, urls)
    assert WORDS not in text
    assert "Note added" not in text
    assert "Internal notes 1" not in text
    # The other way round, and for whoever may settle it, too.
    add_note(round_of(case), SECRET, by=second_reviewer)
    for person in (reviewer, lead):
        assert SECRET not in _told(signed_in(person), urls)
    in_effect(round_of(case), "reject", by=second_reviewer)
    for person in (reviewer, second_reviewer):
        text = _told(signed_in(person), urls)
        assert WORDS in text
        assert SECRET in text


def test_the_list_holds_whoever_may_read_the_note_and_nobody_else(
    held: Round, lead: User, make_person: MakePerson, signed_in: SignedIn
) -> None:
    make_person("admin", name="Ada Admin")
    make_person("auditor", name="Olle Sand")
    url = reverse("case_colleagues", args=[held.case_id])
    client = signed_in(lead)
    answer = client.get(url)
    names = {one["name"] for one in answer.json()["people"]}
    assert names == {User.objects.get(roles__slug="reviewer").name, "Olle Sand"}
    assert "no-store" in answer["Cache-Control"]
    restricted = client.get(f"{url}?restricted=1").json()["people"]
    assert [one["name"] for one in restricted] == ["Olle Sand"]


def test_text_of_notes_is_never_markup(held: Round, reviewer: User, signed_in: SignedIn) -> None:
    add_note(held, "<b id=bold>not bold</b>\u202e", by=reviewer)
    answer = signed_in(reviewer).get(reverse("case", args=[held.case_id]))
    assert not [one for one in page_of(answer).elements if one.attributes.get("id") == "bold"]
    shown = re.sub(r"<textarea.*?</textarea>", "", answer.content.decode(), flags=re.S)
    assert "\u202e" not in shown


def test_a_reader_who_gave_the_case_back_still_writes(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    release(Case.objects.get(), by=reviewer)
    assert post(signed_in(reviewer), held, WORDS).status_code == 303
