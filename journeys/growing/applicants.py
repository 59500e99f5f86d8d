"""Draws grown applicants: one seed and number is one person, who may come back later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Final

from journeys.growing.names import Named, draw_name
from journeys.sandbox.countries import COUNTRIES
from journeys.searching.canonical import Kind
from journeys.searching.person import About

# One in so many journeys is of somebody who was here before, some such steps ago: a multiple of
# the number of accounts, so that it was at the same one.
_COMES_BACK: Final = 12
_LETTERS: Final = "ABCDEFGHJKLMNPRTUVWXYZ"
_TYPES: Final = ("Passport", "Identity Card", "Driving Licence", "Residence Permit")


@dataclass(frozen=True, slots=True)
class GrownApplicant:
    """Somebody who does not exist, with what a journey of theirs can be found by."""

    number: int
    named: Named
    country: str
    document_type: str
    applicant_id: str
    about: About
    # Entries of lists that this person was found in.
    listed: tuple[str, ...]


def number_of(seed: int, index: int) -> int:
    """Which person the journey at `index` is of."""
    stream = Random(f"who:{seed}:{index}")
    if index >= _COMES_BACK and stream.randrange(_COMES_BACK) == 0:
        return index - _COMES_BACK * stream.randrange(1, index // _COMES_BACK + 1)
    return index


def applicant_of(seed: int, index: int) -> GrownApplicant:
    """The applicant of the journey at `index`."""
    number = number_of(seed, index)
    stream = Random(f"grown:{seed}:{number}")
    country = stream.choice(COUNTRIES)
    named = draw_name(stream, country)
    applicant_id = f"{stream.getrandbits(96):024x}"
    document = stream.choice(_LETTERS) + f"{stream.randrange(10**8):08}"
    year, month, day = (stream.randrange(*ends) for ends in ((1948, 2008), (1, 13), (1, 29)))
    born = f"{year}-{month:02}-{day:02}"
    mailbox = re.sub(r"[^a-z]", "", named.latin.casefold())
    # In their canonical form already: made so, which costs less than making them so.
    keys = (
        (Kind.APPLICANT, applicant_id),
        (Kind.DOCUMENT_NUMBER, document),
        (Kind.PERSONAL_NUMBER, f"{stream.randrange(10**11):011}"),
        (Kind.EMAIL, f"{mailbox}{number}@example.org"),
        (Kind.PHONE, f"1{stream.randrange(201, 990)}55501{stream.randrange(100):02}"),
        (Kind.BIRTH_DATE, born),
        (Kind.IP, f"2001:db8:{stream.randrange(1, 4096):x}::{stream.randrange(1, 4096):x}"),
        # A reference is of one journey, everything else of the person.
        (Kind.REFERENCE, f"client-{seed:02}-{index:07}"),
    )
    entries = stream.randrange(1, 4) if stream.randrange(100) < 8 else 0
    return GrownApplicant(
        number=number,
        named=named,
        country=country.code,
        document_type=stream.choice(_TYPES),
        applicant_id=applicant_id,
        about=About(
            names=tuple(dict.fromkeys((named.native, named.latin))),
            keys=frozenset(keys),
            born=born,
            document_number=document,
        ),
        listed=tuple(f"Q{stream.randrange(10**7)}" for _entry in range(entries)),
    )
