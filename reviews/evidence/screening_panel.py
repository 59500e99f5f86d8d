"""Panel 5: people on lists beside the applicant, and what was said about each. No queries.

Nothing is preselected; a match without an answer for exactly its content stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from journeys.providers import results as r
from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.screening_details import Detail, details_of
from reviews.evidence.screening_lists import anchored_matches, is_grave
from reviews.evidence.screening_registry import RegistryShown, registry_shown
from reviews.evidence.screening_rows import ATTRIBUTES, AttributeRow, rows_of, tellable
from reviews.evidence.shapes import Identity, Tree
from reviews.models import Statement

_NOT_THIS_PERSON = "not_this_person"


class Answered(Protocol):
    """What this panel needs of a precedent: any statement with the attributes it was built on."""

    @property
    def attributes(self) -> Sequence[str]: ...


@dataclass(frozen=True, kw_only=True)
class PrecedentShown:
    """An earlier answer on the same entry and applicant; `reasons` are attributes in words."""

    part: Answered
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MatchShown:
    """One listed person. `rows` compare; `offered` are the attributes that may tell them apart."""

    part: r.AmlMatch
    identity: Identity
    anchor: str
    rows: tuple[AttributeRow, ...]
    offered: tuple[AttributeRow, ...]
    details: tuple[Detail, ...]
    particulars: tuple[r.Named, ...]  # what is shown in no other place
    is_grave: bool  # sanctions or political exposure: confirming needs a right
    said: Said | None
    reasons: tuple[str, ...]  # what told them apart, in words
    earlier: tuple[Said, ...]
    # Only once the viewer's own answer is there: an earlier one would move it.
    has_own_answer: bool
    precedents: tuple[PrecedentShown, ...]


@dataclass(frozen=True, kw_only=True)
class ScreeningPanel:
    matches: tuple[MatchShown, ...]
    registry: tuple[RegistryShown, ...]
    applicability: str
    explanation: str
    is_screened: bool
    may_confirm: bool

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

    @property
    def is_open(self) -> bool:
        """Whether an approval is refused: something unanswered, or a grave match not excluded."""
        return any(
            match.said is None or (match.is_grave and match.said.code != _NOT_THIS_PERSON)
            for match in self.matches
        )


def screening_panel(
    tree: Tree,
    said: SaidBook,
    *,
    at: date,
    may_confirm: bool,
    precedents: Mapping[str, Sequence[Answered]],
) -> ScreeningPanel:
    """`precedents` by list entry, as looked up by `reviews.verdicts.screening`."""
    code = tree.screening.applicability.code if tree.screening else ""
    return ScreeningPanel(
        matches=tuple(
            _match(match, tree, said, anchor=anchor, at=at, precedents=precedents)
            for anchor, match in anchored_matches(tree)
        ),
        registry=tuple(registry_shown(answer, tree, at=at) for answer in tree.registry),
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
    anchor: str,
    at: date,
    precedents: Mapping[str, Sequence[Answered]],
) -> MatchShown:
    identity = tree.identity_of(part)
    answers = said.all_current(identity, Statement.Kind.DISPOSITION)
    newest = answers[0] if answers else None
    has_own_answer = any(one.is_mine for one in answers)
    rows = rows_of(part, tree, at=at)
    details, particulars = details_of(part.particulars)
    return MatchShown(
        part=part,
        identity=identity,
        anchor=anchor,
        rows=rows,
        offered=tellable(rows),
        details=details,
        particulars=particulars,
        is_grave=is_grave(part),
        said=newest,
        reasons=reasons_of(newest.code, newest.values.get("attributes")) if newest else (),
        earlier=said.earlier(identity, Statement.Kind.DISPOSITION),
        has_own_answer=has_own_answer,
        precedents=tuple(
            PrecedentShown(part=one, reasons=reasons_of(_NOT_THIS_PERSON, one.attributes))
            for one in (precedents.get(part.resource_id, ()) if has_own_answer else ())
        ),
    )


def reasons_of(code: str, attributes: object) -> tuple[str, ...]:
    """The attributes that told two people apart, in words; other answers have none."""
    if code != _NOT_THIS_PERSON or not isinstance(attributes, (list, tuple)):
        return ()
    return tuple(str(ATTRIBUTES[one]) for one in attributes if one in ATTRIBUTES)


def _explanation(code: str, *, has_matches: bool) -> str:
    """What the applicability means, in a sentence; empty where it says nothing more.

    A search that was not made never reads like one that found nobody.
    """
    if code == "applicable":
        return "" if has_matches else _("Screened, and no listed person was found.")
    if has_matches:
        return _(
            "The provider does not say that a screening was made, yet it lists people: "
            "compare each of them."
        )
    return {
        "": _(
            "The provider sent nothing about sanctions, political exposure or media: not screened."
        ),
        "not_ready": _("The screening was not finished when this answer was made: not screened."),
        "skipped": _("The name could not be read: not screened."),
        "disabled": _("Screening is switched off in this flow: not screened."),
    }.get(code, _("The provider's word for the screening is not known: not taken as screened."))
