"""The desk over HTTP: what comes next, what is mine, what I decided, and the next case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.models import Case
from reviews.verdicts.holding import hold
from reviews.verdicts.writing import give_opinion, save_draft
from tests.people import MakePerson, SignedIn
from tests.reviews.house import arrive, body_of, held_case, in_effect, more_cases, opened
from tests.reviews.views.pages import Page, page_of


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def many(idwise: Account, count: int) -> list[Case]:
    """Cases, due one hour after the other."""
    more_cases(opened(arrive(idwise, outcome="glare")), count - 1)
    cases = list(Case.objects.order_by("code"))
    for hours, case in enumerate(cases):
        due_at = timezone.now() + timedelta(hours=hours, minutes=5)
        Case.objects.filter(pk=case.pk).update(due_at=due_at, turn_at=due_at)
    return cases


def codes_in(page: Page) -> list[str]:
    known = set(Case.objects.values_list("code", flat=True))
    return [piece.strip() for piece in page.pieces if piece.strip() in known]


def test_the_desk_says_what_is_free_and_how_soon_it_is_due(idwise: Account, client: Client) -> None:
    many(idwise, 3)
    text = page_of(client.get(reverse("desk"))).text
    assert "3 cases are free for you. The most urgent is due in 4 min." in text
    assert "Late or due within the hour 1" in text


def test_what_is_late_is_said_to_be(idwise: Account, client: Client) -> None:
    (case,) = many(idwise, 1)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=3))
    text = page_of(client.get(reverse("desk"))).text
    assert "1 case is free for you. The most urgent is late by 3 h." in text


def test_the_next_case_is_claimed_and_opened(
    idwise: Account, client: Client, reviewer: User
) -> None:
    cases = many(idwise, 2)
    answer = client.post(reverse("desk_next"))
    assert answer["Location"] == reverse("case", args=[cases[0].pk])
    assert Case.objects.get(pk=cases[0].pk).claimed_by == reviewer


def test_where_nothing_is_open_that_is_said(idwise: Account, client: Client) -> None:
    answer = client.post(reverse("desk_next"), follow=True)
    assert "Nothing is open now. New cases appear here by themselves." in page_of(answer).text


def test_no_list_holds_a_name_or_a_result(idwise: Account, client: Client) -> None:
    body = body_of("idwise", outcome="not_same_person")
    name = body["documents"]["0"]["extracted_fields"]["Full Name"]["value"]
    opened(arrive(idwise, outcome="not_same_person"))
    for address in (reverse("desk"), reverse("queues"), reverse("queue", args=["main"])):
        page = page_of(client.get(address))
        assert name not in page.text
        assert body["reference_number"] not in page.text
        for word in ("Refer", "Rejected", "94"):
            assert word not in page.pieces


def test_what_i_hold_and_what_i_decided_stand_on_my_desk_alone(
    idwise: Account, client: Client, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    held = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    done = held_case(arrive(idwise, outcome="expired", index=1), by=reviewer)
    in_effect(done, "reject", by=reviewer)
    mine = codes_in(page_of(client.get(reverse("desk"))))
    theirs = codes_in(page_of(signed_in(second_reviewer).get(reverse("desk"))))
    assert {held.code, done.case.code} <= set(mine)
    assert not {held.code, done.case.code} & set(theirs)


def test_a_claim_that_ended_is_not_shown_as_mine(
    idwise: Account, client: Client, reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    assert "until" in page_of(client.get(reverse("desk"))).text
    Case.objects.filter(pk=case.pk).update(claim_until=timezone.now() - timedelta(seconds=1))
    page = page_of(client.get(reverse("desk")))
    assert case.code not in codes_in(page)
    assert "You hold no case now." in page.text


def test_the_last_minutes_of_a_claim_are_counted_and_it_can_be_kept(
    idwise: Account, client: Client, reviewer: User
) -> None:
    case = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    Case.objects.filter(pk=case.pk).update(claim_until=timezone.now() + timedelta(seconds=90))
    page = page_of(client.get(reverse("desk")))
    assert any("data-countdown" in one.attributes for one in page.elements)
    answer = client.post(reverse("case_keep", args=[case.pk]), {"then": "desk"})
    assert answer["Location"] == reverse("desk")
    case.refresh_from_db()
    assert case.claim_until is not None
    assert case.claim_until > timezone.now() + timedelta(minutes=9)


def test_the_desk_tells_where_i_was(idwise: Account, client: Client, reviewer: User) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    assert "Not opened yet" in page_of(client.get(reverse("desk"))).text
    client.get(reverse("case", args=[its_round.case_id]))
    assert "Looked at" in page_of(client.get(reverse("desk"))).text
    give_opinion(its_round, rating=2, by=reviewer)
    assert "Faces rated" in page_of(client.get(reverse("desk"))).text
    save_draft(its_round, {"note": "x"}, by=reviewer)
    assert "Decision begun" in page_of(client.get(reverse("desk"))).text


def test_what_i_put_on_hold_stands_there_with_why_and_can_be_taken_back(
    idwise: Account, client: Client, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    case = held_case(arrive(idwise, outcome="glare"), by=reviewer).case
    until = timezone.now() + timedelta(hours=3)
    hold(case, until=until, why="Asked for the back side", by=reviewer)
    page = page_of(client.get(reverse("desk")))
    assert "Asked for the back side" in page.text
    assert case.code in codes_in(page)
    theirs = page_of(signed_in(second_reviewer).get(reverse("desk")))
    assert "Asked for the back side" not in theirs.text
    client.post(reverse("case_claim", args=[case.pk]))
    case.refresh_from_db()
    assert (case.claimed_by, case.held_until) == (reviewer, None)


def test_what_was_given_to_me_stands_on_my_desk(
    idwise: Account, client: Client, reviewer: User
) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    assert "Given to you" not in page_of(client.get(reverse("desk"))).text
    Case.objects.filter(pk=case.pk).update(assigned_to=reviewer)
    page = page_of(client.get(reverse("desk")))
    assert "Given to you" in page.text
    assert case.code in codes_in(page)


def test_a_case_shows_what_i_decided_last_elsewhere(
    idwise: Account, client: Client, reviewer: User
) -> None:
    done = held_case(arrive(idwise, outcome="expired", index=1), by=reviewer)
    in_effect(done, "reject", by=reviewer)
    here = claim(opened(arrive(idwise, outcome="glare")), by=reviewer)
    page = page_of(client.get(reverse("case", args=[here.pk])))
    assert "Recent decisions" in page.text
    assert done.case.code in codes_in(page)


def test_a_case_that_waits_for_its_applicant_is_shown_as_such(
    idwise: Account, client: Client, reviewer: User
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "resubmit", by=reviewer)
    page = page_of(client.get(reverse("desk")))
    assert "Waiting for the applicant" in page.text
    assert its_round.case.code in codes_in(page)


@pytest.mark.parametrize(
    "role,place",
    [("reviewer", "desk"), ("lead", "desk"), ("auditor", "trail"), ("admin", "imports")],
)
def test_each_role_begins_at_its_own_place(
    make_person: MakePerson, signed_in: SignedIn, role: str, place: str
) -> None:
    client = signed_in(make_person(role))
    assert client.get("/")["Location"] == reverse(place)
    if place != "desk":
        assert client.get(reverse("desk"))["Location"] == reverse(place)


def test_who_has_no_role_sees_a_profile_and_nothing_else(
    make_person: MakePerson, signed_in: SignedIn
) -> None:
    client = signed_in(make_person())
    assert client.get("/")["Location"] == reverse("profile")
    page = page_of(client.get(reverse("profile")))
    rail = {one.attributes.get("href") for one in page.elements if one.tag == "a"}
    assert not {reverse("desk"), reverse("trail"), reverse("staff")} & rail
