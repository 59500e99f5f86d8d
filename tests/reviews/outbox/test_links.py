"""Signzy: no decision is told; a resubmission is a new journey whose link is a secret."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from journeys.models import Account, Journey
from journeys.sandbox.server import Sandbox
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.desk.pulling import pull
from reviews.errors import NotAllowed, TooLate
from reviews.models import ApplicantLink, Case, OutboxRow, Round
from reviews.outbox import links, renew_link, shown_link
from tests.databases import Database
from tests.reviews.house import count_of, events, round_of
from tests.reviews.outbox.asking import (
    bring_in,
    decide_in_effect,
    fetched,
    made_links,
    row_of,
    send_all,
)


@pytest.fixture
def journey(signzy: Account, sandbox: Sandbox) -> Journey:
    return bring_in(signzy, sandbox)


def current_link() -> ApplicantLink:
    return ApplicantLink.objects.get(state=ApplicantLink.State.CURRENT)


@pytest.mark.parametrize("outcome", ["approve", "reject"])
def test_signzy_is_told_nothing_of_a_decision(
    journey: Journey, sandbox: Sandbox, reviewer: User, outcome: str
) -> None:
    decision = decide_in_effect(journey, outcome, by=reviewer)
    before = sandbox.served()
    assert send_all().state == Job.State.DONE
    assert row_of(decision).state == OutboxRow.State.SENT
    assert sandbox.served() == before


@pytest.mark.both_databases
def test_a_resubmission_makes_a_journey_of_the_same_user_and_reference(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    body = json.loads(sandbox.journey(journey.provider_id).body)
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    assert send_all().state == Job.State.DONE
    (receipt,) = made_links(sandbox)
    assert receipt.body["userId"] == body["userId"]
    assert receipt.body["flowId"] == body["flow"]["flowId"]
    reference = json.dumps(body).count(receipt.body["userInfo"]["externalReferenceId"])
    assert reference >= 1
    assert row_of(decision).state == OutboxRow.State.SENT
    link = current_link()
    assert link.provider_id == receipt.journey_id
    lives = link.expires_at - timezone.now()
    assert timedelta(hours=23) < lives <= timedelta(hours=24)


def test_the_link_lies_nowhere_in_clear(
    database: Database,
    journey: Journey,
    sandbox: Sandbox,
    reviewer: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    decide_in_effect(journey, "resubmit", by=reviewer)
    send_all()
    url = shown_link(current_link(), by=reviewer)
    secret = url.rsplit("/", 1)[-1]
    assert len(secret) > 20
    assert secret not in caplog.text
    assert secret not in str(list(TrailEntry.objects.values_list()))
    connections.close_all()
    file = Path(database.url.removeprefix("sqlite:///"))
    found = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert secret.encode() not in found


def test_the_link_is_shown_to_who_asked_for_it_and_that_is_recorded(
    journey: Journey, sandbox: Sandbox, reviewer: User, second_reviewer: User, lead: User
) -> None:
    decide_in_effect(journey, "resubmit", by=reviewer)
    send_all()
    link = current_link()
    assert shown_link(link, by=reviewer).startswith(f"{sandbox.signzy_url}/journey/")
    assert shown_link(link, by=reviewer)
    assert [entry.actor for entry in events(Event.LINK_SHOWN)] == [reviewer, reviewer]
    for stranger in (second_reviewer, lead):
        with pytest.raises(NotAllowed, match="who asked for the resubmission"):
            shown_link(link, by=stranger)
        with pytest.raises(NotAllowed):
            renew_link(link, by=stranger)
    assert count_of(Event.LINK_SHOWN) == 2


def test_a_link_lives_a_day(journey: Journey, sandbox: Sandbox, reviewer: User) -> None:
    decide_in_effect(journey, "resubmit", by=reviewer)
    send_all()
    ApplicantLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(TooLate) as told:
        shown_link(current_link(), by=reviewer)
    assert told.value.sentence == "This link is no longer valid. Renew it to get another one."
    assert count_of(Event.LINK_SHOWN) == 0


@pytest.mark.both_databases
def test_a_renewed_link_takes_the_place_of_the_first(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decide_in_effect(journey, "resubmit", by=reviewer)
    send_all()
    first = current_link()
    renew_link(first, by=reviewer)
    with pytest.raises(TooLate, match="on its way already"):
        renew_link(first, by=reviewer)
    send_all()
    second = current_link()
    first.refresh_from_db()
    assert second != first
    assert first.state == ApplicantLink.State.REPLACED
    with pytest.raises(TooLate):
        shown_link(first, by=reviewer)
    assert shown_link(second, by=reviewer)
    assert len(made_links(sandbox)) == 2
    assert not ApplicantLink.objects.filter(state=ApplicantLink.State.ORPHAN).exists()


@pytest.mark.both_databases
def test_a_lost_answer_is_an_orphan_and_a_second_link_is_made(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    sandbox.add_fault("create-journey-url", "cut")
    assert send_all().state == Job.State.WAITING
    assert row_of(decision).state == OutboxRow.State.SENDING
    assert not ApplicantLink.objects.exists()
    assert send_all().state == Job.State.DONE
    first, second = made_links(sandbox)
    assert first.journey_id != second.journey_id
    assert current_link().provider_id == second.journey_id
    assert ApplicantLink.objects.filter(state=ApplicantLink.State.ORPHAN).count() == 1
    assert count_of(Event.LINK_ORPHANED) == 1


@pytest.mark.parametrize("fault", ["invalid_json", "list", "html"])
def test_an_answer_without_a_link_is_an_orphan_and_fails_with_a_sentence(
    journey: Journey, sandbox: Sandbox, reviewer: User, fault: str
) -> None:
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    sandbox.add_fault("create-journey-url", fault)
    assert send_all().state == Job.State.FAILED
    row = row_of(decision)
    assert row.state == OutboxRow.State.FAILED
    assert row.last_error.endswith(".")
    assert ApplicantLink.objects.get().state == ApplicantLink.State.ORPHAN


@pytest.mark.both_databases
def test_a_crash_after_the_answer_lists_an_orphan(
    journey: Journey, sandbox: Sandbox, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    with monkeypatch.context() as patched:
        patched.setattr(links, "end", dies)
        assert send_all().crashes == 1
    assert not ApplicantLink.objects.exists(), "link and row are one transaction"
    assert row_of(decision).state == OutboxRow.State.SENDING
    send_all()
    states = ApplicantLink.objects.values_list("state", flat=True)
    assert sorted(states) == ["current", "orphan"]


@pytest.mark.parametrize("fault", ["429", "500"])
def test_a_provider_that_is_away_makes_no_crowd_of_orphans(
    journey: Journey, sandbox: Sandbox, reviewer: User, fault: str
) -> None:
    decide_in_effect(journey, "resubmit", by=reviewer)
    sandbox.add_fault("create-journey-url", fault, times=4)
    for _ in range(4):
        assert send_all().state == Job.State.WAITING
    assert send_all().state == Job.State.DONE
    orphans = ApplicantLink.objects.filter(state=ApplicantLink.State.ORPHAN).count()
    # "Too many requests" is a plain no; behind a failure a journey may have been made.
    assert orphans == {"429": 0, "500": 4}[fault]


def test_what_signzy_refuses_fails_and_is_no_orphan(
    journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decision = decide_in_effect(journey, "resubmit", by=reviewer)
    sandbox.add_fault("create-journey-url", "not_found")
    assert send_all().state == Job.State.FAILED
    assert row_of(decision).state == OutboxRow.State.FAILED
    assert not ApplicantLink.objects.exists()


@pytest.mark.both_databases
def test_the_new_journey_comes_back_as_the_next_round(
    signzy: Account, journey: Journey, sandbox: Sandbox, reviewer: User
) -> None:
    decide_in_effect(journey, "resubmit", by=reviewer)
    send_all()
    new_id = current_link().provider_id
    fetched(signzy, new_id)
    assert pull() == 0, "nothing has happened in it yet"
    sandbox.play_applicant(new_id, outcome="clean_pass")
    new = fetched(signzy, new_id)
    assert pull() == 1
    case = Case.objects.get()
    last = round_of(case)
    assert (last.number, last.why, last.journey) == (2, Round.Why.RESUBMISSION, new)
    renewable = ApplicantLink.objects.get()
    decide_in_effect(new, "approve", by=reviewer)
    with pytest.raises(TooLate, match="no resubmission in effect"):
        renew_link(renewable, by=reviewer)


def dies(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the process dies here")
