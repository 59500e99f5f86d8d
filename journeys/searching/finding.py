"""Finds the journeys that a query means, newest first, page by page; opens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from journeys.models import NameUse, NameWord
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
# Lists of rows that are read whole sooner than one would guess where they meet.
_SHORT: Final = 10_000
_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
# Where the braces stand, branches are written, one after the other. Met as two lists are, since a
# page may need every hit. PostgreSQL is kept from walking in order and asking of each row whether
# it is one: it expects words of a search to meet as often as any.
_NEWEST: Final = (
    "WITH hits AS MATERIALIZED ({}) SELECT DISTINCT found_id, at FROM hits"
    " ORDER BY at DESC, found_id"
)
_COUNTED: Final = (
    "SELECT found_id, COUNT(*) FROM ({}) AS hits GROUP BY found_id, at ORDER BY at DESC, found_id"
)


@dataclass(frozen=True)
class After:
    """The last journey of the page before."""

    seen_at: datetime
    journey_id: UUID


@dataclass(frozen=True)
class Some:
    """Journeys to be counted. Newest first unless there are more than are counted."""

    ids: tuple[UUID, ...]
    is_more: bool = False


def page_of(
    plan: Plan,
    narrowed: Narrowed,
    *,
    after: After | None = None,
    since: datetime | None = None,
) -> list[UUID]:
    """The next journeys, newest first: one more than a page where there is another page.

    `since` is a time that there was a page since when somebody looked before: a hint and no more.
    """
    sources = sorted(_needed(plan), key=lambda source: source.width)
    if since is not None:
        found = _newest(_branches(plan, sources, narrowed), after=after, since=since)
        if len(found) > PAGE:
            return found
    sources, are_common = _rarest_first(sources, narrowed)
    if are_common:
        is_alone = len(sources) == 1 and not narrowed.conditions
        since, sources = _farthest_first(
            sources, of=PAGE if is_alone else MOST_COUNTED, after=after
        )
        if since is not None:
            # Where they meet often, the newest of the rarest are a page already.
            found = _newest(_branches(plan, sources, narrowed), after=after, since=since)
            if len(found) > PAGE:
                return found
    return _newest(_branches(plan, sources, narrowed), after=after)


def some_of(plan: Plan, narrowed: Narrowed) -> Some:
    """The journeys, as far as they are counted."""
    sources, _are_common = _rarest_first(_needed(plan), narrowed)
    branches = _branches(plan, sources, narrowed)
    found = _run([one[:_MOST_ROWS] for one in branches], _COUNTED, limit=MOST_COUNTED + 1)
    if sum(rows for _pk, rows in found) >= _MOST_ROWS and len(found) <= MOST_COUNTED:
        # Rare: so many spellings of each that these were perhaps not all.
        found = _run(branches, _COUNTED, limit=MOST_COUNTED + 1)
    ids = [_uuid(pk) for pk, _rows in found[:MOST_COUNTED]]
    return Some(tuple(ids), is_more=len(found) > MOST_COUNTED)


def _needed(plan: Plan) -> list[Source]:
    """What all has to hold; nothing where one part of it stands for nobody."""
    sources = sources_of(plan)
    return [] if any(source.is_nothing for source in sources) else sources


def _branches(plan: Plan, sources: list[Source], narrowed: Narrowed) -> list[Rows]:
    """Rows (found_id, at) of which every one is a hit; the first of the sources is walked."""
    found: list[Rows] = []
    if sources:
        first, *others = sources
        found += walks(first, narrowed, [holds(source, narrowed) for source in others])
    together = source_of(Part("", plan.query.together), plan)
    if not together.is_nothing:
        found += walks(together, narrowed, [])
    return found


def _rarest_first(sources: list[Source], narrowed: Narrowed) -> tuple[list[Source], bool]:
    """By how many rows each has, counted up to a bound in one query; one source needs none.

    Also says whether all of them may be beyond the bound.
    """
    if len(sources) < 2:
        return sources, bool(sources)
    sizes = _sizes(sources, narrowed)
    order = sorted(range(len(sources)), key=lambda number: (sizes[number], sources[number].width))
    return [sources[number] for number in order], min(sizes) > _SHORT


def _sizes(sources: list[Source], narrowed: Narrowed) -> list[int]:
    sizes = [len(source.ids) for source in sources]
    queries: list[tuple[int, QuerySet[Any, Any]]] = []
    for number, source in enumerate(sources):
        queries += [(number, uses_of(way.terms[0], narrowed).values("pk")) for way in source.ways]
        queries += [(number, keyed(*key).values("pk")) for key in source.keys]
    pieces: list[str] = []
    values: list[Any] = []
    for number, rows in queries:
        try:
            sql, params = rows[: _SHORT + 1].query.sql_with_params()
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
    return sizes


def _farthest_first(
    sources: list[Source], *, of: int, after: After | None
) -> tuple[datetime | None, list[Source]]:
    """By since when a word of each has so many uses: of two words, the earlier is the rarer.

    Also since when it is, for the first; nothing where none of its words has so many. Of keys there
    is no index in the order of time: who has some comes last.
    """
    uses = NameUse.objects.filter(word=OuterRef("pk")).order_by("-seen_at")
    if after is not None:
        uses = uses.filter(seen_at__lte=after.seen_at)
    words = [{row for way in one.ways for row in way.terms[0].rows} for one in sources]
    rows = NameWord.objects.filter(pk__in=set().union(*words))
    rows = rows.annotate(since=Subquery(uses.values("seen_at")[of : of + 1]))
    known = {pk: since for pk, since in rows.values_list("pk", "since") if since is not None}
    reaches = [max((known[pk] for pk in its if pk in known), default=None) for its in words]
    order = sorted(
        range(len(sources)),
        key=lambda number: (bool(sources[number].keys), reaches[number] or _ALWAYS),
    )
    return reaches[order[0]], [sources[number] for number in order]


def _newest(
    branches: list[Rows], *, after: After | None, since: datetime | None = None
) -> list[UUID]:
    """The newest of all hits, or of those since a time."""
    found = _behind(branches, after)
    if since is not None:
        found = [rows.filter(at__gte=since) for rows in found]
    return [_uuid(pk) for pk, _at in _run(found, _NEWEST, limit=PAGE + 1)]


def _behind(branches: list[Rows], after: After | None) -> list[Rows]:
    if after is None:
        return branches
    is_behind = Q(at__lt=after.seen_at) | Q(found_id__gt=after.journey_id)
    return [rows.filter(at__lte=after.seen_at).filter(is_behind) for rows in branches]


def _run(branches: Iterable[Rows], statement: str, *, limit: int) -> list[tuple[Any, ...]]:
    """All branches as one statement, written where its braces are."""
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
    with connection.cursor() as cursor:
        cursor.execute(f"{statement.format(' UNION ALL '.join(pieces))} LIMIT %s", [*values, limit])
        return list(cursor.fetchall())


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
