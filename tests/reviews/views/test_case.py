"""The case page over HTTP: decide, undo, reopen, and what a person is told when it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account, Journey
from kycreview.sealing import seal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim, recuse, release
from reviews.models import ApplicantLink, Case, Decision, Draft, Opinion, OutboxRow, Round
from reviews.verdicts.writing import open_draft
from tests.people import SignedIn
from tests.reviews.house import (
    REASON_OF,
    arrive,
    arrive_again,
    count_of,
    decided,
    events,
    held_case,
    in_effect,
    let_pass,
    opened,
    round_of,
    store_pictures,
)
from tests.reviews.views.pages import page_of, textarea
from tests.threads import at_once

TYPED = "Typed for minutes; do not lose it."


@pytest.fixture
def journey(idwise: Account) -> Journey:
    return arrive(idwise, outcome="glare")


@pytest.fixture
def held(journey: Journey, reviewer: User) -> Round:
    return held_case(journey, by=reviewer)


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
    assert "It takes effect in 10 s; until then you can undo it." in text


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
    assert "This case was decided already; your page is from before that." in page_of(answer).text


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


def test_a_draft_is_sealed_and_there_again_on_the_page(
    held: Round, client: Client, reviewer: User
) -> None:
    url = reverse("case_draft", args=[held.case_id])
    form = {"outcome": "resubmit", "reasons": ["resubmit-glare"], "steps": ["0"], "note": TYPED}
    assert client.post(url, form).status_code == 204
    assert TYPED.encode() not in bytes(Draft.objects.get().sealed)
    answer = client.get(case_url(held))
    page = page_of(answer)
    assert textarea(answer, "note") == TYPED
    assert page.ticked("outcome") == ["resubmit"]
    assert page.ticked("steps") == ["0"]


def test_a_draft_may_come_urlencoded_with_its_token_in_the_form(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(reviewer).cookies
    token = page_of(client.get(case_url(held))).value_of("csrfmiddlewaretoken")
    form = {"csrfmiddlewaretoken": token, "note": TYPED}
    url = reverse("case_draft", args=[held.case_id])
    assert client.post(url, form).status_code == 204
    _draft, values = open_draft(held, held.journey.key(), by=reviewer)
    assert values["note"] == TYPED


@pytest.mark.parametrize(
    "make,status,sentence",
    [
        (lambda held, reviewer: None, 413, "The draft is too long."),
        (
            lambda held, reviewer: release(Case.objects.get(), by=reviewer),
            409,
            "You do not hold this case. Claim it first; your text is kept here.",
        ),
        (
            lambda held, reviewer: in_effect(held, "reject", by=reviewer),
            409,
            "This round is closed.",
        ),
    ],
)
def test_a_draft_that_cannot_be_kept_is_answered_with_a_sentence(
    held: Round,
    client: Client,
    reviewer: User,
    make: Callable[[Round, User], object],
    status: int,
    sentence: str,
) -> None:
    make(held, reviewer)
    note = "x" * (70_000 if status == 413 else 5)
    answer = client.post(reverse("case_draft", args=[held.case_id]), {"note": note})
    assert (answer.status_code, answer.json()) == (status, {"error": sentence})


def test_an_undo_brings_case_and_text_back(held: Round, client: Client) -> None:
    client.post(case_url(held), filled(client, held, "reject"))
    page = page_of(client.get(case_url(held)))
    undo = reverse("decision_undo", args=[Decision.objects.get().pk])
    assert undo in {one.attributes.get("action") for one in page.elements}
    answer = client.post(undo, follow=True)
    assert "Undone. The case is yours again." in page_of(answer).text
    assert textarea(answer, "note") == TYPED
    assert Case.objects.get().state == Case.State.CLAIMED


def test_an_undo_too_late_or_by_others_is_told(
    held: Round, client: Client, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    decision = decided(held, "reject", by=reviewer)
    undo = reverse("decision_undo", args=[decision.pk])
    other = signed_in(second_reviewer).post(undo, follow=True)
    assert "Only the person who decided can undo it." in page_of(other).text
    let_pass(decision)
    late = client.post(undo, follow=True)
    assert "The time to undo is over: the decision took effect." in page_of(late).text
    decision.refresh_from_db()
    assert decision.state == Decision.State.EFFECTIVE


def test_a_lead_reopens_with_a_reason(
    held: Round, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    in_effect(held, "reject", by=reviewer)
    client = signed_in(lead)
    url = reverse("case_reopen", args=[held.case_id])
    assert "Say why the case is reopened." in page_of(client.post(url, follow=True)).text
    assert Round.objects.count() == 1
    answer = client.post(url, {"why": "The wrong picture."}, follow=True)
    assert "Reopened. The earlier decision stays on record." in page_of(answer).text
    assert Round.objects.count() == 2


def test_an_opinion_is_recorded_and_shown(held: Round, client: Client) -> None:
    url = reverse("case_opinion", args=[held.case_id])
    answer = client.post(url, {"round": str(held.pk), "rating": "-2"}, follow=True)
    assert Opinion.objects.get().rating == -2
    assert "Probably different" in page_of(answer).text
    for rating in ("7", "", "x"):
        client.post(url, {"round": str(held.pk), "rating": rating})
    assert Opinion.objects.count() == 1


def test_claiming_and_giving_back_over_http(
    journey: Journey, client: Client, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    case = opened(journey)
    urls = {name: reverse(f"case_{name}", args=[case.pk]) for name in ("claim", "keep", "release")}
    assert client.post(urls["claim"]).headers["Location"] == reverse("case", args=[case.pk])
    assert client.post(urls["keep"]).status_code == 204
    other = signed_in(second_reviewer)
    assert other.post(urls["keep"]).status_code == 409
    told = page_of(other.post(urls["claim"], follow=True)).text
    assert f"{reviewer.name} holds this case until" in told
    assert client.post(urls["release"]).headers["Location"] == reverse("desk")
    assert "nothing to give back" in page_of(client.post(urls["release"], follow=True)).text


def test_who_knows_the_person_may_look_and_not_claim(
    held: Round, client: Client, reviewer: User
) -> None:
    recuse(Case.objects.get(), by=reviewer)
    page = page_of(client.get(case_url(held)))
    assert "You gave this case back for good because you know the person." in page.text
    actions = {one.attributes.get("action") for one in page.elements}
    assert reverse("case_claim", args=[held.case_id]) not in actions


def test_a_claim_that_ran_out_can_be_taken_from_the_desk(
    held: Round, second_reviewer: User, signed_in: SignedIn
) -> None:
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    page = page_of(signed_in(second_reviewer).get(reverse("desk")))
    actions = {one.attributes.get("action") for one in page.elements}
    assert reverse("case_claim", args=[held.case_id]) in actions


def test_the_state_of_a_message_is_shown_and_a_refused_one_can_be_sent_again(
    held: Round, client: Client, reviewer: User
) -> None:
    in_effect(held, "reject", by=reviewer)
    OutboxRow.objects.update(
        state=OutboxRow.State.FAILED, last_error="IDWise refused the decision (400)."
    )
    url = reverse("case_outbox", args=[held.case_id])
    page = page_of(client.get(url))
    assert "Provider refused" in page.text
    assert "IDWise refused the decision (400)." in page.text
    retry = reverse("outbox_retry", args=[OutboxRow.objects.get().pk])
    assert retry in {one.attributes.get("action") for one in page.elements}
    assert "It is sent again." in page_of(client.post(retry, follow=True)).text
    assert OutboxRow.objects.get().state == OutboxRow.State.WAITING


def test_a_link_is_in_the_page_only_when_it_is_asked_for(
    signzy: Account, client: Client, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    its_round = held_case(arrive(signzy, outcome="not_live"), by=reviewer)
    in_effect(its_round, "resubmit", by=reviewer)
    link = ApplicantLink(
        round=its_round, provider_id="N", expires_at=timezone.now() + timedelta(hours=3)
    )
    secret = "https://example.test/a-secret-link"
    link.sealed_url = seal(its_round.journey.key(), secret.encode(), context=f"link:{link.id}")
    link.save()
    plain = client.get(case_url(its_round))
    assert secret not in plain.content.decode()
    show = reverse("link_show", args=[link.pk])
    assert show in {one.attributes.get("action") for one in page_of(plain).elements}
    shown = client.post(show)
    assert secret in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert count_of(Event.LINK_SHOWN) == 1
    other = signed_in(second_reviewer).post(show, follow=True)
    assert secret not in other.content.decode()
    assert "Only the person who asked for the resubmission has its link." in page_of(other).text
    ApplicantLink.objects.update(expires_at=timezone.now())
    late = client.post(show, follow=True)
    assert secret not in late.content.decode()
    assert "no longer valid" in page_of(late).text


def test_an_earlier_decision_is_shown_beside_the_open_round(
    held: Round, client: Client, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    in_effect(held, "reject", by=reviewer, note="Because of the font.")
    signed_in(lead).post(reverse("case_reopen", args=[held.case_id]), {"why": "Again."})
    text = page_of(client.get(case_url(held))).text
    assert "Document altered" in text
    assert "Because of the font." in text
