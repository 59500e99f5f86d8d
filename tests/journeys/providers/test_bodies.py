"""The tree of a body loses nothing, and an unreadable body is refused with a sentence."""

from __future__ import annotations

import json

import pytest

from journeys.providers.bodies import (
    MAX_DEPTH,
    MAX_LEAVES,
    Spelled,
    Unreadable,
    clean,
    json_text,
    parse,
    parse_object,
    plain_key,
    subtree_text,
)


def leaves(raw: bytes) -> list[tuple[str, int, str]]:
    return [(leaf.pointer, leaf.occurrence, json_text(leaf)) for leaf in parse(raw).leaves()]


def refusal(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        parse_object(raw)
    return caught.value.sentence


def test_every_kind_of_leaf_is_kept_with_its_pointer() -> None:
    raw = b'{"a": null, "b": [true, "x", {"c": ""}], "d": {}, "e": [], "f": 1}'
    assert leaves(raw) == [
        ("/a", 1, "null"),
        ("/b/0", 1, "true"),
        ("/b/1", 1, '"x"'),
        ("/b/2/c", 1, '""'),
        ("/d", 1, "{}"),
        ("/e", 1, "[]"),
        ("/f", 1, "1"),
    ]


@pytest.mark.parametrize(
    "number", ["1", "-0", "1.50", "1e400", "1E-7", "123456789012345678901234567890", "NaN"]
)
def test_a_number_keeps_its_spelling(number: str) -> None:
    root = parse(f'{{"n": {number}}}'.encode())
    leaf = root.child("n")
    assert leaf is not None
    assert isinstance(leaf.value, Spelled)
    assert json_text(leaf) == number


def test_a_number_longer_than_python_will_read_is_kept() -> None:
    digits = "9" * 10_000
    assert leaves(f'{{"n": {digits}}}'.encode()) == [("/n", 1, digits)]


def test_a_text_of_digits_is_no_number() -> None:
    leaf = parse(b'{"n": "12"}').child("n")
    assert leaf is not None
    assert not isinstance(leaf.value, Spelled)


def test_a_repeated_key_is_kept_and_numbered() -> None:
    raw = b'{"a": 1, "b": {"x": 1}, "a": 2, "b": {"x": 2, "y": 3}, "a": {}}'
    assert leaves(raw) == [
        ("/a", 1, "1"),
        ("/b/x", 1, "1"),
        ("/a", 2, "2"),
        ("/b/x", 2, "2"),
        ("/b/y", 1, "3"),
        ("/a", 3, "{}"),
    ]


def test_a_list_and_an_object_under_one_key_do_not_share_a_leaf() -> None:
    assert leaves(b'{"a": ["x"], "a": {"0": "y"}}') == [("/a/0", 1, '"x"'), ("/a/0", 2, '"y"')]


def test_slashes_and_tildes_in_keys_are_escaped() -> None:
    assert leaves(b'{"a/b": {"~c": 1}}') == [("/a~1b/~0c", 1, "1")]


def test_a_key_that_cannot_be_stored_becomes_visible_in_the_pointer() -> None:
    raw = b'{"\\u0000": 1, "\\ud800": 2, "\\\\ud800": 3}'
    assert leaves(raw) == [("/\u2400", 1, "1"), ("/\\ud800", 1, "2"), ("/\\ud800", 2, "3")]


def test_a_subtree_is_written_as_it_came() -> None:
    text = '{"a": 1.50, "a": [true, null, {}, []], "b": "\\u0000"}'
    assert subtree_text(parse(text.encode())) == text


def test_a_member_is_found_in_any_spelling_and_the_last_one_wins() -> None:
    root = parse_object(b'{"Front_Id-Check": 1, " frontIDCheck": 2, "other": {"x": 3}}')
    found = root.child("frontIdCheck")
    assert found is not None
    assert found.value == "2"
    assert [node.value for node in root.children("frontidcheck")] == ["1", "2"]
    assert root.child("missing", "OTHER") is root.child("other")
    assert root.child("missing") is None
    deep = root.at("other", "x")
    assert deep is not None
    assert deep.value == "3"
    assert root.at("missing", "x") is None
    assert root.at("other", "y") is None


def test_a_plain_key_has_no_case_and_no_separators() -> None:
    assert {plain_key(key) for key in ("_id", " id", "ID", "i-d")} == {"id"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_every_encoding_of_json_is_read(encoding: str) -> None:
    assert leaves('{"naïve": "ميرا"}'.encode(encoding)) == [
        ("/naïve", 1, json.dumps("ميرا")),
    ]


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!DOCTYPE html><p>Down</p>", "web page"),
        (b"<html>", "web page"),
        (b'{"a": 1', "not valid JSON"),
        (b'{"a": 1}}', "not valid JSON"),
        (b'{"a": 1,}', "not valid JSON"),
        (b'{"a": "\x01"}', "not valid JSON"),
        (b'{"a": "\xff"}', "encoding"),
        (b"[]", "a list"),
        (b"[1]", "a list"),
        (b"{}", "an empty object"),
        (b'"text"', "a bare value"),
        (b"null", "a bare value"),
        (b"12", "a bare value"),
    ],
)
def test_a_body_that_is_no_object_is_refused_in_words(raw: bytes, words: str) -> None:
    assert words in refusal(raw)


def test_a_broken_body_says_where_it_breaks() -> None:
    assert "line 2, column 6" in refusal(b'{"a": 1,\n "b" 2}')


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_a_body_that_is_nested_too_deep_is_refused(opening: bytes) -> None:
    assert "nested" in refusal(opening * 100_000)


def test_the_deepest_body_that_is_allowed_is_read() -> None:
    raw = b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH
    assert len(leaves(raw)) == 1
    assert "nested" in refusal(b'{"a":' + raw + b"}")


def test_brackets_inside_a_text_are_not_counted() -> None:
    assert len(leaves(json.dumps({"a": "[{" * 1000 + '"[\\'}).encode())) == 1


def test_a_body_with_too_many_values_is_refused() -> None:
    assert len(leaves(b'{"a":[' + b"0," * (MAX_LEAVES - 1) + b"0]}")) == MAX_LEAVES
    assert "values" in refusal(b'{"a":[' + b"0," * MAX_LEAVES + b"0]}")
    assert "values" in refusal(b'{"a":[' + b"0," * 2_000_000 + b"0]}")


def test_long_names_above_many_values_do_not_fill_the_memory() -> None:
    body = b'{"' + b"k" * 1_000_000 + b'": [' + b"0," * 50_000 + b"0]}"
    assert "names too long" in refusal(body)


def test_a_body_that_ends_inside_a_text_full_of_quotes_is_refused_at_once() -> None:
    # With a backtracking expression this takes hours, which the suite's time limit shows.
    assert "not valid JSON" in refusal(b'{"a": "' + b'\\"' * 2_000_000)
    assert "not valid JSON" in refusal(b'{"a": "' + b'\\"' * 2_000_000 + b"\\")


def test_cleaned_text_can_be_stored_anywhere() -> None:
    assert clean("a\x00b\ud800c") == "a\u2400b\\ud800c"
    assert clean("ميرا 😀") == "ميرا 😀"
