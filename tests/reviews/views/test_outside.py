"""The pages of outbox, webhooks and tokens: who sees what, and what their buttons do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.jobs.models import Job, Lane
from kycreview.sealing import seal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.hooks import send_test
from reviews.models import ApiToken, Delivery, OutboxRow, Subscription
from tests.people import MakePerson, SignedIn
from tests.reviews.hooks.outside import EVERY_EVENT, new_hook
from tests.reviews.house import arrive, count_of, held_case, in_effect
from tests.reviews.views.pages import page_of


@pytest.fixture
def admin(idwise: Account, make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def lead(idwise: Account, make_person: MakePerson) -> User:
    return make_person("lead")


@pytest.fixture
def refused(idwise: Account, reviewer: User) -> OutboxRow:
    """A message that the provider refused, with what it said."""
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    row = in_effect(its_round, "reject", by=reviewer).outbox
    key = its_round.journey.key()
    row.state, row.last_error = OutboxRow.State.FAILED, "IDWise says: canary of the provider"
    row.sealed_answer = seal(key, b'{"said": "no <b>"}', context=f"outbox:{row.pk}:answer")
    row.save()
    Job.objects.filter(kind="outbox.send").update(state=Job.State.FAILED)
    return row


def hook_form(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Core",
        "url": "https://core.example.test/kyc",
        "events": EVERY_EVENT,
        "is_active": "on",
        **changed,
    }


def test_a_lead_sees_what_is_stuck_and_sends_it_again(
    refused: OutboxRow, lead: User, signed_in: SignedIn
) -> None:
    client = signed_in(lead)
    page = page_of(client.get(reverse("outbox")))
    assert refused.decision.round.case.code in page.text
    assert "canary of the provider" in page.text
    answer = client.post(reverse("outbox_again", args=[refused.pk]), {"show": "failed"})
    assert answer["Location"] == "/outbox/?show=failed"
    refused.refresh_from_db()
    assert refused.state == OutboxRow.State.WAITING


def test_an_admin_sees_the_list_without_the_providers_words_and_without_buttons(
    refused: OutboxRow, admin: User, signed_in: SignedIn
) -> None:
    client = signed_in(admin)
    answer = client.get(reverse("outbox"))
    assert refused.decision.round.case.code in page_of(answer).text
    text = answer.content.decode()
    assert "canary of the provider" not in text
    assert reverse("outbox_again", args=[refused.pk]) not in text
    assert client.get(reverse("outbox_message", args=[refused.pk])).status_code == 403


def test_a_lead_cancels_a_message(refused: OutboxRow, lead: User, signed_in: SignedIn) -> None:
    signed_in(lead).post(reverse("outbox_cancel", args=[refused.pk]))
    refused.refresh_from_db()
    assert refused.state == OutboxRow.State.CANCELLED
    page = page_of(signed_in(lead).get(reverse("outbox")))
    assert "Nothing is stuck" in page.text


def test_the_providers_answer_is_shown_as_text_and_looking_is_an_entry(
    refused: OutboxRow, lead: User, signed_in: SignedIn
) -> None:
    before = count_of(Event.EVIDENCE_VIEWED)
    answer = signed_in(lead).get(reverse("outbox_message", args=[refused.pk]))
    assert "no &lt;b&gt;" in answer.content.decode()
    assert count_of(Event.EVIDENCE_VIEWED) == before + 1


@pytest.mark.parametrize("show", ["stuck", "sent", "all", "nonsense", "", "a\x00"])
def test_every_filter_answers(
    refused: OutboxRow, lead: User, signed_in: SignedIn, show: str
) -> None:
    answer = signed_in(lead).get(
        reverse("outbox"), {"show": show, "account": "\x00", "before": "x"}
    )
    assert answer.status_code == 200


def test_a_webhook_is_made_and_its_secret_is_shown_in_that_answer_alone(
    admin: User, signed_in: SignedIn
) -> None:
    client = signed_in(admin)
    answer = client.post(reverse("hook_new"), hook_form())
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", answer.content.decode())
    assert found is not None
    row = Subscription.objects.get()
    again = client.get(reverse("hook", args=[row.pk])).content.decode()
    assert "whsec_" not in again
    renewed = client.post(reverse("hook_secret", args=[row.pk])).content.decode()
    other = re.search(r"whsec_[A-Za-z0-9+/=]+", renewed)
    assert other is not None
    assert other[0] != found[0]
    assert "The earlier secret still signs until" in renewed


def test_a_webhook_that_cannot_be_is_told_where(admin: User, signed_in: SignedIn) -> None:
    client = signed_in(admin)
    for changed, sentence in (
        ({"url": "http://core.example.test/"}, "Give an https address"),
        ({"events": []}, "Events:"),
        ({"name": ""}, "Name:"),
    ):
        answer = client.post(reverse("hook_new"), hook_form(**changed))
        assert answer.status_code == 422
        assert sentence in page_of(answer).text
    assert not Subscription.objects.exists()


def test_a_webhook_is_changed_tested_and_its_messages_are_handled(
    admin: User, signed_in: SignedIn
) -> None:
    client = signed_in(admin)
    row, _secret = new_hook(admin)
    url = reverse("hook", args=[row.pk])
    assert client.post(url, hook_form(name="Ledger"))["Location"] == url
    row.refresh_from_db()
    assert row.name == "Ledger"
    client.post(reverse("hook_test", args=[row.pk]))
    made = Delivery.objects.get()
    page = page_of(client.get(url))
    assert "A test message" in page.text
    client.post(reverse("delivery_cancel", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == Delivery.State.CANCELLED
    client.post(reverse("delivery_replay", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == Delivery.State.WAITING
    Delivery.objects.update(state=Delivery.State.GIVEN_UP)
    client.post(reverse("hook_replay", args=[row.pk]), {"hours": "1"})
    made.refresh_from_db()
    assert made.state == Delivery.State.WAITING


def test_a_paused_webhook_says_why_and_can_be_resumed(admin: User, signed_in: SignedIn) -> None:
    client = signed_in(admin)
    row, _secret = new_hook(admin)
    Lane.objects.create(name=row.lane, paused_at=row.created_at, reason="It is gone (410).")
    assert "It is gone (410)." in page_of(client.get(reverse("hook", args=[row.pk]))).text
    assert "Paused" in page_of(client.get(reverse("hooks"))).text
    client.post(reverse("hook_resume", args=[row.pk]))
    assert Lane.objects.get(name=row.lane).paused_at is None


def test_paused_webhooks_and_their_jobs_stay_off_the_page_of_imports(
    admin: User, signed_in: SignedIn
) -> None:
    row, _secret = new_hook(admin)
    Lane.objects.create(name=row.lane, paused_at=row.created_at, reason="canary-of-a-hook")
    send_test(row, by=admin)
    Job.objects.update(state=Job.State.FAILED, last_error="canary-of-a-job")
    answer = signed_in(admin).get(reverse("imports"))
    assert answer.status_code == 200
    assert "canary-of" not in answer.content.decode()


def test_the_log_goes_on_page_by_page(
    admin: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviews.views.hooks.PAGE", 2)
    row, _secret = new_hook(admin)
    for _ in range(5):
        send_test(row, by=admin)
    client = signed_in(admin)
    url, pages = reverse("hook", args=[row.pk]), 0
    query = ""
    while True:
        text = client.get(url + query).content.decode()
        pages += 1
        found = re.search(r'href="(\?before=[0-9a-f-]+)"', text)
        if found is None:
            break
        query = found[1]
    assert pages == 3


def test_a_token_is_made_shown_once_used_and_revoked(admin: User, signed_in: SignedIn) -> None:
    client = signed_in(admin)
    answer = client.post(reverse("tokens"), {"name": "Core", "scopes": ["cases.read"]})
    found = re.search(r"kyc_[A-Za-z0-9_-]{20,}", answer.content.decode())
    assert found is not None
    assert found[0] not in client.get(reverse("tokens")).content.decode()
    headers = {"Authorization": f"Bearer {found[0]}"}
    assert Client().get("/api/v1/cases", headers=headers).status_code == 200
    client.post(reverse("token_revoke", args=[ApiToken.objects.get().pk]))
    assert Client().get("/api/v1/cases", headers=headers).status_code == 401
    assert "Revoked" in page_of(client.get(reverse("tokens"))).text


@pytest.mark.parametrize(
    "form", [{}, {"name": "Core"}, {"name": "Core", "scopes": ["all"]},
             {"name": "Core", "scopes": ["cases.read"], "expires_on": "2020-01-01"}]
)  # fmt: skip
def test_a_token_that_cannot_be_is_not_made(
    admin: User, signed_in: SignedIn, form: dict[str, Any]
) -> None:
    answer = signed_in(admin).post(reverse("tokens"), form)
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()
