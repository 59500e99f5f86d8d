"""Which rule fits: tables of single comparisons, the first match, and what is technical."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.desk.routing.facts import Facts
from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import Operator
from reviews.desk.routing.matching import Cause, Choice, Hit, choose, fits_pattern, matches
from reviews.desk.routing.rules import Condition, Rule

FACTS = Facts(
    account="gulf-live",
    provider="idwise",
    verdict="review",
    document_kinds=frozenset({"passport"}),
    document_names=frozenset({"Passport", "ePassport"}),
    document_countries=frozenset({"ARE", "IND"}),
    nationalities=frozenset({"IND"}),
    failed_rules=frozenset(),
    failed_checks=frozenset({"image_quality"}),
    lists=frozenset({"pep"}),
    has_match=True,
    fraud_score=85.0,
    is_vpn=False,
    language="ar",
    attempt=3,
    reference="GULF-2026/17",
)


def rule(*when: tuple[str, str, list[str]], id: str = "one", queue: str = "gulf") -> Rule:
    return Rule(
        id,
        queue,
        tuple(Condition(field, Operator(is_), tuple(values)) for field, is_, values in when),
    )


def chosen(rules: list[Rule], facts: Facts) -> Choice:
    return choose(rules, facts, default="main", technical="technical")


@pytest.mark.parametrize(
    "field,operator,values,holds",
    [
        ("document_country", "one_of", ["OMN", "ARE"], True),
        ("document_country", "one_of", ["OMN"], False),
        ("document_country", "none_of", ["OMN"], True),
        ("document_country", "none_of", ["IND", "OMN"], False),
        ("document_country", "unknown", [], False),
        ("failed_rule", "none_of", ["under_age"], True),
        ("failed_rule", "one_of", ["under_age"], False),
        ("failed_rule", "unknown", [], False),
        ("fraud_score", "at_least", ["85"], True),
        ("fraud_score", "at_least", ["85.5"], False),
        ("fraud_score", "at_most", ["85"], True),
        ("fraud_score", "at_most", ["84"], False),
        ("attempt", "at_most", ["3"], True),
        ("vpn", "is", ["no"], True),
        ("vpn", "is", ["yes"], False),
        ("proxy", "is", ["no"], False),
        ("proxy", "is", ["yes"], False),
        ("proxy", "unknown", [], True),
        ("screening_match", "is", ["yes"], True),
        ("reference", "begins", ["gulf-"], True),
        ("reference", "begins", ["2026"], False),
        ("reference", "like", ["*2026/??"], True),
        ("reference", "like", ["GULF-2026/?"], False),
        ("document_name", "like", ["e*port"], True),
        ("severity", "one_of", ["high"], True),
        ("lost_media", "is", ["no"], True),
        ("reopened_by", "one_of", ["none"], True),
        ("flow", "one_of", ["x"], False),
        ("flow", "none_of", ["x"], False),
        ("flow", "unknown", [], True),
    ],
)
def test_a_comparison_holds_or_not(
    field: str, operator: str, values: list[str], holds: bool
) -> None:
    assert (matches(rule((field, operator, values)), FACTS) is not None) is holds


@pytest.mark.parametrize("code", [code for code, one in FIELDS.items() if not one.is_always_known])
def test_what_nobody_said_fits_only_the_question_whether_it_is_unknown(code: str) -> None:
    field = FIELDS[code]
    value = field.options()[0][0] if field.choices else "3"
    for operator in field.operators:
        values = [] if operator is Operator.UNKNOWN else [value]
        found = matches(rule((code, operator.value, values)), Facts())
        assert (found is not None) is (operator is Operator.UNKNOWN)


def test_all_conditions_have_to_hold_and_say_on_what() -> None:
    both = rule(
        ("document_country", "one_of", ["OMN", "ARE", "IND"]), ("attempt", "at_most", ["3"])
    )
    found = matches(both, FACTS)
    assert found is not None
    assert found.hits == (
        Hit("document_country", Operator.ONE_OF, ("ARE", "IND")),
        Hit("attempt", Operator.AT_MOST, ("3",)),
    )
    assert matches(both, replace(FACTS, attempt=4)) is None


@pytest.mark.parametrize(
    "field,operator,values",
    [
        ("nationality", "one_of", ["IND", "PAK"]),
        ("reference", "like", ["GULF*", "ASIA*"]),
        ("language", "one_of", ["ar", "ur"]),
    ],
)
def test_a_reason_tells_nothing_of_the_applicant(
    field: str, operator: str, values: list[str]
) -> None:
    found = matches(rule((field, operator, values)), FACTS)
    assert found is not None
    assert found.hits[0].values == tuple(values)


def test_the_first_rule_that_fits_wins() -> None:
    first = rule(("attempt", "at_least", ["9"]), id="a", queue="late")
    second = rule(("provider", "one_of", ["idwise"]), id="b", queue="gulf")
    third = rule(("verdict", "one_of", ["review"]), id="c", queue="other")
    assert chosen([first, second, third], FACTS).rule_id == "b"
    assert chosen([third, second], FACTS).queue == "other"
    assert chosen([first], FACTS) == Choice("main", "", Cause.DEFAULT)


@pytest.mark.parametrize(
    "change,is_technical",
    [
        ({"verdict": "error"}, True),
        ({"media_failed": 1}, True),
        ({"media_failed": 1, "media_waiting": 1}, False),
        ({"media_waiting": 3}, False),
        ({}, False),
    ],
)
def test_technical_trouble_comes_before_rules_that_do_not_name_it(
    change: dict[str, Any], is_technical: bool
) -> None:
    everybody = rule(("provider", "one_of", ["idwise"]))
    found = chosen([everybody], replace(FACTS, **change))
    assert found.queue == ("technical" if is_technical else "gulf")
    assert found.cause is (Cause.TECHNICAL if is_technical else Cause.RULE)


@pytest.mark.parametrize(
    "condition,change,queue",
    [
        (("verdict", "one_of", ["error", "fail"]), {"verdict": "error"}, "gulf"),
        (("verdict", "none_of", ["pass"]), {"verdict": "error"}, "technical"),
        (("lost_media", "is", ["yes"]), {"verdict": "error"}, "technical"),
        (("lost_media", "is", ["yes"]), {"media_failed": 2}, "gulf"),
        (("lost_media", "is", ["no"]), {"media_failed": 2}, "technical"),
    ],
)
def test_a_rule_that_names_the_trouble_takes_it(
    condition: tuple[str, str, list[str]], change: dict[str, Any], queue: str
) -> None:
    assert chosen([rule(condition)], replace(FACTS, **change)).queue == queue


@pytest.mark.parametrize(
    "pattern,text,fits",
    [
        ("abc", "ABC", True),
        ("abc", "abcd", False),
        ("a*", "a", True),
        ("*c", "abc", True),
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("*", "", True),
        ("", "", True),
        ("?", "", False),
        ("[a-z]", "b", False),
        (".*", "abc", False),
        ("عرض*", "عرض-٧", True),
    ],
)
def test_a_pattern_knows_stars_and_question_marks_alone(
    pattern: str, text: str, fits: bool
) -> None:
    assert fits_pattern(pattern, text) is fits


@settings(max_examples=200, deadline=None)
@given(pattern=st.text("ab*?", max_size=7), text=st.text("ab", max_size=9))
def test_a_pattern_fits_what_its_definition_says(pattern: str, text: str) -> None:
    assert fits_pattern(pattern, text) is _fits_by_definition(pattern, text)


def _fits_by_definition(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(_fits_by_definition(pattern[1:], text[index:]) for index in range(len(text) + 1))
    return (
        bool(text) and pattern[0] in ("?", text[0]) and _fits_by_definition(pattern[1:], text[1:])
    )


def test_a_hostile_pattern_ends() -> None:
    assert not fits_pattern("*a" * 50, "a" * 49 + "b" * 206)
