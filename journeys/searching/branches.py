"""What a looked-up query asks of the tables: rows of which every one is a hit. Runs nothing.

A part of a query is some branches: a journey is in the part where it is in any of them. The rarest
part is walked along its indexes, newest first; of the others it is asked whether they hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from journeys.models import IdentityKey, Journey, NameUse
from journeys.searching.canonical import Kind
from journeys.searching.hits import How
from journeys.searching.lookup import Found
from journeys.searching.plan import Plan
from journeys.searching.query import Part
from journeys.searching.scripts import Script
from kycreview.sealing import lookup_hash

Rows = QuerySet[Any, dict[str, Any]]
_NOT_KEYED: Final = frozenset({Kind.CASE_CODE, Kind.JOURNEY_ID, Kind.PROVIDER_ID})
# Met by how it is written or sounds, and so perhaps in another script.
OF_SOUND: Final = frozenset({How.SAME, How.VARIANT, How.SOUNDS_ALIKE})
NO_SCRIPT: Final = Script(0)


@dataclass(frozen=True)
class Narrowed:
    """What results are narrowed by; empty sets and 0 narrow nothing.

    `also` are conditions of other rooms, on the column `journey_id`.
    """

    hows: frozenset[How] = frozenset()
    scripts: Script = NO_SCRIPT
    born: tuple[date, ...] = ()
    also: tuple[Q, ...] = ()

    @property
    def conditions(self) -> list[Q]:
        """On the journey of a row; how a word is met is a matter of the row itself."""
        if not self.born:
            return list(self.also)
        hashes = [lookup_hash(Kind.BIRTH_DATE, day.isoformat()) for day in self.born]
        born = IdentityKey.objects.filter(
            journey_id=OuterRef("journey_id"), kind=Kind.BIRTH_DATE.value, value_hash__in=hashes
        )
        return [*self.also, Q(Exists(born))]


@dataclass(frozen=True)
class Way:
    """Terms that all have to be met, each by rows of the index."""

    terms: tuple[Found, ...]


@dataclass(frozen=True)
class Source:
    """One part of a query, looked up: any of these will do."""

    ways: tuple[Way, ...] = ()
    keys: tuple[tuple[Kind, str], ...] = ()
    ids: tuple[UUID, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.ways or self.keys or self.ids)

    @property
    def width(self) -> int:
        """How many rows of indexes it is made of."""
        return sum(len(way.terms[0].rows) for way in self.ways) + len(self.keys)


def sources_of(plan: Plan) -> list[Source]:
    """The parts that have to hold. Particles are left out beside anything else."""
    parts = plan.query.parts
    needed = [
        part for part in parts if part.candidates or not (part.name and part.name.is_optional)
    ]
    return [source_of(part, plan) for part in needed or parts]


def source_of(part: Part, plan: Plan) -> Source:
    ways = []
    for way in part.name.ways if part.name is not None else ():
        terms = tuple(plan.words[term] for term in way if term in plan.words)
        if terms and all(one.rows for one in terms):
            ways.append(Way(terms))
    keys = (
        (one.kind, lookup_hash(one.kind, one.value))
        for one in part.candidates
        if one.kind not in _NOT_KEYED
    )
    ids = (pk for one in part.candidates for pk in plan.ids.get(one, ()))
    return Source(tuple(ways), tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(ids)))


def walks(source: Source, narrowed: Narrowed, conditions: list[Q]) -> list[Rows]:
    """The source's own branches, as far as the conditions hold."""
    also = [*conditions, *narrowed.conditions]
    found: list[Rows] = []
    for way in source.ways:
        first, *others = way.terms
        more = [_has(term, narrowed) for term in others]
        found.append(_columns(uses_of(first, narrowed).filter(*more, *also), at="seen_at"))
    for key in source.keys:
        rows = keyed(*key).filter(*also)
        found.append(_columns(rows, at="journey__first_seen_at"))
    if source.ids:
        journeys = Journey.objects.filter(pk__in=source.ids).annotate(journey_id=F("pk"))
        found.append(_columns(journeys.filter(*also), at="first_seen_at"))
    return found


def _columns(rows: QuerySet[Any, Any], *, at: str) -> Rows:
    found: Rows = rows.annotate(found_id=F("journey_id"), at=F(at)).values("found_id", "at")
    return found


def holds(source: Source, narrowed: Narrowed) -> Q:
    """Whether the journey of a row is in this source."""
    either = Q(journey_id__in=source.ids) if source.ids else Q(pk__in=[])
    for way in source.ways:
        either |= Q(*(_has(term, narrowed) for term in way.terms))
    for key in source.keys:
        either |= Q(Exists(keyed(*key).filter(journey_id=OuterRef("journey_id"))))
    return either


def _has(found: Found, narrowed: Narrowed) -> Q:
    return Q(Exists(uses_of(found, narrowed).filter(journey_id=OuterRef("journey_id"))))


def keyed(kind: Kind, value_hash: str) -> QuerySet[IdentityKey]:
    return IdentityKey.objects.filter(kind=kind.value, value_hash=value_hash)


def uses_of(found: Found, narrowed: Narrowed) -> QuerySet[NameUse]:
    """The uses of these words, as far as they are met in one of the ways wanted."""
    uses = NameUse.objects.all()
    if narrowed.scripts:
        uses = uses.annotate(wanted=F("scripts").bitand(int(narrowed.scripts)))
        uses = uses.filter(wanted__gt=0)
    if not narrowed.hows:
        return uses.filter(word_id__in=list(found.rows))
    same, other, any_script = [], [], []
    for row, how in found.rows.items():
        is_wanted = how in narrowed.hows
        if how not in OF_SOUND:
            any_script += [row] if is_wanted else []
        elif is_wanted and How.OTHER_SCRIPT in narrowed.hows:
            any_script.append(row)
        elif is_wanted:
            same.append(row)
        elif How.OTHER_SCRIPT in narrowed.hows:
            other.append(row)
    uses = uses.annotate(shared=F("scripts").bitand(int(found.script)))
    return uses.filter(
        Q(word_id__in=any_script)
        | Q(word_id__in=same, shared__gt=0)
        | Q(word_id__in=other, shared=0)
    )
