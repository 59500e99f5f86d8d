"""The rules' editor as rows of a page: sentences for most of them, inputs for the open one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import Kind, Operator, Seen
from reviews.desk.routing.standing import Standing
from reviews.forms.rules import RuleDraft


def rule_rows(
    draft: RuleDraft, routing: Standing, *, problems: dict[str, str], seen: Seen
) -> list[dict[str, Any]]:
    """One for each rule of the draft, in order."""
    counts = draft.run["by_rule"] if draft.run else None
    return [
        _row(index, rule, draft, routing, problems, seen)
        | {"count": counts.get(rule["id"], 0) if counts is not None else None}
        for index, rule in enumerate(draft.rules)
    ]


def _row(
    index: int,
    rule: dict[str, Any],
    draft: RuleDraft,
    routing: Standing,
    problems: dict[str, str],
    seen: Seen,
) -> dict[str, Any]:
    is_open = draft.open == rule["id"]
    queue = routing.queues.get(rule["queue"])
    own = {path: text for path, text in problems.items() if path.split(".")[0] == str(index)}
    return {
        "id": rule["id"],
        "number": index + 1,
        "is_first": index == 0,
        "is_last": index == len(draft.rules) - 1,
        "is_open": is_open,
        "queue": rule["queue"],
        "queue_name": queue.name if queue else rule["queue"],
        "has_problem": bool(own),
        "problem": own.get(f"{index}.when") or own.get(f"{index}.queue"),
        "is_checked": draft.is_checked,
        "conditions": [
            _condition(number, one, own, f"{index}.when.{number}", seen, is_open=is_open)
            for number, one in enumerate(rule["when"])
        ],
    }


def _condition(
    number: int,
    plain: dict[str, Any],
    problems: dict[str, str],
    path: str,
    seen: Seen,
    *,
    is_open: bool,
) -> dict[str, Any]:
    field = FIELDS[plain["field"]]
    operator = Operator(plain["is"])
    told: dict[str, Any] = {
        "number": number,
        "prefix": f"c{number}",
        "field": field,
        "operator": operator,
        "compares": _compares(operator, plain["values"]),
        "values": [(value, field.label_of(value)) for value in plain["values"]],
        "problem": problems.get(f"{path}.values") or problems.get(f"{path}.is"),
    }
    if not is_open:
        return told
    chosen = set(plain["values"])
    return told | {
        "fields": [(code, one.label) for code, one in FIELDS.items()],
        "operators": [(one.value, one.label) for one in field.operators],
        "takes_value": operator != Operator.UNKNOWN,
        "is_number": field.kind is Kind.NUMBER,
        "is_yes_no": field.kind is Kind.YES_NO,
        "is_free": field.kind in (Kind.TEXT, Kind.SEEN),
        "one": plain["values"][0] if plain["values"] else "",
        "options": []
        if field.kind in (Kind.NUMBER, Kind.TEXT)
        else [
            (value, label)
            for value, label in field.options(seen)
            if value not in chosen or field.kind is Kind.YES_NO
        ],
    }


def _compares(operator: Operator, values: list[str]) -> str:
    """Of one value nobody says "one of"."""
    if len(values) == 1 and operator is Operator.ONE_OF:
        return str(Operator.IS.label)
    if len(values) == 1 and operator is Operator.NONE_OF:
        return _("is not")
    return str(operator.label)
