"""While the faces are not rated, no route serves anything else of the case."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys.choices import MediaKind
from journeys.models import Journey, MediaUse
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.desk.claims import claim, claim_next, free_for
from reviews.errors import NotAllowed
from reviews.evidence.blind import is_blind
from reviews.evidence.face_stage import FACE_KINDS
from reviews.evidence.tree import build_tree
from reviews.models import Case, Opinion, Queue, Round, Unblinded
from tests.journeys.vault.files import jpeg
from tests.reviews.house import arrive, new_account, opened_strictly, put_file, round_of
from tests.reviews.views.addresses import OWN
from tests.reviews.views.world import build

SignedIn = Callable[[User], Any]
PROVIDERS = (("idwise", "aml_sanctions"), ("signzy", "not_live"))


@pytest.fixture
def journey(database: object, request: pytest.FixtureRequest) -> Journey:
    """With all pictures here, of the provider and outcome that the test names."""
    provider, outcome = getattr(request, "param", PROVIDERS[0])
    found = arrive(new_account(provider), outcome=outcome)
    for use in MediaUse.objects.filter(snapshot=found.current_snapshot).select_related("locator"):
        if use.kind != MediaKind.SELFIE_VIDEO:
            use.locator.refresh_from_db()
            if use.locator.blob_id is None:
                put_file(use.locator, jpeg())
    return found


@pytest.fixture
def held(journey: Journey, reviewer: User) -> Case:
    return claim(opened_strictly(journey), by=reviewer)


def secrets_of(journey: Journey) -> list[str]:
    """Words that only the rest of the evidence holds: names, scores, verdicts, liveness."""
    snapshot = journey.current_snapshot
    assert snapshot is not None
    tree = build_tree(snapshot, journey.key())
    found = [*tree.names, *tree.journey.verdict_reasons, *tree.failed_checks]
    found += [field.value for step in tree.steps for field in step.fields if field.value]
    found += [match.name for match in tree.matches]
    found += [one.part.score.raw for one in tree.comparisons if one.part.score]
    if tree.selfie is not None and tree.selfie.liveness_code is not None:
        found.append(tree.selfie.liveness_code.raw)
    found += [rule.part.name for rule in tree.rules]
    # Short words stand in the page by themselves.
    return sorted({word for word in found if len(word) > 5})


@pytest.mark.parametrize("journey", PROVIDERS, indirect=True, ids=lambda pair: pair[0])
def test_the_case_page_holds_nothing_but_the_faces(
    held: Case, journey: Journey, reviewer: User, signed_in: SignedIn
) -> None:
    answer = signed_in(reviewer).get(reverse("case", args=[held.pk]))
    assert answer.status_code == 200
    text = answer.content.decode()
    secrets = secrets_of(journey)
    assert len(secrets) > 5
    assert [word for word in secrets if word in text] == []
    assert held.queue.name not in text
    assert "reason_" not in text


@pytest.mark.parametrize("panel", range(2, 9))
def test_panels_two_to_eight_are_refused(
    held: Case, reviewer: User, signed_in: SignedIn, panel: int
) -> None:
    faces = reverse("case", args=[held.pk])
    answer = signed_in(reviewer).get(f"{faces}?p={panel}")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Rate the faces first" in text
    assert f'href="{faces}"' in text


def test_every_picture_that_is_no_face_is_refused(
    held: Case, journey: Journey, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    statuses: dict[str, set[int]] = {}
    for use in MediaUse.objects.filter(snapshot=journey.current_snapshot):
        for size in ("view", "thumb", "full"):
            answer = client.get(reverse("media", args=[use.public_id, size]))
            statuses.setdefault(use.kind, set()).add(answer.status_code)
    assert {kind for kind, found in statuses.items() if found == {409}} == (
        statuses.keys() - FACE_KINDS
    )
    assert statuses.keys() & FACE_KINDS
    assert all(statuses[kind] == {200} for kind in statuses.keys() & FACE_KINDS)


@pytest.mark.parametrize("role", ["reviewer", "lead"])
def test_no_route_tells_anything_of_the_case(
    database: object,
    reviewer: User,
    lead: User,
    make_person: Callable[..., User],
    signed_in: SignedIn,
    role: str,
) -> None:
    """Every address of the house is asked for; the case is blind for the person who asks."""
    person = {"reviewer": reviewer, "lead": lead}[role]
    world = build(person, make_person("admin"))
    Queue.objects.update(blind_first=True)
    journey = round_of(world.held).journey
    secrets = [word for word in secrets_of(journey) if len(word) > 9]
    client = signed_in(person)
    told: list[str] = []
    asked = 0
    for name, address in OWN.items():
        if "get" not in address.methods or not (
            not address.needs or any(person.may(one) for one in address.needs)
        ):
            continue
        if name in ("journey", "search_results"):
            continue  # of another journey, which has no case; of ids alone
        answer = client.get(address.url(name, world, person))
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        asked += 1
        told += [f"{name}: {word}" for word in secrets if word.encode() in text]
    assert asked > 5
    assert told == []


def test_the_first_rating_opens_everything_and_is_kept_as_blind(
    held: Case, journey: Journey, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    page = reverse("case", args=[held.pk])
    client.get(page)
    rating = {"rating": "2", "round": str(round_of(held).pk)}
    client.post(reverse("case_opinion", args=[held.pk]), rating)
    opinion = Opinion.objects.get()
    assert (opinion.rating, opinion.is_blind, opinion.visible) == (2, True, ["faces"])
    assert opinion.seconds is not None
    text = client.get(f"{page}?p=5").content.decode()
    assert build_tree_name(journey) in text


def build_tree_name(journey: Journey) -> str:
    snapshot = journey.current_snapshot
    assert snapshot is not None
    return build_tree(snapshot, journey.key()).names[0].split()[0]


def test_a_later_rating_keeps_the_first_and_says_what_was_visible(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    for rating in ("2", "-1"):
        client.post(
            reverse("case_opinion", args=[held.pk]),
            {"rating": rating, "round": str(round_of(held).pk)},
        )
    first, second = Opinion.objects.order_by("at")
    assert (first.rating, second.rating) == (2, -1)
    assert "machine" in second.visible
    assert not second.is_blind


def test_who_opens_the_case_unrated_is_none_of_its_readers(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    client.post(reverse("case_unblind", args=[held.pk]))
    assert client.get(f"{reverse('case', args=[held.pk])}?p=2").status_code == 200
    held.refresh_from_db()
    assert held.state == Case.State.OPEN
    assert Unblinded.objects.get().person == reviewer
    assert TrailEntry.objects.filter(event=Event.EVIDENCE_UNBLINDED).count() == 1
    assert not free_for(reviewer).exists()
    assert claim_next(by=reviewer) is None
    with pytest.raises(NotAllowed):
        claim(held, by=reviewer)


def test_a_case_seen_unrated_in_an_earlier_round_is_passed_over(
    held: Case, journey: Journey, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    """Reopened with the same faces it is still free for others, and no obstacle to this one."""
    Round.objects.filter(case=held).update(closed_at=timezone.now())
    Case.objects.filter(pk=held.pk).update(
        state=Case.State.OPEN, claimed_by=None, claim_until=None, round_count=2
    )
    first = round_of(held)
    signed_in(reviewer).get(reverse("case", args=[held.pk]))  # closed: shown as a whole
    Round.objects.create(case=held, number=2, journey=journey, opened_on=first.opened_on)
    assert claim_next(by=reviewer) is None
    assert claim_next(by=second_reviewer) == held


def test_another_reader_still_gets_the_case_blind(
    held: Case, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    signed_in(reviewer).post(reverse("case_unblind", args=[held.pk]))
    claim(held, by=second_reviewer)
    assert is_blind(round_of(held), viewer=second_reviewer)


def test_an_auditor_who_reads_no_cases_sees_the_whole(
    held: Case, auditor: User, signed_in: SignedIn
) -> None:
    assert not is_blind(round_of(held), viewer=auditor)
    assert signed_in(auditor).get(reverse("case", args=[held.pk])).status_code == 200


def test_a_queue_without_the_policy_shows_everything_at_once(held: Case, reviewer: User) -> None:
    Queue.objects.update(blind_first=False)
    assert not is_blind(round_of(held), viewer=reviewer)


def test_where_one_face_is_missing_there_is_nothing_to_rate_blind(
    held: Case, reviewer: User
) -> None:
    its_round = Round.objects.get(case=held)
    MediaUse.objects.filter(
        snapshot=its_round.journey.current_snapshot,
        kind__in=(MediaKind.SELFIE, MediaKind.SELFIE_CROP),
    ).update(kind=MediaKind.OTHER)
    assert not is_blind(its_round, viewer=reviewer)


def test_a_face_that_comes_late_makes_no_blind_rating_of_what_was_seen(
    held: Case, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    """The whole was shown for want of a face; the rating that follows says so."""
    its_round = round_of(held)
    faces = MediaUse.objects.filter(
        snapshot=its_round.journey.current_snapshot,
        kind__in=(MediaKind.SELFIE, MediaKind.SELFIE_CROP),
    )
    kinds = dict(faces.values_list("pk", "kind"))
    faces.update(kind=MediaKind.OTHER)
    client = signed_in(reviewer)
    assert client.get(f"{reverse('case', args=[held.pk])}?p=5").status_code == 200
    for key, kind in kinds.items():
        MediaUse.objects.filter(pk=key).update(kind=kind)
    assert not is_blind(its_round, viewer=reviewer)
    assert is_blind(its_round, viewer=second_reviewer)
    rating = {"rating": "2", "round": str(its_round.pk)}
    client.post(reverse("case_opinion", args=[held.pk]), rating)
    assert not Opinion.objects.get().is_blind


def test_a_panel_is_noted_once_and_not_while_blind(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    url = reverse("case_seen", args=[held.pk])
    its_round = round_of(held)
    assert client.post(url, {"round": its_round.pk, "panel": 2}).status_code == 409
    client.post(
        reverse("case_opinion", args=[held.pk]), {"rating": "0", "round": str(its_round.pk)}
    )
    for _ in range(2):
        assert client.post(url, {"round": its_round.pk, "panel": 2}).status_code == 204
    assert client.post(url, {"round": uuid.uuid4(), "panel": 2}).status_code == 409
    opened = TrailEntry.objects.filter(event=Event.PANEL_OPENED, data__contains="document")
    assert opened.count() == 1
