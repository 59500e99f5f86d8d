"""Rules as data: what is refused with which sentence at which place, and what survives a round."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.desk.routing.field_table import FIELDS
from reviews.desk.routing.fields import Kind, Operator
from reviews.desk.routing.rules import MOST_RULES, RuleError, asks_for, parse_rules, to_json

QUEUES = {"main", "gulf", "technical"}
COUNTRY = {"field": "document_country", "is": "one_of", "values": ["ARE", "OMN"]}


def rule(*when: Any, **more: Any) -> dict[str, Any]:
    return {"id": "one", "queue": "gulf", "when": list(when) or [COUNTRY]} | more


def condition(field: str, operator: str, *values: Any) -> dict[str, Any]:
    return {"field": field, "is": operator, "values": list(values)}


def problems(*rules: Any) -> list[tuple[str, str]]:
    with pytest.raises(RuleError) as caught:
        parse_rules(list(rules), queues=QUEUES)
    return caught.value.problems


@pytest.mark.parametrize(
    "plain,path,part",
    [
        ("a rule", "0", "nothing else"),
        (rule() | {"code": "import os"}, "0", "nothing else"),
        (rule(id=""), "0.id", "needs an id"),
        (rule(id="a b"), "0.id", "needs an id"),
        (rule(id=7), "0.id", "needs an id"),
        (rule(queue="nowhere"), "0.queue", "queue that exists"),
        (rule(queue=["main"]), "0.queue", "queue that exists"),
        (rule() | {"when": []}, "0.when", "default queue by itself"),
        (rule(*[COUNTRY] * 11), "0.when", "At most 10"),
        (rule(COUNTRY, "x"), "0.when.1", "a field, a comparison and values"),
        (rule(COUNTRY | {"or": 1}), "0.when.0", "a field, a comparison and values"),
        (rule(condition("__class__", "one_of", "x")), "0.when.0.field", "what the condition is"),
        (rule(condition("verdict", "at_least", 3)), "0.when.0.is", "cannot be compared"),
        (rule(condition("account", "unknown")), "0.when.0.is", "cannot be compared"),
        (rule(condition("verdict", "one_of")), "0.when.0.values", "at least one value"),
        (rule(condition("verdict", "one_of", "splendid")), "0.when.0.values", "“splendid” is no"),
        (rule(condition("verdict", "one_of", 3)), "0.when.0.values", "a text of 1 to 100"),
        (rule(condition("verdict", "unknown", "x")), "0.when.0.values", "takes no value"),
        (rule(COUNTRY | {"values": "ARE"}), "0.when.0.values", "Values are a list"),
        (rule(COUNTRY | {"values": ["Atlantis"]}), "0.when.0.values", "“Atlantis” is no country"),
        (rule(COUNTRY | {"values": ["ARE"] * 61}), "0.when.0.values", "At most 60"),
        (rule(condition("attempt", "at_most")), "0.when.0.values", "from 1 to 99"),
        (rule(condition("attempt", "at_most", 1, 2)), "0.when.0.values", "from 1 to 99"),
        (rule(condition("attempt", "at_most", True)), "0.when.0.values", "from 1 to 99"),
        (rule(condition("attempt", "at_most", 0)), "0.when.0.values", "from 1 to 99"),
        (rule(condition("fraud_score", "at_least", 101)), "0.when.0.values", "from 0 to 100"),
        (rule(condition("fraud_score", "at_least", "-1")), "0.when.0.values", "from 0 to 100"),
        (rule(condition("fraud_score", "at_least", float("nan"))), "0.when.0.values", "0 to 100"),
        (rule(condition("fraud_score", "at_least", "٣")), "0.when.0.values", "from 0 to 100"),
        (rule(condition("vpn", "is", "yes", "no")), "0.when.0.values", "yes or no"),
        (rule(condition("vpn", "is", "perhaps")), "0.when.0.values", "“perhaps” is no value"),
        (rule(condition("reference", "like", "***")), "0.when.0.values", "besides stars"),
        (rule(condition("reference", "begins", "a" * 101)), "0.when.0.values", "1 to 100"),
        (rule(condition("reference", "begins", "a\x00")), "0.when.0.values", "1 to 100"),
        (rule(condition("reference", "begins", " ")), "0.when.0.values", "1 to 100"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(plain: Any, path: str, part: str) -> None:
    found = problems(plain)
    assert [place for place, _sentence in found] == [path]
    assert part in found[0][1]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = problems(rule(id="", queue="x"), rule(), rule())
    assert [path for path, _sentence in found] == ["0.id", "0.queue", "2.id"]
    assert "same id" in found[-1][1]


@pytest.mark.parametrize("plain", [None, {}, "rules", 3])
def test_anything_but_a_list_is_refused(plain: object) -> None:
    with pytest.raises(RuleError, match="Rules are a list"):
        parse_rules(plain, queues=QUEUES)


def test_a_list_that_nobody_could_read_is_refused() -> None:
    rules = [rule(id=str(index)) for index in range(MOST_RULES + 1)]
    assert len(parse_rules(rules[:-1], queues=QUEUES)) == MOST_RULES
    assert problems(*rules)[0][1] == f"At most {MOST_RULES} rules."


@pytest.mark.parametrize(
    "written,wanted",
    [
        (condition("document_country", "one_of", "uae", "OM", "Oman"), ["ARE", "OMN"]),
        (condition("fraud_score", "at_least", "85"), ["85"]),
        (condition("fraud_score", "at_least", 85.0), ["85"]),
        (condition("fraud_score", "at_least", 0.5), ["0.5"]),
        (condition("language", "one_of", "AR", " ar "), ["ar"]),
        (condition("failed_rule", "none_of", "under_age", "a_new_one"), ["under_age", "a_new_one"]),
        (condition("reference", "like", "GULF-*"), ["GULF-*"]),
        (condition("verdict", "unknown"), []),
    ],
)
def test_values_are_kept_in_one_spelling(written: dict[str, Any], wanted: list[str]) -> None:
    (found,) = to_json(parse_rules([rule(written)], queues=QUEUES))
    assert found["when"] == [written | {"values": wanted}]


@st.composite
def plain_conditions(draw: st.DrawFn) -> dict[str, Any]:
    field = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    operator = draw(st.sampled_from(field.operators))
    if operator is Operator.UNKNOWN:
        return condition(field.code, operator.value)
    match field.kind:
        case Kind.NUMBER:
            number = draw(st.integers(int(field.least), int(field.most)))
            return condition(field.code, operator.value, number)
        case Kind.YES_NO:
            return condition(field.code, operator.value, draw(st.sampled_from(["yes", "no"])))
        case Kind.TEXT | Kind.SEEN:
            values = st.text("abcXYZ-_ 1ع*?", min_size=1, max_size=20).filter(
                lambda text: bool(text.strip(" *?"))
            )
        case _:
            values = st.sampled_from([value for value, _label in field.options()])
    chosen = draw(st.lists(values, min_size=1, max_size=4))
    return condition(field.code, operator.value, *chosen)


@st.composite
def plain_rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(st.lists(st.text("abc123-", min_size=1, max_size=6), unique=True, max_size=6))
    return [
        {
            "id": own_id,
            "queue": draw(st.sampled_from(sorted(QUEUES))),
            "when": draw(st.lists(plain_conditions(), min_size=1, max_size=4)),
        }
        for own_id in ids
    ]


@settings(max_examples=60, deadline=None)
@given(plain=plain_rules())
def test_what_the_page_can_build_is_taken_and_survives_its_plain_form(
    plain: list[dict[str, Any]],
) -> None:
    rules = parse_rules(plain, queues=QUEUES)
    assert [one.id for one in rules] == [one["id"] for one in plain]
    assert parse_rules(to_json(rules), queues=QUEUES) == rules


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "queue", "when", "field", "is", "values", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(plain=JUNK)
def test_junk_is_refused_and_breaks_nothing(plain: object) -> None:
    with suppress(RuleError):
        assert to_json(parse_rules(plain, queues=QUEUES)) == plain


def test_whether_a_field_is_asked_for_is_known_beforehand() -> None:
    rules = parse_rules([rule(condition("nationality", "unknown"))], queues=QUEUES)
    assert asks_for(rules, "nationality")
    assert not asks_for(rules, "reference")


def test_every_field_has_words_and_a_closed_one_has_choices() -> None:
    for code, field in FIELDS.items():
        assert field.code == code
        assert str(field.label)
        assert str(field.help).endswith(".")
        assert (field.kind in (Kind.CHOICE, Kind.YES_NO)) <= bool(field.choices)


def test_what_was_seen_is_offered_beside_what_is_known() -> None:
    offered = dict(FIELDS["failed_rule"].options({"failed_rule": ["a_new_one", "under_age"]}))
    assert offered["a_new_one"] == "a_new_one"
    assert offered["under_age"] == "Under age"
    assert dict(FIELDS["account"].options({"account": ["gulf"]})) == {"gulf": "gulf"}
    assert dict(FIELDS["document_country"].options())["OMN"] == "Oman"
