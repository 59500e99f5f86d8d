"""Reads the days that documents, zones and people write, as precisely as they wrote them.

Owns forms, centuries and the Hijri calendar; asks no clock: the journey's date is given.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from reviews.comparing.text import plain, western_digits

Meaning = Literal["birth", "expiry", "issue", ""]
Precision = Literal["day", "month", "year"]
Parts = tuple[int, int | None, int | None]

# Doc 9303-3 3.8, table 1: English, French and Spanish, by their first letters without accents.
_MONTHS: Final = {
    start: number
    for number, starts in enumerate(
        ("JAN ENE", "FEB FEV", "MAR", "APR AVR ABR", "MAY MAI", "JUN JUIN", "JUL JUIL",
         "AUG AOU AGO", "SEP", "OCT", "NOV", "DEC DIC"), start=1,
    )
    for start in starts.split()
}  # fmt: skip
_HIJRI_YEARS: Final = range(1300, 1501)
_YEARS: Final = range(1850, 2151)
# Unknown parts are written as fillers, zeros, X or dashes (Doc 9303-3 3.8 and 4.8).
_PART: Final = r"(\d{1,2}|<<|XX|--)"
_SEPARATOR: Final = r"[-/. ]\s*"
_DAY_FIRST: Final = re.compile(rf"{_PART}{_SEPARATOR}{_PART}{_SEPARATOR}(\d{{4}}|\d{{2}})")
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}}){_SEPARATOR}{_PART}{_SEPARATOR}{_PART}")
# "02 APR 1991" and a passport's two languages, "02 APR/AVR 1991", in either order (9303-3 3.8).
_WORD: Final = r"([^\W\d_]{2,12})\.?"
_WORDS: Final = re.compile(
    rf"(\d{{1,2}}|<<|XX)?[-. ]*{_WORD}(?: ?/ ?{_WORD})?[-., ]*(\d{{4}}|\d{{2}})"
)
_AMERICAN_WORDS: Final = re.compile(r"([A-Z]{3,9})\.? (\d{1,2}),? (\d{4})")
_CLOCK: Final = re.compile(r"[T ]\d{1,2}:\d{2}.*$")


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A Gregorian day, or as much of it as was written.

    A Hijri day keeps what was written in `hijri`; its Gregorian day is approximate by a day, as
    months begin with the sighting of the moon and the arithmetic calendar only follows the mean.
    """

    year: int
    month: int | None = None
    day: int | None = None
    hijri: Parts | None = None
    is_month_first: bool = False
    is_century_supposed: bool = False

    @property
    def calendar(self) -> Literal["gregorian", "hijri"]:
        return "gregorian" if self.hijri is None else "hijri"

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    def as_date(self) -> date | None:
        """The day itself, None when a part of it is unknown."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def first_date(self) -> date:
        """The earliest day this may be."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_date(self) -> date:
        """The latest day this may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def read_day(text: str, *, at: date, meaning: Meaning = "") -> PartialDay | None:
    """The day that `text` says, None when it says none.

    Numbers go day, month, year, as both providers send them; when the second number cannot be a
    month but the first can, the day is read month first and `is_month_first` says so.

    A year of two digits (zones, short forms) gets its century from the meaning of the day: a birth
    or an issue is the latest such day not after `at`; an expiry, which Doc 9303 leaves to the
    issuer, and a day of unknown meaning is the one in a year over 50 before to 50 after `at`'s.
    Years 1300 to 1500 are Hijri.
    """
    clean = _CLOCK.sub("", western_digits(text).strip().upper())
    clean = re.sub(r"\s+", " ", clean)
    return (
        _from_digits(clean, at=at, meaning=meaning)
        or _from_parts(clean, at=at, meaning=meaning)
        or _from_words(clean, at=at, meaning=meaning)
        or _from_less(clean)
    )


def is_same_day(one: PartialDay, other: PartialDay) -> bool:
    """Whether both may be the same day; a Hijri side may be a day off (a year, if only a year)."""
    slack = timedelta(days=1 if one.hijri or other.hijri else 0)
    return (
        one.first_date() - slack <= other.last_date()
        and other.first_date() - slack <= one.last_date()
    )


def age_on(birth: PartialDay | date, at: date) -> int | None:
    """Full years from birth to `at`; None when the known parts leave two answers or it is later.

    Born on 29 February, one is a year older on 1 March of a common year.
    """
    if isinstance(birth, date):
        return _years(birth, at)
    oldest, youngest = _years(birth.first_date(), at), _years(birth.last_date(), at)
    return oldest if oldest == youngest else None


def days_until(expiry: PartialDay | date, at: date) -> int:
    """Days from `at` to the expiry, negative once past; an unknown part counts to its last day."""
    last = expiry if isinstance(expiry, date) else expiry.last_date()
    return (last - at).days


def hijri_to_gregorian(year: int, month: int, day: int) -> date:
    """The day by the tabular Islamic calendar (civil epoch), approximate by a day."""
    since_epoch = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(since_epoch + 227014)


def _years(birth: date, at: date) -> int | None:
    if birth > at:
        return None
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))


def _from_digits(text: str, *, at: date, meaning: Meaning) -> PartialDay | None:
    """YYYYMMDD, DDMMYYYY, and the zone's YYMMDD with fillers for what is unknown."""
    if re.fullmatch(r"\d{8}", text):
        year_first = _whole(int(text[:4]), _number(text[4:6]), _number(text[6:]))
        return year_first or _whole(int(text[4:]), _number(text[2:4]), _number(text[:2]))
    if re.fullmatch(r"\d{2}[\d<]{4}", text):
        month, day = _number(text[2:4]), _number(text[4:])
        return _short_year(int(text[:2]), month, day, at=at, meaning=meaning)
    return None


def _from_parts(text: str, *, at: date, meaning: Meaning) -> PartialDay | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _whole(int(found[1]), _number(found[2]), _number(found[3]))
    if not (found := _DAY_FIRST.fullmatch(text)):
        return None
    day, month, year = _number(found[1]), _number(found[2]), int(found[3])
    is_month_first = bool(day and month and month > 12 >= day)
    if is_month_first:
        day, month = month, day
    if len(found[3]) == 2:
        return _short_year(year, month, day, at=at, meaning=meaning, is_month_first=is_month_first)
    return _whole(year, month, day, is_month_first=is_month_first)


def _from_words(text: str, *, at: date, meaning: Meaning) -> PartialDay | None:
    words: tuple[str | None, ...]
    if found := _WORDS.fullmatch(text):
        day, words, year = found[1] or "<<", (found[2], found[3]), found[4]
    elif found := _AMERICAN_WORDS.fullmatch(text):
        day, words, year = found[2], (found[1],), found[3]
    else:
        return None
    month = next((known for word in words if word and (known := _month(word))), None)
    if month is None:
        return None
    if len(year) == 2:
        return _short_year(int(year), month, _number(day), at=at, meaning=meaning)
    return _whole(int(year), month, _number(day))


def _month(word: str) -> int | None:
    letters = plain(word).upper()
    return _MONTHS.get(letters[:4]) or _MONTHS.get(letters[:3])


def _from_less(text: str) -> PartialDay | None:
    """A year, or a month and a year."""
    if re.fullmatch(r"\d{4}", text):
        return _whole(int(text), None, None)
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
        return _whole(int(found[2]), _number(found[1]), None)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", text):
        return _whole(int(found[1]), _number(found[2]), None)
    return None


def _number(part: str) -> int | None:
    return int(part) or None if part.isdigit() else None


def _short_year(
    year: int, month: int | None, day: int | None, *,
    at: date, meaning: Meaning, is_month_first: bool = False,
) -> PartialDay | None:  # fmt: skip
    newest = at.year + 50 if meaning in ("expiry", "") else at.year
    full = newest - (newest - year) % 100
    read = _whole(full, month, day, is_month_first=is_month_first, is_century_supposed=True)
    is_later = meaning in ("birth", "issue") and (
        read is None or read.first_date() > at  # None: 29 February of a common century year
    )
    if is_later:
        read = _whole(
            full - 100, month, day, is_month_first=is_month_first, is_century_supposed=True
        )
    return read


def _whole(
    year: int, month: int | None, day: int | None, *,
    is_month_first: bool = False, is_century_supposed: bool = False,
) -> PartialDay | None:  # fmt: skip
    """The day from its parts, None when there is no such day."""
    if month is None:
        day = None
    if month is not None and month > 12:
        return None
    if year in _HIJRI_YEARS:
        return _from_hijri(year, month, day, is_month_first=is_month_first)
    if year not in _YEARS:
        return None
    if month and day and day > calendar.monthrange(year, month)[1]:
        return None
    return PartialDay(
        year, month, day, is_month_first=is_month_first, is_century_supposed=is_century_supposed
    )


def _from_hijri(
    year: int, month: int | None, day: int | None, *, is_month_first: bool
) -> PartialDay | None:
    if day is not None and day > 30:
        return None
    written: Parts = (year, month, day)
    near = hijri_to_gregorian(year, month or 7, day or 15)
    if month is None or day is None:
        # A Hijri year or month lies across two Gregorian ones: its middle tells which.
        return PartialDay(near.year, near.month if month else None, hijri=written)
    return PartialDay(near.year, near.month, near.day, hijri=written, is_month_first=is_month_first)
