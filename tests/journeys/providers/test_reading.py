"""The tolerant readers: what each makes of odd spellings, and that a leaf has one home only."""

from __future__ import annotations

import json

import pytest

from journeys.providers.bodies import REDACTED, Node, parse_object
from journeys.providers.reading import (
    Draft,
    Reading,
    country_code,
    is_number,
    leaf_text,
    measure,
    read_day,
    read_moment,
    table,
)
from journeys.providers.results import Coded, Day, Leaf, Measured, Moment, Named

FRUIT = table({"Red Apple": "apple"})


def reading_of(value: object, *, secret: frozenset[tuple[str, int]] = frozenset()) -> Reading:
    return Reading(parse_object(json.dumps(value).encode("ascii")), secret=secret)


def draft_of(value: object) -> tuple[Draft, Node]:
    """A draft of the root and the member `v` that holds the value."""
    reading = reading_of({"v": value})
    node = reading.root.child("v")
    assert node is not None
    return reading.draft(reading.root), node


@pytest.mark.parametrize(
    "sent, code",
    [
        (True, "pass"),
        ("True", "pass"),
        ("true", "pass"),
        ("Passed", "pass"),
        ("PASS", "pass"),
        (False, "fail"),
        ("False", "fail"),
        ("Failed", "fail"),
        (None, "not_done"),
        ("", "not_done"),
        ("None", "not_done"),
        ("NA", "not_done"),
        ("n/a", "not_done"),
        ("Not Started", "not_done"),
        ("NotStarted", "not_done"),
        ("CouldNotApply", "not_done"),
        ("Undetermined", "uncertain"),
        ("Frobnicated", "unknown"),
        ("passed with warnings", "unknown"),
        ("yes", "unknown"),
        (1, "unknown"),
        (0, "unknown"),
        ({}, "unknown"),
        ([], "unknown"),
        ({"a": True}, "unknown"),
        (["Passed"], "unknown"),
    ],
)
def test_a_tri_state_is_read_in_every_spelling(sent: object, code: str) -> None:
    draft, node = draft_of(sent)
    assert draft.outcome(node).code == code


def test_a_missing_tri_state_was_not_done() -> None:
    draft, _ = draft_of(1)
    assert draft.outcome(None) == Coded("not_done", "")


@pytest.mark.parametrize(
    "sent, code", [("true", "fail"), (False, "pass"), (None, "not_done"), ("x", "unknown")]
)
def test_bad_news_is_turned_round_and_unknown_stays_unknown(sent: object, code: str) -> None:
    draft, node = draft_of(sent)
    assert draft.raised(node, "outcome").code == code


def test_a_word_keeps_its_own_spelling_beside_its_code() -> None:
    draft, node = draft_of("red_APPLE")
    assert draft.coded(node, "fruit", FRUIT) == Coded("apple", "red_APPLE")


def test_a_word_that_is_in_no_table_is_unknown() -> None:
    draft, node = draft_of("Pear")
    assert draft.coded(node, "fruit", FRUIT) == Coded("unknown", "Pear")


def test_nothing_is_the_code_for_missing_and_a_container_is_not_nothing() -> None:
    draft, null = draft_of(None)
    assert draft.coded(null, "fruit", FRUIT, missing="none") == Coded("none", "")
    assert draft.optional_coded(None, "fruit", FRUIT) is None
    draft, container = draft_of({"deep": "Red Apple"})
    assert draft.coded(container, "fruit", FRUIT, missing="none") == Coded("unknown", "")
    assert draft.optional_coded(container, "fruit", FRUIT) == Coded("unknown", "")
    assert draft.traced()["leaves"] == ()


@pytest.mark.parametrize(
    "raw, value",
    [
        ("0.99", 0.99),
        ("99.00%", 99.0),
        (" 7 % ", 7.0),
        ("-1e2", -100.0),
        (".5", 0.5),
        ("NA", None),
        ("", None),
        (".", None),
        ("1e400", None),
        ("NaN", None),
        ("Infinity", None),
        ("0 99", None),
        ("٣", None),
        ("1" * 400, None),
    ],
)
def test_a_number_is_read_or_left_as_text(raw: str, value: float | None) -> None:
    assert measure(raw) == Measured(value, raw)


@pytest.mark.parametrize(
    "raw, value, is_naive",
    [
        ("1721540198041", "2024-07-21T05:36:38.041000Z", False),
        ("2024-07-21T05:56:38.041Z", "2024-07-21T05:56:38.041000Z", False),
        ("2023-01-26T08:12:00.962462", "2023-01-26T08:12:00.962462Z", True),
        ("2025-03-02T11:04:10+04:00", "2025-03-02T07:04:10Z", False),
        ("2025-03-02 11:04:10", "2025-03-02T11:04:10Z", True),
        ("2025-02-30T00:00:00", None, False),
        ("0001-01-01T00:00:00+14:00", None, False),
        ("9999999999999999", None, False),
        ("2025-03-02", None, False),
        ("yesterday", None, False),
        ("", None, False),
    ],
)
def test_a_moment_is_utc_and_a_missing_zone_is_said(
    raw: str, value: str | None, is_naive: bool
) -> None:
    assert read_moment(raw) == Moment(value, raw, is_naive)


@pytest.mark.parametrize(
    "raw, value, precision",
    [
        ("31/12/1990", "1990-12-31", "day"),
        ("1-2-1990", "1990-02-01", "day"),
        ("01.02.1990", "1990-02-01", "day"),
        ("1990-02-01", "1990-02-01", "day"),
        ("1990-02-01T00:00:00Z", "1990-02-01", "day"),
        ("1990-02", "1990-02", "month"),
        ("1990", "1990", "year"),
        ("12/31/1990", None, ""),
        ("30/02/1990", None, ""),
        ("1990-13", None, ""),
        ("0000", None, ""),
        ("NA", None, ""),
        ("", None, ""),
    ],
)
def test_a_day_is_never_read_as_month_first(raw: str, value: str | None, precision: str) -> None:
    assert read_day(raw) == Day(value, raw, precision)


@pytest.mark.parametrize(
    "text, code",
    [
        ("us", "USA"),
        ("IN", "IND"),
        ("ind", "IND"),
        ("United Arab Emirates", "ARE"),
        ("are", "ARE"),
        ("D", "DEU"),
        ("UTO", "UTO"),
        ("Elbonia", ""),
        ("", ""),
        ("x" * 100, ""),
    ],
)
def test_a_country_is_alpha_3_whatever_was_sent(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    "sent, texts",
    [
        (["AE", "DE"], ("AE", "DE")),
        ("AE, DE", ("AE", "DE")),
        ("AE", ("AE",)),
        ([1986, None, ""], ("1986",)),
        ([], ()),
        ({}, ()),
        (None, ()),
        ("", ()),
    ],
)
def test_a_list_may_be_one_text(sent: object, texts: tuple[str, ...]) -> None:
    draft, node = draft_of(sent)
    assert draft.texts(node, "things", split=",") == texts
    assert len(draft.traced()["leaves"]) == len(list(node.leaves()))


def test_a_leaf_has_one_home_only() -> None:
    draft, node = draft_of("x")
    assert draft.text(node, "first") == "x"
    assert draft.text(node, "second") == ""
    assert draft.traced()["leaves"] == (Leaf("/v", 1, "first"),)


def test_what_nobody_takes_is_unmapped_with_its_spelling() -> None:
    reading = reading_of({"a": 1.0, "b": {"c": "x", "d": []}})
    reading.draft(reading.root).text(reading.root.child("a"), "a")
    assert [(leaf.pointer, leaf.json_text) for leaf in reading.unmapped()] == [
        ("/b/c", '"x"'),
        ("/b/d", "[]"),
    ]


def test_a_secret_is_a_mark_everywhere_but_in_a_locator() -> None:
    body = {"a": "hush", "b": "hush", "c": {"d": "hush"}, "e": "hush"}
    secret = frozenset({("/a", 1), ("/b", 1), ("/c/d", 1), ("/e", 1)})
    reading = reading_of(body, secret=secret)
    draft = reading.draft(reading.root)
    assert draft.text(reading.root.child("a"), "a") == REDACTED
    assert draft.particular(reading.root.child("c"), "c") == REDACTED
    assert [leaf.json_text for leaf in reading.unmapped()] == [f'"{REDACTED}"'] * 2
    assert draft.locator(reading.root.child("b")) == "hush"


def test_a_subtree_is_kept_as_its_text_and_claims_every_leaf() -> None:
    draft, node = draft_of({"a": [1.5, None], "b": "x"})
    assert draft.particular(node, "odds") == '{"a": [1.5, null], "b": "x"}'
    assert draft.traced()["particulars"] == (Named("odds", '{"a": [1.5, null], "b": "x"}'),)
    assert {leaf.attribute for leaf in draft.traced()["leaves"]} == {"odds"}
    assert len(draft.traced()["leaves"]) == 3


def test_free_leaves_are_those_that_nobody_took() -> None:
    draft, node = draft_of({"b": 1, "a": 2})
    draft.text(node.child("b"), "b")
    assert [leaf.pointer for leaf in draft.free_leaves(node)] == ["/v/a"]


def test_an_object_where_a_text_is_expected_is_left_unmapped() -> None:
    draft, node = draft_of({"deep": "x"})
    assert draft.text(node, "text") == ""
    assert draft.locator(node) == ""
    assert draft.measured(node, "score") is None
    assert draft.moment(node, "at") is None
    assert draft.day(node, "on") is None
    assert draft.traced()["leaves"] == ()


def test_a_missing_node_is_nothing() -> None:
    draft, _ = draft_of(1)
    assert draft.text(None, "a") == ""
    assert draft.keep(None, "a") == ""
    assert draft.particular(None, "a") == ""
    assert draft.texts(None, "a") == ()
    assert draft.traced()["particulars"] == ()


def test_the_text_of_a_leaf_is_plain() -> None:
    root = parse_object(b'{"a": true, "b": null, "c": {}, "d": [], "e": 1.0, "f": "x"}')
    assert [leaf_text(leaf) for leaf in root.leaves()] == ["true", None, "{}", "[]", "1.0", "x"]
    assert [is_number(leaf) for leaf in root.leaves()] == [False] * 4 + [True, False]
