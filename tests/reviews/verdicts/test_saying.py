"""What people say about evidence: recorded once, sealed, and only good for what they saw."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from journeys.models import Account, Check, MediaUse
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.desk.claims import claim, release
from reviews.evidence.said import said_about
from reviews.evidence.shapes import Identity, Tree
from reviews.evidence.tree import build_tree
from reviews.models import Case, Queue, Statement
from tests.journeys.vault.files import jpeg
from tests.reviews.house import (
    arrive,
    arrive_again,
    opened,
    opened_strictly,
    put_file,
    round_of,
)

SignedIn = Callable[[User], Any]
APART = {"tells_apart": ["other"], "why": "the listed one names another father"}


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Case:
    """A case with a sanctions match, in a queue that shows all at once."""
    return claim(opened(arrive(idwise, outcome="aml_sanctions")), by=reviewer)


def tree_of(case: Case) -> Tree:
    journey = round_of(case).journey
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    return build_tree(journey.current_snapshot, journey.key())


def said_to(client: Any, case: Case, identity: Identity, **fields: Any) -> Any:
    form = {
        "kind": "disposition",
        "code": "not_this_person",
        "stable_key": identity.stable_key,
        "content_hash": identity.content_hash,
        "round": str(round_of(case).pk),
        "panel": "5",
        "anchor": "match-1",
    }
    return client.post(reverse("case_say", args=[case.pk]), form | fields)


def match_of(case: Case) -> Identity:
    tree = tree_of(case)
    return tree.identity_of(tree.matches[0])


def test_a_disposition_is_recorded_with_a_commitment_and_sealed_attributes(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    answer = said_to(signed_in(reviewer), held, match_of(held), **APART)
    assert answer.status_code == 303
    assert answer["Location"].endswith("?p=5#match-1")
    statement = Statement.objects.get()
    assert (statement.kind, statement.code) == ("disposition", "not_this_person")
    assert statement.precedent_key
    assert statement.sealed_values is not None
    assert b"father" not in bytes(statement.sealed_values)
    entry = TrailEntry.objects.get(event=Event.STATEMENT_MADE)
    assert "father" not in entry.data
    assert {"attributes", "why"} <= set(json.loads(entry.commitments))


def test_not_this_person_needs_something_that_tells_them_apart(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    answer = said_to(signed_in(reviewer), held, match_of(held))
    assert answer.status_code == 422
    assert not Statement.objects.exists()


def test_an_attribute_that_matches_tells_nobody_apart(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    answer = said_to(signed_in(reviewer), held, match_of(held), tells_apart=["birth_date"])
    assert answer.status_code == 422
    assert not Statement.objects.exists()


@pytest.mark.parametrize("role, allowed", [("reviewer", False), ("lead", True)])
def test_only_holders_of_the_right_confirm_a_sanctions_match(
    held: Case,
    reviewer: User,
    lead: User,
    signed_in: SignedIn,
    role: str,
    allowed: bool,
) -> None:
    person = {"reviewer": reviewer, "lead": lead}[role]
    if person != reviewer:
        release(held, by=reviewer)
        claim(held, by=person)
    said_to(signed_in(person), held, match_of(held), code="is_this_person")
    assert Statement.objects.exists() is allowed


@pytest.mark.parametrize("code", ["approved", "genuine", ""])
def test_a_code_of_another_kind_is_refused(
    held: Case, reviewer: User, signed_in: SignedIn, code: str
) -> None:
    said_to(signed_in(reviewer), held, match_of(held), code=code, **APART)
    assert not Statement.objects.exists()


def test_nothing_is_said_about_what_the_evidence_does_not_hold(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    for identity in (
        Identity("0" * 64, match_of(held).content_hash),
        Identity(match_of(held).stable_key, "0" * 64),
    ):
        said_to(signed_in(reviewer), held, identity, **APART)
    assert not Statement.objects.exists()


def test_only_who_holds_the_case_says_something(
    held: Case, second_reviewer: User, signed_in: SignedIn
) -> None:
    said_to(signed_in(second_reviewer), held, match_of(held), code="cant_exclude")
    assert not Statement.objects.exists()


def test_while_blind_nothing_is_said(idwise: Account, reviewer: User, signed_in: SignedIn) -> None:
    case = claim(opened_strictly(arrive(idwise, outcome="aml_sanctions")), by=reviewer)
    Queue.objects.update(blind_first=True)
    answer = said_to(signed_in(reviewer), case, match_of(case), code="cant_exclude")
    assert answer.status_code == 409
    assert not Statement.objects.exists()


def test_an_answer_holds_for_equal_content_and_is_asked_again_for_changed_content(
    held: Case, reviewer: User, signed_in: SignedIn
) -> None:
    before = match_of(held)
    said_to(signed_in(reviewer), held, before, **APART)

    def said(identity: Identity) -> tuple[bool, int]:
        book = said_about(held.pk, viewer=reviewer, its_round=round_of(held))
        kind = Statement.Kind.DISPOSITION
        return book.current(identity, kind) is not None, len(book.earlier(identity, kind))

    assert said(match_of(held)) == (True, 0)
    journey = round_of(held).journey

    def unrelated(body: dict[str, Any]) -> None:
        body["system_decision"] = "Perhaps"

    arrive_again(journey, unrelated)
    assert match_of(held) == before
    assert said(match_of(held)) == (True, 0)

    def another_birth(body: dict[str, Any]) -> None:
        for match in matches_in(body):
            match["notes"] = ["a new note of the list"]

    arrive_again(journey, another_birth)
    after = match_of(held)
    assert after.stable_key == before.stable_key
    assert after.content_hash != before.content_hash
    assert said(after) == (False, 1)


def matches_in(body: Any) -> list[dict[str, Any]]:
    """Every object of the body that is a listed person: they carry a resourceId."""
    found = []
    if isinstance(body, dict):
        if "resourceId" in body or "resource_id" in body:
            found.append(body)
        for value in body.values():
            found += matches_in(value)
    elif isinstance(body, list):
        for value in body:
            found += matches_in(value)
    return found


def test_a_verdict_on_a_fragment_does_not_carry_over_to_another_picture(
    signzy: Account, reviewer: User, signed_in: SignedIn
) -> None:
    """The check says the same, but the submitted fragment is another file: asked again."""
    case = claim(opened(arrive(signzy, outcome="authenticity_failed_pattern")), by=reviewer)
    tree = tree_of(case)
    pair = next(one for step in tree.steps for one in step.pairs if one.submitted)
    identity = tree.identity_of(pair.part)
    said_to(signed_in(reviewer), case, identity, kind="element", code="doubtful", panel="2")
    assert Statement.objects.count() == 1
    row = Check.objects.get(
        stable_key=identity.stable_key, snapshot=round_of(case).journey.current_snapshot
    )
    use = next(
        use
        for use in MediaUse.objects.filter(snapshot=row.snapshot).select_related("locator")
        if use.part(round_of(case).journey.key(), row.snapshot).source_path == pair.part.submitted
    )
    use.locator.blob = None
    use.locator.save()
    put_file(use.locator, jpeg())
    again = tree_of(case)
    after = again.identity_of(
        next(one.part for step in again.steps for one in step.pairs if one.part == pair.part)
    )
    assert after.stable_key == identity.stable_key
    assert after.content_hash != identity.content_hash
    book = said_about(case.pk, viewer=reviewer, its_round=round_of(case))
    assert book.current(after, "element") is None
    assert [one.code for one in book.earlier(after, "element")] == ["doubtful"]
