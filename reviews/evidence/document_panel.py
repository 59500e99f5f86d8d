"""Panel 2: each document, its fragments beside their references, its checks. No queries.

It shows the checks whose home is `document` (`check_homes`): those of the group authenticity and
all with a fragment as fragments, the groups validation, document, optical and unknown as lists.
Picture quality is panel 4's, the match with declared data panel 3's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from journeys.choices import CheckGroup
from journeys.providers import results as r
from reviews.evidence.check_homes import home_of
from reviews.evidence.diagnose import check_name, element, finding, shows_a_face
from reviews.evidence.document_shapes import (
    CheckLine,
    CheckLines,
    DocumentPanel,
    DocumentShown,
    Fragment,
    FragmentGroup,
    LightShown,
)
from reviews.evidence.open_items import OpenItem
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import CheckShown, Identity, Picture, StepShown, Tree
from reviews.evidence.standing import all_standing

ELEMENT = "element"
OVERRIDE = "override"
DOUBTFUL = "doubtful"
_OPEN, _PASSED, _NOT_RUN = "open", "passed", "not_run"
_GROUP_OF = {"pass": _PASSED, "not_done": _NOT_RUN}
_WORST_FIRST = {"fail": 0, "uncertain": 1}
_SIDES = {"none": 0, "front": 0, "back": 1}
_LIGHTS = (
    ("uv", re.compile(r"\b(uv|ultra-?violet)\b", re.IGNORECASE)),
    ("ir", re.compile(r"\b(ir|infra-?red)\b", re.IGNORECASE)),
)


def document_panel(tree: Tree, said: SaidBook) -> DocumentPanel:
    """The whole panel."""
    documents: list[DocumentShown] = []
    for number, step in enumerate(tree.steps):
        document = _document(tree, step, said, number=number)
        if document.anchor in [one.anchor for one in documents]:
            document = replace(document, anchor=f"step-{document.slug}")
        documents.append(document)
    fragments = [one for document in documents for one in document.all_fragments]
    lines = [line for document in documents for line in document.all_lines]
    unjudged = [
        OpenItem(one.anchor, one.name.words)
        for one in fragments
        if one.asks and one.verdict is None and one.entry is None
    ]
    unexplained = [
        OpenItem(line.anchor, line.name.words) for line in lines if line.asks and line.entry is None
    ]
    return DocumentPanel(
        documents=tuple(documents),
        other_pictures=tree.other_pictures,
        doubtful=tuple(
            one.name.words for one in fragments if one.verdict and one.verdict.code == DOUBTFUL
        ),
        open_items=(*unjudged, *unexplained),
    )


def element_identities(tree: Tree) -> dict[Identity, r.Check]:
    """Every fragment that a verdict can be given on."""
    return {
        tree.identity_of(check.part): check.part
        for step in tree.steps
        for check in _fragment_checks(step)
    }


def override_identities(tree: Tree) -> dict[Identity, str]:
    """Everything that stands against an approval and can be explained, with its name."""
    return {tree.identity_of(one.part): one.name for one in all_standing(tree)}


def similarity_of(score: r.Measured | None) -> str:
    """A score in words; per cent only where it is plain that it is one."""
    if score is None or not score.raw.strip():
        return ""
    value = score.value
    if value is not None and "%" in score.raw and 0 <= value <= 100:
        return _percent(value)
    if value is not None and 0 < value < 1:
        return _percent(value * 100)
    if value is not None and 1 < value <= 100:
        return _percent(value)
    # 0 and 1 may be either end of either scale.
    return _("score %(score)s, the scale is not given") % {"score": score.raw.strip()}


def _percent(value: float) -> str:
    return _("%(percent)s %% similar, uncalibrated") % {"percent": f"{value:.0f}"}


def _document(tree: Tree, step: StepShown, said: SaidBook, *, number: int) -> DocumentShown:
    # Two step ids may become the same slug, and one of another script none at all.
    slug = f"{number}-{slugify(step.part.step_id)}".strip("-")
    fragments = _fragments(tree, _fragment_checks(step), said)
    probable = [one for one in step.predicted if one.name or one.country_name]
    return DocumentShown(
        anchor=f"step-{slugify(step.part.step_id) or number}",
        slug=slug,
        step=step,
        predicted=probable[0] if probable else None,
        lights=_lights((*step.sides, *step.crops)),
        fragments=tuple(
            FragmentGroup(code=code, head=head, fragments=found)
            for code, head in (
                (_OPEN, _("Failed or uncertain")),
                (_PASSED, _("Passed")),
                (_NOT_RUN, _("Not run")),
            )
            if (found := tuple(one for one in fragments if _group_of(one) == code))
        ),
        checks=_check_lines(tree, step, said),
    )


def _is_fragment(check: CheckShown) -> bool:
    return (
        check.part.group == CheckGroup.AUTHENTICITY
        or check.submitted is not None
        or check.reference is not None
    )


def _fragment_checks(step: StepShown) -> list[CheckShown]:
    grouped = [check for group in step.check_groups for check in group.checks]
    return [
        check
        for check in (*step.pairs, *grouped)
        if home_of(check.part) == "document" and _is_fragment(check)
    ]


def _fragments(tree: Tree, checks: Iterable[CheckShown], said: SaidBook) -> tuple[Fragment, ...]:
    """In the order of the list: failed, uncertain and unknown, passed, not run."""
    places = [_OPEN, _PASSED, _NOT_RUN]
    ordered = sorted(
        checks,
        key=lambda check: (
            places.index(_GROUP_OF.get(check.part.outcome.code, _OPEN)),
            _WORST_FIRST.get(check.part.outcome.code, 2),
            check.submitted is None and check.reference is None,
        ),
    )
    anchors = [f"fragment-{tree.identity_of(check.part).stable_key[:16]}" for check in ordered]
    judged = [said.current(tree.identity_of(one.part), ELEMENT) is not None for one in ordered]
    first = judged.index(False) if False in judged else 0
    found = []
    for position, check in enumerate(ordered):
        ahead = [*range(position + 1, len(ordered)), *range(position)]
        unseen = next((place for place in ahead if not judged[place]), None)
        found.append(
            _fragment(
                tree,
                check,
                said,
                anchor=anchors[position],
                position=position + 1,
                is_first=position == first,
                next_anchor=anchors[unseen] if unseen is not None else "",
                is_next_below=unseen == position + 1,
            )
        )
    return tuple(found)


def _fragment(
    tree: Tree,
    check: CheckShown,
    said: SaidBook,
    *,
    anchor: str,
    position: int,
    is_first: bool,
    next_anchor: str,
    is_next_below: bool,
) -> Fragment:
    part = check.part
    line = _line(tree, check, said, anchor=anchor)
    is_own = any(one.is_mine for one in said.all_current(line.identity, ELEMENT))
    return Fragment(
        anchor=anchor,
        check=check,
        identity=line.identity,
        # The list's own key names the group; what was compared says more to a reviewer.
        name=line.element if line.element and line.element.is_known else line.name,
        element=line.element,
        finding=line.finding,
        entry=line.entry,
        earlier=line.earlier,
        position=position,
        verdict=said.current(line.identity, ELEMENT),
        is_own=is_own,
        earlier_verdicts=said.earlier(line.identity, ELEMENT),
        similarity=similarity_of(part.score) if is_own else "",
        is_face=shows_a_face(part.element_type, part.key),
        is_first=is_first,
        next_anchor=next_anchor,
        is_next_below=is_next_below,
    )


def _line(tree: Tree, check: CheckShown, said: SaidBook, *, anchor: str = "") -> CheckLine:
    part = check.part
    identity = tree.identity_of(part)
    return CheckLine(
        anchor=anchor or f"check-{identity.stable_key[:16]}",
        check=check,
        identity=identity,
        name=check_name(part.name or part.key or part.element_type),
        element=element(part.element_type),
        finding=finding(part.diagnose),
        entry=said.current(identity, OVERRIDE),
        earlier=said.earlier(identity, OVERRIDE),
    )


def _check_lines(tree: Tree, step: StepShown, said: SaidBook) -> tuple[CheckLines, ...]:
    """One entry a group; a line's side stands in its name or beside it, the front first."""
    grouped: dict[str, list[CheckLine]] = {}
    for group in sorted(step.check_groups, key=lambda group: _SIDES.get(group.side, 2)):
        grouped.setdefault(group.group, []).extend(
            _line(tree, check, said)
            for check in group.checks
            if home_of(check.part) == "document" and not _is_fragment(check)
        )
    return tuple(
        CheckLines(
            group=name,
            open_lines=_worst_first(line for line in lines if not line.is_quiet),
            rest=tuple(line for line in lines if line.is_quiet),
        )
        for name, lines in grouped.items()
        if lines
    )


def _worst_first(lines: Iterable[CheckLine]) -> tuple[CheckLine, ...]:
    return tuple(sorted(lines, key=lambda line: _WORST_FIRST.get(line.part.outcome.code, 2)))


def _lights(pictures: tuple[Picture, ...]) -> tuple[LightShown, ...]:
    """Pictures by their light; a picture whose label names none was taken in white light."""
    labels = {"white": _("White"), "uv": _("UV"), "ir": _("IR")}
    return tuple(
        LightShown(light=light, label=label, pictures=found)
        for light, label in labels.items()
        if (found := tuple(picture for picture in pictures if _light_of(picture) == light))
    )


def _light_of(picture: Picture) -> str:
    words = picture.label.replace("_", " ")
    return next((light for light, pattern in _LIGHTS if pattern.search(words)), "white")


def _group_of(fragment: Fragment) -> str:
    return _GROUP_OF.get(fragment.part.outcome.code, _OPEN)
