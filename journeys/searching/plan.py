"""A query with all that had to be looked up for it: words of the index, journeys by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from journeys.models import Account, Journey
from journeys.searching.canonical import Kind
from journeys.searching.lookup import Found, look_up, suggestions
from journeys.searching.query import Candidate, Query, Term

# The same id at so many accounts is more than anybody reads.
_MOST_IDS = 200


@dataclass(frozen=True)
class Plan:
    """A query, looked up. `is_forgiving` where words a slip away were taken as well."""

    query: Query
    words: Mapping[Term, Found] = field(default_factory=dict)
    ids: Mapping[Candidate, tuple[UUID, ...]] = field(default_factory=dict)
    is_forgiving: bool = False

    @property
    def meant(self) -> Sequence[tuple[str, str]]:
        """(typed, what may have been meant), where typing errors were looked for."""
        return suggestions(self.query, dict(self.words))

    @property
    def is_cut(self) -> bool:
        """Whether more words of the index would have done than were taken."""
        return self.query.is_cut or any(found.is_cut for found in self.words.values())


def plan_of(
    query: Query, *, cases: Mapping[str, Iterable[UUID]] | None = None, forgiving: bool = False
) -> Plan:
    """Look up what the parts of the query stand for: two or three queries."""
    wanted = {one for part in query.parts for one in part.candidates} | set(query.together)
    by_id = [one for one in wanted if one.kind is Kind.JOURNEY_ID]
    by_provider = [one for one in wanted if one.kind is Kind.PROVIDER_ID]
    ids: dict[Candidate, tuple[UUID, ...]] = {one: (UUID(one.value),) for one in by_id}
    if by_provider:
        # By account as well: that is how the index begins.
        rows = Journey.objects.filter(
            account__in=Account.objects.values("pk"),
            provider_id__in=[one.value for one in by_provider],
        ).values_list("provider_id", "pk")[:_MOST_IDS]
        pairs = list(rows)
        for one in by_provider:
            ids[one] = tuple(pk for provider_id, pk in pairs if provider_id == one.value)
    for one in wanted:
        if one.kind is Kind.CASE_CODE:
            ids[one] = tuple((cases or {}).get(one.value, ()))
    words = look_up(query, forgiving=forgiving)
    return Plan(query, words, ids, is_forgiving=forgiving)


def codes_of(query: Query) -> set[str]:
    """The case codes that the query may name: whoever knows cases looks them up."""
    wanted = {one for part in query.parts for one in part.candidates} | set(query.together)
    return {one.value for one in wanted if one.kind is Kind.CASE_CODE}
