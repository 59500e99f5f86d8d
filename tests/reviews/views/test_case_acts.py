"""What else is done on a case page: draft, undo, reopen, rate, claim, show a link, send again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account, Journey
from kycreview.sealing import seal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.desk.claims import recuse, release
from reviews.models import ApplicantLink, Case, Decision, Draft, Opinion, OutboxRow, Round
from reviews.verdicts.writing import open_draft
from tests.people import SignedIn
from tests.reviews.house import (
    arrive,
    count_of,
    decided,
    held_case,
    in_effect,
    let_pass,
    opened,
)
from tests.reviews.views.pages import page_of, textarea

TYPED = "Typed for minutes; do not lose it."


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def case_url(its_round: Round) -> str:
    return reverse("case", args=[its_round.case_id])


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


def test_a_claim_that_ran_out_can_be_taken_from_the_list(
    held: Round, second_reviewer: User, signed_in: SignedIn
) -> None:
    Case.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    page = page_of(signed_in(second_reviewer).get(reverse("queues")))
    actions = {one.attributes.get("formaction") for one in page.elements}
    assert reverse("case_claim", args=[held.case_id]) in actions


@pytest.mark.parametrize(
    "state,label", [("failed", "Provider refused"), ("conflict", "Provider holds another decision")]
)
def test_a_message_that_did_not_arrive_is_shown_and_can_be_sent_again(
    held: Round, client: Client, reviewer: User, state: str, label: str
) -> None:
    in_effect(held, "reject", by=reviewer)
    OutboxRow.objects.update(state=state, last_error="What the provider said.")
    page = page_of(client.get(reverse("case_outbox", args=[held.case_id])))
    assert label in page.text
    assert "What the provider said." in page.text
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


def test_every_entry_of_a_person_says_from_which_seat(
    held: Round, client: Client, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    before = TrailEntry.objects.order_by("-seq")[0].seq
    args = [held.case_id]
    client.post(reverse("case_release", args=args))
    client.post(reverse("case_claim", args=args))
    client.post(reverse("case_opinion", args=args), {"round": str(held.pk), "rating": "1"})
    page = page_of(client.get(case_url(held)))
    hidden = {name: page.value_of(name) for name in ("evidence_digest", "snapshot", "round")}
    form = hidden | {"outcome": "reject", "reasons": ["reject-doc-altered"], "note": TYPED}
    for _ in range(2):
        client.post(case_url(held), form)
        client.post(reverse("decision_undo", args=[Decision.objects.latest("decided_at").pk]))
    client.post(case_url(held), form)
    let_pass(Decision.objects.latest("decided_at"))
    client.post(case_url(held), form)
    signed_in(lead).post(reverse("case_reopen", args=args), {"why": "Again."})
    client.post(reverse("case_claim", args=args))
    client.post(reverse("case_recuse", args=args))
    client.post(reverse("search"), {"query": "REF-1"})
    client.get(reverse("case_trail", args=args))
    theirs = TrailEntry.objects.filter(seq__gt=before, actor__isnull=False)
    assert len(set(theirs.values_list("event", flat=True))) == 12
    assert not theirs.filter(session_digest="").exists()
    assert not theirs.exclude(address="127.0.0.1").exists()
    assert set(theirs.values_list("role", flat=True)) == {"reviewer", "lead"}
