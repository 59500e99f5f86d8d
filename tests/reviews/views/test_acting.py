"""Holding and passing on over HTTP, going on after a decision, looking ahead, offering to undo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.choices import MediaKind
from journeys.models import Account, MediaUse
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.desk.undoable import undoable_by
from reviews.models import Access, Case, Decision, Draft, Opinion, Round
from reviews.verdicts.writing import give_opinion
from tests.people import SignedIn
from tests.reviews.house import (
    arrive,
    count_of,
    decided,
    events,
    let_pass,
    more_cases,
    opened,
    opened_strictly,
    round_of,
    store_pictures,
    wanted,
)
from tests.reviews.views.pages import page_of


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def form_of(its_round: Round, outcome: str, **more: Any) -> dict[str, Any]:
    """What the page would send."""
    what = wanted(its_round, outcome)
    return {
        "outcome": outcome,
        "reasons": what.reasons,
        "steps": what.steps,
        "note": "",
        "evidence_digest": what.seen_digest,
        "snapshot": str(what.seen_snapshot),
        "round": str(its_round.pk),
        **more,
    }


@pytest.mark.parametrize(
    "until,hours", [("hour", 1), ("four_hours", 4), ("at", 30)], ids=["hour", "four", "given"]
)
def test_a_case_is_held_for_as_long_as_was_chosen(
    held: Round, client: Client, until: str, hours: int
) -> None:
    moment = timezone.localtime(timezone.now() + timedelta(hours=hours))
    form = {"until": until, "why": "A call", "at": moment.strftime("%Y-%m-%dT%H:%M")}
    answer = client.post(reverse("case_hold", args=[held.case_id]), form)
    assert answer.headers["Location"] == reverse("desk")
    found = Case.objects.get()
    assert found.held_until is not None
    assert abs(found.held_until - moment) < timedelta(minutes=2)


@pytest.mark.parametrize(
    "form", [{}, {"until": "hour"}, {"why": "A call"}, {"until": "at", "why": "A call"}]
)
def test_a_hold_that_lacks_something_is_refused(
    held: Round, client: Client, form: dict[str, str]
) -> None:
    answer = client.post(reverse("case_hold", args=[held.case_id]), form, follow=True)
    assert "banner-fail" in answer.content.decode()
    assert Case.objects.get().state == Case.State.CLAIMED


def test_a_case_is_passed_on(held: Round, client: Client) -> None:
    client.post(reverse("case_pass_on", args=[held.case_id]), {"why": "A listed name"})
    assert Case.objects.get().needs_sanctions


def test_after_a_decision_the_next_case_is_there_and_claimed(
    held: Round, client: Client, reviewer: User
) -> None:
    (following,) = more_cases(held.case, 1)
    answer = client.post(reverse("case", args=[held.case_id]), form_of(held, "reject", then="next"))
    assert answer.headers["Location"] == reverse("case", args=[following.pk])
    following.refresh_from_db()
    assert following.claimed_by == reviewer


def test_with_nothing_left_a_decision_leads_to_the_desk(held: Round, client: Client) -> None:
    answer = client.post(reverse("case", args=[held.case_id]), form_of(held, "reject", then="next"))
    assert answer.headers["Location"] == reverse("desk")


def test_who_stays_sees_the_decided_case(held: Round, client: Client) -> None:
    more_cases(held.case, 1)
    url = reverse("case", args=[held.case_id])
    answer = client.post(url, form_of(held, "reject", then="stay"))
    assert answer.headers["Location"] == url
    assert not Case.objects.filter(state=Case.State.CLAIMED).exists()


def test_every_page_offers_to_undo_until_the_window_is_over(
    held: Round, client: Client, reviewer: User
) -> None:
    decision = decided(held, "reject", by=reviewer)
    undo = reverse("decision_undo", args=[decision.pk])
    for name in ("desk", "search", "profile"):
        page = client.get(reverse(name)).content.decode()
        toast = page[page.index('id="undo"') :]
        assert undo in toast
        # The next case is rated blind: what was decided on this one is nobody's hint.
        assert "Reject" not in toast[: toast.index("</form>")]
    assert let_pass(decision)
    assert undo not in client.get(reverse("desk")).content.decode()


def test_a_reading_that_went_on_cannot_be_undone(held: Round, reviewer: User) -> None:
    decision = decided(held, "reject", by=reviewer)
    assert [one.id for one in undoable_by(reviewer)] == [decision.pk]
    decision.outbox.delete()
    assert undoable_by(reviewer) == []


def test_nobody_is_offered_to_undo_what_others_decided(
    held: Round, reviewer: User, second_reviewer: User
) -> None:
    decided(held, "reject", by=reviewer)
    assert undoable_by(second_reviewer) == []


def test_an_undo_gives_back_what_was_written(held: Round, client: Client) -> None:
    url = reverse("case", args=[held.case_id])
    client.post(url, form_of(held, "reject", then="stay"))
    answer = client.post(reverse("decision_undo", args=[Decision.objects.get().pk]), follow=True)
    page = page_of(answer)
    assert page.ticked("outcome") == ["reject"]
    assert page.ticked("reasons") == ["reject-doc-altered"]


def test_an_undo_gives_back_the_next_case_that_nobody_has_touched(
    held: Round, client: Client, reviewer: User
) -> None:
    more_cases(held.case, 2)
    url = reverse("case", args=[held.case_id])
    client.post(url, form_of(held, "reject", then="next"))
    following = Case.objects.get(state=Case.State.CLAIMED)
    client.post(reverse("decision_undo", args=[Decision.objects.get().pk]))
    assert Case.objects.get(state=Case.State.CLAIMED) == held.case
    assert events(Event.CASE_RELEASED)[-1].case_id == following.pk
    # What was worked on stays in hand.
    client.post(url, form_of(held, "reject", then="next"))
    following = Case.objects.get(state=Case.State.CLAIMED)
    give_opinion(round_of(following), rating=2, by=reviewer)
    client.post(reverse("decision_undo", args=[Decision.objects.latest("decided_at").pk]))
    assert set(Case.objects.filter(state=Case.State.CLAIMED)) == {held.case, following}


def test_looking_ahead_names_the_faces_of_the_next_case_and_nothing_else(
    idwise: Account, reviewer: User, client: Client
) -> None:
    journey = arrive(idwise, outcome="aml_sanctions")
    store_pictures(journey)
    case = opened_strictly(journey)
    answer = client.get(reverse("desk_ahead"))
    pictures = answer.json()["pictures"]
    shown = MediaUse.objects.filter(
        snapshot=journey.current_snapshot_id,
        kind__in=[MediaKind.PORTRAIT, MediaKind.SELFIE, MediaKind.SELFIE_CROP],
    )
    allowed = {reverse("media", args=[use.public_id, "view"]) for use in shown}
    assert len(pictures) == 2
    assert set(pictures) <= allowed
    assert list(answer.json()) == ["pictures"]
    case.refresh_from_db()
    assert (case.state, case.claimed_by) == (Case.State.OPEN, None)
    (entry,) = events(Event.EVIDENCE_PREFETCHED)
    assert (entry.case_id, entry.actor) == (case.pk, reviewer)
    assert not Access.objects.exists()


def test_with_nothing_left_there_is_nothing_to_look_ahead_to(
    idwise: Account, client: Client, second_reviewer: User
) -> None:
    claim(opened(arrive(idwise, outcome="glare")), by=second_reviewer)
    assert client.get(reverse("desk_ahead")).json() == {"pictures": []}
    assert count_of(Event.EVIDENCE_PREFETCHED) == 0


@pytest.fixture
def blind(idwise: Account, reviewer: User) -> Round:
    """Claimed under the default policy, not rated yet."""
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey)
    return round_of(claim(opened_strictly(journey), by=reviewer))


def test_the_outcome_may_be_chosen_first_and_the_rating_keeps_it(
    blind: Round, client: Client
) -> None:
    form = {"round": str(blind.pk), "rating": "2", "outcome": "resubmit"}
    answer = client.post(reverse("case_opinion", args=[blind.case_id]), form, follow=True)
    assert page_of(answer).ticked("outcome") == ["resubmit"]
    assert Opinion.objects.get().rating == 2
    assert Draft.objects.exists()


def test_before_the_rating_there_are_no_reasons_steps_or_notes(
    blind: Round, client: Client
) -> None:
    page = page_of(client.get(reverse("case", args=[blind.case_id])))
    assert len(page.named("rating")) == 7
    assert len(page.named("outcome")) == 3
    for name in ("reasons", "steps", "note", "evidence_digest"):
        assert page.named(name) == []
    assert page.ticked("outcome") == []


def test_before_the_rating_no_outcome_is_taken(blind: Round, client: Client) -> None:
    for outcome in ("approve", "reject", "resubmit"):
        answer = client.post(
            reverse("case", args=[blind.case_id]), form_of(blind, outcome, then="next")
        )
        assert answer.status_code == 409
        assert "Rate the faces first" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_refused_approval_tells_everything_with_a_link_to_its_place(
    blind: Round, client: Client, reviewer: User
) -> None:
    Opinion.objects.create(round=blind, person=reviewer, rating=-2)
    form = form_of(blind, "approve", reasons=[], note="Kept words")
    answer = client.post(reverse("case", args=[blind.case_id]), form)
    text = answer.content.decode()
    assert answer.status_code == 409
    summary = text[text.index('id="not-submitted"') : text.index("What you wrote is kept")]
    for place in ('href="#opinion"', 'href="?p=2#panel-2"', 'href="?p=6#panel-6"'):
        assert place in summary
    assert "Kept words" in text
    assert page_of(answer).ticked("outcome") == ["approve"]
