"""A search for a person: what was asked lies sealed, what came of it is counted and recorded.

Who sees which of the results is the business of `results`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey
from journeys.searching.asked import Asked, Field
from journeys.searching.branches import NO_SCRIPT, Narrowed
from journeys.searching.finding import PAGE, Some, page_of, some_of
from journeys.searching.hits import How
from journeys.searching.plan import Plan, codes_of, plan_of
from journeys.searching.query import Query
from journeys.searching.scripts import Script
from kycreview.sealing import data_key, new_data_key, seal, unseal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.search_states import State, facets_of, is_in
from reviews.models import CaseJourney, Search

LASTS: Final = timedelta(hours=1)
# Of more journeys it is not said how many each filter would leave: nobody reads as many.
MOST_SORTED: Final = 5 * PAGE
_KEY: Final = "search"


HOW_WORDS: Final[Mapping[How, Any]] = {
    How.SAME: _("Same word"),
    How.OTHER_SCRIPT: _("Other script"),
    How.VARIANT: _("Spelling variant"),
    How.SOUNDS_ALIKE: _("Sounds alike"),
    How.BEGINS_WITH: _("Begins with"),
    How.SIMILAR: _("Typing error"),
}
SCRIPT_WORDS: Final[Mapping[Script, Any]] = {
    Script.ARABIC: _("Arabic"),
    Script.LATIN: _("Latin"),
    Script.CYRILLIC: _("Cyrillic"),
    Script.DEVANAGARI: _("Devanagari"),
    Script.CHINESE: _("Chinese"),
    Script.HANGUL: _("Korean"),
    Script.HEBREW: _("Hebrew"),
    Script.GREEK: _("Greek"),
    Script.OTHER: _("Other scripts"),
}


@dataclass(frozen=True)
class Filters:
    """What results are narrowed by, without anything about a person."""

    hows: frozenset[How] = frozenset()
    scripts: Script = NO_SCRIPT
    states: frozenset[State] = frozenset()

    @property
    def codes(self) -> list[str]:
        """For the record."""
        hows = [f"how:{how.name.lower()}" for how in sorted(self.hows)]
        scripts = [f"script:{(one.name or '').lower()}" for one in self.scripts]
        return [*hows, *scripts, *(f"state:{state.value}" for state in sorted(self.states))]


@dataclass(frozen=True)
class Found:
    """A kept search, opened. `count` is exact unless `is_more`."""

    row: Search
    asked: Asked
    filters: Filters
    plan: Plan
    count: int
    is_more: bool
    facets: Mapping[str, Mapping[str, int]]
    is_forgiving: bool
    # The first page was of journeys since then, where another page followed.
    since: datetime | None = None

    @property
    def narrowed(self) -> Narrowed:
        return _narrowed(self.asked, self.filters)


def begin(asked: Asked, *, by: User, seat: Seat = NOWHERE) -> Search:
    """Look, keep the words sealed under a random id, and record that somebody looked."""
    row = Search(person=by, key_id=new_data_key(name=_KEY))
    query = asked.query
    plan = _plan(query)
    some = some_of(plan, Narrowed())
    if not some.ids and query.name_words:
        plan = _plan(query, forgiving=True)
        some = some_of(plan, Narrowed())
    is_few = len(some.ids) <= MOST_SORTED and not some.is_more
    facets = facets_of(plan, some.ids) if is_few else {}
    first = _first(plan, Narrowed(), some)
    _keep(row, asked, Filters(), plan, some=some, first=first, facets=facets)
    cases = _cases(first)
    with transaction.atomic():
        Search.objects.filter(at__lt=timezone.now() - LASTS).delete()
        row.save(force_insert=True)
        _record(row, asked, Filters(), cases, seat=seat)
    return row


def narrow(
    row: Search,
    filters: Filters,
    *,
    born: tuple[date | None, date | None],
    seat: Seat = NOWHERE,
) -> None:
    """Other filters over the same search; recorded as well, for other people are shown."""
    before = opened(row)
    asked = replace(before.asked, born_from=born[0], born_to=born[1])
    narrowed = _narrowed(asked, filters)
    some = some_of(before.plan, narrowed)
    first = _first(before.plan, narrowed, some)
    _keep(row, asked, filters, before.plan, some=some, first=first, facets=before.facets)
    cases = _cases(first)
    with transaction.atomic():
        row.save(update_fields=["sealed_query", "filters"])
        _record(row, asked, filters, cases, seat=seat)


def opened(row: Search) -> Found:
    """The search with its words looked up anew: who came in since is among the results."""
    asked = _asked(row)
    kept = row.filters
    filters = Filters(
        hows=frozenset(How(how) for how in kept.get("hows", [])),
        scripts=Script(kept.get("scripts", 0)),
        states=frozenset(State(state) for state in kept.get("states", [])),
    )
    is_forgiving = bool(kept.get("is_forgiving", False))
    since = kept.get("since")
    return Found(
        row=row,
        asked=asked,
        filters=filters,
        plan=_plan(asked.query, forgiving=is_forgiving),
        count=int(kept.get("count", 0)),
        is_more=bool(kept.get("is_more", False)),
        facets=kept.get("facets", {}),
        is_forgiving=is_forgiving,
        since=datetime.fromisoformat(since) if since else None,
    )


def put(row: Search, asked: Asked) -> None:
    """Seal what was asked into the row (not saved)."""
    plain = {
        "text": asked.text,
        "field": asked.field.value,
        "born": [day.isoformat() if day else "" for day in (asked.born_from, asked.born_to)],
    }
    row.sealed_query = seal(
        data_key(row.key_id), json.dumps(plain).encode(), context=f"search:{row.id}"
    )


def _asked(row: Search) -> Asked:
    plain = json.loads(
        unseal(data_key(row.key_id), row.sealed_query, context=f"search:{row.id}").decode()
    )
    first, last = (date.fromisoformat(day) if day else None for day in plain["born"])
    return Asked(plain["text"], Field(plain["field"]), born_from=first, born_to=last)


def _plan(query: Query, *, forgiving: bool = False) -> Plan:
    codes = codes_of(query)
    cases: dict[str, list[UUID]] = {}
    if codes:
        links = CaseJourney.objects.filter(case__code__in=codes)
        for code, journey_id in links.values_list("case__code", "journey_id"):
            cases.setdefault(code, []).append(journey_id)
    return plan_of(query, cases=cases, forgiving=forgiving)


def _keep(
    row: Search,
    asked: Asked,
    filters: Filters,
    plan: Plan,
    *,
    some: Some,
    first: Sequence[UUID],
    facets: Mapping[str, Mapping[str, int]],
) -> None:
    put(row, asked)
    since = None
    if len(first) > PAGE:
        last = Journey.objects.filter(pk=first[PAGE])
        since = last.values_list("first_seen_at", flat=True).first()
    row.filters = {
        "hows": sorted(filters.hows),
        "scripts": int(filters.scripts),
        "states": sorted(filters.states),
        "count": len(some.ids),
        "is_more": some.is_more,
        "since": since.isoformat() if since is not None else None,
        "facets": facets,
        "is_forgiving": plan.is_forgiving,
    }


def _first(plan: Plan, narrowed: Narrowed, some: Some) -> Sequence[UUID]:
    """The first page, and one more where another follows."""
    return page_of(plan, narrowed) if some.is_more else some.ids[: PAGE + 1]


def _cases(first: Sequence[UUID]) -> list[str]:
    """The cases of the first page."""
    cases = CaseJourney.objects.filter(journey__in=first[:PAGE]).values_list("case_id", flat=True)
    return sorted({str(pk) for pk in cases})


def _record(row: Search, asked: Asked, filters: Filters, cases: list[str], *, seat: Seat) -> None:
    record(
        Event.SEARCH_MADE,
        by=row.person,
        seat=seat,
        about=("search", row.id),
        data={
            "fields": asked.fields,
            "filters": filters.codes,
            "count": row.filters["count"],
            "cases": cases,
        },
        private={"query": _terms(asked)},
        key_id=row.key_id,
    )


def _terms(asked: Asked) -> str:
    born = "/".join(day.isoformat() if day else "" for day in (asked.born_from, asked.born_to))
    return asked.text if born == "/" else f"{asked.text} {born}"


def _narrowed(asked: Asked, filters: Filters) -> Narrowed:
    also = Q()
    for state in filters.states:
        also |= is_in(state)
    return Narrowed(
        hows=filters.hows,
        scripts=filters.scripts,
        born=asked.birth_days,
        also=(also,) if filters.states else (),
    )
