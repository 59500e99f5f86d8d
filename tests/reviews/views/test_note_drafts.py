"""A note that was begun, over HTTP: there on return, removable, served to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from reviews.models import Note, NoteDraft, Queue, Round
from reviews.verdicts.note_drafts import save_note_draft
from reviews.verdicts.noting import add_note
from tests.people import SignedIn
from tests.reviews.house import arrive, held_case, in_effect
from tests.reviews.views.pages import page_of, textarea

WORDS = "The ink looks wet, ask"


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def save(client: Client, its_round: Round, text: str, **form: Any) -> Any:
    url = reverse("case_note_draft", args=[its_round.case_id])
    return client.post(url, {"text": text, **form})


def shown(client: Client, its_round: Round) -> Any:
    answer = client.get(reverse("case", args=[its_round.case_id]))
    assert answer.status_code == 200
    return answer


def discard_of(answer: Any, key: object = "new") -> dict[str, str]:
    (found,) = [
        one for one in page_of(answer).named("discard") if one["id"] == f"note-discard-{key}"
    ]
    return found


@pytest.mark.both_databases
def test_a_draft_stands_in_the_form_on_return_also_on_a_closed_case(
    held: Round, reviewer: User, second_reviewer: User, auditor: User, signed_in: SignedIn
) -> None:
    in_effect(held, "reject", by=reviewer)
    client = signed_in(second_reviewer)
    assert "hidden" in discard_of(shown(client, held))
    assert save(client, held, WORDS).status_code == 204
    answer = shown(client, held)
    assert textarea(answer, "text") == WORDS
    assert "Draft saved at" in page_of(answer).text
    assert "Go on with your note" in page_of(answer).text
    assert "hidden" not in discard_of(answer)
    for person in (reviewer, auditor):
        assert WORDS not in shown(signed_in(person), held).content.decode()


def test_without_script_a_draft_can_be_removed(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    save(client, held, WORDS)
    button = discard_of(shown(client, held))
    answer = client.post(button["formaction"], {"text": "", button["name"]: button["value"]})
    where = f"{reverse('case', args=[held.case_id])}?p=8#notes"
    assert (answer.status_code, answer["Location"]) == (303, where)
    assert not NoteDraft.objects.exists()
    after = shown(client, held)
    assert textarea(after, "text") == ""
    assert "The draft is removed." in page_of(after).text


def test_a_correction_has_a_draft_of_its_own_and_comes_open(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    note = add_note(held, "Born in 1980.", by=reviewer)
    client = signed_in(reviewer)
    save(client, held, WORDS)
    save(client, held, "Born in 19", corrects=note.pk)
    answer = shown(client, held)
    text = answer.content.decode()
    assert "Born in 19</textarea>" in text
    assert f"{WORDS}</textarea>" in text
    parts = [one.attributes for one in page_of(answer).elements if one.tag == "details"]
    (again,) = [one for one in parts if one.get("class") == "note-again"]
    assert "open" in again
    client.post(reverse("case_notes", args=[held.case_id]), {"text": "B", "corrects": note.pk})
    assert [draft.corrects_id for draft in NoteDraft.objects.all()] == [None]


def test_a_restricted_draft_comes_back_ticked_and_is_refused_to_others(
    held: Round, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    answer = save(signed_in(reviewer), held, WORDS, restricted="1")
    assert answer.status_code == 403
    assert "restricted" in answer.json()["error"]
    assert save(signed_in(lead), held, WORDS, restricted="1").status_code == 204
    assert page_of(shown(signed_in(lead), held)).ticked("restricted") == ["1"]


def test_what_was_refused_just_now_stands_before_what_was_saved(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    save(client, held, WORDS)
    url = reverse("case_notes", args=[held.case_id])
    answer = client.post(url, {"text": f"{WORDS} @Nobody"})
    assert answer.status_code == 422
    assert textarea(answer, "text") == f"{WORDS} @Nobody"
    assert client.post(url, {"text": f"{WORDS} them"}).status_code == 303
    assert Note.objects.count() == 1
    assert textarea(shown(client, held), "text") == ""


def test_a_draft_is_never_markup(held: Round, reviewer: User, signed_in: SignedIn) -> None:
    client = signed_in(reviewer)
    save(client, held, "</textarea><img src=x onerror=alert(1)>")
    assert "<img src=x" not in shown(client, held).content.decode()


def test_while_blind_none_is_kept_and_none_is_served(
    held: Round, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    save_note_draft(held, WORDS, by=reviewer)
    Queue.objects.update(blind_first=True)
    Round.objects.update(policy=None)
    client = signed_in(reviewer)
    assert WORDS not in shown(client, held).content.decode()
    answer = save(client, held, f"{WORDS} the bank")
    assert answer.status_code == 409
    assert save(client, held, "", discard="1").status_code == 409
    assert NoteDraft.objects.count() == 1


def test_a_draft_without_end_is_refused(held: Round, reviewer: User, signed_in: SignedIn) -> None:
    assert save(signed_in(reviewer), held, "x" * 70_000).status_code == 413
    assert save(signed_in(reviewer), held, WORDS, corrects="nonsense").status_code == 404
