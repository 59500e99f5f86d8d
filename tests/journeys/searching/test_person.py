"""What of a journey's evidence can be searched for: names, numbers and birth of the applicant."""

from __future__ import annotations

import pytest

from journeys.providers import results as r
from journeys.searching.canonical import Kind
from journeys.searching.person import about, masked, zone_names

TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def field(name: str, value: str, *, step: str = "0") -> r.ExtractedField:
    return r.ExtractedField(step_id=step, name=name, value=value)


def test_names_of_the_applicant_are_taken_and_of_nobody_else() -> None:
    found = about(
        [
            r.ApplicantPart(full_name="Anna Maria Eriksson"),
            field("full_name_native", "Анна Эрикссон"),
            field("father_name", "Karl Eriksson"),
            field("guardian_name", "Berta Holm"),
            field("sponsor", "Utopian Railways"),
            r.DeclaredValue(name="first_name", value="Annie"),
            r.AmlMatch(name="Anatol Listed"),
        ]
    )
    assert found.names == ("Anna Maria Eriksson", "Анна Эрикссон", "Annie")


def test_given_names_and_surname_of_one_document_are_one_name() -> None:
    found = about(
        [
            field("given_names", "Anna"),
            field("surname", "Eriksson"),
            field("surname", "Holm", step="1"),
        ]
    )
    assert found.names[0] == "Anna Eriksson"
    assert found.shown_names == ("Anna Eriksson", "Holm")


def test_a_name_within_another_is_not_shown_twice() -> None:
    found = about(
        [field("full_name", "ANNA ERIKSSON"), r.ApplicantPart(full_name="Eriksson Anna Maria")]
    )
    assert found.shown_names == ("Eriksson Anna Maria",)


@pytest.mark.parametrize(
    "lines, names",
    [
        (TD1, ["ANNA MARIA ERIKSSON"]),
        (TD3, ["ANNA MARIA ERIKSSON"]),
        (TD3.replace("\n", "|"), ["ANNA MARIA ERIKSSON"]),
        ("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", ["ARKFREITH"]),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", []),
        ("", []),
    ],
)
def test_the_zone_is_read_for_its_names(lines: str, names: list[str]) -> None:
    assert zone_names(lines) == names


def test_identifiers_are_kept_in_one_form() -> None:
    found = about(
        [
            r.JourneyPart(reference="REF-01"),
            r.ApplicantPart(applicant_id="user-7", personal_number="784-1991-1234567-1"),
            field("document_number", "p 712-3442"),
            field("document_number", "9A"),
            r.DeclaredValue(name="phone", value="+971 50 123 4567"),
            r.DeclaredValue(name="email", value="Anna@Example.test"),
            r.IpAddress(address="::ffff:192.0.2.7"),
        ]
    )
    assert found.keys == {
        (Kind.REFERENCE, "ref-01"),
        (Kind.APPLICANT, "user-7"),
        (Kind.PERSONAL_NUMBER, "784199112345671"),
        (Kind.DOCUMENT_NUMBER, "P7123442"),
        (Kind.PHONE, "971501234567"),
        (Kind.EMAIL, "anna@example.test"),
        (Kind.IP, "192.0.2.7"),
    }
    assert found.document_number == "p 712-3442"


@pytest.mark.parametrize("text", ["02/04/1991", "1991-04-02", "2.4.1991"])
def test_a_birth_is_known_by_its_day(text: str) -> None:
    found = about([field("birth_date", text)])
    assert found.keys == {(Kind.BIRTH_DATE, "1991-04-02")}
    assert found.born == "1991-04-02"


@pytest.mark.parametrize("text", ["1991", "1991-04", "soon", "31/02/1991"])
def test_a_birth_without_a_day_is_none(text: str) -> None:
    assert about([field("birth_date", text)]).keys == frozenset()


@pytest.mark.parametrize(
    "number, shown",
    [("P7123442", "P7•••••42"), ("12345", "1•••••5"), ("1234", "••••"), ("", "")],
)
def test_a_number_is_shown_by_its_ends(number: str, shown: str) -> None:
    assert masked(number) == shown
