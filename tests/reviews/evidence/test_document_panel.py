"""Panel 2 over sandbox bodies: order, verdicts, what is open, and that nothing falls between."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Account, Journey
from journeys.providers.results import Measured
from reviews.evidence.check_homes import home_of
from reviews.evidence.document_panel import (
    document_panel,
    element_identities,
    override_identities,
    similarity_of,
)
from reviews.evidence.document_shapes import DocumentPanel, Fragment
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import Identity, Tree
from reviews.evidence.tree import build_tree
from tests.databases import Database
from tests.reviews.house import arrive, kind_and_side, new_account, store_pictures

NOTHING = SaidBook()
NOW = timezone.now()


def tree_of(journey: Journey) -> Tree:
    assert journey.current_snapshot is not None
    return build_tree(journey.current_snapshot, journey.key())


def fragments_of(panel: DocumentPanel) -> tuple[Fragment, ...]:
    return tuple(one for document in panel.documents for one in document.all_fragments)


def said(
    identity: Identity, code: str, *, is_mine: bool = True, kind: str = "element", minutes: int = 0
) -> tuple[Identity, Said]:
    return identity, Said(
        id=uuid.uuid4(),
        kind=kind,
        code=code,
        who="Lina Osei",
        at=NOW + timedelta(minutes=minutes),
        round_number=1,
        is_mine=is_mine,
    )


@pytest.fixture
def failed(signzy: Account) -> Tree:
    return tree_of(arrive(signzy, outcome="authenticity_failed_pattern"))


def test_failed_fragments_stand_first_under_a_head_with_their_number(failed: Tree) -> None:
    (document,) = document_panel(failed, NOTHING).documents
    assert [group.code for group in document.fragments] == ["open", "passed"]
    first = document.fragments[0].fragments[0]
    assert first.part.outcome.code == "fail"
    assert first.is_first
    assert first.has_picture
    assert not first.has_tools  # the pictures have not come yet


def test_tools_lay_two_pictures_over_each_other_once_both_came(signzy: Account) -> None:
    journey = arrive(signzy, outcome="authenticity_failed_pattern")
    store_pictures(journey, content=kind_and_side)
    journey.refresh_from_db()
    first = fragments_of(document_panel(tree_of(journey), NOTHING))[0]
    assert first.has_tools


def test_what_was_compared_is_named_in_plain_words(signzy: Account) -> None:
    tree = tree_of(arrive(signzy, outcome="authenticity_failed_document_liveness"))
    first = fragments_of(document_panel(tree, NOTHING))[0]
    assert first.name.words == "Shown on a screen"
    assert first.finding is not None
    assert first.finding.words.startswith("There are traces of a screen")
    assert first.finding.raw == "Doc liveness electronic device detected"


def test_a_diagnosis_that_is_in_no_list_is_shown_as_it_came(failed: Tree) -> None:
    first = fragments_of(document_panel(failed, NOTHING))[0]
    assert first.finding is not None
    assert (first.finding.raw, first.finding.is_known) == ("Pattern not interrupted", False)


def test_a_face_gets_no_tool_that_lays_pictures_over_each_other(signzy: Account) -> None:
    journey = arrive(signzy, outcome="authenticity_failed_photo_embed")
    store_pictures(journey, content=kind_and_side)
    journey.refresh_from_db()
    tree = tree_of(journey)
    first = fragments_of(document_panel(tree, NOTHING))[0]
    assert first.has_pair
    assert first.is_face
    assert not first.has_tools


def test_every_check_of_the_document_is_on_the_panel_once(failed: Tree) -> None:
    panel = document_panel(failed, NOTHING)
    shown = [id(one.part) for one in fragments_of(panel)]
    shown += [id(line.part) for document in panel.documents for line in document.all_lines]
    wanted = [
        id(check.part)
        for step in failed.steps
        for check in (*step.pairs, *(c for group in step.check_groups for c in group.checks))
        if home_of(check.part) == "document"
    ]
    assert sorted(shown) == sorted(wanted)
    assert len(set(shown)) == len(shown)


def test_a_verdict_that_somebody_gave_is_shown_and_feeds_the_reasons(failed: Tree) -> None:
    (first, *_rest) = fragments_of(document_panel(failed, NOTHING))
    panel = document_panel(failed, SaidBook([said(first.identity, "doubtful")]))
    (again, *others) = fragments_of(panel)
    assert again.verdict is not None
    assert panel.doubtful == (first.name.words,)
    assert panel.judged == 1
    assert again.next_anchor == others[0].anchor
    assert again.is_next_below
    assert others[0].is_first
    assert first.anchor not in [item.anchor for item in panel.open_items]


def test_failed_fragments_without_a_verdict_are_open(failed: Tree) -> None:
    panel = document_panel(failed, NOTHING)
    open_anchors = [item.anchor for item in panel.open_items]
    first = fragments_of(panel)[0]
    assert first.anchor in open_anchors
    passed = [one for one in fragments_of(panel) if one.part.outcome.code == "pass"]
    assert passed
    assert not {one.anchor for one in passed} & set(open_anchors)


def test_a_verdict_on_other_content_is_told_as_earlier_and_asked_again(failed: Tree) -> None:
    first = fragments_of(document_panel(failed, NOTHING))[0]
    before = Identity(first.identity.stable_key, "another content")
    again = fragments_of(document_panel(failed, SaidBook([said(before, "genuine")])))[0]
    assert again.verdict is None
    assert [one.code for one in again.earlier_verdicts] == ["genuine"]


def test_the_percentage_shows_only_after_the_own_verdict(failed: Tree) -> None:
    step = failed.steps[0]
    pair = next(one for one in step.pairs if one.part.outcome.code == "fail")
    part = replace(pair.part, score=Measured(41.0, "41"))
    identity = failed.identity_of(pair.part)
    tree = replace(
        failed,
        steps=(replace(step, pairs=(replace(pair, part=part),)),),
        identities={**failed.identities, id(part): identity},
    )
    assert fragments_of(document_panel(tree, NOTHING))[0].similarity == ""
    theirs = SaidBook([said(identity, "genuine", is_mine=False, minutes=5)])
    assert fragments_of(document_panel(tree, theirs))[0].similarity == ""
    mine = SaidBook(
        [said(identity, "doubtful"), said(identity, "genuine", is_mine=False, minutes=5)]
    )
    shown = fragments_of(document_panel(tree, mine))[0]
    assert shown.similarity == "41 % similar, uncalibrated"
    assert shown.verdict is not None
    assert shown.verdict.code == "genuine"


@pytest.mark.parametrize(
    "value, raw, words",
    [
        (0.41, "0.41", "41 % similar, uncalibrated"),
        (41.0, "41.00%", "41 % similar, uncalibrated"),
        (1.0, "1", "score 1, the scale is not given"),
        (0.0, "0", "score 0, the scale is not given"),
        (412.0, "412", "score 412, the scale is not given"),
        (None, "NA", "score NA, the scale is not given"),
    ],
)
def test_a_score_is_per_cent_only_where_that_is_plain(
    value: float | None, raw: str, words: str
) -> None:
    assert similarity_of(Measured(value, raw)) == words


@pytest.mark.parametrize(
    "provider, outcome",
    [
        ("signzy", "authenticity_failed_ocr_security_text"),
        ("signzy", "face_mismatch"),
        ("signzy", "not_live"),
        ("idwise", "glare"),
        ("idwise", "not_same_person"),
    ],
)
def test_everything_that_failed_can_be_explained(
    database: Database, provider: str, outcome: str
) -> None:
    tree = tree_of(arrive(new_account(provider), outcome=outcome))
    names = set(override_identities(tree).values())
    assert tree.failed_checks
    assert set(tree.failed_checks) <= names


def test_a_verdict_can_be_given_on_exactly_the_fragments(failed: Tree) -> None:
    shown = fragments_of(document_panel(failed, NOTHING))
    assert set(element_identities(failed)) == {one.identity for one in shown}


def test_an_explained_check_is_no_longer_open(idwise: Account) -> None:
    tree = tree_of(arrive(idwise, outcome="expired"))
    lines = [
        line
        for document in document_panel(tree, NOTHING).documents
        for line in document.all_lines
        if line.asks
    ]
    assert lines
    book = SaidBook([said(lines[0].identity, "explained", kind="override")])
    before = {item.anchor for item in document_panel(tree, NOTHING).open_items}
    after = {item.anchor for item in document_panel(tree, book).open_items}
    assert before - after == {lines[0].anchor}


def test_lights_are_told_apart_only_where_a_picture_names_its_light(failed: Tree) -> None:
    (document,) = document_panel(failed, NOTHING).documents
    assert [light.light for light in document.lights] == ["white"]
    step = failed.steps[0]
    uv = replace(step.sides[0], id="uv", label="front_uv_image")
    tree = replace(failed, steps=(replace(step, sides=(*step.sides, uv)),))
    (document,) = document_panel(tree, NOTHING).documents
    assert [light.light for light in document.lights] == ["white", "uv"]
