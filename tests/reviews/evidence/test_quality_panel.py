"""Panel 4: flags stand on their picture, liveness is said in words, and no check is lost."""

from __future__ import annotations

import uuid
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from journeys.choices import CheckGroup, LivenessCode
from journeys.providers import results as r
from reviews.evidence.check_homes import home_of
from reviews.evidence.document_panel import document_panel
from reviews.evidence.liveness_words import (
    LIVENESS,
    UNKNOWN_CODE,
    call_sentence,
    finding_of,
    liveness_meaning,
    liveness_sentence,
)
from reviews.evidence.quality_panel import quality_panel
from reviews.evidence.said import Said, SaidBook
from tests.reviews.evidence.bare_trees import (
    bare_tree,
    check,
    checks_of,
    coded,
    in_groups,
    picture,
    step,
)

NOTHING = SaidBook()


def test_a_flag_stands_under_the_side_that_it_is_about_and_failed_ones_stand_first() -> None:
    tree = bare_tree(
        steps=(
            step(
                check("imageFocus", "pass", side="front"),
                check("imageGlares", "fail", side="front"),
                check("imageGlares", "pass", side="back"),
                check("result", "fail"),
                sides=[picture("doc_front", "front"), picture("doc_back", "back")],
            ),
        )
    )
    (shown,) = quality_panel(tree, NOTHING).steps
    front, back = shown.sides
    assert [flag.word for flag in front.flags] == ["Glare", "Sharp"]
    assert [flag.word for flag in back.flags] == ["No glare"]
    assert [flag.word for flag in shown.whole] == ["Poor as a whole"]


@pytest.mark.parametrize(
    "document_type,sides", [("Identity Card", ["front", "back"]), ("Passport", ["front"])]
)
def test_a_side_that_did_not_come_keeps_its_place_where_the_document_has_one(
    document_type: str, sides: list[str]
) -> None:
    tree = bare_tree(
        steps=(step(sides=[picture("doc_front", "front")], document_type=document_type),)
    )
    panel = quality_panel(tree, NOTHING)
    assert [side.side for side in panel.steps[0].sides] == sides
    assert panel.missing == len(sides) - 1


@pytest.mark.parametrize("code", [code for code in LivenessCode.values if code != "unknown"])
def test_every_liveness_code_has_words_of_its_own(code: str) -> None:
    assert liveness_meaning(code) is LIVENESS[code]
    assert str(liveness_meaning(code).what) != str(UNKNOWN_CODE.what)


@pytest.mark.parametrize("code", ["unknown", "a_code_of_tomorrow"])
def test_a_liveness_code_that_nobody_knows_counts_as_not_passed(code: str) -> None:
    assert "not passed" in str(liveness_meaning(code).what)


@pytest.mark.parametrize("outcome", ["fail", "uncertain", "not_done", "unknown", "new_word"])
def test_only_a_pass_reads_as_live(outcome: str) -> None:
    said = str(liveness_sentence(r.SelfiePart(liveness=coded(outcome))))
    assert said != str(liveness_sentence(r.SelfiePart(liveness=coded("pass"))))
    assert said != "Judged live by the provider."


def test_a_liveness_call_that_broke_off_is_not_to_be_relied_on() -> None:
    broken = r.SelfiePart(particulars=(r.Named("liveness_status", "500"),))
    fine = r.SelfiePart(particulars=(r.Named("liveness_status", "200"),))
    assert "not to be relied on" in str(call_sentence(broken))
    assert str(call_sentence(fine)) == "The check was carried out."
    assert call_sentence(r.SelfiePart()) == ""


@pytest.mark.parametrize(
    "outcome,word",
    [
        ("pass", "Well lit"),
        ("fail", "Too dark or too bright"),
        ("not_done", "Brightness: not run"),
        ("unknown", "Brightness: unknown"),
    ],
)
def test_a_flag_that_was_not_run_never_has_the_word_of_a_pass(outcome: str, word: str) -> None:
    assert finding_of(check("brightness", outcome)) == word


def test_a_failed_flag_is_open_until_it_is_explained_for_this_very_content() -> None:
    tree = bare_tree(steps=(step(check("imageGlares", "fail", side="front")),))
    (item,) = quality_panel(tree, NOTHING).open_items
    assert item.label == "Glare"
    identity = tree.identity_of(tree.steps[0].check_groups[0].checks[0].part)
    explained = Said(
        id=uuid.uuid4(),
        kind="override",
        code="explained",
        who="Lina Osei",
        at=timezone.now(),
        round_number=1,
        is_mine=True,
    )
    assert quality_panel(tree, SaidBook([(identity, explained)])).open_items == ()


def test_liveness_that_failed_is_open() -> None:
    tree = bare_tree(selfie=r.SelfiePart(liveness=coded("fail")))
    panel = quality_panel(tree, NOTHING)
    assert [item.anchor for item in panel.open_items] == ["liveness"]
    assert panel.failed == 1


def test_every_check_is_shown_by_exactly_one_panel() -> None:
    of_step = [check(f"of-{group}", "fail", group=group) for group in CheckGroup.values]
    of_step.append(check("Image Quality (Front)", "fail", group="validation", side="front"))
    loose = [check(f"loose-{group}", "fail", group=group) for group in CheckGroup.values]
    tree = bare_tree(steps=(step(*of_step),), face_checks=in_groups(loose))
    quality = [id(flag.part) for flag in quality_panel(tree, NOTHING).flags]
    documents = document_panel(tree, NOTHING).documents
    document = [id(one.part) for shown in documents for one in shown.all_fragments]
    document += [id(line.part) for shown in documents for line in shown.all_lines]
    data = [id(one.part) for one in checks_of(tree.steps[0]) if home_of(one.part) == "data"]
    data += [id(one) for one in loose if home_of(one, is_loose=True) == "data"]
    every = [id(one) for one in (*of_step, *loose)]
    assert sorted(quality + document + data) == sorted(every)


def test_a_missing_back_is_a_reserved_place_and_a_provider_text_stays_text() -> None:
    hostile = replace(check("x", "fail", side="front"), name="<b>Sharpness</b>")
    tree = bare_tree(
        steps=(step(hostile, sides=[picture("doc_front", "front")], document_type="Card"),),
        selfie=r.SelfiePart(
            liveness=coded("unknown"), liveness_code=r.Coded("unknown", "<i>NEW_CODE</i>")
        ),
    )
    shown = SimpleNamespace(quality=quality_panel(tree, NOTHING))
    page = render_to_string("reviews/case/_quality.html", {"tree": tree, "panels": shown})
    assert "Back side not received" in page
    assert "It counts as not passed" in page
    assert "&lt;b&gt;Sharpness" in page
    assert "<b>" not in page
    assert "<i>" not in page
