"""Owns the synthetic people: one seed is one person, always the same. Draws nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from journeys.sandbox.countries import Country, countries_of
from journeys.sandbox.face_traits import face_seed_for
from journeys.sandbox.scripts import SCRIPTS, Script, Sex

ADULT_AGE: Final = 18
_LETTERS: Final = "ABCDEFGHJKLMNPRTUVWXYZ"
_STREETS: Final = (
    "Almond Street", "Bridge Lane", "Canal Road", "Citadel Avenue", "Cooper Row", "Elm Crescent",
    "Fountain Street", "Garden Terrace", "Harbour Road", "Jasmine Street", "Lantern Way",
    "Mill Lane", "Museum Street", "Observatory Hill", "Orchard Road", "Pearl Street",
    "Quarry Lane", "Riverside Walk", "Station Road", "Sycamore Avenue", "Weaver Street",
)  # fmt: skip
_PROFESSIONS: Final = (
    "Accountant", "Architect", "Baker", "Bookbinder", "Carpenter", "Civil engineer", "Dentist",
    "Electrician", "Florist", "Geologist", "Interpreter", "Librarian", "Midwife", "Nurse",
    "Optician", "Pharmacist", "Pilot", "Potter", "Software developer", "Surveyor", "Teacher",
    "Tailor", "Veterinarian", "Watchmaker",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One invented applicant with everything that papers, forms and payloads say about them."""

    seed: int
    script: Script
    given_names: str
    surname: str
    native_name: str
    sex: Sex
    birth_date: date
    birth_place: str
    nationality: str
    country_name: str
    document_number: str
    personal_number: str
    issue_date: date
    expiry_date: date
    email: str
    phone: str
    street: str
    city: str
    region: str
    postal_code: str
    profession: str
    face_seed: int

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surname}"


def make_person(
    seed: int,
    *,
    script: str | None = None,
    today: date = date(2026, 11, 1),
    age: int | None = None,
    expired: bool = False,
) -> Person:
    """The person of this seed; `script`, `age` and `expired` change only what they name.

    Every part draws from its own stream, so that asking for another age keeps name and face.
    """
    written = _script_named(script) if script else _stream(seed, "script").choice(SCRIPTS)
    country = _stream(seed, "country").choice(countries_of(written))
    sex: Sex = _stream(seed, "sex").choice(("F", "M"))
    years = _stream(seed, "age").choice(range(19, 77)) if age is None else age
    birth_date = years_before(today, years) - timedelta(days=_stream(seed, "day").randrange(1, 360))
    issue_date, expiry_date = _validity(
        seed, today=today, birth_date=birth_date, expired=expired, child=years < ADULT_AGE
    )
    given_names, surname, native_name = _names(seed, country=country, sex=sex)
    places = _stream(seed, "places")
    city, region = places.choice(country.cities)
    return Person(
        seed=seed,
        script=written,
        given_names=given_names,
        surname=surname,
        native_name=native_name,
        sex=sex,
        birth_date=birth_date,
        birth_place=places.choice(country.cities)[0],
        nationality=country.code,
        country_name=country.name,
        document_number=_filled(country.number, _stream(seed, "document")),
        personal_number=_filled("###########", _stream(seed, "personal")),
        issue_date=issue_date,
        expiry_date=expiry_date,
        email=_email(seed, given_names=given_names, surname=surname),
        phone=_phone(seed, nationality=country.code),
        street=f"{places.randrange(1, 190)} {places.choice(_STREETS)}",
        city=city,
        region=region,
        postal_code=_filled(country.postal, places),
        profession=_stream(seed, "work").choice(_PROFESSIONS) if years >= ADULT_AGE else "Pupil",
        face_seed=face_seed_for(
            _stream(seed, "face").randrange(1, 1_000_000),
            heritage=country.heritage,
            age=years,
            sex=sex,
        ),
    )


def years_before(day: date, years: int) -> date:
    """The same day in an earlier year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _stream(seed: int, label: str) -> Random:
    return Random(f"{seed}:{label}")


def _script_named(name: str) -> Script:
    for script in SCRIPTS:
        if script == name:
            return script
    raise ValueError(f"no names in the script {name!r}; known are {', '.join(SCRIPTS)}")


def _names(seed: int, *, country: Country, sex: Sex) -> tuple[str, str, str]:
    stream = _stream(seed, "name")
    given, given_native = stream.choice(country.names.given(sex))
    surname, surname_native = stream.choice(country.names.surnames)
    if country.script == "chinese":
        return given, surname, f"{surname_native}{given_native}"
    if stream.random() < 0.4:
        # Arabic second names are the father's, so they come from the men's list whatever the sex.
        second_sex: Sex = "M" if country.script == "arabic" else sex
        second, second_native = stream.choice(country.names.given(second_sex))
        if second != given:
            given, given_native = f"{given} {second}", f"{given_native} {second_native}"
    return given, surname, f"{given_native} {surname_native}"


def _validity(
    seed: int, *, today: date, birth_date: date, expired: bool, child: bool
) -> tuple[date, date]:
    """Papers last ten years, five for a child, and never begin before the holder does."""
    stream = _stream(seed, "validity")
    lasts = 5 if child else 10
    if expired:
        expiry = today - timedelta(days=stream.randrange(20, 700))
    else:
        expiry = today + timedelta(days=stream.randrange(120, lasts * 365 - 90))
    issue = max(years_before(expiry, lasts) + timedelta(days=1), birth_date + timedelta(days=30))
    return min(issue, today - timedelta(days=1)), expiry


def _filled(pattern: str, stream: Random) -> str:
    drawn = {"#": "0123456789", "@": _LETTERS}
    return "".join(stream.choice(drawn[sign]) if sign in drawn else sign for sign in pattern)


def _email(seed: int, *, given_names: str, surname: str) -> str:
    stream = _stream(seed, "email")
    plain = unicodedata.normalize("NFKD", f"{given_names.split()[0]}.{surname}")
    mailbox = re.sub(r"[^a-z.]", "", plain.lower())
    return f"{mailbox}{stream.randrange(10, 99)}@example.{stream.choice(('com', 'org'))}"


def _phone(seed: int, *, nationality: str) -> str:
    """Numbers that regulators set aside for fiction (North America, United Kingdom, France)."""
    stream = _stream(seed, "phone")
    if nationality == "GBR":
        return f"+44 7700 900{stream.randrange(1000):03}"
    if nationality == "FRA":
        return f"+33 1 99 00 {stream.randrange(100):02} {stream.randrange(100):02}"
    return f"+1 202 555 01{stream.randrange(100):02}"
