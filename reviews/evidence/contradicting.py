"""What a contradiction is, and the small questions that finding one asks of a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from journeys.providers import results as r
from reviews.evidence.shapes import RuleShown, Tree

BAD = ("fail", "uncertain", "unknown")


@dataclass(frozen=True)
class Contradiction:
    """Two things that cannot both hold.

    `what` is the whole sentence; `anchors` are ids on the page, without "#", of what does not
    agree; `about` is the provider's name for the one thing of several that is meant.
    """

    what: str
    anchors: tuple[str, ...]
    about: str = ""


def rule_anchor(key: str) -> str:
    """The id of a rule's row on panel 6."""
    return f"rule-{slugify(key)}"


def anchored_rules(tree: Tree) -> Iterator[tuple[str, RuleShown]]:
    """The rules in the order of panel 6 with the ids of their rows: two of one key have two."""
    seen: dict[str, int] = {}
    for rule in tree.rules:
        anchor = rule_anchor(rule.part.key)
        seen[anchor] = seen.get(anchor, 0) + 1
        yield (anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}"), rule


def rule_of(tree: Tree, key: str) -> r.RuleResult | None:
    return next((rule.part for rule in tree.rules if rule.part.key == key), None)


def has_failed_rule(tree: Tree) -> bool:
    return any(rule.part.outcome.code == "fail" for rule in tree.rules)


def is_opposite(verdict: r.Coded | None, rules: r.Coded | None, *, has_failed: bool) -> bool:
    """One passed and one failed. A rule that failed explains why a step that is fine fails them."""
    if verdict is None or rules is None:
        return False
    if verdict.code == "pass" and rules.code == "fail":
        return not has_failed
    return verdict.code == "fail" and rules.code == "pass"
