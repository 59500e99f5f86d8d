"""`show_journey --json`: every leaf that was sent, its home, and no secret; read independently."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.models import Account
from journeys.sandbox.journey import journey as sandbox_journey
from journeys.sandbox.outcomes import outcomes_of
from journeys.showing import as_json
from tests.databases import Database
from tests.journeys.accounts_for_tests import body_of, changed, make_account, saved
from tests.journeys.leaves_for_tests import (
    REDACTED,
    Members,
    Number,
    assert_it_shows,
    leaves,
    listed,
    member,
    parsed,
)

PROVIDERS = ("idwise", "signzy")
SAMPLES = sorted((Path(__file__).parent / "providers" / "payloads").glob("*/document_sample.json"))


def shown(account: Account, provider_id: str) -> str:
    printed = StringIO()
    call_command("show_journey", account.slug, provider_id, "--json", stdout=printed)
    return printed.getvalue()


def assert_no_secret_stands_in(text: str, body: bytes) -> None:
    for (path, _), value in leaves(body).items():
        key = path.rsplit("/", 1)[-1].lower()
        is_named = key in ("authkeyforcallback", "callbackurl") and value
        is_file = isinstance(value, str) and "/download/" in value
        if is_named or is_file:
            assert json.dumps(value)[1:-1] not in text, path


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_leaf_of_every_outcome_is_listed_once_with_its_value(
    database: Database, provider: str
) -> None:
    account, _ = make_account(provider)
    outcomes = outcomes_of(provider)
    homes: set[str] = set()
    for index, outcome in enumerate(outcomes):
        made = sandbox_journey(
            provider, seed=3, index=index, outcome=outcome.name, pictures="small"
        )
        saved(account, made.body, made.journey_id)
        text = shown(account, made.journey_id)
        homes |= set(assert_it_shows(made.body, text).values())
        assert_no_secret_stands_in(text, made.body)
        if provider == "signzy":
            assert not [locator for locator in made.media if locator in text], outcome.name
    assert len(outcomes) > 50
    assert len(homes) > 80


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.parent.name for path in SAMPLES])
def test_every_leaf_of_a_documents_sample_is_listed_and_has_a_home(
    database: Database, sample: Path
) -> None:
    account, _ = make_account(sample.parent.name)
    body = sample.read_bytes()
    saved(account, body)
    text = shown(account, "the-journey")
    homes = assert_it_shows(body, text)
    assert_no_secret_stands_in(text, body)
    assert member(parsed(text), "unmapped") == []
    assert set(homes) == set(leaves(body))


def test_both_documents_have_a_sample() -> None:
    assert [path.parent.name for path in SAMPLES] == list(PROVIDERS)


def test_the_head_says_what_the_newest_snapshot_is(signzy: Account) -> None:
    first = body_of("signzy", "clean_pass")
    saved(signzy, first)
    saved(signzy, changed(first, lambda said: said.update(updatedAt="2026-11-02T00:00:00Z")))
    told = dict(member(parsed(shown(signzy, "the-journey")), "journey"))
    assert (told["account"], told["provider"], told["id"]) == ("signzy", "signzy", "the-journey")
    assert (told["snapshot"], told["snapshots"]) == ("2", "2")
    assert (told["state"], told["verdict"], told["lifecycle"]) == ("read", "pass", "completed")


def test_the_newest_snapshot_is_shown_even_where_it_says_deleted(signzy: Account) -> None:
    saved(signzy, body_of("signzy", "clean_pass"))
    deleted = body_of("signzy", "deleted")
    saved(signzy, deleted)
    text = shown(signzy, "the-journey")
    assert dict(member(parsed(text), "journey"))["state"] == "deleted"
    assert_it_shows(deleted, text)


def test_media_are_listed_by_place_and_state_without_their_addresses(signzy: Account) -> None:
    body = body_of("signzy", "clean_pass")
    saved(signzy, body)
    media = [dict(item) for item in member(parsed(shown(signzy, "the-journey")), "media")]
    front = next(item for item in media if item["kind"] == "doc_front")
    assert front["path"] == "/capturedData/images/frontDoc"
    assert (front["state"], front["sha256"], front["step"]) == ("waiting", None, "document")
    assert not any("http" in json.dumps(item) for item in media)


ODD = b"""{"journey_id":"1","reference_number":"a\\u0000b","step":"\\ud800","a/b":{"~c":1.10},
"":{"":""},"empty":[{},[],null,""],"numbers":[-0.0,1E5,1e400,-1e-400,NaN,Infinity,-Infinity,
1.10,100000000000000000000000000000000001,0],"twice":{"x":1},"twice":{"x":"1","y":true},
"twice":[],"NUL\\u0000key":1,"NUL\\u2400key":2,"\\udfffkey":3,"\\\\udfffkey":4,
"documents":{"0":{"extracted_fields":{"\\u0000\\ud800":{"value":"\\ud83d","source":"MRZ"},
"First Name":{"value":"A"},"First Name":{"value":"B"}}}},"documents":null,"journey_id":"2",
"rule_results":{"\\u0000rule\\ud800":{"name":"\\u0000","result":"Failed","details":[]}}}"""


@pytest.mark.both_databases
@pytest.mark.parametrize("provider", PROVIDERS)
def test_odd_text_odd_numbers_and_repeated_keys_are_listed_as_they_are(
    database: Database, provider: str
) -> None:
    account, _ = make_account(provider)
    saved(account, ODD)
    text = shown(account, "the-journey")
    assert_it_shows(ODD, text)
    assert text.isascii()
    values, _homes = listed(text)
    assert values["/numbers/7", 1] == Number("1.10")
    assert values["/numbers/2", 1] == Number("1e400")
    assert values["/numbers/0", 1] == Number("-0.0")
    assert values["/a~1b/~0c", 1] == Number("1.10")
    assert (values["//", 1], values["/twice/x", 1], values["/twice/x", 2]) == ("", "1", "1")
    assert isinstance(values["/twice/x", 1], Number)
    assert values["/twice", 1] == []
    assert (values["/NUL\x00key", 1], values["/NUL␀key", 1]) == ("1", "2")
    assert (values["/\udfffkey", 1], values["/\\udfffkey", 1]) == ("3", "4")
    assert [values["/journey_id", place] for place in (1, 2)] == ["1", "2"]
    assert values["/empty/0", 1] == Members()


def test_what_json_cannot_hold_as_such_is_its_text_and_says_so(idwise: Account) -> None:
    saved(idwise, b'{"a":NaN,"b":"\\ud800","c":1e400,"d":"\\u0000"}')
    rows = {row["path"]: row for row in json.loads(shown(idwise, "the-journey"))["unmapped"]}
    assert (rows["/a"]["value"], rows["/a"]["encoding"]) == ("NaN", "json")
    assert (rows["/b"]["value"], rows["/b"]["encoding"]) == ('"\\ud800"', "json")
    assert "encoding" not in rows["/c"]
    assert rows["/d"] == {"path": "/d", "occurrence": 1, "value": "\x00"}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_nest_as_deep_as_is_allowed_is_listed(database: Database, provider: str) -> None:
    account, _ = make_account(provider)
    body = b'{"a":' * 99 + b"[1.0]" + b"}" * 99
    saved(account, body)
    assert_it_shows(body, shown(account, "the-journey"))


def test_an_unreadable_answer_is_shown_with_its_reason(idwise: Account) -> None:
    saved(idwise, b"<html>Bad gateway</html>")
    tree = json.loads(shown(idwise, "the-journey"))
    assert tree["journey"]["state"] == "unreadable"
    assert tree["values"] == []
    assert "web page" in tree["unmapped"][0]["value"]


def test_secrets_in_unexpected_places_are_marked_too(signzy: Account) -> None:
    address = "https://persist.signzy.tech/api/files/1/download/canary.jpeg"
    body = json.dumps(
        {
            "journeyId": "1",
            "surprise": {"deep": [address], "accessToken": "canary-token"},
            "processingConfig": {"authKeyForCallback": "canary-key", "callbackUrl": "canary-url"},
        }
    ).encode()
    saved(signzy, body)
    text = shown(signzy, "the-journey")
    assert_it_shows(body, text)
    assert "canary" not in text
    assert "canary" not in as_plain_text(signzy)


def as_plain_text(account: Account) -> str:
    printed = StringIO()
    call_command("show_journey", account.slug, "the-journey", stdout=printed)
    return printed.getvalue()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_text_for_reading_can_be_printed_whatever_was_sent(
    database: Database, provider: str
) -> None:
    account, _ = make_account(provider)
    for number, body in enumerate((ODD, body_of(provider, "clean_pass")), start=1):
        saved(account, body)
        text = as_plain_text(account)
        assert text.encode("utf-8")
        assert f"snapshot {number} of {number}" in text
        assert "\x00" not in text


def test_an_id_that_nobody_imported_is_said(idwise: Account) -> None:
    with pytest.raises(CommandError, match="knows no journey with that id"):
        call_command("show_journey", "idwise", "never-seen")


# --- whatever a body becomes on its way ---------------------------------------------------------

odd_words = st.sampled_from(
    ["", " ", "\x00", "\ud800", "a/~b", "NA", "True", REDACTED, "https://127.0.0.1/x?token=1"]
)
raw_numbers = st.sampled_from(["1e400", "-0.0", "1.10", "NaN", "-Infinity", "9" * 60, "1E5"])


class Raw(str):
    """JSON that Python's encoder cannot write."""


@st.composite
def mutated(draw: st.DrawFn, base: Any) -> bytes:
    """A payload with a few of its leaves and keys exchanged, repeated or taken away."""
    tree = base
    for _ in range(draw(st.integers(1, 12))):
        tree = _mutate(tree, draw)
    return encoded(tree).encode("utf-8")


def _mutate(tree: Any, draw: st.DrawFn) -> Any:
    """One change somewhere below; what is not on the way stays the same object."""
    if not isinstance(tree, list) or not tree or draw(st.integers(0, 7)) == 0:
        return draw(
            odd_words
            | raw_numbers.map(Raw)
            | st.sampled_from([None, True, [], Members(), [[], Members()]])
            | st.just(Members([("value", "x"), ("value", None)]))
        )
    place = draw(st.integers(0, len(tree) - 1))
    if not isinstance(tree, Members):
        return [*tree[:place], _mutate(tree[place], draw), *tree[place + 1 :]]
    key, value = tree[place]
    match draw(st.integers(0, 5)):
        case 0:
            new = [(draw(odd_words), value)]
        case 1:
            new = [(key, value), (key, _mutate(value, draw))]
        case 2:
            new = []
        case _:
            new = [(key, _mutate(value, draw))]
    return Members([*tree[:place], *new, *tree[place + 1 :]])


def encoded(value: Any) -> str:
    if isinstance(value, Members):
        return "{" + ",".join(f"{json.dumps(key)}:{encoded(item)}" for key, item in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(encoded(item) for item in value) + "]"
    return str(value) if isinstance(value, Number | Raw) else json.dumps(value)


BASES = [
    (provider, parsed(body_of(provider, outcome)))
    for provider, outcome in (
        ("idwise", "aml_many"),
        ("idwise", "uae_government"),
        ("signzy", "registry_mismatch"),
        ("signzy", "two_documents"),
    )
]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_mutated_payload_is_saved_and_shown_whole(
    idwise: Account, signzy: Account, data: st.DataObject
) -> None:
    provider, base = data.draw(st.sampled_from(BASES))
    body = data.draw(mutated(base))
    done = saved(idwise if provider == "idwise" else signzy, body)
    text = as_json(done.journey)
    if done.snapshot.state == "unreadable":
        assert not isinstance(parsed(body), Members) or not parsed(body)
        return
    assert done.snapshot.state in ("read", "deleted")
    assert_it_shows(body, text)
