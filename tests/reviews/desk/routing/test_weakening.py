"""Which changes of the rules lead journeys to a milder queue, and which do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviews.desk.policies import Policy
from reviews.desk.routing.fields import Operator
from reviews.desk.routing.rules import Condition, Rule
from reviews.desk.routing.weakening import weakened_by

STRICT = replace(Policy(name="Strict"), second_reader_when=frozenset({"disagree", "reject"}))
POLICIES = {
    "strict": STRICT,
    "also-strict": replace(STRICT, name="Also strict"),
    "main": Policy(name="Main"),
    "mild": replace(Policy(name="Mild"), consent_needed=False),
}


def rule(own_id: str, queue: str, account: str = "one") -> Rule:
    return Rule(own_id, queue, (Condition("account", Operator.ONE_OF, (account,)),))


A, B, MILD = rule("a", "strict"), rule("b", "main"), rule("m", "mild")


@pytest.mark.parametrize(
    "before,after,leads",
    [
        ([], [A], []),
        ([A], [A], []),
        ([], [MILD], ["Main to Mild"]),
        ([A], [], ["Strict to Main"]),
        ([MILD], [], []),
        ([A], [rule("a", "main")], ["Strict to Main"]),
        ([A], [rule("a", "also-strict")], []),
        ([A], [rule("a", "strict", "two")], ["Strict to Main"]),
        ([A, B], [B, A], ["Strict to Main"]),
        ([B, A], [A, B], []),
        ([A], [MILD, A], ["Strict to Mild", "Main to Mild"]),
        ([A], [A, MILD], ["Main to Mild"]),
        ([], [A, MILD], ["Main to Mild"]),
        ([], [MILD, A], ["Main to Mild"]),
    ],
)
def test_only_a_way_to_a_milder_queue_weakens(
    before: list[Rule], after: list[Rule], leads: list[str]
) -> None:
    found = weakened_by(before, after, policies=POLICIES, default="main")
    ways = [
        one.split(":")[0].removeprefix("From ").replace("“", "").replace("”", "") for one in found
    ]
    assert sorted(set(ways)) == sorted(leads)
