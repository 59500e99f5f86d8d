"""Dispositions of screening matches: the rules, and what was said about the same entry before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from journeys.choices import Dataset
from journeys.models import Journey
from journeys.providers import results as r
from kycreview.sealing import lookup_hash
from reviews.errors import Incomplete, NotAllowed
from reviews.evidence.shapes import Tree
from reviews.models import Statement

NOT_THIS_PERSON, IS_THIS_PERSON, CANT_EXCLUDE = "not_this_person", "is_this_person", "cant_exclude"
CODES = (NOT_THIS_PERSON, IS_THIS_PERSON, CANT_EXCLUDE)
# A list that is not known may be one of sanctions: unknown is never the harmless kind.
_GRAVE = (Dataset.SANCTIONS, Dataset.PEP, Dataset.PEP_LINKED, Dataset.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """What somebody said about the same list entry and the same applicant in another round."""

    code: str
    who: str
    at: datetime
    case_code: str


def needs_sanctions_right(match: r.AmlMatch) -> bool:
    """Whether confirming this match is for holders of `sanctions.decide` alone."""
    codes = {dataset.code for dataset in match.datasets}
    return not codes or bool(codes & set(_GRAVE)) or bool(codes - set(Dataset.values))


def check_disposition(
    match: r.AmlMatch, code: str, values: Mapping[str, Any], *, may_confirm: bool
) -> None:
    """Raises Incomplete ("not" without an attribute), NotAllowed (confirming without the right)."""
    if code == NOT_THIS_PERSON and not (values.get("attributes") or values.get("why")):
        raise Incomplete(
            _("Say what tells the two apart: tick at least one attribute."), field="attributes"
        )
    if code == IS_THIS_PERSON and not may_confirm and needs_sanctions_right(match):
        raise NotAllowed(
            _(
                "Confirming a sanctions or PEP match is for people with that right. "
                "Pass the case on to them; an admin grants the right."
            )
        )


def precedent_key(journey: Journey, tree: Tree, match: r.AmlMatch) -> str:
    """Keyed hash of account, provider's applicant id and list entry; empty where one is missing."""
    applicant = tree.applicant.applicant_id if tree.applicant else ""
    if not applicant or not match.resource_id:
        return ""
    return lookup_hash("precedent", f"{journey.account_id}\n{applicant}\n{match.resource_id}")


def precedents_for(
    journey: Journey, tree: Tree, *, hidden: Collection[object] = ()
) -> dict[str, tuple[Precedent, ...]]:
    """By list entry, the newest first; of other journeys. One query, none without matches."""
    keys = {precedent_key(journey, tree, match): match.resource_id for match in tree.matches}
    keys.pop("", None)
    if not keys:
        return {}
    rows = (
        Statement.objects.filter(precedent_key__in=keys, kind=Statement.Kind.DISPOSITION)
        .exclude(round__journey=journey)
        .exclude(person__in=list(hidden))
        .select_related("person", "round__case")
        .order_by("-at")[:100]
    )
    found: dict[str, list[Precedent]] = defaultdict(list)
    for row in rows:
        found[keys[row.precedent_key]].append(
            Precedent(code=row.code, who=str(row.person), at=row.at, case_code=row.round.case.code)
        )
    return {entry: tuple(precedents) for entry, precedents in found.items()}
