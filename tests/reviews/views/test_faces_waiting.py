"""A face on its way: nothing to rate yet, and still nothing else is served."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from journeys.choices import MediaKind
from journeys.models import Journey, Locator, MediaUse
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.errors import Incomplete
from reviews.evidence.blind import has_pair, is_blind, is_waiting
from reviews.evidence.face_stage import FACE_KINDS, FRONT_KINDS, face_stage
from reviews.models import Case, Opinion, Panel, PanelView
from reviews.verdicts.writing import give_opinion
from tests.people import SignedIn
from tests.reviews.house import (
    arrive,
    count_of,
    new_account,
    opened_strictly,
    round_of,
    store_pictures,
)
from tests.reviews.views.test_blind import secrets_of

SELFIES = (MediaKind.SELFIE.value, MediaKind.SELFIE_CROP.value)
DOCUMENT_FACES = (MediaKind.PORTRAIT.value, *FRONT_KINDS)
SIDES = {"selfie": SELFIES, "document": DOCUMENT_FACES}


def put(journey: Journey, kinds: tuple[str, ...], state: Locator.State) -> None:
    """Say of every picture of these kinds that it waits or failed."""
    uses = MediaUse.objects.filter(snapshot=journey.current_snapshot_id, kind__in=kinds)
    Locator.objects.filter(pk__in=uses.values("locator")).update(state=state, blob=None)


@pytest.fixture(params=["idwise", "signzy"])
def held(database: object, request: pytest.FixtureRequest, reviewer: User) -> Case:
    outcome = {"idwise": "aml_sanctions", "signzy": "not_live"}[request.param]
    journey = arrive(new_account(request.param), outcome=outcome)
    store_pictures(journey)
    return claim(opened_strictly(journey), by=reviewer)


@pytest.mark.parametrize("side", SIDES)
def test_there_is_no_scale_until_both_faces_are_here(
    held: Case, reviewer: User, signed_in: SignedIn, side: str
) -> None:
    its_round = round_of(held)
    journey = its_round.journey
    client = signed_in(reviewer)
    page = reverse("case", args=[held.pk])
    put(journey, SIDES[side], Locator.State.WAITING)
    text = client.get(page).content.decode()
    assert 'id="faces-waiting"' in text
    assert f'id="faces-refresh" href="{page}"' in text
    assert 'id="rate-1"' not in text
    with pytest.raises(Incomplete):
        give_opinion(its_round, rating=2, by=reviewer)
    client.post(reverse("case_opinion", args=[held.pk]), {"rating": "2", "round": its_round.pk})
    assert not Opinion.objects.exists()
    Locator.objects.filter(journey=journey, state=Locator.State.WAITING).update(
        state=Locator.State.STORED
    )
    text = client.get(page).content.decode()
    assert 'id="faces-waiting"' not in text
    assert 'id="rate-1"' in text


@pytest.mark.parametrize("side", SIDES)
def test_meanwhile_nothing_else_is_served(
    held: Case, reviewer: User, signed_in: SignedIn, side: str
) -> None:
    its_round = round_of(held)
    put(its_round.journey, SIDES[side], Locator.State.WAITING)
    client = signed_in(reviewer)
    page = reverse("case", args=[held.pk])
    text = client.get(page).content.decode()
    assert [word for word in secrets_of(its_round.journey) if word in text] == []
    assert held.queue.name not in text
    assert {client.get(f"{page}?p={number}").status_code for number in range(2, 9)} == {409}
    uses = MediaUse.objects.filter(snapshot=its_round.journey.current_snapshot)
    hidden = uses.exclude(kind__in=FACE_KINDS).select_related("locator")
    assert hidden
    for use in hidden:
        status = client.get(reverse("media", args=[use.public_id, "view"])).status_code
        assert status == (404 if use.locator.state == Locator.State.WAITING else 409), use.kind
    said = {"kind": "override", "code": "explained", "round": its_round.pk}
    said |= {"stable_key": "0" * 64, "content_hash": "0" * 64}
    assert client.post(reverse("case_say", args=[held.pk]), said).status_code == 409


@pytest.mark.parametrize("side", SIDES)
def test_a_face_that_will_not_come_opens_the_whole_page(
    held: Case, reviewer: User, signed_in: SignedIn, side: str
) -> None:
    its_round = round_of(held)
    put(its_round.journey, SIDES[side], Locator.State.WAITING)
    assert is_blind(its_round, viewer=reviewer)
    put(its_round.journey, SIDES[side], Locator.State.FAILED)
    assert not is_blind(its_round, viewer=reviewer)
    assert not is_waiting(its_round.journey)
    text = signed_in(reviewer).get(reverse("case", args=[held.pk])).content.decode()
    assert 'id="panel-5"' in text
    assert 'id="faces-waiting"' not in text


def test_waiting_is_no_look_at_the_faces(held: Case, reviewer: User, signed_in: SignedIn) -> None:
    """Else the seconds of looking would begin before there was anything to see."""
    its_round = round_of(held)
    put(its_round.journey, SELFIES, Locator.State.WAITING)
    client = signed_in(reviewer)
    client.get(reverse("case", args=[held.pk]))
    seen = {"round": its_round.pk, "panel": Panel.FACES.value}
    assert client.post(reverse("case_seen", args=[held.pk]), seen).status_code == 204
    assert not PanelView.objects.exists()
    assert count_of(Event.PANEL_OPENED) == 0
    assert count_of(Event.EVIDENCE_VIEWED) == 1


@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_page_and_rule_agree_for_every_mixture_of_what_came(
    database: object, provider: str
) -> None:
    journey = arrive(new_account(provider), outcome="clean_pass")
    sides: tuple[tuple[str, ...], ...] = ((MediaKind.PORTRAIT.value,), tuple(FRONT_KINDS), SELFIES)
    snapshot: Any = journey.current_snapshot
    for first in Locator.State:
        for second in Locator.State:
            for third in Locator.State:
                for kinds, state in zip(sides, (first, second, third), strict=True):
                    put(journey, kinds, state)
                waits = face_stage(snapshot, journey.key()).is_waiting
                assert waits == is_waiting(journey), (first, second, third)
                assert not waits or has_pair(journey)
