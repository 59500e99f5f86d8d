"""Whether a rule fits a journey's facts, and which queue the first that fits names.

Pure. An unknown value fits no condition but the one that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from journeys.choices import Verdict
from reviews.desk.routing.facts import Facts
from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import Operator, Value
from reviews.desk.routing.rules import Condition, Rule


@dataclass(frozen=True)
class Hit:
    """A condition that held, and on which of its own values: never one of the applicant's.

    Of a personal field all values of the condition stand here, not the one that fitted.
    """

    field: str
    operator: Operator
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A rule that fits. `words.reasons` says why in words."""

    rule_id: str
    hits: tuple[Hit, ...]


class Cause(Enum):
    """What chose a queue."""

    RULE = "rule"
    TECHNICAL = "technical"
    DEFAULT = "default"
    # No facts to go by: the evidence cannot be read.
    UNREADABLE = "unreadable"
    # A case's next round in the queue where it was.
    STAYS = "stays"


@dataclass(frozen=True)
class Choice:
    """Where a journey goes. `rule_id` is empty unless a rule chose."""

    queue: str
    rule_id: str
    cause: Cause
    why: tuple[Hit, ...] = ()


def matches(rule: Rule, facts: Facts) -> Match | None:
    """The rule's match, None where any of its conditions does not hold."""
    hits: list[Hit] = []
    for condition in rule.when:
        hit = _hit(condition, FIELDS[condition.field].read(facts))
        if hit is None:
            return None
        hits.append(hit)
    return Match(rule.id, tuple(hits))


def choose(rules: Iterable[Rule], facts: Facts, *, default: str, technical: str) -> Choice:
    """The queue of the first rule that fits, else the default one.

    Where the machine broke down or pictures are lost, only a rule that names that very trouble is
    asked: all others judge what is not there.
    """
    for rule in rules:
        if facts.is_technical and not _names_the_trouble(rule, facts):
            continue
        match = matches(rule, facts)
        if match is not None:
            return Choice(rule.queue, rule.id, Cause.RULE, match.hits)
    if facts.is_technical:
        return Choice(technical, "", Cause.TECHNICAL, tuple(_trouble(facts)))
    return Choice(default, "", Cause.DEFAULT)


def fits_pattern(pattern: str, text: str) -> bool:
    """`*` is any letters, `?` is one, everything else itself in any case; the whole text counts.

    Goes back to the last star alone: never more than pattern times text steps.
    """
    pattern, text = pattern.casefold(), text.casefold()
    at, position = 0, 0
    star, resume = -1, 0
    while position < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, position
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[position]):
            at += 1
            position += 1
        elif star >= 0:
            resume += 1
            at, position = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def _hit(condition: Condition, value: Value) -> Hit | None:
    found = _held(condition, value)
    if found is None:
        return None
    shown = condition.values if FIELDS[condition.field].is_personal else found
    return Hit(condition.field, condition.operator, shown)


def _held(condition: Condition, value: Value) -> tuple[str, ...] | None:
    """The condition's values that made it hold; None where it does not."""
    wanted = condition.values
    if condition.operator is Operator.UNKNOWN:
        return () if value is None else None
    if value is None:
        return None
    if isinstance(value, bool):
        return wanted if wanted == ("yes" if value else "no",) else None
    if isinstance(value, int | float):
        is_least = condition.operator is Operator.AT_LEAST
        holds = value >= condition.number if is_least else value <= condition.number
        return wanted if holds else None
    match condition.operator:
        case Operator.NONE_OF:
            return wanted if value.isdisjoint(wanted) else None
        case Operator.ONE_OF:
            found = tuple(one for one in wanted if one in value)
        case Operator.BEGINS:
            found = tuple(one for one in wanted if any(_begins(text, one) for text in value))
        case _:
            found = tuple(one for one in wanted if any(fits_pattern(one, text) for text in value))
    return found or None


def _begins(text: str, start: str) -> bool:
    return text.casefold().startswith(start.casefold())


def _names_the_trouble(rule: Rule, facts: Facts) -> bool:
    return any(
        condition.field == hit.field
        and condition.operator in (Operator.ONE_OF, Operator.IS)
        and hit.values[0] in condition.values
        for condition in rule.when
        for hit in _trouble(facts)
    )


def _trouble(facts: Facts) -> Iterable[Hit]:
    if facts.verdict == Verdict.ERROR:
        yield Hit("verdict", Operator.ONE_OF, (Verdict.ERROR.value,))
    if facts.has_lost_media:
        yield Hit("lost_media", Operator.IS, ("yes",))
