"""A case in hands, over HTTP: the heartbeat, presence, passing over, asking back, handing over."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, release
from reviews.desk.presence import FRESH
from reviews.models import Case, Draft, Notice, Presence, Recusal, Round, Skip
from reviews.verdicts.writing import open_draft
from tests.people import MakePerson, SignedIn
from tests.reviews.house import (
    arrive,
    count_of,
    decided,
    events,
    held_case,
    more_cases,
)
from tests.reviews.views.pages import page_of

WHY = "She is at the dentist; Mr Example waits."


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def url(name: str, its_round: Round) -> str:
    return reverse(name, args=[its_round.case_id])


def beat(client: Client, its_round: Round, **form: str) -> dict[str, Any]:
    answer = client.post(url("case_beat", its_round), form)
    assert answer.status_code == 200
    said: dict[str, Any] = json.loads(answer.content)
    return said


def test_the_heartbeat_renews_the_claim_and_says_until_when(held: Round, client: Client) -> None:
    Case.objects.update(claim_until=timezone.now() + timedelta(seconds=40))
    said = beat(client, held, held="1")
    assert (said["held"], said["lost"]) == (True, "")
    assert said["seconds"] > 590
    until = Case.objects.get().claim_until
    assert until is not None
    assert timezone.localtime(until).strftime("%H:%M") == said["until"]


def test_who_lost_the_case_is_told_who_has_it_since_when(
    held: Round, client: Client, second_reviewer: User
) -> None:
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    taken = claim(Case.objects.get(), by=second_reviewer)
    said = beat(client, held, held="1")
    assert taken.claimed_at is not None
    at = timezone.localtime(taken.claimed_at).strftime("%H:%M")
    assert said["held"] is False
    assert said["lost"] == f"{second_reviewer.name} holds this case since {at}."


def test_where_a_lost_case_went_is_told_without_the_outcome(
    held: Round, client: Client, reviewer: User
) -> None:
    case = Case.objects.get()
    release(case, by=reviewer)
    assert "back in the queue" in beat(client, held, held="1")["lost"]
    claim(Case.objects.get(), by=reviewer)
    decided(held, "reject", by=reviewer)
    lost = beat(client, held, held="1")["lost"]
    assert lost.startswith(f"{reviewer.name} decided this case at ")
    assert "eject" not in lost


def test_only_looking_loses_nothing(held: Round, signed_in: SignedIn, auditor: User) -> None:
    said = beat(signed_in(auditor), held)
    assert (said["held"], said["lost"]) == (False, "")


def test_a_claim_that_ended_is_not_shown_as_ones_own(held: Round, client: Client) -> None:
    Case.objects.update(claim_until=timezone.now() - timedelta(minutes=1))
    page = page_of(client.get(url("case", held)))
    assert "Your claim ended at" in page.text
    actions = {one.attributes.get("action") for one in page.elements}
    assert url("case_claim", held) in actions
    assert url("case_release", held) not in actions


def test_what_is_written_for_a_case_that_was_lost_is_kept(
    held: Round, client: Client, reviewer: User, second_reviewer: User
) -> None:
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    claim(Case.objects.get(), by=second_reviewer)
    answer = client.post(url("case_draft", held), {"note": "Written too late."})
    assert answer.status_code == 409
    _draft, values = open_draft(held, held.journey.key(), by=reviewer)
    assert values["note"] == "Written too late."
    assert Draft.objects.filter(person=second_reviewer).count() == 0


def test_who_else_has_the_case_open_is_told(
    held: Round, client: Client, signed_in: SignedIn, auditor: User, reviewer: User
) -> None:
    assert beat(client, held)["others"] == "Only you have this open"
    theirs = beat(signed_in(auditor), held)["others"]
    assert theirs == f"Also open: {reviewer.name} (reviewer, working on it)"
    assert beat(client, held)["others"] == f"Also open: {auditor.name} (auditor, reading)"
    Presence.objects.filter(person=auditor).update(seen_at=timezone.now() - 2 * FRESH)
    assert beat(client, held)["others"] == "Only you have this open"


def test_a_page_that_is_closed_is_left(held: Round, client: Client) -> None:
    beat(client, held)
    answer = client.post(url("case_beat", held), {"leaving": "1"})
    assert answer.status_code == 204
    assert not Presence.objects.exists()


def test_a_second_reader_is_not_told_that_the_first_is_here(
    idwise: Account, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    first = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    decided(first, "reject", by=reviewer, second_reader=True)
    beat(signed_in(reviewer), first)
    claim(Case.objects.get(), by=second_reviewer)
    assert beat(signed_in(second_reviewer), first, held="1")["others"] == ""


def test_passing_over_needs_a_reason_is_counted_and_opens_the_next_case(
    held: Round, client: Client, reviewer: User
) -> None:
    (following,) = more_cases(held.case, 1)
    refused = client.post(url("case_skip", held), follow=True)
    assert "Say why you pass the case over." in page_of(refused).text
    answer = client.post(url("case_skip", held), {"reason": "script"})
    assert answer.headers["Location"] == reverse("case", args=[following.pk])
    held.case.refresh_from_db()
    assert (held.case.state, held.case.skip_count) == (Case.State.OPEN, 1)
    assert Skip.objects.get().person == reviewer
    (entry,) = events(Event.CASE_SKIPPED)
    assert '"script"' in entry.data


def test_a_colleague_can_ask_for_a_case_and_its_holder_is_told_at_once(
    held: Round, client: Client, second_reviewer: User, reviewer: User, signed_in: SignedIn
) -> None:
    other = signed_in(second_reviewer)
    for _ in range(2):
        answer = other.post(url("case_ask", held), follow=True)
        assert f"{reviewer.name} was told that you ask for this case." in page_of(answer).text
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.by) == ("asked", reviewer, second_reviewer)
    assert count_of(Event.CASE_ASKED_BACK) == 1
    assert beat(client, held, held="1")["asks"].startswith(f"{second_reviewer.name} asks")


def test_a_lead_gives_a_case_to_somebody_who_can_take_it(
    held: Round, lead: User, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(lead)
    form = {"to": str(second_reviewer.pk), "why": WHY}
    answer = client.post(url("case_hand_over", held), form, follow=True)
    assert f"is given to {second_reviewer.name}." in page_of(answer).text
    case = Case.objects.get()
    assert (case.state, case.assigned_to) == (Case.State.OPEN, second_reviewer)
    told = set(Notice.objects.values_list("kind", "person"))
    assert told == {("taken", reviewer.pk), ("assigned", second_reviewer.pk)}
    (entry,) = events(Event.CASE_ASSIGNED)
    assert str(second_reviewer.pk) in entry.data
    assert WHY not in entry.data
    assert beat(signed_in(reviewer), held, held="1")["lost"] == (
        f"The case was given to {second_reviewer.name}."
    )


def test_a_lead_takes_a_case_back_for_everybody(
    held: Round, lead: User, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(lead)
    client.post(url("case_hand_over", held), {"to": "everybody", "why": WHY})
    case = Case.objects.get()
    assert (case.state, case.claimed_by, case.assigned_to) == (Case.State.OPEN, None, None)
    assert Notice.objects.get().person == reviewer
    assert count_of(Event.CASE_TAKEN_BACK) == 1
    again = client.post(url("case_hand_over", held), {"to": "everybody", "why": WHY})
    assert again.status_code == 422
    assert "Nobody has this case" in page_of(again).text


def test_who_cannot_take_it_is_shown_with_the_reason_and_refused(
    held: Round,
    lead: User,
    second_reviewer: User,
    make_person: MakePerson,
    reviewer: User,
    signed_in: SignedIn,
) -> None:
    knows = make_person("reviewer", name="Knows Applicant")
    gone = make_person("reviewer", name="On Beach")
    User.objects.filter(pk=gone.pk).update(availability=User.Availability.ON_LEAVE)
    Recusal.objects.create(case=held.case, person=knows)
    client = signed_in(lead)
    page = page_of(client.get(url("case_hand_over", held)))
    for words in ("Knows the applicant", "Is on leave", "Holds the case now"):
        assert words in page.text
    for person in (knows, gone, reviewer):
        answer = client.post(url("case_hand_over", held), {"to": str(person.pk), "why": WHY})
        assert answer.status_code == 422
        assert f"{person.name} cannot take the case" in page_of(answer).text
    assert Case.objects.get().claimed_by == reviewer


@pytest.mark.parametrize(
    "form", [{}, {"to": "everybody"}, {"why": WHY}, {"to": "nonsense", "why": WHY}]
)
def test_a_hand_over_that_lacks_something_changes_nothing(
    held: Round, lead: User, reviewer: User, signed_in: SignedIn, form: dict[str, str]
) -> None:
    answer = signed_in(lead).post(url("case_hand_over", held), form)
    assert answer.status_code == 422
    assert Case.objects.get().claimed_by == reviewer
    assert not Notice.objects.exists()
