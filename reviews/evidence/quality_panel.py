"""Panel 4: what was said about the pictures, on the pictures that it was said about. No queries.

Its checks are those whose home is `quality`: image quality, face, mask, cover, every check that is
about no document, and validation checks about a picture. The others are panel 2's and panel 3's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from journeys.choices import MediaKind
from journeys.providers import results as r
from reviews.evidence.check_homes import home_of
from reviews.evidence.liveness_words import (
    Meaning,
    Words,
    call_sentence,
    finding_of,
    liveness_meaning,
    liveness_sentence,
)
from reviews.evidence.open_items import OpenItem, is_asking
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import CheckShown, Identity, Picture, StepShown, Tree

OVERRIDE = "override"
_FRONTS = (MediaKind.DOC_FRONT, MediaKind.PDF_FRONT)
_BACKS = (MediaKind.DOC_BACK, MediaKind.PDF_BACK)
_RANK = {"fail": 0, "uncertain": 1, "unknown": 2, "pass": 3, "not_done": 4}
# Their data page, or their one page, is all there is to send.
_ONE_SIDED = re.compile(r"passport|visa|statement|bill|letter|invoice|tenancy", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class FlagShown:
    """One check on a picture. `word` is ours, empty where only the provider names it."""

    anchor: str
    check: CheckShown
    word: str
    identity: Identity
    entry: Said | None
    earlier: tuple[Said, ...]

    @property
    def part(self) -> r.Check:
        return self.check.part

    @property
    def is_bad(self) -> bool:
        return is_asking(self.part.outcome)

    @property
    def is_open(self) -> bool:
        """Failed, uncertain or unknown, and nobody has explained it yet."""
        return self.is_bad and self.entry is None


class Flags(tuple[FlagShown, ...]):
    """Checks of one picture: what asks for a look, and what is calm."""

    __slots__ = ()

    @property
    def bad(self) -> tuple[FlagShown, ...]:
        return tuple(flag for flag in self if flag.is_bad)

    @property
    def calm(self) -> tuple[FlagShown, ...]:
        return tuple(flag for flag in self if not flag.is_bad)


@dataclass(frozen=True, kw_only=True)
class SideShown:
    """One side of a document: its pictures (none: it did not come) and its flags."""

    side: str
    anchor: str
    pictures: tuple[Picture, ...]
    flags: Flags

    @property
    def is_missing(self) -> bool:
        return not self.pictures


@dataclass(frozen=True, kw_only=True)
class StepQuality:
    """One document. `whole` are flags of no side; `is_one_sided` says that no back is awaited."""

    part: r.DocumentStep
    anchor: str
    sides: tuple[SideShown, ...]
    whole: Flags
    is_one_sided: bool
    rule: tuple[r.RuleDetail, ...] = ()

    @property
    def flags(self) -> tuple[FlagShown, ...]:
        return (*(flag for side in self.sides for flag in side.flags), *self.whole)


@dataclass(frozen=True, kw_only=True)
class LivenessShown:
    """Liveness in plain words; `meaning` explains the code where one came."""

    part: r.SelfiePart
    sentence: Words
    call: Words
    meaning: Meaning | None
    identity: Identity
    entry: Said | None
    earlier: tuple[Said, ...]

    @property
    def asks(self) -> bool:
        """It has to be explained before an approval."""
        return is_asking(self.part.liveness)

    @property
    def is_open(self) -> bool:
        return self.asks and self.entry is None


@dataclass(frozen=True, kw_only=True)
class SelfieQuality:
    """The selfie: pictures, liveness (None: nothing was said), flags that are about no document."""

    pictures: tuple[Picture, ...]
    liveness: LivenessShown | None
    flags: Flags


@dataclass(frozen=True, kw_only=True)
class QualityPanel:
    steps: tuple[StepQuality, ...]
    selfie: SelfieQuality | None
    failed: int
    to_check: int
    passed: int
    missing: int
    open_items: tuple[OpenItem, ...]

    @property
    def flags(self) -> tuple[FlagShown, ...]:
        """Every check that this panel shows."""
        of_steps = tuple(flag for step in self.steps for flag in step.flags)
        return (*of_steps, *(self.selfie.flags if self.selfie else ()))


def quality_panel(tree: Tree, said: SaidBook) -> QualityPanel:
    """The whole panel."""
    steps = tuple(_step(tree, step, said, number=n) for n, step in enumerate(tree.steps))
    selfie = _selfie(tree, said)
    flags = [flag for step in steps for flag in step.flags] + list(selfie.flags if selfie else ())
    codes = [flag.part.outcome.code for flag in flags]
    liveness = selfie.liveness if selfie else None
    if liveness is not None:
        codes.append(liveness.part.liveness.code)
    missing = sum(1 for step in steps for side in step.sides if side.is_missing)
    items = [OpenItem(flag.anchor, label_of(flag)) for flag in flags if flag.is_open]
    if liveness is not None and liveness.is_open:
        items.append(OpenItem("liveness", _("Liveness")))
    return QualityPanel(
        steps=steps,
        selfie=selfie,
        failed=codes.count("fail"),
        to_check=codes.count("uncertain") + codes.count("unknown"),
        passed=codes.count("pass"),
        missing=missing,
        open_items=tuple(items),
    )


def label_of(flag: FlagShown) -> str:
    """What a list of open items calls a flag."""
    return flag.word or flag.part.name or flag.part.key


def _step(tree: Tree, step: StepShown, said: SaidBook, *, number: int) -> StepQuality:
    # A step id of another script has no slug.
    name = slugify(step.part.step_id) or str(number)
    shown = _flags(
        tree,
        (
            check
            for check in (*(c for g in step.check_groups for c in g.checks), *step.pairs)
            if home_of(check.part) == "quality"
        ),
        said,
        prefix=f"quality-{name}",
    )
    fronts = _pictures(step, _FRONTS, "front")
    backs = _pictures(step, _BACKS, "back")
    others = tuple(p for p in step.sides if p not in fronts and p not in backs)
    back_flags = Flags(flag for flag in shown if flag.part.side.code == "back")
    is_one_sided = bool(_ONE_SIDED.search(step.part.document_type)) or any(
        picture.pages for picture in step.sides
    )
    sides = [
        SideShown(
            side="front",
            anchor=f"quality-{name}-front",
            pictures=(*fronts, *others),
            flags=Flags(flag for flag in shown if flag.part.side.code == "front"),
        )
    ]
    if backs or back_flags or not is_one_sided:
        sides.append(
            SideShown(side="back", anchor=f"quality-{name}-back", pictures=backs, flags=back_flags)
        )
    return StepQuality(
        part=step.part,
        anchor=f"quality-{name}",
        sides=tuple(sides),
        whole=Flags(flag for flag in shown if flag.part.side.code not in ("front", "back")),
        is_one_sided=is_one_sided,
        rule=_quality_rule(tree, step.part.step_id),
    )


def _selfie(tree: Tree, said: SaidBook) -> SelfieQuality | None:
    loose = (
        check
        for group in tree.face_checks
        for check in group.checks
        if home_of(check.part, is_loose=True) == "quality"
    )
    flags = _flags(tree, loose, said, prefix="quality-selfie")
    part = tree.selfie
    liveness = None
    if part is not None:
        identity = tree.identity_of(part)
        liveness = LivenessShown(
            part=part,
            sentence=liveness_sentence(part),
            call=call_sentence(part),
            meaning=liveness_meaning(part.liveness_code.code) if part.liveness_code else None,
            identity=identity,
            entry=said.current(identity, OVERRIDE),
            earlier=said.earlier(identity, OVERRIDE),
        )
    if part is None and not flags and not tree.selfies:
        return None
    return SelfieQuality(pictures=tree.selfies[:1], liveness=liveness, flags=flags)


def _flags(tree: Tree, checks: Iterable[CheckShown], said: SaidBook, *, prefix: str) -> Flags:
    """Failed first; an anchor each."""
    found = []
    for number, check in enumerate(checks, 1):
        identity = tree.identity_of(check.part)
        found.append(
            FlagShown(
                anchor=f"{prefix}-{number}",
                check=check,
                word=finding_of(check.part),
                identity=identity,
                entry=said.current(identity, OVERRIDE),
                earlier=said.earlier(identity, OVERRIDE),
            )
        )
    return Flags(sorted(found, key=lambda flag: _RANK.get(flag.part.outcome.code, 2)))


def _pictures(step: StepShown, kinds: tuple[str, ...], side: str) -> tuple[Picture, ...]:
    return tuple(p for p in step.sides if p.kind in kinds or p.side == side)


def _quality_rule(tree: Tree, step_id: str) -> tuple[r.RuleDetail, ...]:
    """What the rule about quality says of this document, for providers that say it only there."""
    return tuple(
        detail
        for rule in tree.rules
        if rule.part.key == "document_quality"
        for detail in rule.details
        if detail.object_key == step_id and detail.outcome.code not in ("pass", "not_done")
    )
