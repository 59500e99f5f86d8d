"""Labels of both providers become the house's names; unknown labels keep their words."""

from __future__ import annotations

import pytest

from journeys.providers.field_names import MAX_NAME, field_name, house_field_name


@pytest.mark.parametrize(
    "label, name, variant",
    [
        ("Full Name", "full_name", ""),
        ("Surname And Given Names", "full_name", ""),
        ("First Name", "given_names", ""),
        ("firstName", "given_names", ""),
        ("Given Names", "given_names", ""),
        ("Last Name", "surname", ""),
        ("Personal Number", "personal_number", ""),
        ("Birth Date", "birth_date", ""),
        ("Date of Birth", "birth_date", ""),
        ("dob", "birth_date", ""),
        ("Sex", "sex", ""),
        ("gender", "sex", ""),
        ("Birth Place", "birth_place", ""),
        ("Nationality", "nationality", ""),
        ("Nationality Code", "nationality_code", ""),
        ("Address", "address", ""),
        ("Document Number", "document_number", ""),
        ("number", "document_number", ""),
        ("Expiry Date", "expiry_date", ""),
        ("Date Of Expiry", "expiry_date", ""),
        ("Issue Date", "issue_date", ""),
        ("dateOfIssue", "issue_date", ""),
        ("MRZ Strings", "mrz_lines", ""),
        ("issuingState", "issuing_country", ""),
        ("Guardian's Name", "guardian_name", ""),
        ("remainder term", "remaining_months", ""),
        ("Full Name Native", "full_name", "native"),
        ("Full Name (Native)", "full_name", "native"),
        ("Birth Date Hijri", "birth_date", "hijri"),
        ("Date Of Expiry CheckDigit", "expiry_date", "check_digit"),
        ("Final CheckDigit", "final_check_digit", ""),
    ],
)
def test_a_known_label_has_the_name_of_the_house(label: str, name: str, variant: str) -> None:
    assert house_field_name(label) == (name, variant)


def test_case_and_separators_of_a_label_do_not_matter() -> None:
    spellings = ["Birth Date", "birthDate", "BIRTH_DATE", "birth-date", " birth date "]
    assert {house_field_name(label) for label in spellings} == {("birth_date", "")}


def test_a_variant_is_a_name_of_its_own() -> None:
    assert field_name("Birth Date Hijri") == "birth_date_hijri"
    assert field_name("Birth Date") == "birth_date"


def test_an_unknown_label_keeps_its_words() -> None:
    assert house_field_name("Shoe Size (EU)") == ("shoe_size_eu", "")
    assert house_field_name("camelCaseLabel") == ("camel_case_label", "")
    assert house_field_name("Colour Native") == ("colour_native", "")
    assert house_field_name("الاسم الكامل") == ("الاسم_الكامل", "")


@pytest.mark.parametrize("label", ["", "--", "()", "\x00", " "])
def test_a_label_without_words_is_unnamed(label: str) -> None:
    assert house_field_name(label) == ("unnamed", "")


def test_a_name_can_always_be_stored() -> None:
    name = field_name("\ud800 odd \x00 label " + "x" * 5000)
    assert len(name) <= MAX_NAME
    assert name.encode("utf-8")
    assert "\x00" not in name
