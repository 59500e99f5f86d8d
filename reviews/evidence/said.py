"""What people said about pieces of evidence, and whether it still holds for what is shown now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kycreview.sealing import Broken, unseal_json
from kycreview.staff.models import User
from reviews.evidence.blind import said_by_hidden
from reviews.evidence.shapes import Identity
from reviews.models import Round, Statement


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that one person said. `values` are the sealed ones, opened."""

    id: UUID
    kind: str
    code: str
    who: str
    at: datetime
    round_number: int
    is_mine: bool
    values: Mapping[str, Any] = field(default_factory=dict)


class SaidBook:
    """Look-ups by identity; built once a page."""

    def __init__(self, entries: Iterable[tuple[Identity, Said]] = ()) -> None:
        self._by_key: dict[tuple[str, str], list[tuple[str, Said]]] = defaultdict(list)
        for identity, said in entries:
            self._by_key[said.kind, identity.stable_key].append((identity.content_hash, said))

    def current(self, identity: Identity, kind: str) -> Said | None:
        """The newest that was said about exactly this content; None where it is still asked."""
        found = self._of(identity, kind, is_same=True)
        return max(found, key=lambda said: said.at) if found else None

    def all_current(self, identity: Identity, kind: str) -> tuple[Said, ...]:
        """Everything said about exactly this content, the newest first."""
        found = self._of(identity, kind, is_same=True)
        return tuple(sorted(found, key=lambda said: said.at, reverse=True))

    def earlier(self, identity: Identity, kind: str) -> tuple[Said, ...]:
        """What was said about earlier content of the same piece, the newest first."""
        found = self._of(identity, kind, is_same=False)
        return tuple(sorted(found, key=lambda said: said.at, reverse=True))

    def _of(self, identity: Identity, kind: str, *, is_same: bool) -> list[Said]:
        found = self._by_key.get((kind, identity.stable_key), [])
        return [said for content, said in found if (content == identity.content_hash) is is_same]


def said_about(
    case_id: UUID, *, viewer: User, its_round: Round, hidden: Iterable[UUID] = ()
) -> SaidBook:
    """Statements of all rounds of a case, but those of `hidden` that are hidden. One query."""
    rows = (
        Statement.objects.filter(round__case=case_id)
        .exclude(said_by_hidden(its_round, hidden))
        .select_related("round__journey", "person")
    )
    return SaidBook(
        (Identity(row.stable_key, row.content_hash), _said(row, viewer)) for row in rows
    )


def _said(row: Statement, viewer: User) -> Said:
    return Said(
        id=row.pk,
        kind=row.kind,
        code=row.code,
        who=str(row.person),
        at=row.at,
        round_number=row.round.number,
        is_mine=row.person_id == viewer.pk,
        values=_values(row),
    )


def _values(row: Statement) -> Mapping[str, Any]:
    if row.sealed_values is None:
        return {}
    try:
        found = unseal_json(
            row.round.journey.key(), row.sealed_values, context=f"statement:{row.id}"
        )
    except Broken:
        return {}
    return found if isinstance(found, dict) else {}
