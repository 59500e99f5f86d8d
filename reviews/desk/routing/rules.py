"""Rules as values: read from plain data, checked, and written back. Nothing in them is evaluated.

Pure. Limits keep a list of rules small enough to be read by a person and matched at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reviews.comparing.countries import country_code
from reviews.desk.routing.country_names import COUNTRY_CODES
from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import ConditionField, Kind, Operator

MOST_RULES = 200
MOST_CONDITIONS = 10
MOST_VALUES = 60
MOST_LETTERS = 100
_ID = re.compile(r"[A-Za-z0-9_-]{1,36}", re.ASCII)
_WILD = "*?"

Problem = tuple[str, str]


@dataclass(frozen=True)
class Condition:
    """One comparison. Values are as `parse_rules` cleaned them: codes, patterns, or one number."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()

    @property
    def number(self) -> float:
        return float(self.values[0])


@dataclass(frozen=True)
class Rule:
    """All conditions hold: the journey goes to this queue."""

    id: str
    queue: str
    when: tuple[Condition, ...]


class RuleError(ValueError):
    """What is wrong with a list of rules: (path like `2.when.0.values`, sentence) each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{path}: {sentence}" for path, sentence in self.problems))


def parse_rules(plain: object, *, queues: Set[str]) -> list[Rule]:
    """Rules from [{"id", "queue", "when": [{"field", "is", "values"}]}]. Raises RuleError."""
    problems: list[Problem] = []
    if not isinstance(plain, list):
        raise RuleError([("", _("Rules are a list."))])
    if len(plain) > MOST_RULES:
        raise RuleError([("", _("At most %(most)s rules.") % {"most": MOST_RULES})])
    rules: list[Rule] = []
    seen: set[str] = set()
    for index, one in enumerate(plain):
        rule = _rule(one, str(index), queues, problems)
        if rule is not None and rule.id in seen:
            problems.append((f"{index}.id", _("Two rules have the same id.")))
        elif rule is not None:
            seen.add(rule.id)
            rules.append(rule)
    if problems:
        raise RuleError(problems)
    return rules


def to_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """As `parse_rules` takes them."""
    return [rule_to_json(rule) for rule in rules]


def rule_to_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "queue": rule.queue,
        "when": [
            {"field": one.field, "is": one.operator.value, "values": list(one.values)}
            for one in rule.when
        ],
    }


def asks_for(rules: Iterable[Rule], field: str) -> bool:
    """Whether any condition names this field: what nobody asks for need not be read."""
    return any(condition.field == field for rule in rules for condition in rule.when)


def _rule(plain: object, path: str, queues: Set[str], problems: list[Problem]) -> Rule | None:
    if not isinstance(plain, Mapping) or not set(plain) <= {"id", "queue", "when"}:
        problems.append((path, _("A rule has an id, a queue and conditions, nothing else.")))
        return None
    known = len(problems)
    own_id, queue, when = plain.get("id"), plain.get("queue"), plain.get("when")
    if not isinstance(own_id, str) or not _ID.fullmatch(own_id):
        problems.append((f"{path}.id", _("A rule needs an id of up to 36 letters and digits.")))
    if not isinstance(queue, str) or queue not in queues:
        problems.append((f"{path}.queue", _("Choose a queue that exists.")))
    if not isinstance(when, list) or not when:
        everything = _("Add a condition. What fits no rule goes to the default queue by itself.")
        problems.append((f"{path}.when", everything))
        when = []
    if len(when) > MOST_CONDITIONS:
        most = {"most": MOST_CONDITIONS}
        problems.append((f"{path}.when", _("At most %(most)s conditions a rule.") % most))
        when = []
    conditions = [
        _condition(one, f"{path}.when.{index}", problems) for index, one in enumerate(when)
    ]
    if len(problems) > known:
        return None
    return Rule(str(own_id), str(queue), tuple(one for one in conditions if one is not None))


def _condition(plain: object, path: str, problems: list[Problem]) -> Condition | None:
    if not isinstance(plain, Mapping) or not set(plain) <= {"field", "is", "values"}:
        problems.append((path, _("A condition has a field, a comparison and values.")))
        return None
    code = plain.get("field")
    field = FIELDS.get(code) if isinstance(code, str) else None
    if field is None:
        problems.append((f"{path}.field", _("Choose what the condition is about.")))
        return None
    operator = next((one for one in field.operators if one.value == plain.get("is")), None)
    if operator is None:
        words = _("“%(field)s” cannot be compared in this way.") % {"field": field.label}
        problems.append((f"{path}.is", words))
        return None
    try:
        return Condition(field.code, operator, _values(field, operator, plain.get("values", [])))
    except ValueError as error:
        problems.append((f"{path}.values", str(error)))
        return None


def _values(field: ConditionField, operator: Operator, plain: object) -> tuple[str, ...]:
    """The cleaned values. Raises ValueError with a sentence."""
    if not isinstance(plain, list | tuple):
        raise ValueError(_("Values are a list."))
    if operator is Operator.UNKNOWN:
        if plain:
            raise ValueError(_("“Is unknown” takes no value."))
        return ()
    if field.kind is Kind.NUMBER:
        return (_number(field, plain),)
    if not plain:
        raise ValueError(_("Choose at least one value."))
    if len(plain) > MOST_VALUES:
        raise ValueError(_("At most %(most)s values a condition.") % {"most": MOST_VALUES})
    if field.kind is Kind.YES_NO and len(plain) != 1:
        raise ValueError(_("Choose yes or no."))
    return tuple(dict.fromkeys(_value(field, operator, value) for value in plain))


def _value(field: ConditionField, operator: Operator, value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > MOST_LETTERS or not text.isprintable():
        most = {"most": MOST_LETTERS}
        raise ValueError(_("A value is a text of 1 to %(most)s letters.") % most)
    if field.kind is Kind.TEXT:
        if operator is Operator.LIKE and not text.strip(_WILD):
            raise ValueError(_("A pattern needs a letter or digit besides stars."))
        return text
    if field.kind is Kind.COUNTRY:
        code = text.upper() if text.upper() in COUNTRY_CODES else country_code(text)
        if not code:
            raise ValueError(_("“%(text)s” is no country that we know.") % {"text": text})
        return code
    if field.kind is Kind.SEEN:
        return text.lower() if field.code == "language" else text
    if text not in dict(field.choices):
        shown = {"text": text, "field": field.label}
        raise ValueError(_("“%(text)s” is no value of “%(field)s”.") % shown)
    return text


def _number(field: ConditionField, plain: list[Any] | tuple[Any, ...]) -> str:
    span = {"least": f"{field.least:g}", "most": f"{field.most:g}"}
    sentence = _("Give one number from %(least)s to %(most)s.") % span
    if len(plain) != 1 or isinstance(plain[0], bool) or not isinstance(plain[0], str | int | float):
        raise ValueError(sentence)
    text = str(plain[0]).strip()
    if len(text) > 12 or not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        raise ValueError(sentence)
    number = float(text)
    if not field.least <= number <= field.most:
        raise ValueError(sentence)
    return f"{number:g}"
