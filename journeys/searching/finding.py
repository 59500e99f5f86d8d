"""Finds the journeys that a query means, newest first, page by page; opens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from journeys.searching.branches import (
    Narrowed,
    Rows,
    Source,
    holds,
    keyed,
    source_of,
    sources_of,
    uses_of,
    walks,
)
from journeys.searching.plan import Plan
from journeys.searching.query import Part

PAGE: Final = 50
# More than so many are not counted.
MOST_COUNTED: Final = 2_000
# A journey has a word in several spellings: so many rows hold enough journeys.
_MOST_ROWS: Final = 4 * MOST_COUNTED


@dataclass(frozen=True)
class After:
    """The last journey of the page before."""

    seen_at: datetime
    journey_id: UUID


def page_of(plan: Plan, narrowed: Narrowed, *, after: After | None = None) -> list[UUID]:
    """The next journeys, newest first: one more than a page where there is another page."""
    branches = _branches(plan, narrowed)
    limit = PAGE + 1
    ordered = []
    for rows in branches:
        if after is not None:
            rows = rows.filter(at__lte=after.seen_at).filter(
                Q(at__lt=after.seen_at) | Q(found_id__gt=after.journey_id)
            )
        ordered.append(rows.order_by("-at", "found_id")[:limit])
    return _run(ordered, "ORDER BY at DESC, found_id", limit=limit)


def some_of(plan: Plan, narrowed: Narrowed) -> list[UUID]:
    """Journeys in no order, to be counted: one more than are counted where there are more."""
    branches = _branches(plan, narrowed, in_turn=False)
    return _run([rows[:_MOST_ROWS] for rows in branches], "", limit=MOST_COUNTED + 1)


def _branches(plan: Plan, narrowed: Narrowed, *, in_turn: bool = True) -> list[Rows]:
    """Rows (found_id, at) of which every one is a hit."""
    found: list[Rows] = []
    sources = sources_of(plan)
    if sources and not any(source.is_nothing for source in sources):
        first, *others = _rarest_first(sources, narrowed)
        conditions = [holds(source, narrowed) for source in others]
        found += walks(first, narrowed, conditions, in_turn=in_turn)
    together = source_of(Part("", plan.query.together), plan)
    if not together.is_nothing:
        found += walks(together, narrowed, [], in_turn=in_turn)
    return found


def _rarest_first(sources: list[Source], narrowed: Narrowed) -> list[Source]:
    """By how many rows each has, counted up to a bound in one query; one source needs none.

    Of those beyond the bound, the one with the fewest words comes first: each is a walk.
    """
    if len(sources) == 1:
        return sources
    sizes = dict.fromkeys(range(len(sources)), 0)
    queries: list[tuple[int, QuerySet[Any, Any]]] = []
    for number, source in enumerate(sources):
        sizes[number] = len(source.ids)
        queries += [(number, uses_of(way.terms[0], narrowed).values("pk")) for way in source.ways]
        queries += [(number, keyed(*key).values("pk")) for key in source.keys]
    pieces: list[str] = []
    values: list[Any] = []
    for number, rows in queries:
        try:
            sql, params = rows[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        # Built of statements that the ORM made; their values are bound.
        pieces.append(f"SELECT {number}, COUNT(*) FROM ({sql}) AS s{len(pieces)}")  # noqa: S608  bound
        values += params
    if pieces:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(pieces), values)
            for number, count in cursor.fetchall():
                sizes[number] += count
    order = sorted(sizes, key=lambda number: (sizes[number], sources[number].width))
    return [sources[number] for number in order]


def _run(branches: Iterable[Rows], order: str, *, limit: int) -> list[UUID]:
    """All branches as one statement: what each has first, then the first of all of them."""
    pieces: list[str] = []
    values: list[Any] = []
    for rows in branches:
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        # Built of statements that the ORM made; their values are bound.
        pieces.append(f"SELECT * FROM ({sql}) AS b{len(pieces)}")  # noqa: S608  values are bound
        values += params
    if not pieces:
        return []
    chosen = "found_id, at" if order else "found_id"
    either = " UNION ALL ".join(pieces)
    statement = f"SELECT DISTINCT {chosen} FROM ({either}) AS hits {order} LIMIT %s"  # noqa: S608  bound
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        return [_uuid(row[0]) for row in cursor.fetchall()]


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
