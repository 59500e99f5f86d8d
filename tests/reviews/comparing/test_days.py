"""Days: the forms in use, centuries, unknown parts, the Hijri calendar, ages."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.comparing.days import (
    Meaning,
    PartialDay,
    age_on,
    days_until,
    hijri_to_gregorian,
    is_same_day,
    read_day,
)

AT = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "02/04/1991", "2/4/1991", "02.04.1991", "02-04-1991", "02 04 1991", "02 APR 1991",
        "2 April 1991", "02-Apr-1991", "02APR1991", "02 APR/AVR 1991",
        "02 أبريل/APR 1991", "02 AVRIL 1991", "02 ABR 1991", "02 APR / أبريل 1991",
        "April 2, 1991", "1991-04-02", "1991/04/02", "1991-04-02T00:00:00Z",
        "1991-04-02 10:20:30", "19910402", "02041991", " 02/04/1991 ", "٠٢/٠٤/١٩٩١", "۰۲/۰۴/۱۹۹۱",
    ],
)  # fmt: skip
def test_one_day_is_read_from_every_form(text: str) -> None:
    day = read_day(text, at=AT)
    assert day == PartialDay(1991, 4, 2)
    assert day.as_date() == date(1991, 4, 2)


@pytest.mark.parametrize(
    "text,meaning,year",
    [
        ("740812", "birth", 1974),
        ("261122", "birth", 2026),
        ("261123", "birth", 1926),
        ("300101", "birth", 1930),
        ("300101", "expiry", 2030),
        ("760101", "expiry", 2076),
        ("770101", "expiry", 1977),
        ("991231", "expiry", 1999),
        ("261123", "issue", 1926),
        ("120415", "issue", 2012),
        ("300101", "", 2030),
        ("12/04/15", "expiry", 2015),
        ("12JUIL42", "birth", 1942),
        ("12 AOÛT 26", "birth", 2026),
    ],
)
def test_a_year_of_two_digits_gets_its_century_from_the_meaning(
    text: str, meaning: Meaning, year: int
) -> None:
    day = read_day(text, at=AT, meaning=meaning)
    assert day is not None
    assert (day.year, day.is_century_supposed) == (year, True)


def test_a_leap_day_goes_to_a_century_that_has_it() -> None:
    day = read_day("000229", at=date(2099, 1, 1), meaning="birth")
    assert day is not None
    assert day.as_date() == date(2000, 2, 29)


@pytest.mark.parametrize(
    "text,known",
    [
        ("75<<<<", (1975, None, None)),
        ("7508<<", (1975, 8, None)),
        ("750000", (1975, None, None)),
        ("00/00/1975", (1975, None, None)),
        ("00/08/1975", (1975, 8, None)),
        ("XX/XX/1975", (1975, None, None)),
        ("1975", (1975, None, None)),
        ("08/1975", (1975, 8, None)),
        ("1975-08", (1975, 8, None)),
        ("AUG 1975", (1975, 8, None)),
    ],
)
def test_an_unknown_part_stays_unknown(
    text: str, known: tuple[int, int | None, int | None]
) -> None:
    day = read_day(text, at=AT, meaning="birth")
    assert day is not None
    assert (day.year, day.month, day.day) == known
    assert day.as_date() is None
    assert day.precision == ("month" if known[1] else "year")


def test_a_month_that_cannot_be_is_read_as_the_day_and_said() -> None:
    day = read_day("04/25/1991", at=AT)
    assert day == PartialDay(1991, 4, 25, is_month_first=True)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "31/02/1991", "32/01/1991", "13/13/1991", "991332", "<<0812", "02 FOO 1991",
     "1991-02-30", "0001-01-01", "02/04/0091", "123456789", "12/04/1991 and more"],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, at=AT) is None


@pytest.mark.parametrize(
    "hijri,gregorian",
    [
        ((1, 1, 1), date(622, 7, 19)),
        ((1400, 1, 1), date(1979, 11, 21)),
        ((1445, 1, 1), date(2023, 7, 19)),
        ((1446, 9, 1), date(2025, 3, 1)),
    ],
)
def test_the_islamic_calendar_is_followed(hijri: tuple[int, int, int], gregorian: date) -> None:
    # The civil epoch is 16 July 622 in the Julian calendar, 19 July in the Gregorian.
    assert abs(hijri_to_gregorian(*hijri) - gregorian).days <= 1


def test_a_hijri_day_keeps_both_and_is_equal_within_a_day() -> None:
    day = read_day("17/09/1411", at=AT)
    assert day is not None
    assert (day.calendar, day.hijri) == ("hijri", (1411, 9, 17))
    assert is_same_day(day, PartialDay(1991, 4, 2))
    assert not is_same_day(day, PartialDay(1991, 4, 6))
    assert read_day("1411", at=AT) == PartialDay(1991, hijri=(1411, None, None))


def test_days_are_the_same_as_far_as_both_are_known() -> None:
    assert is_same_day(PartialDay(1975), PartialDay(1975, 8, 3))
    assert is_same_day(PartialDay(1975, 8), PartialDay(1975, 8, 31))
    assert not is_same_day(PartialDay(1975, 8), PartialDay(1975, 9, 1))
    assert not is_same_day(PartialDay(1975), PartialDay(1976, 1, 1))


@pytest.mark.parametrize(
    "birth,age",
    [
        (date(2008, 11, 22), 18),
        (date(2008, 11, 23), 17),
        (PartialDay(2008, 11, 22), 18),
        (PartialDay(2008, 11), None),
        (PartialDay(2008), None),
        (PartialDay(2008, 12), 17),
        (date(2027, 1, 1), None),
    ],
)
def test_an_age_is_given_only_when_it_is_sure(birth: date | PartialDay, age: int | None) -> None:
    assert age_on(birth, AT) == age


def test_a_leap_day_child_is_older_on_the_first_of_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_an_expiry_counts_to_its_last_possible_day() -> None:
    assert days_until(date(2026, 11, 21), AT) == -1
    assert days_until(PartialDay(2026, 11), AT) == 8
    assert days_until(PartialDay(2026), AT) == 39
