"""A list of rules while somebody changes it: plain data that may be incomplete, and its steps."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import Kind, Operator
from reviews.desk.routing.rules import (
    MOST_CONDITIONS,
    MOST_LETTERS,
    MOST_RULES,
    MOST_VALUES,
    to_json,
)
from reviews.desk.routing.standing import Standing

Plain = dict[str, Any]
_FIRST_FIELD = "account"
_ONE_VALUE = (Kind.NUMBER, Kind.YES_NO)


@dataclass
class RuleDraft:
    """The list, which rule is open for changing, and what a dry run of it said last."""

    based_on: int
    rules: list[Plain] = field(default_factory=list)
    open: str = ""
    # Saving was tried: what is missing is said.
    is_checked: bool = False
    run: Plain | None = None

    @classmethod
    def read(cls, kept: object, *, routing: Standing) -> RuleDraft:
        """What the session kept, else the rules as they stand."""
        if isinstance(kept, dict):
            return cls(**kept)
        return cls(routing.number, to_json(routing.rules))

    def kept(self) -> Plain:
        return {
            "based_on": self.based_on,
            "rules": self.rules,
            "open": self.open,
            "is_checked": self.is_checked,
            "run": self.run,
        }

    def is_changed(self, routing: Standing) -> bool:
        return self.rules != to_json(routing.rules)

    def take_in(self, posted: Mapping[str, Any]) -> None:
        """What was typed into the open rule, before anything else is done."""
        rule = self._rule(str(posted.get("rule", "")))
        if rule is None:
            return
        before = repr(rule)
        rule["queue"] = str(posted.get("queue", rule["queue"]))[:40]
        for number, condition in enumerate(rule["when"]):
            _take_condition(condition, f"c{number}-", posted)
        if repr(rule) != before:
            self.run = None

    def act(self, act: str, *, default: str) -> None:
        """One step: its name, then what it is about, `drop-value:0:2`. Unknown ones do nothing."""
        name, _colon, about = act.partition(":")
        step = _STEPS.get(name)
        if step is None:
            return
        before = repr(self.rules)
        step(self, about, default)
        if repr(self.rules) != before:
            self.run = None

    def open_first(self, problems: Iterable[tuple[str, str]]) -> None:
        """Open the rule that has the first problem."""
        for path, _sentence in problems:
            index = path.split(".")[0]
            if index.isdecimal() and int(index) < len(self.rules):
                self.open = str(self.rules[int(index)].get("id", ""))
                return

    def add(self, default: str) -> None:
        if len(self.rules) >= MOST_RULES:
            return
        own_id = f"r-{secrets.token_hex(6)}"
        when = [{"field": _FIRST_FIELD, "is": Operator.ONE_OF.value, "values": []}]
        self.rules.append({"id": own_id, "queue": default, "when": when})
        self.open = own_id

    def remove(self, rule_id: str) -> None:
        self.rules = [rule for rule in self.rules if rule["id"] != rule_id]

    def move(self, rule_id: str, to: int) -> None:
        """To this place; the others keep their order."""
        rule = self._rule(rule_id)
        if rule is not None:
            self.rules.remove(rule)
            self.rules.insert(max(0, to), rule)

    def place(self, rule_id: str) -> int:
        return next((at for at, rule in enumerate(self.rules) if rule["id"] == rule_id), 0)

    def conditions(self) -> list[Plain]:
        """Of the open rule."""
        rule = self._rule(self.open)
        return rule["when"] if rule else []

    def _rule(self, rule_id: str) -> Plain | None:
        return next((rule for rule in self.rules if rule["id"] == rule_id), None)


def _take_condition(condition: Plain, prefix: str, posted: Mapping[str, Any]) -> None:
    code = str(posted.get(f"{prefix}field", condition["field"]))
    if code in FIELDS and code != condition["field"]:
        # Another question: what was compared before means nothing to it.
        first = FIELDS[code].operators[0].value
        condition.update({"field": code, "is": first, "values": []})
        return
    known = FIELDS[condition["field"]]
    wanted = str(posted.get(f"{prefix}is", condition["is"]))
    if any(one.value == wanted for one in known.operators):
        condition["is"] = wanted
    if condition["is"] == Operator.UNKNOWN:
        condition["values"] = []
        return
    typed = str(posted.get(f"{prefix}value", "")).strip()[:MOST_LETTERS]
    if known.kind in _ONE_VALUE:
        if f"{prefix}value" in posted:
            condition["values"] = [typed] if typed else []
    elif typed and typed not in condition["values"] and len(condition["values"]) < MOST_VALUES:
        condition["values"].append(typed)


def _index(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def _toggle(draft: RuleDraft, about: str, default: str) -> None:
    draft.open = "" if draft.open == about else about


def _up(draft: RuleDraft, about: str, default: str) -> None:
    draft.move(about, draft.place(about) - 1)


def _down(draft: RuleDraft, about: str, default: str) -> None:
    draft.move(about, draft.place(about) + 1)


def _move(draft: RuleDraft, about: str, default: str) -> None:
    rule_id, _colon, to = about.rpartition(":")
    if _index(to) >= 0:
        draft.move(rule_id, _index(to))


def _add_condition(draft: RuleDraft, about: str, default: str) -> None:
    conditions = draft.conditions()
    if draft.open and len(conditions) < MOST_CONDITIONS:
        used = {one["field"] for one in conditions}
        code = next((code for code in FIELDS if code not in used), _FIRST_FIELD)
        first = FIELDS[code].operators[0].value
        conditions.append({"field": code, "is": first, "values": []})


def _drop_condition(draft: RuleDraft, about: str, default: str) -> None:
    conditions = draft.conditions()
    if 0 <= _index(about) < len(conditions):
        del conditions[_index(about)]


def _drop_value(draft: RuleDraft, about: str, default: str) -> None:
    number, _colon, at = about.partition(":")
    conditions = draft.conditions()
    if 0 <= _index(number) < len(conditions):
        values = conditions[_index(number)]["values"]
        if 0 <= _index(at) < len(values):
            del values[_index(at)]


_STEPS: Mapping[str, Callable[[RuleDraft, str, str], None]] = {
    "add": lambda draft, about, default: draft.add(default),
    "remove": lambda draft, about, default: draft.remove(about),
    "open": _toggle,
    "up": _up,
    "down": _down,
    "move": _move,
    "add-condition": _add_condition,
    "drop-condition": _drop_condition,
    "drop-value": _drop_value,
}
