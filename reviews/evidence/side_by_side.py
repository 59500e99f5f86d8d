"""What is different since the round before, before beside after, by the panel that shows it.

Pure, on two trees; two journeys of one applicant are compared by places, for their ids differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journeys.providers import results as r
from reviews.evidence.finding_changes import (
    Change,
    MatchChange,
    RuleChange,
    match_changes,
    rule_changes,
)
from reviews.evidence.screening_lists import weight
from reviews.evidence.shapes import Picture, StepShown, Tree


@dataclass(frozen=True, kw_only=True)
class PicturePair:
    """One place where another picture is now; None where there is none on that side."""

    label: str
    before: Picture | None
    after: Picture | None


@dataclass(frozen=True, kw_only=True)
class ValuePair:
    """One field that reads otherwise now; None where it was not read."""

    # The house's name of the field, and the provider's, which is shown where that is none.
    name: str
    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class CheckPair:
    """One check that came out otherwise; None where it was not made."""

    name: str
    before: r.Coded | None
    after: r.Coded | None


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """What changed, by the panel that it is shown on. `number` is the round before's."""

    number: int
    faces: tuple[PicturePair, ...]
    face_checks: tuple[CheckPair, ...]
    pictures: tuple[PicturePair, ...]
    values: tuple[ValuePair, ...]
    checks: tuple[CheckPair, ...]
    matches: tuple[MatchChange, ...]
    # Whether a search was made, where that is another answer now; and what registers said.
    searches: tuple[CheckPair, ...]
    registers: tuple[CheckPair, ...]
    rules: tuple[RuleChange, ...]

    @property
    def newly_listed(self) -> tuple[MatchChange, ...]:
        """Who is on a list on which nobody saw them before, the heaviest lists first."""
        found = [one for one in self.matches if one.change is Change.NEW or one.lists_before]
        return tuple(sorted(found, key=lambda one: weight(one.part)))

    @property
    def has_faces(self) -> bool:
        return bool(self.faces or self.face_checks)

    @property
    def has_document(self) -> bool:
        return bool(self.pictures or self.values or self.checks)

    @property
    def has_screening(self) -> bool:
        return bool(self.matches or self.searches or self.registers)

    @property
    def is_same(self) -> bool:
        return not (self.has_faces or self.has_document or self.has_screening or self.rules)


def side_by_side(before: Tree, after: Tree, *, number: int) -> SideBySide:
    """`number` is that of the round that was judged on `before`."""
    return SideBySide(
        number=number,
        faces=(
            *_pictures(before.portraits, after.portraits),
            *_pictures(before.selfies, after.selfies),
        ),
        face_checks=tuple(_checks(_face_checks(before), _face_checks(after))),
        pictures=tuple(_pairs_of_steps(before, after)),
        values=tuple(_values(before, after)),
        checks=tuple(_checks(_document_checks(before), _document_checks(after))),
        matches=match_changes(before, after),
        searches=tuple(_checks(_search(before), _search(after))),
        registers=tuple(_checks(_registers(before), _registers(after))),
        rules=rule_changes(before, after),
    )


def _pictures(before: Iterable[Picture], after: Iterable[Picture]) -> Iterator[PicturePair]:
    """By kind and side, each in its order. What is equal to the byte is not shown."""
    old, new = _by_place(before), _by_place(after)
    for place in dict.fromkeys((*new, *old)):
        was, now = old.get(place), new.get(place)
        if was is not None and now is not None and was.sha256 and was.sha256 == now.sha256:
            continue
        yield PicturePair(label=next(one.label for one in (now, was) if one), before=was, after=now)


def _by_place(pictures: Iterable[Picture]) -> dict[tuple[str, str, int], Picture]:
    found: dict[tuple[str, str, int], Picture] = {}
    for picture in pictures:
        number = sum(1 for kind, side, _n in found if (kind, side) == (picture.kind, picture.side))
        found[picture.kind, picture.side, number] = picture
    return found


def _pairs_of_steps(before: Tree, after: Tree) -> Iterator[PicturePair]:
    for was, now in _steps(before, after):
        yield from _pictures(was.sides if was else (), now.sides if now else ())


def _steps(before: Tree, after: Tree) -> Iterator[tuple[StepShown | None, StepShown | None]]:
    """The same step of both, by its id; a step of another id is another step."""
    old = {step.part.step_id: step for step in before.steps}
    new = {step.part.step_id: step for step in after.steps}
    for step_id in dict.fromkeys((*new, *old)):
        yield old.get(step_id), new.get(step_id)


def _values(before: Tree, after: Tree) -> Iterator[ValuePair]:
    old, new = _read_values(before), _read_values(after)
    for place in dict.fromkeys((*new, *old)):
        was, now = old.get(place), new.get(place)
        if (was.value if was else None) != (now.value if now else None):
            one = now or was
            yield ValuePair(
                name=one.name if one else "",
                key=one.key if one else "",
                before=was.value if was else None,
                after=now.value if now else None,
            )


def _read_values(tree: Tree) -> dict[tuple[str, ...], r.ExtractedField]:
    """The first of each step, field, source and side."""
    found: dict[tuple[str, ...], r.ExtractedField] = {}
    for step in tree.steps:
        for one in step.fields:
            place = (one.step_id, one.name or one.key, one.source.code, one.side.code)
            found.setdefault(place, one)
    return found


def _checks(
    before: dict[tuple[str, ...], tuple[str, r.Coded]],
    after: dict[tuple[str, ...], tuple[str, r.Coded]],
) -> Iterator[CheckPair]:
    for place in dict.fromkeys((*after, *before)):
        was, now = before.get(place), after.get(place)
        if (was[1].code if was else "") != (now[1].code if now else ""):
            yield CheckPair(
                name=(now or was or ("", None))[0],
                before=was[1] if was else None,
                after=now[1] if now else None,
            )


def _face_checks(tree: Tree) -> dict[tuple[str, ...], tuple[str, r.Coded]]:
    found: dict[tuple[str, ...], tuple[str, r.Coded]] = {}
    for number, one in enumerate(tree.comparisons):
        found["comparison", str(number)] = (_("Face comparison"), one.part.outcome)
    if tree.selfie is not None:
        found["liveness",] = (_("Liveness"), tree.selfie.liveness)
    for group in tree.face_checks:
        for check in group.checks:
            found[_place(check.part)] = (check.part.name or check.part.key, check.part.outcome)
    return found


def _document_checks(tree: Tree) -> dict[tuple[str, ...], tuple[str, r.Coded]]:
    found: dict[tuple[str, ...], tuple[str, r.Coded]] = {}
    for step in tree.steps:
        checks = [one for group in step.check_groups for one in group.checks]
        for check in (*checks, *step.pairs):
            name = check.part.name or check.part.key
            found.setdefault(_place(check.part), (name, check.part.outcome))
    return found


def _search(tree: Tree) -> dict[tuple[str, ...], tuple[str, r.Coded]]:
    if tree.screening is None:
        return {}
    return {("search",): (_("Search of the lists"), tree.screening.applicability)}


def _registers(tree: Tree) -> dict[tuple[str, ...], tuple[str, r.Coded]]:
    return {(one.key,): (one.key, one.outcome) for one in tree.registry}


def _place(check: r.Check) -> tuple[str, ...]:
    return (check.group, check.subject, check.side.code, check.key or check.name)
