"""Panel 5: people on lists beside the applicant, and what was said about each. No queries.

Nothing is preselected; a match without an answer for exactly its content stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from journeys.choices import Dataset
from journeys.providers import results as r
from reviews.comparing.grading import Grade, grade
from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.screening_rows import ATTRIBUTES, AttributeRow, rows_of
from reviews.evidence.shapes import Identity, Tree
from reviews.models import Statement

# Sanctions before political exposure before all others; adverse media last.
_ORDER = {
    Dataset.SANCTIONS.value: 0,
    Dataset.UNKNOWN.value: 1,
    Dataset.PEP.value: 2,
    Dataset.PEP_LINKED.value: 3,
    Dataset.ADVERSE_MEDIA.value: 9,
}
_OTHERS = 5
_GRAVE = 3


@dataclass(frozen=True, kw_only=True)
class MatchShown:
    """One listed person."""

    part: r.AmlMatch
    identity: Identity
    anchor: str
    rows: tuple[AttributeRow, ...]
    is_grave: bool  # sanctions or political exposure: confirming needs a right
    said: Said | None
    reasons: tuple[str, ...]  # what told them apart, in words
    earlier: tuple[Said, ...]
    # Only once the own answer is there: an earlier one would move it.
    precedents: Sequence[Any] = ()

    @property
    def apart(self) -> tuple[AttributeRow, ...]:
        return tuple(row for row in self.rows if row.tells_apart)


@dataclass(frozen=True, kw_only=True)
class RegistryRow:
    """One attribute that a register was asked, what it said, and how the two compare."""

    name: str
    asked: str
    answered: str
    verdict: str  # matches, compatible, conflicts or unknown


@dataclass(frozen=True, kw_only=True)
class RegistryShown:
    part: r.RegistryAnswer
    rows: tuple[RegistryRow, ...]


@dataclass(frozen=True, kw_only=True)
class ScreeningPanel:
    matches: tuple[MatchShown, ...]
    registry: tuple[RegistryShown, ...]
    applicability: str
    explanation: str
    is_screened: bool
    may_confirm: bool
    attributes: Mapping[str, object] = field(default_factory=lambda: ATTRIBUTES)

    @property
    def reviewed(self) -> int:
        return sum(1 for match in self.matches if match.said is not None)

    @property
    def open_items(self) -> tuple[OpenItem, ...]:
        return tuple(
            OpenItem(match.anchor, match.part.name or _("Listed person"))
            for match in self.matches
            if match.said is None
        )


def screening_panel(
    tree: Tree,
    said: SaidBook,
    *,
    at: date,
    may_confirm: bool,
    precedents: Mapping[str, Sequence[Any]],
) -> ScreeningPanel:
    """`precedents` by list entry, as looked up by `reviews.verdicts.screening`."""
    code = tree.screening.applicability.code if tree.screening else ""
    return ScreeningPanel(
        matches=tuple(
            _match(match, tree, said, number=number, at=at, precedents=precedents)
            for number, match in enumerate(sorted(tree.matches, key=_rank), start=1)
        ),
        registry=tuple(_registry(answer, at) for answer in tree.registry),
        applicability=code,
        explanation=_explanation(code, has_matches=bool(tree.matches)),
        is_screened=code == "applicable",
        may_confirm=may_confirm,
    )


def _match(
    part: r.AmlMatch,
    tree: Tree,
    said: SaidBook,
    *,
    number: int,
    at: date,
    precedents: Mapping[str, Sequence[Any]],
) -> MatchShown:
    identity = tree.identity_of(part)
    own = said.current(identity, Statement.Kind.DISPOSITION)
    return MatchShown(
        part=part,
        identity=identity,
        anchor=f"match-{number}",
        rows=rows_of(part, tree, at=at),
        is_grave=_rank(part) <= _GRAVE,
        said=own,
        reasons=tuple(
            str(ATTRIBUTES[code])
            for code in (own.values.get("attributes") or [] if own else [])
            if code in ATTRIBUTES
        ),
        earlier=said.earlier(identity, Statement.Kind.DISPOSITION),
        precedents=precedents.get(part.resource_id, ()) if own is not None else (),
    )


def _rank(match: r.AmlMatch) -> int:
    """A match without any list counts as grave: unknown is never the harmless kind."""
    codes = [dataset.code for dataset in match.datasets] or [Dataset.UNKNOWN.value]
    return min(_ORDER.get(code, _OTHERS if code in Dataset.values else 1) for code in codes)


def _explanation(code: str, *, has_matches: bool) -> str:
    """What the applicability means, in a sentence; empty where it says nothing more."""
    return {
        "": _(
            "The provider sent nothing about sanctions, political exposure or media: not screened."
        )
        if not has_matches
        else _("The provider did not say whether the screening was complete."),
        "applicable": "" if has_matches else _("Screened, and no listed person was found."),
        "not_ready": _("The screening was not finished when this answer was made: not screened."),
        "skipped": _("The name could not be read: not screened."),
        "disabled": _("Screening is switched off in this flow: not screened."),
    }.get(code, _("The provider's word for the screening is not known: not taken as screened."))


def _registry(answer: r.RegistryAnswer, at: date) -> RegistryShown:
    answered = {one.name.casefold(): one.value for one in answer.answered}
    asked = {one.name.casefold() for one in answer.asked}
    rows = [
        _registry_row(one.name, one.value, answered.get(one.name.casefold(), ""), at)
        for one in answer.asked
    ]
    rows += [
        _registry_row(one.name, "", one.value, at)
        for one in answer.answered
        if one.name.casefold() not in asked
    ]
    return RegistryShown(part=answer, rows=tuple(rows))


def _registry_row(name: str, asked: str, answered: str, at: date) -> RegistryRow:
    kind = "date" if "date" in name.casefold() or "dob" in name.casefold() else "text"
    kind = "name" if "name" in name.casefold() else kind
    found = grade(asked or None, answered or None, kind=kind, at=at)  # type: ignore[arg-type]  # one of the kinds
    verdict = {
        Grade.IDENTICAL: "matches",
        Grade.NORMALISED: "matches",
        Grade.TRANSLITERATED: "compatible",
        Grade.DIFFERS: "conflicts",
    }.get(found, "unknown")
    return RegistryRow(name=name, asked=asked, answered=answered, verdict=verdict)
