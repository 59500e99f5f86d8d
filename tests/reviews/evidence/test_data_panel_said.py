"""The data panel: what was said of a row, its dates, what the provider says beside it."""

from __future__ import annotations

import pytest

from journeys.providers import results as r
from reviews.evidence.data_panel import data_identities
from reviews.evidence.said import SaidBook
from reviews.forms.data import CorrectionValues
from tests.reviews.evidence.data_trees import (
    AT,
    ZONE,
    check,
    field,
    panel_of,
    row_of,
    said_of,
    tree_of,
    values_of,
)


def test_an_answer_holds_for_exactly_this_content_and_is_earlier_for_any_other() -> None:
    tree = tree_of(field("sex", "F"), declared={"sex": "M"})
    identity = row_of(panel_of(tree), "sex").identity
    same = SaidBook([(identity, said_of("accept_viz"))])
    answered = panel_of(tree, same)
    assert answered.conflicts == 0
    assert not answered.open_items
    assert row_of(answered, "sex").accepted == "F"
    changed = tree_of(field("sex", "F"), declared={"sex": "X"})
    asked_again = row_of(panel_of(changed, same), "sex")
    assert asked_again.said is None
    assert asked_again.is_open
    assert [one.code for one in asked_again.earlier] == ["accept_viz"]


def test_a_correction_answers_the_question_and_leaves_the_original() -> None:
    tree = tree_of(field("sex", "F"), declared={"sex": "M"})
    identity = row_of(panel_of(tree), "sex").identity
    book = SaidBook([(identity, said_of("corrected", value="X", why="misread", source="viz"))])
    row = row_of(panel_of(tree, book), "sex")
    assert not row.is_open
    assert row.correction is not None
    assert row.correction.values["value"] == "X"
    assert [one.value.text for one in values_of(row, "viz")] == ["F"]


def test_each_row_has_an_identity_of_its_own_that_allows_what_was_asked_and_no_more() -> None:
    tree = tree_of(
        field("mrz_lines", ZONE, "mrz"),
        field("expiry_date", "2036-04-15"),
        field("profession", "Nurse"),
        registry={"expiryDate": "15/04/2012", "profession": "Nurse"},
    )
    panel = panel_of(tree)
    allowed = data_identities(tree, at=AT)
    rows = [row for step in panel.steps for row in step.rows]
    assert len(allowed) == len(rows)
    assert allowed[row_of(panel, "expiry_date").identity] == {
        "corrected",
        "accept_mrz",
        "accept_viz",
        "cant_tell",
    }
    assert allowed[row_of(panel, "sex").identity] == {"corrected"}
    assert all(len(one.stable_key) <= 64 for one in allowed)


@pytest.mark.parametrize(
    "name, value, sentence, tone",
    [
        ("birth_date", "1974-08-12", "52 years old", "none"),
        ("birth_date", "2010-11-02", "15 years old", "attention"),
        ("birth_date", "2027-01-01", "after the journey", "fail"),
        ("expiry_date", "31/10/2026", "expired 1 day before the journey", "fail"),
        ("expiry_date", "2026-11-01", "expires on the journey's day", "attention"),
        ("expiry_date", "2029-11-01", "1,096 days left", "none"),
    ],
)
def test_ages_and_days_are_counted_on_the_journeys_day(
    name: str, value: str, sentence: str, tone: str
) -> None:
    [fact] = panel_of(tree_of(field(name, value))).steps[0].dates
    assert (fact.sentence, fact.tone) == (sentence, tone)


def test_a_hijri_date_is_converted_and_another_calendar_is_left_alone() -> None:
    tree = tree_of(
        field("expiry_date", "2028-12-17"),
        field("expiry_date_hijri", "1450-07-30"),
        field("birth_date_persian", "1370-01-02"),
    )
    panel = panel_of(tree)
    hijri = values_of(row_of(panel, "expiry_date"), "viz")[1]
    assert hijri.day is not None
    assert hijri.day.value == "2028-12-17"
    assert hijri.grade == "normalised"
    assert values_of(row_of(panel, "birth_date_persian"), "viz")[0].day is None


def test_the_providers_match_and_its_errors_stand_at_their_row() -> None:
    na, whole = r.Measured(None, "NA"), r.Measured(40.0, "40%")
    tree = tree_of(
        field("birth_date", "1974-08-12"),
        checks=[
            check("Declared birth date", "uncertain", group="data_match", key="dateOfBirthMatch",
                  score=whole),
            check("Declared address", "not_done", group="data_match", key="addressMatch", score=na),
        ],
        errors=[r.ExtractionError(field_name="Date of Birth", message="differs from the zone")],
    )  # fmt: skip
    panel = panel_of(tree)
    row = row_of(panel, "birth_date")
    assert [one.key for one in row.matches] == ["dateOfBirthMatch"]
    assert [one.message for one in row.errors] == ["differs from the zone"]
    assert [one.key for one in panel.steps[0].matches] == ["addressMatch"]


def test_another_reason_for_a_correction_has_to_be_said() -> None:
    values = {"value": "X", "source": "viz", "why": "other"}
    assert not CorrectionValues(values).is_valid()
    assert CorrectionValues(values | {"words": "stamped over"}).is_valid()
    assert not CorrectionValues(values | {"why": "misread", "value": ""}).is_valid()
