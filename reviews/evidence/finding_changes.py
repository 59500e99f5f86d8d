"""Listed people and rules that are new, other or gone since the round before. Pure, on two trees.

Compared by what they are about: two journeys of one applicant have other ids for the same thing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from journeys.importing import material
from journeys.providers import results as r
from reviews.evidence.contradicting import anchored_rules
from reviews.evidence.screening_lists import anchored_matches
from reviews.evidence.screening_rows import ATTRIBUTES
from reviews.evidence.shapes import RuleShown, Tree

_Thing = TypeVar("_Thing")
# Of a match: whose words and datasets say what differs. The rest is particulars.
_ATTRIBUTE_OF = {
    "name": "name",
    "aliases": "name",
    "birth_dates": "birth_date",
    "sex": "sex",
    "countries": "country",
    "addresses": "address",
}
# What a provider calls the state of a match; the others say nothing to a reader by themselves.
_STATES = ("match_status", "is_whitelisted", "ongoing_monitor_update_type")


class Change(StrEnum):
    """In the order in which they are shown."""

    NEW = "new"
    OTHER = "other"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class StateChange:
    """The provider's own word for something, before and after; None where it was not sent."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class MatchChange:
    """One listed person. `part` is as it is now, or as it was where it is gone.

    `anchor` is the entry's id on panel 5; empty where it is not there any more.
    """

    change: Change
    part: r.AmlMatch
    anchor: str = ""
    # The lists of before, where they are others now.
    lists_before: tuple[r.Coded, ...] = ()
    states: tuple[StateChange, ...] = ()
    # What else of the entry differs, in words.
    what: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleChange:
    """One rule of the flow; `anchor` is its line on panel 6, empty where it is gone."""

    change: Change
    name: str
    anchor: str = ""
    before: r.Coded | None = None
    after: r.Coded | None = None

    @property
    def is_same_result(self) -> bool:
        """Only its details are others."""
        return self.before is not None and self.before == self.after


def match_changes(before: Tree, after: Tree) -> tuple[MatchChange, ...]:
    """New ones first, then changed ones, then those that went away; each as panel 5 orders them."""
    old = _by_place((_place(part), (anchor, part)) for anchor, part in anchored_matches(before))
    new = _by_place((_place(part), (anchor, part)) for anchor, part in anchored_matches(after))
    found: list[MatchChange] = []
    for place, (anchor, part) in new.items():
        if place not in old:
            found.append(MatchChange(change=Change.NEW, part=part, anchor=anchor))
        elif material(old[place][1]) != material(part):
            found.append(_other_match(old[place][1], part, anchor=anchor))
    found += [
        MatchChange(change=Change.GONE, part=part)
        for place, (_anchor, part) in old.items()
        if place not in new
    ]
    return tuple(sorted(found, key=lambda one: list(Change).index(one.change)))


def rule_changes(before: Tree, after: Tree) -> tuple[RuleChange, ...]:
    """The same of the flow's rules; a rule is other where its result or its details are."""
    old = _by_place((rule.part.key, (anchor, rule)) for anchor, rule in anchored_rules(before))
    new = _by_place((rule.part.key, (anchor, rule)) for anchor, rule in anchored_rules(after))
    found: list[RuleChange] = []
    for place, (anchor, rule) in new.items():
        was = old[place][1] if place in old else None
        if was is not None and _result(was) == _result(rule):
            continue
        found.append(
            RuleChange(
                change=Change.NEW if was is None else Change.OTHER,
                name=rule.part.name or rule.part.key,
                anchor=anchor,
                before=was.part.outcome if was is not None else None,
                after=rule.part.outcome,
            )
        )
    found += [
        RuleChange(change=Change.GONE, name=rule.part.name or rule.part.key,
                   before=rule.part.outcome)
        for place, (_anchor, rule) in old.items()
        if place not in new
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: list(Change).index(one.change)))


def _by_place(things: Iterable[tuple[Hashable, _Thing]]) -> dict[tuple[Hashable, int], _Thing]:
    """In their order; what has an equal place before it is the second there."""
    found: dict[tuple[Hashable, int], _Thing] = {}
    for place, thing in things:
        number = 0
        while (place, number) in found:
            number += 1
        found[place, number] = thing
    return found


def _place(match: r.AmlMatch) -> Hashable:
    """The list's own id of the person; without one, the name and the dates of birth."""
    if match.resource_id:
        return match.resource_id
    return match.name.casefold(), tuple(sorted(day.raw for day in match.birth_dates))


def _other_match(was: r.AmlMatch, now: r.AmlMatch, *, anchor: str) -> MatchChange:
    before, after = material(was), material(now)
    differs = [name for name in after if before.get(name) != after[name]]
    words = [str(ATTRIBUTES[_ATTRIBUTE_OF[name]]) for name in differs if name in _ATTRIBUTE_OF]
    states = tuple(_states(was, now))
    if "notes" in differs:
        words.append(_("Notes"))
    if "score" in differs:
        words.append(_("List score"))
    if "particulars" in differs and _without_states(was) != _without_states(now):
        words.append(_("What the list says"))
    lists = {one.code for one in was.datasets} != {one.code for one in now.datasets}
    if not words and not states and not lists:
        words.append(str(ATTRIBUTES["other"]))
    return MatchChange(
        change=Change.OTHER,
        part=now,
        anchor=anchor,
        lists_before=was.datasets if lists else (),
        states=states,
        what=tuple(dict.fromkeys(words)),
    )


def _states(was: r.AmlMatch, now: r.AmlMatch) -> Iterable[StateChange]:
    before, after = _particulars(was), _particulars(now)
    for name in _STATES:
        if before.get(name) != after.get(name):
            yield StateChange(name=name, before=before.get(name), after=after.get(name))


def _without_states(match: r.AmlMatch) -> dict[str, str]:
    return {name: value for name, value in _particulars(match).items() if name not in _STATES}


def _particulars(match: r.AmlMatch) -> Mapping[str, str]:
    return {one.name: one.value for one in match.particulars}


def _result(rule: RuleShown) -> Any:
    """What it came to; the provider's help about the rule is no result."""
    outcome = rule.part.outcome
    return outcome.code, _raw(outcome), sorted(
        (one.title, one.outcome.code, _raw(one.outcome), one.result_description)
        for one in rule.details
    )  # fmt: skip


def _raw(outcome: r.Coded) -> str:
    """A word that no table of ours knows is told by itself alone."""
    return outcome.raw if outcome.code == "unknown" else ""
