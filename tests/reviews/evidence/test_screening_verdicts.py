"""The words of the screening grid: matches, compatible, conflicts, unknown."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.comparing.days import read_day
from reviews.evidence import screening_verdicts as verdicts

AT = date(2026, 11, 1)


@pytest.mark.parametrize(
    "mine,theirs,word",
    [
        ("Mohamed Salem", "SALEM, Mohamed", "matches"),
        ("MOHAMED ALSALEM", "Mohamed Al Salem", "matches"),
        ("José Núñez", "JOSE NUNEZ", "matches"),
        ("محمد سالم", "Mohamed Salem", "compatible"),
        ("MOHAMED ALSALEM", "Muhammad Al-Salim", "compatible"),
        ("Mohamed Salem", "M. Rahman", "compatible"),
        ("Li Wei", "Li Na", "compatible"),
        ("Anna Kowalska", "Hanna Nowak", "compatible"),
        ("Anna Kowalska", "Pedro Ruiz", "conflicts"),
        ("Mohamed Al Salem", "Pedro Al Ruiz", "conflicts"),
        ("Anna Kowalska", "欧阳红", "unknown"),
        ("Anna Kowalska", "", "unknown"),
        ("", "Anna Kowalska", "unknown"),
    ],
)
def test_names_conflict_only_where_nothing_of_them_fits(mine: str, theirs: str, word: str) -> None:
    assert verdicts.names([mine], [theirs]) == word


def test_one_alias_that_fits_outweighs_all_others() -> None:
    listed = ["Pedro Ruiz", "Iván Petrov", "Anna Kowalska"]
    assert verdicts.names(["KOWALSKA ANNA"], listed) == "matches"


def test_a_listed_spelling_in_a_script_of_its_own_forbids_a_conflict() -> None:
    assert verdicts.names(["Anna Kowalska"], ["Pedro Ruiz", "欧阳红"]) == "unknown"
    # The applicant's own further script does not: the Latin spellings were compared.
    assert verdicts.names(["Anna Kowalska", "欧阳红"], ["Pedro Ruiz"]) == "conflicts"


def test_more_aliases_than_are_compared_never_make_a_conflict() -> None:
    assert verdicts.names(["Anna Kowalska"], ["Pedro Ruiz"] * 61) == "unknown"
    assert verdicts.names(["Anna Kowalska"], ["Pedro " * 40]) == "unknown"


@pytest.mark.parametrize(
    "mine,theirs,word",
    [
        (["02/04/1991"], ["1991-04-02"], "matches"),
        (["02/04/1991"], ["1991"], "compatible"),
        (["02/04/1991"], ["1991-04"], "compatible"),
        (["02/04/1991"], ["1991-02-04"], "compatible"),
        (["02/04/1991"], ["1991-01-01"], "compatible"),
        (["02/04/1991"], ["1991-05"], "conflicts"),
        (["02/04/1991"], ["1991-04-03"], "conflicts"),
        (["02/04/1991"], ["1958"], "conflicts"),
        (["02/04/1991"], ["1958", "1991"], "compatible"),
        (["02/04/1991"], ["1958", "about then"], "unknown"),
        (["02/04/1991"], [], "unknown"),
        ([], ["1958"], "unknown"),
    ],
)
def test_birth_dates_compare_as_far_as_both_are_known(
    mine: list[str], theirs: list[str], word: str
) -> None:
    own, listed = (
        [read_day(text, at=AT, meaning="birth") for text in side] for side in (mine, theirs)
    )
    assert verdicts.birth_dates(own, listed) == word


@pytest.mark.parametrize(
    "mine,theirs,word",
    [
        (["M"], ["Male"], "matches"),
        (["Female"], ["Male"], "conflicts"),
        (["X"], ["Male"], "unknown"),
        (["M"], ["not recorded"], "unknown"),
        (["M"], [], "unknown"),
    ],
)
def test_only_male_and_female_conflict(mine: list[str], theirs: list[str], word: str) -> None:
    assert verdicts.sexes(mine, theirs, at=AT) == word


@pytest.mark.parametrize(
    "nationality,issuer,listed,word",
    [
        (["Kenya"], ["Kenya"], ["KE"], "matches"),
        (["Kenya"], ["France"], ["FR"], "compatible"),
        (["Kenya"], ["Kenya"], ["FR", "DE"], "conflicts"),
        (["Kenya"], [], ["FR", "Sahelia"], "unknown"),
        ([], ["Kenya"], ["FR"], "unknown"),
        (["Kenya"], ["Kenya"], [], "unknown"),
    ],
)
def test_a_country_conflicts_only_where_the_nationality_and_all_listed_are_known(
    nationality: list[str], issuer: list[str], listed: list[str], word: str
) -> None:
    assert verdicts.countries(nationality, issuer, listed) == word


def test_an_address_never_conflicts() -> None:
    assert verdicts.addresses(["12 Mill Lane, Bath"], ["12 MILL LANE BATH"]) == "matches"
    assert verdicts.addresses(["12 Mill Lane, Bath"], ["9 Mill Road, Bath"]) == "compatible"
    assert verdicts.addresses(["12 Mill Lane, Bath"], ["9 Rue Verte, Lyon"]) == "unknown"
    assert verdicts.addresses([], ["9 Rue Verte, Lyon"]) == "unknown"
