"""Turns what somebody typed, and where they said to look, into a query. Looks nothing up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from journeys.searching.canonical import Kind, canonical
from journeys.searching.query import LONGEST_TEXT, Candidate, Part, Query, parse
from journeys.searching.typed_days import days_of

# A date of birth is kept as a keyed hash: a range is as many look-ups as it has days.
MOST_DAYS = 5 * 366


class Field(StrEnum):
    """Where to look. Everything is what the text may be; the others are what it is said to be."""

    ANY = "any"
    NAME = "name"
    DOCUMENT_NUMBER = "document_number"
    PERSONAL_NUMBER = "personal_number"
    REFERENCE = "reference"
    CONTACT = "contact"
    IP = "ip"
    BIRTH_DATE = "birth_date"


KINDS: dict[Field, tuple[Kind, ...]] = {
    Field.DOCUMENT_NUMBER: (Kind.DOCUMENT_NUMBER,),
    Field.PERSONAL_NUMBER: (Kind.PERSONAL_NUMBER,),
    Field.REFERENCE: (
        Kind.REFERENCE,
        Kind.PROVIDER_ID,
        Kind.JOURNEY_ID,
        Kind.CASE_CODE,
        Kind.APPLICANT,
    ),
    Field.CONTACT: (Kind.EMAIL, Kind.PHONE),
    Field.IP: (Kind.IP,),
}


@dataclass(frozen=True)
class Asked:
    """A search as it was typed; the words about a person in it are never kept in clear."""

    text: str
    field: Field = Field.ANY
    born_from: date | None = None
    born_to: date | None = None

    @property
    def query(self) -> Query:
        """The plan of the text. Of one field, the whole text is one value."""
        match self.field:
            case Field.ANY:
                return _or_one_id(parse(self.text), self.text)
            case Field.NAME:
                found = parse(self.text)
                parts = (replace(part, candidates=()) for part in found.parts if part.name)
                return replace(found, parts=tuple(parts), together=())
            case Field.BIRTH_DATE:
                days = days_of(self.text.strip())
                return _whole(self.text, ((Kind.BIRTH_DATE, day.isoformat()) for day in days))
            case field:
                text = self.text[:LONGEST_TEXT]
                return _whole(text, ((kind, canonical(kind, text)) for kind in KINDS[field]))

    @property
    def birth_days(self) -> tuple[date, ...]:
        """Every day of the range; none where no range was given. An open end is the other one."""
        first = self.born_from or self.born_to
        last = self.born_to or self.born_from
        if first is None or last is None or last < first:
            return ()
        count = min((last - first).days + 1, MOST_DAYS)
        return tuple(first + timedelta(days=number) for number in range(count))

    @property
    def fields(self) -> list[str]:
        """What was looked for, as codes: for the record, which holds no value."""
        query = self.query
        kinds: dict[str, None] = {}
        for part in query.parts:
            kinds |= dict.fromkeys(one.kind.value for one in part.candidates)
            if part.name is not None:
                kinds["name"] = None
        kinds |= dict.fromkeys(one.kind.value for one in query.together)
        if self.birth_days:
            kinds["born"] = None
        return list(kinds)


def _or_one_id(query: Query, text: str) -> Query:
    """An id at the provider is any text, spaces and all: with a figure, the whole may be one."""
    if len(query.parts) < 2 or not any(sign.isdecimal() for sign in text):
        return query
    whole = [Candidate(kind, canonical(kind, text)) for kind in (Kind.PROVIDER_ID, Kind.REFERENCE)]
    return replace(query, together=tuple(dict.fromkeys([*query.together, *whole])))


def _whole(text: str, values: Iterable[tuple[Kind, str]]) -> Query:
    found = dict.fromkeys(Candidate(kind, value) for kind, value in values if value)
    return Query((Part(text.strip(), tuple(found)),) if found else ())
