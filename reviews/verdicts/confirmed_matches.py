"""Approving although a listed person is the applicant: who may, on which lists, with what. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.providers import results as r
from reviews.errors import Refusal
from reviews.evidence.said import SaidBook
from reviews.evidence.screening_lists import is_grave, is_sanctioned
from reviews.evidence.shapes import Tree
from reviews.models import Panel, Statement
from reviews.verdicts.approval_policy import ApprovalPolicy
from reviews.verdicts.screening import CANT_EXCLUDE, IS_THIS_PERSON

_PANEL = Panel.SCREENING.value
_THERE = f"#panel-{_PANEL}"


def has_confirmed(tree: Tree, said: SaidBook) -> bool:
    """Whether somebody said of a match that it is the applicant: a second reader has to follow."""
    return bool(_answered(tree, said, IS_THIS_PERSON))


def has_confirmed_grave(tree: Tree, said: SaidBook) -> bool:
    """The same of a match that only holders of the right may confirm."""
    return any(is_grave(match) for match in _answered(tree, said, IS_THIS_PERSON))


def refusals_of_matches(
    tree: Tree,
    said: SaidBook,
    *,
    policy: ApprovalPolicy,
    may_confirm: bool,
    has_note: bool,
) -> Iterable[Refusal]:
    """What matches have against an approval: open, not excluded, or confirmed beyond the policy."""
    if count := len(_answered(tree, said, "")):
        words = ngettext(
            "%(count)d screening match is open: say whether it is this person.",
            "%(count)d screening matches are open: say whether each is this person.",
            count,
        )
        yield Refusal("match_open", words % {"count": count}, _THERE, _PANEL)
    if count := len(_answered(tree, said, CANT_EXCLUDE)):
        words = ngettext(
            "%(count)d screening match cannot be excluded.",
            "%(count)d screening matches cannot be excluded.",
            count,
        )
        yield Refusal("match_cant_exclude", words % {"count": count}, _THERE, _PANEL)
    confirmed = _answered(tree, said, IS_THIS_PERSON)
    if not confirmed:
        return
    if policy.never_with_confirmed:
        words = ngettext(
            "%(count)d screening match is this person: this queue approves nobody who is listed.",
            "%(count)d screening matches are this person: "
            "this queue approves nobody who is listed.",
            len(confirmed),
        )
        yield Refusal("match_is_this_person", words % {"count": len(confirmed)}, _THERE, _PANEL)
    elif any(is_sanctioned(match) for match in confirmed):
        yield Refusal(
            "match_sanctioned",
            _(
                "A match on a sanctions list, or on a list that we do not know, is this person: "
                "such a case is never approved."
            ),
            _THERE,
            _PANEL,
        )
    else:
        yield from _of_one_who_may(may_confirm=may_confirm, has_note=has_note)


def _of_one_who_may(*, may_confirm: bool, has_note: bool) -> Iterable[Refusal]:
    if not may_confirm:
        yield Refusal(
            "match_needs_right",
            _(
                "A listed person is the applicant: only people who may confirm sanctions and PEP "
                "matches can approve. Pass the case on to them."
            ),
            _THERE,
            _PANEL,
        )
    elif not has_note:
        yield Refusal(
            "match_needs_note",
            _("A listed person is the applicant: write in the note why the case is approved."),
            "#id_note",
        )


def _answered(tree: Tree, said: SaidBook, code: str) -> list[r.AmlMatch]:
    """Matches whose newest answer that holds is this; empty: those without one."""
    found = []
    for match in tree.matches:
        answer = said.current(tree.identity_of(match), Statement.Kind.DISPOSITION)
        if (answer.code if answer else "") == code:
            found.append(match)
    return found
