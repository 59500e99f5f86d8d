"""Dispositions of screening matches: the rules, and what was said about the same entry before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from journeys.models import Journey
from journeys.providers import results as r
from kycreview.sealing import Broken, KeyGone, lookup_hash, unseal_json
from reviews.errors import Incomplete, NotAllowed
from reviews.evidence.screening_lists import is_grave
from reviews.evidence.shapes import Tree
from reviews.models import Statement

NOT_THIS_PERSON, IS_THIS_PERSON, CANT_EXCLUDE = "not_this_person", "is_this_person", "cant_exclude"
CODES = (NOT_THIS_PERSON, IS_THIS_PERSON, CANT_EXCLUDE)
_OTHER = "other"
_LOOKED_THROUGH = 100
_SHOWN_EACH = 5


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """What somebody said about the same list entry and the same applicant in another journey."""

    code: str
    who: str
    at: datetime
    case_code: str
    attributes: tuple[str, ...] = ()


def check_disposition(
    match: r.AmlMatch,
    code: str,
    values: Mapping[str, Any],
    *,
    may_confirm: bool,
    offered: Collection[str] | None = None,
) -> None:
    """Whether this may be said of a match. `offered`: the attributes that can tell the two apart.

    Raises Incomplete for an answer that is none, for "not" without an attribute, with one that the
    page did not offer, or with "something else" and no words; NotAllowed for confirming sanctions,
    political exposure or an unknown list without the right.
    """
    if code not in CODES:
        raise Incomplete(_("Choose one of the answers."), field="code")
    if code == NOT_THIS_PERSON:
        _check_grounds(values, offered)
    if code == IS_THIS_PERSON and not may_confirm and is_grave(match):
        raise NotAllowed(
            _(
                "Confirming a sanctions or PEP match is for people with that right. "
                "Pass the case on to them; an admin grants the right."
            )
        )


def _check_grounds(values: Mapping[str, Any], offered: Collection[str] | None) -> None:
    ticked = set(values.get("attributes") or ())
    if not ticked:
        raise Incomplete(
            _("Say what tells the two apart: tick at least one attribute."), field="attributes"
        )
    if offered is not None and not ticked <= {*offered, _OTHER}:
        raise Incomplete(
            _("An attribute that is missing or the same on both sides tells nobody apart."),
            field="attributes",
        )
    if _OTHER in ticked and not str(values.get("why") or "").strip():
        raise Incomplete(_("Say in your own words what else tells the two apart."), field="why")


def precedent_key(journey: Journey, tree: Tree, match: r.AmlMatch) -> str:
    """Keyed hash of account, provider's applicant id and list entry; empty where one is missing."""
    applicant = tree.applicant.applicant_id if tree.applicant else ""
    return precedent_key_of(journey.account_id, applicant, match.resource_id)


def precedent_key_of(account_id: UUID | str, applicant: str, entry: str) -> str:
    """The same from the three ids."""
    if not applicant or not entry:
        return ""
    return lookup_hash("precedent", f"{account_id}\n{applicant}\n{entry}")


def precedents_for(
    journey: Journey, tree: Tree, *, hidden: Collection[object] = ()
) -> dict[str, tuple[Precedent, ...]]:
    """By list entry, the newest first; of other journeys. One query, none without matches.

    Of one person in one case only the last word counts. Journeys whose key was destroyed have
    nothing to say any more.
    """
    keys = {precedent_key(journey, tree, match): match.resource_id for match in tree.matches}
    keys.pop("", None)
    if not keys:
        return {}
    rows = (
        Statement.objects.filter(precedent_key__in=keys, kind=Statement.Kind.DISPOSITION)
        .exclude(round__journey=journey)
        .exclude(person__in=list(hidden))
        .select_related("person", "round__case", "round__journey")
        .order_by("-at")[:_LOOKED_THROUGH]
    )
    last_words: dict[tuple[object, ...], Statement] = {}
    for row in rows:
        last_words.setdefault((row.precedent_key, row.person_id, row.round.case_id), row)
    found: dict[str, list[Precedent]] = defaultdict(list)
    for row in last_words.values():
        entry = found[keys[row.precedent_key]]
        if len(entry) < _SHOWN_EACH and (precedent := _precedent(row)) is not None:
            entry.append(precedent)
    return {entry: tuple(precedents) for entry, precedents in found.items() if precedents}


def _precedent(row: Statement) -> Precedent | None:
    values: Any = {}
    try:
        key = row.round.journey.key()
        if row.sealed_values is not None:
            values = unseal_json(key, row.sealed_values, context=f"statement:{row.id}")
    except (Broken, KeyGone):
        return None
    attributes = values.get("attributes") if isinstance(values, dict) else None
    return Precedent(
        code=row.code,
        who=str(row.person),
        at=row.at,
        case_code=row.round.case.code,
        attributes=tuple(attributes) if isinstance(attributes, list) else (),
    )
