"""The data panel: what is compared with what, and what counts as a conflict."""

from __future__ import annotations

import pytest

from journeys.providers import results as r
from tests.reviews.evidence.data_trees import (
    WRONG_ZONE,
    ZONE,
    check,
    field,
    panel_of,
    row_of,
    tree_of,
    values_of,
)


def test_one_date_in_two_spellings_agrees() -> None:
    tree = tree_of(field("issue_date", "2021-03-14"), field("issue_date", "14/03/2021", "barcode"))
    row = row_of(panel_of(tree), "issue_date")
    assert row.state == "agree"
    assert {one.day.value for cell in row.cells for one in cell.values if one.day} == {"2021-03-14"}
    assert not row.options


def test_a_field_that_a_source_lacks_is_absent_and_no_conflict() -> None:
    tree = tree_of(field("profession", "Nurse"), field("profession", None, "barcode"))
    row = row_of(panel_of(tree), "profession")
    assert row.state == "single"
    assert panel_of(tree).conflicts == 0


def test_a_difference_is_asked_with_one_answer_for_each_distinct_value() -> None:
    tree = tree_of(
        field("document_number", "X1234567"),
        field("document_number", "X1234567", "barcode"),
        declared={"document_number": "X7654321"},
    )
    panel = panel_of(tree)
    row = row_of(panel, "document_number")
    assert row.state == "conflict"
    assert [option.code for option in row.options] == [
        "accept_barcode",
        "accept_declared",
        "cant_tell",
    ]
    assert not any(option.is_chosen for option in row.options)
    assert row.question == "Which document number do you accept?"
    assert panel.conflicts == 1
    assert [item.anchor for item in panel.open_items] == [row.anchor]


@pytest.mark.parametrize(
    "checks, reference",
    [
        ([check("Chip", "pass", key="rfid")], "nfc"),
        ([check("Passive Authentication", "pass")], "nfc"),
        ([check("Passive Authentication", "pass"), check("Active Authentication", "fail")], "mrz"),
        ([check("Chip", "not_done", key="rfid")], "mrz"),
        ([check("Contact chip classification", "pass")], "mrz"),
    ],
)
def test_the_chip_is_the_reference_only_where_it_was_authenticated(
    checks: list[r.Check], reference: str
) -> None:
    tree = tree_of(
        field("expiry_date", "2027-04-15", "nfc"), field("mrz_lines", ZONE, "mrz"), checks=checks
    )
    row = row_of(panel_of(tree), "expiry_date")
    marked = [cell.source for cell in row.cells for one in cell.values if one.is_reference]
    assert marked == [reference]
    assert row.state == "conflict"
    assert values_of(row, "nfc")[0].is_signed is (reference == "nfc")


def test_our_reading_of_the_lines_stands_where_the_provider_sent_none() -> None:
    tree = tree_of(field("mrz_lines", ZONE, "mrz"), field("expiry_date", "2036-04-15"))
    row = row_of(panel_of(tree), "expiry_date")
    [ours] = values_of(row, "mrz")
    assert ours.value.is_ours
    assert ours.is_reference
    assert row.state == "conflict"
    assert any("Two-digit year" in hint for hint in ours.hints)


def test_our_reading_is_said_once_beside_an_equal_value_of_the_provider() -> None:
    tree = tree_of(
        field("mrz_lines", ZONE, "mrz"),
        field("full_name", "Anna Maria Eriksson", "mrz"),
        field("birth_date", "1974-08-13", "mrz"),
    )
    panel = panel_of(tree)
    [name] = values_of(row_of(panel, "full_name"), "mrz")
    assert name.value.is_read_again
    assert len(values_of(row_of(panel, "birth_date"), "mrz")) == 2
    assert row_of(panel, "birth_date").state == "conflict"


def test_a_wrong_check_digit_costs_the_zone_its_rank_and_is_shown_beside_the_right_one() -> None:
    tree = tree_of(
        field("mrz_lines", WRONG_ZONE, "mrz"),
        field("expiry_date", "2036-04-15"),
        field("expiry_date_check_digit", "3", "unknown"),
        checks=[check("MRZ Check Digits", "fail", group="validation")],
    )
    panel = panel_of(tree)
    row = row_of(panel, "expiry_date")
    assert values_of(row, "viz")[0].is_reference
    assert "check digit wrong" in values_of(row, "mrz")[0].warnings
    [zone] = panel.steps[0].zones
    digit = next(one for one in zone.digits if one.label == "Date of expiry")
    assert (digit.sent, digit.computed, digit.is_right, digit.by_provider) == ("3", "9", False, "3")
    assert "".join(mark.text for mark in zone.lines[1]) == WRONG_ZONE.split("\n")[1]
    assert [mark.text for mark in zone.lines[1] if mark.state == "wrong"] == ["3", "0"]
    assert [one.name for one in zone.checks] == ["MRZ Check Digits"]


def test_lines_that_are_no_zone_are_shown_with_a_sentence() -> None:
    [zone] = panel_of(tree_of(field("mrz_lines", "???", "mrz"))).steps[0].zones
    assert zone.raw == "???"
    assert not zone.digits
    assert zone.problems


def test_names_in_two_scripts_are_two_rows_and_their_spellings_are_compared() -> None:
    tree = tree_of(
        field("full_name", "Mohamed Alsalem"),
        field("full_name", "MOHAMED ALSALEM", "barcode"),
        field("full_name_native", "محمد السالم"),
    )
    panel = panel_of(tree)
    assert row_of(panel, "full_name", "Latin").state == "agree"
    arabic = row_of(panel, "full_name", "Arabic")
    assert arabic.state == "consistent"
    assert values_of(arabic, "viz")[0].is_across


def test_two_latin_spellings_of_one_native_name_are_consistent_and_two_names_are_not() -> None:
    fields = (
        field("full_name", "MOHAMED ABDULRAHIM ALSALEM"),
        field("full_name_native", "محمد عبد الرحيم السالم"),
    )
    same = tree_of(*fields, declared={"full_name": "Mohammed Abdul Rahim Al Salem"})
    row = row_of(panel_of(same), "full_name", "Latin")
    assert row.state == "consistent"
    assert values_of(row, "declared")[0].grade == "transliterated"
    other = tree_of(*fields, declared={"full_name": "Mahmoud Abdul Rahim Al Salem"})
    assert row_of(panel_of(other), "full_name", "Latin").state == "conflict"


def test_a_native_name_that_is_another_name_is_to_be_looked_at_and_no_conflict() -> None:
    tree = tree_of(
        field("full_name", "Mohamed Alsalem"), field("full_name_native", "فاطمة الزهراني")
    )
    panel = panel_of(tree)
    assert panel.to_look_at == 1
    assert panel.conflicts == 0


def test_hidden_characters_and_letters_of_two_scripts_are_flagged() -> None:
    tree = tree_of(
        field("surname", "Sаmir"),  # its second letter is Cyrillic
        field("surname", "Samir\u202e", "barcode"),
    )
    row = row_of(panel_of(tree), "surname")
    assert "mixes scripts in one word" in values_of(row, "viz")[0].warnings
    assert "hidden characters" in values_of(row, "barcode")[0].warnings


def test_what_was_declared_is_compared_with_the_first_document_alone() -> None:
    tree = tree_of(
        field("surname", "Osei"),
        declared={"last_name": "Osei", "phone": "+12025550118"},
        second=[field("surname", "Other")],
    )
    panel = panel_of(tree)
    assert values_of(panel.steps[0].rows[0], "declared")
    assert not values_of(panel.steps[1].rows[0], "declared")
    assert [one.name for one in panel.declared] == ["phone"]


def test_declared_names_are_joined_where_the_document_has_a_whole_name_only() -> None:
    tree = tree_of(
        field("full_name", "Lina Osei"), declared={"last_name": "Osei", "first_name": "Lina"}
    )
    [joined] = values_of(row_of(panel_of(tree), "full_name"), "declared")
    assert joined.value.text == "Lina Osei"
    assert row_of(panel_of(tree), "full_name").state == "agree"


def test_a_source_that_was_not_given_has_a_column_of_its_own() -> None:
    tree = tree_of(field("sex", "F", "unknown"), field("sex", "F", "barcode"))
    assert [one.code for one in panel_of(tree).steps[0].agree_columns] == [
        "mrz",
        "barcode",
        "unknown",
    ]
    tree = tree_of(field("sex", "F", "nfc"), field("sex", "F", "barcode"))
    assert [one.code for one in panel_of(tree).steps[0].agree_columns] == [
        "viz",
        "mrz",
        "barcode",
        "nfc",
    ]
