"""Rules, reasons and changes of rules in the language of the page, and changes for the trail.

Pure. Only what admins wrote is repeated here, nothing of any applicant.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journeys.choices import Verdict
from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import Operator
from reviews.desk.routing.matching import Cause, Choice, Hit
from reviews.desk.routing.rules import Condition, Rule, rule_to_json

QueueNames = Mapping[str, str]


class Change(Enum):
    """What happened to a rule."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class RuleChange:
    """One change: a sentence for people, and the same for the trail as ids and settings."""

    change: Change
    rule_id: str
    words: str
    plain: Mapping[str, Any]


def in_words(rule: Rule) -> str:
    """ "Document country is one of UAE, Oman and attempt is at most 3"."""
    return _all(condition_in_words(one) for one in rule.when)


def condition_in_words(one: Condition | Hit) -> str:
    """One comparison, with its field's label first."""
    field = FIELDS[one.field]
    words = {
        "field": str(field.label),
        "values": _values(field.label_of(value) for value in one.values),
    }
    is_single = len(one.values) == 1
    match one.operator:
        case Operator.ONE_OF if not is_single:
            return _("%(field)s is one of %(values)s") % words
        case Operator.ONE_OF | Operator.IS:
            return _("%(field)s is %(values)s") % words
        case Operator.NONE_OF if is_single:
            return _("%(field)s is not %(values)s") % words
        case Operator.NONE_OF:
            return _("%(field)s is none of %(values)s") % words
        case Operator.AT_LEAST:
            return _("%(field)s is at least %(values)s") % words
        case Operator.AT_MOST:
            return _("%(field)s is at most %(values)s") % words
        case Operator.BEGINS:
            return _("%(field)s begins with %(values)s") % words
        case Operator.LIKE:
            return _("%(field)s looks like %(values)s") % words
        case Operator.UNKNOWN:
            return _("%(field)s is unknown") % words


def reasons(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Why a rule fits, a sentence for each of its conditions."""
    return tuple(condition_in_words(hit) for hit in hits)


def choice_in_words(choice: Choice) -> str:
    """Why a journey is in the queue it is in."""
    match choice.cause:
        case Cause.RULE:
            return _all(reasons(choice.why))
        case Cause.TECHNICAL:
            return _all(_trouble(hit) for hit in choice.why)
        case Cause.DEFAULT:
            return _("No rule fits")
        case Cause.UNREADABLE:
            return _("Its evidence cannot be read")
        case Cause.STAYS:
            return _("It stays in its queue")


def diff(
    before: Sequence[Rule], after: Sequence[Rule], *, queue_names: QueueNames | None = None
) -> tuple[RuleChange, ...]:
    """Removed, then as they stand now: added, changed and moved ones. Numbers count from 1.

    As few rules as possible are called moved; the others keep their order among themselves.
    """
    names = queue_names or {}
    old = {rule.id: (number, rule) for number, rule in enumerate(before, 1)}
    new = {rule.id: (number, rule) for number, rule in enumerate(after, 1)}
    found = [_removed(number, rule, names) for key, (number, rule) in old.items() if key not in new]
    stayed = _in_order([(old[key][0], key) for key in new if key in old])
    for key, (number, rule) in new.items():
        if key not in old:
            found.append(_added(number, rule, names))
            continue
        was_at, was = old[key]
        if was != rule:
            found.append(_changed(number, was, rule, names))
        if key not in stayed:
            found.append(_moved(was_at, number, rule))
    return tuple(found)


def _removed(number: int, rule: Rule, names: QueueNames) -> RuleChange:
    words = _("Rule %(number)s removed: %(rule)s") % _told(number, rule, names)
    plain = {"change": "removed", "rule": rule.id, "from": number, "before": rule_to_json(rule)}
    return RuleChange(Change.REMOVED, rule.id, words, plain)


def _added(number: int, rule: Rule, names: QueueNames) -> RuleChange:
    words = _("Rule %(number)s added: %(rule)s") % _told(number, rule, names)
    plain = {"change": "added", "rule": rule.id, "to": number, "after": rule_to_json(rule)}
    return RuleChange(Change.ADDED, rule.id, words, plain)


def _moved(was_at: int, number: int, rule: Rule) -> RuleChange:
    told = {"before": was_at, "number": number, "rule": in_words(rule)}
    words = _("Rule %(number)s was number %(before)s: %(rule)s") % told
    plain = {"change": "moved", "rule": rule.id, "from": was_at, "to": number}
    return RuleChange(Change.MOVED, rule.id, words, plain)


def _changed(number: int, was: Rule, rule: Rule, names: QueueNames) -> RuleChange:
    told = {"number": number, "changes": "; ".join(_differences(was, rule, names))}
    words = _("Rule %(number)s changed: %(changes)s") % told
    plain = {
        "change": "changed",
        "rule": rule.id,
        "to": number,
        "before": rule_to_json(was),
        "after": rule_to_json(rule),
    }
    return RuleChange(Change.CHANGED, rule.id, words, plain)


def _differences(was: Rule, rule: Rule, names: QueueNames) -> list[str]:
    """What differs between two forms of one rule; lists of values by what came and went."""
    gone = [one for one in was.when if one not in rule.when]
    come = [one for one in rule.when if one not in was.when]
    found: list[str] = []
    for new in list(come):
        old = next((one for one in gone if _compares_alike(one, new)), None)
        if old is not None:
            found.extend(_value_differences(old, new))
            gone.remove(old)
            come.remove(new)
    found += [_("without “%(rule)s”") % {"rule": condition_in_words(one)} for one in gone]
    found += [_("with “%(rule)s”") % {"rule": condition_in_words(one)} for one in come]
    if was.queue != rule.queue:
        queues = {
            "after": names.get(rule.queue, rule.queue),
            "before": names.get(was.queue, was.queue),
        }
        found.append(_("to “%(after)s” instead of “%(before)s”") % queues)
    return found or [_("the order of its conditions")]


def _compares_alike(one: Condition, other: Condition) -> bool:
    return (one.field, one.operator) == (other.field, other.operator)


def _value_differences(old: Condition, new: Condition) -> list[str]:
    field = FIELDS[new.field]
    told = {"field": str(field.label)}
    if new.operator in (Operator.AT_LEAST, Operator.AT_MOST, Operator.IS):
        return [
            _("“%(after)s” instead of “%(before)s”")
            % {"after": condition_in_words(new), "before": condition_in_words(old)}
        ]
    come = _values(field.label_of(value) for value in new.values if value not in old.values)
    gone = _values(field.label_of(value) for value in old.values if value not in new.values)
    found = []
    if come:
        found.append(_("“%(field)s” also names %(values)s") % (told | {"values": come}))
    if gone:
        found.append(_("“%(field)s” no longer names %(values)s") % (told | {"values": gone}))
    return found or [_("the order of the values of “%(field)s”") % told]


def _told(number: int, rule: Rule, names: QueueNames) -> dict[str, Any]:
    queue = names.get(rule.queue, rule.queue)
    text = _("%(rule)s, to “%(queue)s”") % {"rule": in_words(rule), "queue": queue}
    return {"number": number, "rule": text}


def _trouble(hit: Hit) -> str:
    return str(Verdict.ERROR.label) if hit.field == "verdict" else str(FIELDS[hit.field].label)


def _all(sentences: Iterable[str]) -> str:
    """All of them as one; after the first they begin with a small letter, where there are any."""
    return reduce(
        lambda first, second: (
            _("%(first)s and %(second)s") % {"first": first, "second": _small(second)}
        ),
        sentences,
    )


def _small(sentence: str) -> str:
    """A lower-case first letter, unless the word is an abbreviation or a name in capitals."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _values(words: Iterable[str]) -> str:
    return pgettext("between the values of a list", ", ").join(words)


def _in_order(pairs: list[tuple[int, str]]) -> set[str]:
    """The ids of a longest run of rules that kept their order: (old number, id) in new order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (number, _id) in enumerate(pairs):
        place = bisect_left(tails, number)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [number]
        ends[place : place + 1] = [index]
    kept: set[str] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(pairs[index][1])
        index = before[index]
    return kept
