"""The screening panel: order, openness, own answer before precedents, registers, sentences."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from journeys.models import Account
from journeys.providers import results as r
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.screening_details import details_of
from reviews.evidence.screening_panel import ScreeningPanel, screening_panel
from reviews.evidence.screening_rows import offered
from reviews.evidence.shapes import Identity, StepShown, Tree
from reviews.evidence.tree import build_tree
from reviews.verdicts.screening import Precedent
from tests.reviews.evidence.bare_trees import bare_tree, coded
from tests.reviews.house import arrive
from tests.reviews.views.pages import Page

AT = date(2026, 11, 1)
SCREENED = r.AmlScreening(applicability=r.Coded("applicable", "Applicable"))
HOSTILE = "Sa\u202emir</bdi><script>alert(1)</script>"


def match(name: str, *lists: str, **slots: Any) -> r.AmlMatch:
    return r.AmlMatch(
        name=name, datasets=tuple(coded(one) for one in lists), resource_id=name, **slots
    )


def step_with(**fields: str) -> StepShown:
    return StepShown(
        part=r.DocumentStep(step_id="0"),
        fields=tuple(r.ExtractedField(name=name, value=text) for name, text in fields.items()),
    )


def entry(
    identity: Identity, code: str, *, is_mine: bool = True, **values: Any
) -> tuple[Identity, Said]:
    said = Said(
        id=uuid.uuid4(),
        kind="disposition",
        code=code,
        who="Somebody",
        at=timezone.now(),
        round_number=1,
        is_mine=is_mine,
        values=values,
    )
    return identity, said


def panel_of(
    tree: Tree,
    *said: tuple[Identity, Said],
    may_confirm: bool = False,
    precedents: Mapping[str, Sequence[Precedent]] | None = None,
) -> ScreeningPanel:
    return screening_panel(
        tree, SaidBook(said), at=AT, may_confirm=may_confirm, precedents=precedents or {}
    )


def page_of(tree: Tree, panel: ScreeningPanel, *, can_decide: bool = True) -> Page:
    case = SimpleNamespace(
        id=UUID(int=1), round_id=UUID(int=2), can_decide=can_decide, provider_label="IDWise"
    )
    page = Page()
    page.feed(
        render_to_string(
            "reviews/case/_screening.html",
            {"panels": {"screening": panel}, "tree": tree, "case": case},
        )
    )
    return page


@pytest.fixture
def many(idwise: Account) -> Tree:
    journey = arrive(idwise, outcome="aml_many")
    assert journey.current_snapshot is not None
    return build_tree(journey.current_snapshot, journey.key())


def test_sanctions_come_first_and_adverse_media_last() -> None:
    lists = ["adverse_media", "insolvency", "pep", "sanctions", "never-heard-of"]
    tree = bare_tree(matches=tuple(match(one, one) for one in lists), screening=SCREENED)
    found = [one.part.name for one in panel_of(tree).matches]
    assert found == ["sanctions", "never-heard-of", "pep", "insolvency", "adverse_media"]


def test_a_match_stays_open_until_it_is_answered_and_a_grave_one_until_it_is_excluded() -> None:
    grave, light = match("Grave", "pep"), match("Light", "insolvency")
    tree = bare_tree(matches=(grave, light), screening=SCREENED)
    first, second = tree.identity_of(grave), tree.identity_of(light)
    panel = panel_of(tree, entry(first, "not_this_person"))
    assert [one.label for one in panel.open_items] == ["Light"]
    assert panel.is_open
    both = (entry(first, "not_this_person"), entry(second, "is_this_person"))
    assert not panel_of(tree, *both).is_open
    unsure = panel_of(tree, entry(first, "cant_exclude"), entry(second, "not_this_person"))
    assert unsure.open_items == ()
    assert unsure.is_open


def test_an_answer_to_other_content_is_shown_as_earlier_and_asked_again() -> None:
    one = match("Anna", "sanctions")
    tree = bare_tree(matches=(one,), screening=SCREENED)
    before = Identity(tree.identity_of(one).stable_key, "what it said before")
    panel = panel_of(tree, entry(before, "not_this_person"))
    assert panel.matches[0].said is None
    assert len(panel.open_items) == 1
    assert "Given on earlier evidence" in page_of(tree, panel).text


def test_precedents_wait_for_the_own_answer() -> None:
    one = match("Anna", "sanctions")
    tree = bare_tree(matches=(one,), screening=SCREENED)
    before = Precedent(
        code="not_this_person",
        who="A. Reader",
        at=timezone.now(),
        case_code="7C21",
        attributes=("birth_date",),
    )
    known = {"Anna": (before,)}
    identity = tree.identity_of(one)
    for said in ([], [entry(identity, "cant_exclude", is_mine=False)]):
        assert "7C21" not in page_of(tree, panel_of(tree, *said, precedents=known)).text
    own = panel_of(tree, entry(identity, "cant_exclude"), precedents=known)
    text = page_of(tree, own).text
    assert "7C21" in text
    assert "(Date of birth)" in text
    assert "A. Reader" in text


def test_nothing_is_chosen_before_and_only_what_may_tell_them_apart_is_offered(
    many: Tree,
) -> None:
    panel = panel_of(many)
    page = page_of(many, panel)
    assert {one.get("aria-pressed") for one in page.named("code")} == {"false"}
    assert page.ticked("attributes") == []
    first = panel.matches[0]
    assert [row.verdict for row in first.rows[:3]] == ["matches"] * 3
    codes = {row.code for row in first.offered}
    assert codes.isdisjoint({"name", "birth_date", "sex"})
    assert codes == set(offered(first.part, many, at=AT))
    assert {one.stable_key for one in map(many.identity_of, many.matches)} == {
        one["value"] for one in page.named("stable_key")
    }


def test_conflicting_attributes_are_offered_first() -> None:
    tree = bare_tree(
        matches=(
            match("Ana Ruiz", "pep", sex="Male", birth_dates=(r.Day("1958", "1958", "year"),)),
        ),
        names=("Anna Kowalska",),
        steps=(step_with(sex="F", birth_date="02/04/1991"),),
        screening=SCREENED,
    )
    found = panel_of(tree).matches[0].offered
    assert [(row.code, row.tells_apart) for row in found] == [
        ("birth_date", True),
        ("sex", True),
        ("name", False),
    ]


def test_confirming_a_grave_match_is_a_button_only_with_the_right() -> None:
    tree = bare_tree(
        matches=(match("Grave", "sanctions"), match("Light", "insolvency")), screening=SCREENED
    )

    def confirming(*, may_confirm: bool) -> list[str]:
        page = page_of(tree, panel_of(tree, may_confirm=may_confirm))
        return [one["id"] for one in page.named("code") if one["value"] == "is_this_person"]

    assert confirming(may_confirm=True) == ["match-1-is", "match-2-is"]
    assert confirming(may_confirm=False) == ["match-2-is"]
    assert "Pass on to sanctions" in page_of(tree, panel_of(tree)).text


def test_without_the_right_to_decide_there_is_no_form(many: Tree) -> None:
    page = page_of(many, panel_of(many), can_decide=False)
    assert page.named("code") == []
    assert "nothing is written to IDWise's whitelist" in page.text
    assert "relative only" in page.text


def test_precision_of_birth_dates_is_said_in_words(many: Tree) -> None:
    text = page_of(many, panel_of(many)).text
    for words in ("exact", "year only", "month only", "not listed"):
        assert words in text


@pytest.mark.parametrize(
    "code,words",
    [
        ("skipped", "The name could not be read: not screened."),
        ("disabled", "switched off in this flow: not screened"),
        ("not_ready", "not finished when this answer was made: not screened"),
        ("what-is-this", "not taken as screened"),
        (None, "not screened"),
    ],
)
def test_no_screening_never_reads_like_a_clear_one(code: str | None, words: str) -> None:
    screening = r.AmlScreening(applicability=r.Coded(code, "x")) if code else None
    tree = bare_tree(screening=screening)
    panel = panel_of(tree)
    assert words in panel.explanation
    assert not panel.is_screened
    assert "clear" not in page_of(tree, panel).text.lower()


def test_matches_without_a_screening_are_compared_all_the_same() -> None:
    tree = bare_tree(matches=(match("Anna", "pep"),), screening=None)
    panel = panel_of(tree)
    assert "yet it lists people" in panel.explanation
    assert len(panel.open_items) == 1


def test_a_register_answers_beside_the_document() -> None:
    answer = r.RegistryAnswer(
        key="Resident register",
        asked=(r.Named("Date of Birth", "02/04/1991"), r.Named("Emirates ID Number", "784 1")),
        answered=(
            r.Named("dateOfBirth", "1991-04-02"),
            r.Named("emiratesIdNumber", "7841"),
            r.Named("expiryDate", "2027-03-14"),
            r.Named("residency.emirate", "Dubai"),
            r.Named("idNumber", "N1"),
        ),
    )
    tree = bare_tree(
        registry=(answer,),
        steps=(step_with(birth_date="02/04/1991", expiry_date="14/03/2031", document_number="N1"),),
    )
    shown = panel_of(tree).registry[0]
    assert [(row.name, str(row.verdict)) for row in shown.rows] == [
        ("Date of Birth", "matches"),
        ("Emirates ID Number", "matches"),
        ("expiryDate", "conflicts"),
        ("residency.emirate", "unknown"),
        ("idNumber", "matches"),
    ]
    assert shown.rows[2].document == ("14/03/2031",)
    assert "1 answer differs" in page_of(tree, panel_of(tree)).text


def test_a_register_that_does_not_answer_a_question_is_unknown() -> None:
    answer = r.RegistryAnswer(key="x", asked=(r.Named("Date of Birth", "02/04/1991"),))
    shown = panel_of(bare_tree(registry=(answer,))).registry[0]
    assert [str(row.verdict) for row in shown.rows] == ["unknown"]


def test_nested_details_become_lines_and_anything_else_stays_as_it_came() -> None:
    nested = '{"media": {"title": "Adverse Media", "data": {"Topic": "Fraud"}, "links": [1, null]}}'
    lines, kept = details_of((r.Named("details", nested), r.Named("match_id", "7")))
    assert [(one.group, one.name, one.value) for one in lines] == [
        ("Adverse Media", "data Topic", "Fraud"),
        ("Adverse Media", "links", "1"),
    ]
    assert [one.name for one in kept] == ["match_id"]
    for text in ("no json", "[1]", "[" * 5000):
        assert details_of((r.Named("details", text),))[1][0].value == text


def test_hostile_text_of_a_list_stays_text() -> None:
    hostile = match(
        HOSTILE,
        "sanctions",
        notes=(HOSTILE,),
        aliases=tuple(r.Alias(f"{HOSTILE}{number}", HOSTILE) for number in range(9)),
        countries=(HOSTILE,),
        particulars=(r.Named("details", f'{{"x": {{"title": "{HOSTILE}", "y": "z"}}}}'),),
    )
    tree = bare_tree(matches=(hostile,), screening=SCREENED)
    page = page_of(tree, panel_of(tree))
    assert not [one for one in page.elements if one.tag == "script"]
    assert "U+202E" in page.text
