"""The query of "next", compiled once for each kind of rights: compiling took longer than running.

The rules stand in `offering` alone; here are its words with this person and this moment put in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, UUIDField

from reviews.desk.offering import Rights, offered, own_of
from reviews.models import Case, Unblinded

# What stands in the compiled words for a person and a moment: nobody's id, and long ago.
_SOMEBODY = UUID("5f0d3a52-6f5c-4b0e-9d83-1f1c1f6f2a01")
_ONCE = datetime(1970, 2, 3, 4, 5, 6, 789, tzinfo=UTC)


def first_offered(person: UUID, rights: Rights, *, now: datetime, is_own: bool) -> Case | None:
    """The first case in turn that no rival has in hand, locked. Within a transaction.

    `may_have_seen` on it: this person saw an earlier round's whole unrated.
    """
    words, values = _compiled(connection.vendor, rights, is_own)
    known = {_plain(_SOMEBODY): _plain(person), _plain(_ONCE): _plain(now)}
    found = Case.objects.raw(words, [known.get(value, value) for value in values])
    return next(iter(found), None)


def locked(person: UUID, rights: Rights, *, now: datetime, is_own: bool) -> QuerySet[Case]:
    """The same as a queryset, and all of them."""
    cases = offered(person, rights, now=now)
    rows = Unblinded.objects.filter(round__case=OuterRef("pk"), person=person)
    return (
        (own_of(person, cases) if is_own else cases)
        .annotate(may_have_seen=Exists(rows.exclude(content_hash="")))
        # A row that a rival has in hand is passed over where the database can; where it cannot,
        # this transaction is the only one that writes.
        .select_for_update(skip_locked=True, of=("self",))
    )


@lru_cache(maxsize=256)
def _compiled(vendor: str, rights: Rights, is_own: bool) -> tuple[str, tuple[object, ...]]:
    found = locked(_SOMEBODY, rights, now=_ONCE, is_own=is_own)[:1]
    words, values = found.query.sql_with_params()
    return words, tuple(values)


def _plain(value: UUID | datetime) -> object:
    """As this database's parameters have it."""
    field = UUIDField() if isinstance(value, UUID) else DateTimeField()
    plain: object = field.get_db_prep_value(value, connection)
    return plain
