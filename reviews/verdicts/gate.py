"""The gate: what stands against an outcome. Pure: reads the tree and what people said about it.

An approval has to have looked, and to have answered everything that speaks against it. All
refusals are told at once, so that nobody runs into them one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.providers import results as r
from reviews.errors import Refusal
from reviews.evidence.check_homes import home_of
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import CheckShown, Picture, Tree
from reviews.models import Panel, Statement

_FAILED = "fail"
_NAMED = 3  # of a panel's failed checks; the panel itself lists them all
_PANEL_OF_HOME = {"quality": Panel.QUALITY, "document": Panel.DOCUMENT, "data": Panel.DATA}


@dataclass(frozen=True)
class Failed:
    """Something that failed: its part, what it is called, where it is shown."""

    part: r.Part
    name: str
    panel: Panel
    is_fragment: bool = False


def approval_gate(
    *,
    tree: Tree,
    said: SaidBook,
    seen_panels: Collection[int],
    mandatory: Collection[int],
    rating: int | None = None,
    has_reason: bool = False,
) -> tuple[Refusal, ...]:
    """What stands against an approval."""
    wanted = mandatory_panels(tree, mandatory)
    found = [*_of_rating(rating), *_of_unseen(wanted, seen_panels)]
    found += _of_pictures(tree, wanted)
    found += _of_matches(tree, said)
    if not has_reason:
        found += _of_failed(tree, said)
    found += _of_consents(tree)
    return tuple(found)


def mandatory_panels(tree: Tree, mandatory: Collection[int]) -> tuple[Panel, ...]:
    """The panels that have to be opened in this case: those of the policy that it has."""
    has = {
        Panel.FACES: bool(tree.portraits or tree.selfies or tree.comparisons),
        Panel.DOCUMENT: bool(tree.steps),
        Panel.SCREENING: bool(tree.screening or tree.matches),
    }
    return tuple(panel for panel in Panel if panel.value in mandatory and has.get(panel, True))


def unexplained(tree: Tree, said: SaidBook) -> tuple[Failed, ...]:
    """What failed and nobody has answered for, as it stands now."""
    return tuple(one for one in all_failed(tree) if not _is_explained(one, tree, said))


def all_failed(tree: Tree) -> Iterator[Failed]:
    """Everything in `tree.failed_checks`, as parts: rules, checks, comparisons, liveness."""
    for shown in tree.rules:
        if shown.part.outcome.code == _FAILED:
            yield Failed(shown.part, shown.part.name or shown.part.key, Panel.RULES)
    for check, is_loose in _checks(tree):
        if check.part.outcome.code == _FAILED:
            yield Failed(
                check.part,
                check.part.name or check.part.key,
                _PANEL_OF_HOME[home_of(check.part, is_loose=is_loose)],
                is_fragment=check.submitted is not None or check.reference is not None,
            )
    for comparison in tree.comparisons:
        if comparison.part.outcome.code == _FAILED:
            yield Failed(comparison.part, _("Face comparison"), Panel.FACES)
    if tree.selfie is not None and tree.selfie.liveness.code == _FAILED:
        yield Failed(tree.selfie, _("Liveness"), Panel.QUALITY)


def _checks(tree: Tree) -> Iterator[tuple[CheckShown, bool]]:
    """Every check once, and whether it is about no document of the journey."""
    for step in tree.steps:
        for group in step.check_groups:
            yield from ((check, False) for check in group.checks)
        yield from ((check, False) for check in step.pairs)
    for group in tree.face_checks:
        yield from ((check, True) for check in group.checks)


def _is_explained(failed: Failed, tree: Tree, said: SaidBook) -> bool:
    identity = tree.identity_of(failed.part)
    if said.current(identity, Statement.Kind.OVERRIDE) is not None:
        return True
    if not failed.is_fragment:
        return False
    verdict = said.current(identity, Statement.Kind.ELEMENT)
    return verdict is not None and verdict.code == "genuine"


def _of_rating(rating: int | None) -> Iterable[Refusal]:
    if rating is not None and rating < 0:
        yield Refusal(
            "rated_different",
            _("You rated the faces as different people: look again, or choose another outcome."),
            "#opinion",
        )


def _of_unseen(wanted: Iterable[Panel], seen: Collection[int]) -> Iterable[Refusal]:
    for panel in wanted:
        if panel.value not in seen:
            yield Refusal(
                "panel_unseen",
                _("Open %(panel)s: this queue requires it before an approval.")
                % {"panel": panel.label},
                f"#panel-{panel.value}",
                panel.value,
            )


def _of_pictures(tree: Tree, wanted: Collection[Panel]) -> Iterable[Refusal]:
    places: tuple[tuple[Panel, tuple[Picture, ...]], ...] = (
        (Panel.FACES, (*tree.portraits, *tree.selfies)),
        (Panel.DOCUMENT, tuple(picture for step in tree.steps for picture in step.sides)),
    )
    for panel, pictures in places:
        waiting = sum(1 for picture in pictures if picture.state == "waiting")
        if panel in wanted and waiting:
            yield Refusal(
                "pictures_waiting",
                ngettext(
                    "%(count)d picture of %(panel)s is still on its way.",
                    "%(count)d pictures of %(panel)s are still on their way.",
                    waiting,
                )
                % {"count": waiting, "panel": panel.label},
                f"#panel-{panel.value}",
                panel.value,
            )


def _of_matches(tree: Tree, said: SaidBook) -> Iterable[Refusal]:
    """A match is out of the way only once somebody said that it is another person."""
    counts: dict[str, int] = defaultdict(int)
    for match in tree.matches:
        found = said.current(tree.identity_of(match), Statement.Kind.DISPOSITION)
        counts[found.code if found else "open"] += 1
    panel = Panel.SCREENING.value
    for code in ("open", "cant_exclude", "is_this_person"):
        if count := counts[code]:
            sentence = _match_sentence(code, count)
            yield Refusal(f"match_{code}", sentence, f"#panel-{panel}", panel)


def _match_sentence(code: str, count: int) -> str:
    if code == "open":
        words = ngettext(
            "%(count)d screening match is open: say whether it is this person.",
            "%(count)d screening matches are open: say whether each is this person.",
            count,
        )
    elif code == "cant_exclude":
        words = ngettext(
            "%(count)d screening match cannot be excluded.",
            "%(count)d screening matches cannot be excluded.",
            count,
        )
    else:
        words = ngettext(
            "%(count)d screening match is this person.",
            "%(count)d screening matches are this person.",
            count,
        )
    return words % {"count": count}


def _of_failed(tree: Tree, said: SaidBook) -> Iterable[Refusal]:
    """One refusal a panel: a journey can fail fifty checks."""
    by_panel: dict[Panel, list[str]] = defaultdict(list)
    for failed in unexplained(tree, said):
        by_panel[failed.panel].append(failed.name)
    for panel in sorted(by_panel):
        names = by_panel[panel]
        named = ", ".join(names[:_NAMED])
        if (more := len(names) - _NAMED) > 0:
            named = _("%(named)s and %(more)d more") % {"named": named, "more": more}
        yield Refusal(
            "failed_unexplained",
            _("%(panel)s: failed and not explained: %(names)s.")
            % {"panel": panel.label, "names": named},
            f"#panel-{panel.value}",
            panel.value,
        )


def _of_consents(tree: Tree) -> Iterable[Refusal]:
    for consent in tree.consents:
        if consent.given.code == _FAILED:
            yield Refusal(
                "consent_refused",
                _("The applicant refused a consent, so that the case cannot be approved."),
                f"#panel-{Panel.RULES.value}",
                Panel.RULES.value,
            )
            return
