"""Rules, reasons and changes in words, English and Arabic."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reviews.desk.routing.facts import Facts
from reviews.desk.routing.fields import Operator
from reviews.desk.routing.matching import Cause, Choice, choose
from reviews.desk.routing.rules import Condition, Rule
from reviews.desk.routing.words import Change, choice_in_words, condition_in_words, diff, in_words

GULF = Condition("document_country", Operator.ONE_OF, ("ARE", "OMN"))
FEW = Condition("attempt", Operator.AT_MOST, ("3",))
VPN = Condition("vpn", Operator.IS, ("yes",))


def rule(id: str, *when: Condition, queue: str = "gulf") -> Rule:
    return Rule(id, queue, when or (GULF,))


@pytest.mark.parametrize(
    "condition,words",
    [
        (GULF, "Document country is one of United Arab Emirates, Oman"),
        (Condition("document_country", Operator.ONE_OF, ("OMN",)), "Document country is Oman"),
        (
            Condition("failed_rule", Operator.NONE_OF, ("under_age",)),
            "Failed rule is not Under age",
        ),
        (
            Condition("failed_rule", Operator.NONE_OF, ("under_age", "new_one")),
            "Failed rule is none of Under age, new_one",
        ),
        (FEW, "Attempt is at most 3"),
        (Condition("fraud_score", Operator.AT_LEAST, ("85",)), "Fraud score is at least 85"),
        (VPN, "VPN is yes"),
        (Condition("reference", Operator.BEGINS, ("G-",)), "Reference begins with G-"),
        (Condition("reference", Operator.LIKE, ("G-*",)), "Reference looks like G-*"),
        (Condition("language", Operator.UNKNOWN), "Language is unknown"),
        (Condition("language", Operator.ONE_OF, ("ar",)), "Language is Arabic"),
        (Condition("language", Operator.ONE_OF, ("qx",)), "Language is qx"),
        (Condition("document_country", Operator.ONE_OF, ("XXA",)), "Document country is XXA"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition: Condition, words: str) -> None:
    assert condition_in_words(condition) == words


def test_a_rule_reads_as_one_sentence() -> None:
    wanted = "Document country is one of United Arab Emirates, Oman and attempt is at most 3"
    assert in_words(rule("a", GULF, FEW)) == wanted
    assert in_words(rule("a", FEW, VPN)) == "Attempt is at most 3 and VPN is yes"


def test_countries_are_named_in_the_language_of_the_page() -> None:
    with translation.override("ar"):
        assert "عمان" in in_words(rule("a", GULF))
    assert "Oman" in in_words(rule("a", GULF))


def test_why_a_journey_is_where_it_is() -> None:
    facts = Facts(document_countries=frozenset({"OMN"}), attempt=1)
    found = choose([rule("a", GULF, FEW)], facts, default="main", technical="technical")
    assert choice_in_words(found) == "Document country is Oman and attempt is at most 3"
    broken = choose([], Facts(verdict="error", media_failed=1), default="main", technical="tech")
    assert choice_in_words(broken) == "Processing error and lost pictures"
    assert choice_in_words(Choice("main", "", Cause.DEFAULT)) == "No rule fits"


def test_what_was_added_removed_changed_and_moved_is_told() -> None:
    before = [rule("a"), rule("b", FEW), rule("c", VPN)]
    wider = Condition("document_country", Operator.ONE_OF, ("OMN", "KWT"))
    after = [rule("c", VPN), rule("a", wider, queue="main"), rule("d", FEW)]
    found = diff(before, after, queue_names={"gulf": "Gulf onboarding", "main": "Main"})
    assert [one.words for one in found] == [
        "Rule 2 removed: Attempt is at most 3, to “Gulf onboarding”",
        "Rule 1 was number 3: VPN is yes",
        "Rule 2 changed: “Document country” also names Kuwait; "
        "“Document country” no longer names United Arab Emirates; "
        "to “Main” instead of “Gulf onboarding”",
        "Rule 3 added: Attempt is at most 3, to “Gulf onboarding”",
    ]
    assert [one.rule_id for one in found] == ["b", "c", "a", "d"]
    assert found[1].plain == {"change": "moved", "rule": "c", "from": 3, "to": 1}
    assert found[2].plain["before"]["queue"] == "gulf"
    json.dumps([dict(one.plain) for one in found])


@pytest.mark.parametrize(
    "was,now,words",
    [
        (
            (FEW,),
            (Condition("attempt", Operator.AT_MOST, ("2",)),),
            "at most 2” instead of “Attempt",
        ),
        ((GULF, FEW), (GULF,), "without “Attempt is at most 3”"),
        ((GULF,), (GULF, VPN), "with “VPN is yes”"),
        ((GULF, FEW), (FEW, GULF), "the order of its conditions"),
        (
            (GULF,),
            (Condition("document_country", Operator.ONE_OF, ("OMN", "ARE")),),
            "the order of the values of “Document country”",
        ),
    ],
)
def test_a_changed_rule_says_what_differs(
    was: tuple[Condition, ...], now: tuple[Condition, ...], words: str
) -> None:
    (found,) = diff([rule("a", *was)], [rule("a", *now)])
    assert found.change is Change.CHANGED
    assert words in found.words


def test_nothing_changed_is_nothing_told() -> None:
    assert diff([rule("a"), rule("b")], [rule("a"), rule("b")]) == ()


@given(order=st.permutations("abcdef"))
def test_as_few_rules_as_possible_are_called_moved(order: list[str]) -> None:
    found = diff([rule(one) for one in "abcdef"], [rule(one) for one in order])
    moved = {one.rule_id for one in found if one.change is Change.MOVED}
    assert len(moved) == len(found)
    stayed = [one for one in order if one not in moved]
    assert stayed == sorted(stayed)
    assert len(stayed) == _longest_run(order)


def _longest_run(order: list[str]) -> int:
    best: list[int] = []
    for index, one in enumerate(order):
        best.append(1 + max((best[i] for i in range(index) if order[i] < one), default=0))
    return max(best)


def test_one_rule_that_moves_is_the_only_one_moved() -> None:
    before = [rule(one) for one in "abcd"]
    for order in permutations("abcd"):
        found = diff(before, [rule(one) for one in order])
        if order == ("d", "a", "b", "c"):
            assert [one.rule_id for one in found] == ["d"]
