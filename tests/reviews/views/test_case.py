"""The case page over HTTP: decide, undo, reopen, and what a person is told when it cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account, Journey
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, release
from reviews.models import Case, Decision, Round
from tests.people import SignedIn
from tests.reviews.house import (
    REASON_OF,
    arrive,
    arrive_again,
    count_of,
    events,
    in_effect,
    opened,
    round_of,
    store_pictures,
)
from tests.reviews.views.pages import page_of, textarea
from tests.threads import at_once

TYPED = "Typed for minutes; do not lose it."


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def case_url(its_round: Round) -> str:
    return reverse("case", args=[its_round.case_id])


def filled(client: Client, its_round: Round, outcome: str, **more: Any) -> dict[str, Any]:
    """The form as the page hands it out, filled in."""
    page = page_of(client.get(case_url(its_round)))
    hidden = {name: page.value_of(name) for name in ("evidence_digest", "snapshot", "round")}
    return {
        **hidden,
        "outcome": outcome,
        "reasons": [REASON_OF[outcome]],
        "steps": ["0"] if outcome == "resubmit" else [],
        "note": TYPED,
        **more,
    }


@pytest.mark.parametrize("outcome", ["approve", "reject", "resubmit"])
def test_a_decision_is_made_with_the_form_of_the_page(
    held: Round, client: Client, outcome: str
) -> None:
    answer = client.post(case_url(held), filled(client, held, outcome), follow=True)
    assert answer.redirect_chain == [(case_url(held), 302)]
    decision = Decision.objects.get()
    assert (decision.outcome, decision.state) == (outcome, Decision.State.PROPOSED)
    text = page_of(answer).text
    assert "It takes effect in 10 s." in text
    undo = reverse("decision_undo", args=[decision.pk])
    assert undo in {one.attributes.get("action") for one in page_of(answer).elements}


def test_nothing_is_preselected(held: Round, client: Client) -> None:
    page = page_of(client.get(case_url(held)))
    assert page.ticked("outcome") == page.ticked("reasons") == page.ticked("steps") == []


def test_every_look_at_the_evidence_is_an_entry(
    held: Round, client: Client, reviewer: User
) -> None:
    client.get(case_url(held))
    client.get(case_url(held))
    first, second = events(Event.EVIDENCE_VIEWED)
    assert (first.actor, first.case_id, first.round_id) == (reviewer, held.case_id, held.pk)
    assert first.session_digest == second.session_digest != ""
    assert first.address == "127.0.0.1"


@pytest.mark.parametrize(
    "change,field,sentence",
    [
        ({"outcome": ""}, "outcome", "Choose an outcome."),
        ({"reasons": []}, "reasons", "Choose at least one reason to reject."),
        (
            {"reasons": ["approve-doc-ok"]},
            "reasons",
            "A reason does not belong to this outcome.",
        ),
        (
            {"outcome": "resubmit", "reasons": ["resubmit-glare"], "steps": []},
            "steps",
            "Choose at least one step for the applicant to do again.",
        ),
    ],
)
def test_an_incomplete_decision_is_told_where_and_keeps_what_was_typed(
    held: Round, client: Client, change: dict[str, Any], field: str, sentence: str
) -> None:
    answer = client.post(case_url(held), filled(client, held, "reject") | change)
    assert answer.status_code == 422
    page = page_of(answer)
    assert sentence in page.text
    targets = {one.attributes.get("href") for one in page.elements if one.tag == "a"}
    assert f"#id_{field}" in targets
    assert textarea(answer, "note") == TYPED
    assert not Decision.objects.exists()
    (entry,) = events(Event.DECISION_REFUSED)
    assert "Incomplete" in entry.data


def test_a_note_that_is_too_long_is_refused_and_kept(held: Round, client: Client) -> None:
    long = "x" * 4001
    answer = client.post(case_url(held), filled(client, held, "reject", note=long))
    assert answer.status_code == 422
    assert textarea(answer, "note") == long


@pytest.mark.both_databases
def test_a_stale_page_is_refused_with_what_changed_and_what_was_typed(
    held: Round, journey: Journey, client: Client
) -> None:
    form = filled(client, held, "reject")

    def worse(body: dict[str, Any]) -> None:
        body["rule_results"]["no_aml_records"]["result"] = "Failed"

    arrive_again(journey, worse)
    answer = client.post(case_url(held), form)
    assert answer.status_code == 409
    page = page_of(answer)
    assert "New evidence came in while you were looking. Nothing was decided" in page.text
    assert "Changed: 1 rule." in page.text
    assert textarea(answer, "note") == TYPED
    assert page.ticked("outcome") == ["reject"]
    assert page.ticked("reasons") == [REASON_OF["reject"]]
    assert not Decision.objects.exists()
    # The answered page knows the new evidence: sent again, it decides.
    again = {name: page.value_of(name) for name in ("evidence_digest", "snapshot", "round")}
    assert client.post(case_url(held), form | again).status_code == 302
    assert Decision.objects.get().snapshot.number == 2


def test_a_picture_that_arrived_is_told_as_such(
    held: Round, journey: Journey, client: Client
) -> None:
    form = filled(client, held, "reject")
    store_pictures(journey)
    answer = client.post(case_url(held), form)
    assert answer.status_code == 409
    assert "Pictures that were missing arrived" in page_of(answer).text


@pytest.mark.both_databases
def test_of_two_windows_at_once_one_decides_and_the_other_is_told(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    clients = [signed_in(reviewer) for _ in range(4)]
    forms = [filled(one, held, "reject") for one in clients]
    answers = at_once(4, lambda number: clients[number].post(case_url(held), forms[number]))
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    for answer in answers:
        if answer.status_code == 409:
            assert "decided" in page_of(answer).text
    assert count_of(Event.DECISION_PROPOSED) == 1


def test_who_lost_the_case_is_told_and_finds_the_text_after_claiming_it_again(
    held: Round, client: Client, reviewer: User, second_reviewer: User
) -> None:
    form = filled(client, held, "reject")
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    claim(Case.objects.get(), by=second_reviewer)
    answer = client.post(case_url(held), form)
    assert answer.status_code == 409
    assert f"{second_reviewer.name} holds this case" in page_of(answer).text
    release(Case.objects.get(), by=second_reviewer)
    claim(Case.objects.get(), by=reviewer)
    back = client.get(case_url(held))
    assert textarea(back, "note") == TYPED
    assert page_of(back).ticked("reasons") == [REASON_OF["reject"]]


def test_a_case_that_was_never_claimed_is_not_decided(journey: Journey, client: Client) -> None:
    its_round = round_of(opened(journey))
    form = {"round": str(its_round.pk), "outcome": "reject", "reasons": ["reject-doc-altered"]}
    answer = client.post(case_url(its_round), form)
    assert answer.status_code == 409
    assert "You do not hold this case. Claim it to decide it" in page_of(answer).text


def test_a_decided_case_is_not_decided_again_over_http(
    held: Round, client: Client, reviewer: User
) -> None:
    form = filled(client, held, "reject")
    in_effect(held, "approve", by=reviewer)
    answer = client.post(case_url(held), form)
    assert answer.status_code == 409
    assert f"{reviewer.name} decided this case at " in page_of(answer).text


def test_a_form_without_its_round_is_answered(held: Round, client: Client) -> None:
    for form in ({}, {"round": ""}):
        answer = client.post(case_url(held), form)
        assert answer.status_code == 400
        assert "The form came without its round." in page_of(answer).text


@pytest.mark.parametrize(
    "change", [{"round": "not-a-uuid"}, {"snapshot": "nonsense"}, {"note": "a\x00b"}]
)
def test_a_form_with_nonsense_in_it_is_answered(
    held: Round, client: Client, change: dict[str, str]
) -> None:
    answer = client.post(case_url(held), filled(client, held, "reject") | change)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_a_round_of_another_case_is_not_found(held: Round, idwise: Account, client: Client) -> None:
    other = round_of(opened(arrive(idwise, outcome="expired", index=1)))
    form = filled(client, held, "reject", round=str(other.pk))
    assert client.post(case_url(held), form).status_code == 404


def test_an_auditor_may_look_and_not_decide(
    held: Round, auditor: User, signed_in: SignedIn
) -> None:
    client = signed_in(auditor)
    answer = client.get(case_url(held))
    assert "You may look, and not decide" in page_of(answer).text
    form = {"round": str(held.pk), "outcome": "reject", "reasons": ["reject-doc-altered"]}
    refused = client.post(case_url(held), form)
    assert refused.status_code == 403
    assert "Your role does not decide cases." in page_of(refused).text


def test_an_undo_brings_case_and_text_back(held: Round, client: Client) -> None:
    client.post(case_url(held), filled(client, held, "reject"))
    page = page_of(client.get(case_url(held)))
    undo = reverse("decision_undo", args=[Decision.objects.get().pk])
    assert undo in {one.attributes.get("action") for one in page.elements}
    answer = client.post(undo, follow=True)
    assert "Undone. The case is yours again." in page_of(answer).text
    assert textarea(answer, "note") == TYPED
    assert Case.objects.get().state == Case.State.CLAIMED
