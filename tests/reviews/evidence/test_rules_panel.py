"""Panel 6: what failed stands first, and every detail leads somewhere or says that it does not."""

from __future__ import annotations

import uuid
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from journeys.providers import results as r
from reviews.evidence.rules_panel import jump_of, rules_panel
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import Identity
from tests.reviews.evidence.bare_trees import bare_tree, coded, compared, degrees, rule, step

NOTHING = SaidBook()


def detail(kind: str = "", key: str = "", *, rule_key: str = "document_validation") -> r.RuleDetail:
    return r.RuleDetail(rule_key=rule_key, outcome=coded("fail"), object_kind=kind, object_key=key)


def test_passed_and_not_run_rules_are_folded_and_all_others_ask() -> None:
    rules = [rule(code, code) for code in ("fail", "uncertain", "unknown", "pass", "not_done")]
    panel = rules_panel(bare_tree(rules=tuple(rules)), NOTHING)
    assert [line.part.key for line in panel.asking] == ["fail", "uncertain", "unknown"]
    assert [line.part.key for line in panel.quiet] == ["pass", "not_done"]
    assert (panel.failed, panel.to_check, panel.passed, panel.not_run) == (1, 2, 1, 1)


@pytest.mark.parametrize("kind", ["document", "documents"])
def test_a_detail_jumps_to_the_document_that_it_names(kind: str) -> None:
    tree = bare_tree(steps=(step(step_id="passport_step", title="Passport"),))
    jump = jump_of(tree, detail(kind, "passport_step"))
    assert (jump.anchor, jump.label) == ("step-passport_step", "Passport")


def test_a_detail_about_quality_jumps_to_the_pictures() -> None:
    tree = bare_tree(steps=(step(step_id="0"),))
    assert jump_of(tree, detail("document", "0", rule_key="document_quality")).anchor == "quality-0"


@pytest.mark.parametrize("kind,key", [("document", "gone"), ("selfie", ""), ("spaceship", "7")])
def test_a_detail_that_points_at_nothing_on_the_page_says_so(kind: str, key: str) -> None:
    jump = jump_of(bare_tree(), detail(kind, key))
    assert jump.anchor == ""
    assert jump.is_named
    assert kind in jump.label


def test_a_detail_without_an_object_leads_to_what_its_rule_is_about() -> None:
    jump = jump_of(bare_tree(), detail(rule_key="no_aml_records"))
    assert (jump.anchor, jump.label, jump.is_named) == ("panel-5", "Screening", False)


@pytest.mark.parametrize("outcome", ["fail", "uncertain", "unknown", "a word of tomorrow"])
def test_what_did_not_pass_is_open_until_it_is_explained(outcome: str) -> None:
    tree = bare_tree(rules=(rule("under_age", outcome), rule("geolocation", "not_done")))
    (item,) = rules_panel(tree, NOTHING).open_items
    assert (item.anchor, item.label) == ("rule-under_age", "under_age")
    identity = tree.identity_of(tree.rules[0].part)
    assert rules_panel(tree, _explained(identity)).open_items == ()


def test_an_explanation_of_other_content_does_not_carry_over() -> None:
    tree = bare_tree(rules=(rule("under_age", "fail"),))
    identity = tree.identity_of(tree.rules[0].part)
    panel = rules_panel(tree, _explained(Identity(identity.stable_key, "other content")))
    assert len(panel.open_items) == 1
    assert len(panel.asking[0].earlier) == 1


def test_two_rules_of_one_key_have_two_anchors() -> None:
    tree = bare_tree(rules=(rule("under_age", "fail"), rule("under_age", "fail")))
    anchors = [line.anchor for line in rules_panel(tree, NOTHING).asking]
    assert anchors == ["rule-under_age", "rule-under_age-2"]


@pytest.mark.parametrize("given,refused", [("pass", False), ("not_done", False), ("fail", True)])
def test_consents_are_shown_both_and_a_refusal_stands_out(given: str, refused: bool) -> None:
    tree = bare_tree(consents=(r.Consent(kind="processing", given=coded(given)),))
    panel = rules_panel(tree, NOTHING)
    assert [one.part is None for one in panel.consents] == [False, True]
    assert panel.refused is refused


def test_attempts_of_documents_and_selfie_are_listed() -> None:
    tree = bare_tree(
        steps=(step(title="Passport", attempts=degrees(3)),),
        selfie=r.SelfiePart(attempts=degrees(2)),
    )
    panel = rules_panel(tree, NOTHING)
    assert [(one.label, one.count.value) for one in panel.attempts] == [
        ("Passport", 3),
        ("Selfie", 2),
    ]


def _explained(identity: Identity) -> SaidBook:
    said = Said(
        id=uuid.uuid4(),
        kind="override",
        code="explained",
        who="Lina Osei",
        at=timezone.now(),
        round_number=1,
        is_mine=True,
    )
    return SaidBook([(identity, said)])


def test_the_page_says_which_verdicts_contradict_each_other_and_where() -> None:
    tree = bare_tree(
        rules=(rule("same_subject", "pass", detail("document", "gone")),),
        comparisons=(compared("fail"),),
    )
    shown = SimpleNamespace(rules=rules_panel(tree, NOTHING))
    page = render_to_string("reviews/case/_rules.html", {"tree": tree, "panels": shown})
    assert "but a face comparison failed" in page
    assert 'href="#rule-same_subject"' in page
    assert 'id="rule-same_subject"' in page
    assert "not on this page" in page
