"""The gate: what stands against an outcome. Pure: reads the tree and what people said about it.

An approval has to have looked, and to have answered everything that speaks against it. All
refusals are told at once, so that nobody runs into them one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.providers import results as r
from reviews.errors import Refusal
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import Picture, Tree
from reviews.evidence.standing import unexplained
from reviews.models import Panel
from reviews.verdicts.approval_policy import ApprovalPolicy
from reviews.verdicts.confirmed_matches import refusals_of_matches

_FAILED = "fail"
_NAMED = 3  # of what is not explained on a panel; the panel itself lists all


def approval_gate(
    *,
    tree: Tree,
    said: SaidBook,
    seen_panels: Collection[int],
    policy: ApprovalPolicy,
    rating: int | None = None,
    has_reason: bool = False,
    has_note: bool = False,
    may_confirm: bool = False,
) -> tuple[Refusal, ...]:
    """What stands against an approval by one person, who `may_confirm` listed people or not."""
    wanted = mandatory_panels(tree, policy.mandatory)
    found = [*_of_rating(rating), *_of_unseen(wanted, seen_panels)]
    found += _of_pictures(tree, wanted)
    found += refusals_of_matches(
        tree, said, policy=policy, may_confirm=may_confirm, has_note=has_note
    )
    if not has_reason:
        found += _of_unexplained(tree, said, policy)
    if policy.consent_needed:
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


def _of_unexplained(tree: Tree, said: SaidBook, policy: ApprovalPolicy) -> Iterable[Refusal]:
    """At most two refusals a panel, for a journey can fail fifty checks."""
    failed: dict[Panel, list[str]] = defaultdict(list)
    unclear: dict[Panel, list[str]] = defaultdict(list)
    for one in unexplained(tree, said):
        if isinstance(one.part, r.Consent) and not policy.consent_needed:
            continue
        (failed if one.is_failed else unclear)[one.panel].append(one.name)
    for panel in sorted({*failed, *unclear}):
        if panel in failed:
            sentence = _("%(panel)s: failed and not explained: %(names)s.")
            yield _refusal("failed_unexplained", sentence, panel, failed[panel])
        if panel in unclear:
            sentence = _("%(panel)s: uncertain or unknown, and not explained: %(names)s.")
            yield _refusal("unclear_unexplained", sentence, panel, unclear[panel])


def _refusal(code: str, sentence: str, panel: Panel, names: list[str]) -> Refusal:
    named = _(", ").join(names[:_NAMED])
    if (more := len(names) - _NAMED) > 0:
        named = _("%(named)s and %(more)d more") % {"named": named, "more": more}
    return Refusal(
        code,
        sentence % {"panel": panel.label, "names": named},
        f"#panel-{panel.value}",
        panel.value,
    )


def _of_consents(tree: Tree) -> Iterable[Refusal]:
    if any(consent.given.code == _FAILED for consent in tree.consents):
        yield Refusal(
            "consent_refused",
            _("The applicant refused a consent, and this queue approves nobody without it."),
            f"#panel-{Panel.RULES.value}",
            Panel.RULES.value,
        )
