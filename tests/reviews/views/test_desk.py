"""The desk over HTTP: what is open, in which order, and the next case for who asks."""

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
        Case.objects.filter(pk=case.pk).update(due_at=timezone.now() + timedelta(hours=hours))
    return cases


def codes_in(page: Page) -> list[str]:
    known = set(Case.objects.values_list("code", flat=True))
    return [piece.strip() for piece in page.pieces if piece.strip() in known]


def test_open_cases_stand_in_the_order_of_their_urgency(idwise: Account, client: Client) -> None:
    cases = many(idwise, 4)
    shown = codes_in(page_of(client.get(reverse("desk"))))
    assert list(dict.fromkeys(shown)) == [case.code for case in cases]


def test_fifty_cases_a_page_and_the_rest_on_the_next(idwise: Account, client: Client) -> None:
    cases = many(idwise, 53)
    first = page_of(client.get(reverse("desk")))
    (more,) = {
        one.attributes["href"]
        for one in first.elements
        if one.tag == "a" and one.attributes.get("href", "").startswith("?after=")
    }
    second = page_of(client.get(f"{reverse('desk')}{more}"))
    on_first, on_second = set(codes_in(first)), set(codes_in(second))
    assert (len(on_first), len(on_second)) == (50, 3)
    assert on_first | on_second == {case.code for case in cases}
    assert "53 cases are open." in first.text


@pytest.mark.parametrize("mark", ["x", "~", "2026-01-01T00:00:00~", "~".join("ab"), "9" * 400])
def test_a_page_mark_of_nonsense_is_the_first_page(
    idwise: Account, client: Client, mark: str
) -> None:
    (case,) = many(idwise, 1)
    assert case.code in codes_in(page_of(client.get(reverse("desk"), {"after": mark})))


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
    page = page_of(client.get(reverse("desk")))
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
