"""Journeys that the client's own system announces: with a token, or as files in a folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from journeys import expecting
from journeys.expecting import read_watched_folders
from journeys.models import Account, Expected
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from tests.databases import Database
from tests.journeys.accounts_for_tests import Answered, announce, entries, make_account
from tests.threads import at_once

DAY = timedelta(hours=24)


def error_of(answer: Answered) -> str:
    return str(json.loads(answer.content)["error"])


@pytest.mark.both_databases
def test_one_journey_is_announced_as_an_object(token: str) -> None:
    sent = {"id": "J-1", "reference": "canary-reference", "started_at": "2024-11-01T09:00:00+01:00"}
    answer = announce(token, sent)
    assert (answer.status_code, json.loads(answer.content)) == (202, {"announced": 1})
    row = Expected.objects.get()
    assert (row.provider_id, row.state, row.source) == ("J-1", "open", "api")
    assert row.started_at == datetime(2024, 11, 1, 8, tzinfo=UTC)
    assert row.fetch_after == row.started_at + DAY
    assert len(row.reference_hash) == 64
    told = entries(Event.EXPECTED_RECEIVED)[0]
    assert (told.system, json.loads(told.data)) == ("expected", {"count": 1, "source": "api"})
    assert not Job.objects.exists()


@pytest.mark.both_databases
def test_a_list_is_announced_and_what_is_known_is_left_as_it_is(token: str) -> None:
    announce(token, {"id": "a", "started_at": "2024-11-01T09:00:00Z"})
    before = Expected.objects.get()
    answer = announce(
        token,
        [{"id": "a", "started_at": "2024-11-05T09:00:00Z"}, {"id": "b"}, {"journey_id": "c"},
         {"id": "b", "reference": None}, {"id": 4711}],
    )  # fmt: skip
    assert (answer.status_code, json.loads(answer.content)) == (202, {"announced": 3})
    assert set(Expected.objects.values_list("provider_id", flat=True)) == {"a", "b", "c", "4711"}
    assert Expected.objects.get(provider_id="a").fetch_after == before.fetch_after


def test_without_a_start_it_is_taken_to_have_begun_now(token: str) -> None:
    before = timezone.now()
    announce(token, {"id": "a"})
    assert before <= Expected.objects.get().started_at <= timezone.now()


@pytest.mark.both_databases
def test_the_same_list_twice_at_once_is_announced_once(token: str) -> None:
    sent = [{"id": f"j-{number}"} for number in range(20)]
    answers = at_once(3, lambda number: announce(token, sent).status_code)
    assert answers == [202] * 3
    assert Expected.objects.count() == 20


@pytest.mark.parametrize("sent", ["", "wrong", "{token}x", "Basic {token}"])
def test_without_the_token_nothing_is_announced(token: str, sent: str) -> None:
    answer = announce(sent.format(token=token), {"id": "a"})
    assert answer.status_code == 401
    assert error_of(answer) == "The account token is missing or wrong."
    assert Client().post("/api/expected", data=b"{}", content_type="text/plain").status_code == 401
    assert not Expected.objects.exists()


def test_the_token_of_an_inactive_account_opens_nothing(token: str, signzy: Account) -> None:
    Account.objects.update(is_active=False)
    assert announce(token, {"id": "a"}).status_code == 401


def test_a_token_belongs_to_one_account(token: str) -> None:
    _, shown = make_account("signzy", slug="other")
    announce(shown.expected_token, {"id": "a"})
    announce(token, {"id": "a"})
    assert Expected.objects.count() == 2
    assert set(Expected.objects.values_list("account__slug", flat=True)) == {"signzy", "other"}


@pytest.mark.parametrize(
    "body, sentence",
    [
        (b"{", "The body must be JSON: id, reference, started_at."),
        (b"\xff", "The body must be JSON: id, reference, started_at."),
        (b"[" * 100_000, "The body must be JSON: id, reference, started_at."),
        ([], "Send between 1 and 5,000 journeys at once."),
        ([{"id": str(number)} for number in range(5_001)], "Send between 1 and 5,000 journeys"),
        ("J-1", "Journey 1: Each journey must be an object with id, reference, started_at."),
        ([{"id": "a"}, 7], "Journey 2: Each journey must be an object"),
        ([{"id": "a"}, {"reference": "x"}], "Journey 2: An id is empty."),
        ({"id": "x" * 256}, "Journey 1: An id is longer than 255 characters."),
        ({"id": "a\u0000b"}, "Journey 1: An id holds control characters."),
        ({"id": "a\ud800"}, "Journey 1: An id holds control characters."),
        ({"id": {"a": 1}}, "Journey 1: id must be a text."),
        ({"id": True}, "Journey 1: id must be a text."),
        ({"id": "a", "reference": ["x"]}, "Journey 1: reference must be a text."),
        ({"id": "a", "started_at": "yesterday"}, "Journey 1: started_at must be a time such as"),
        ({"id": "a", "started_at": "2026-13-45T00:00:00Z"}, "started_at must be a time such as"),
        ({"id": "a", "started_at": "9999-12-31T23:59:59Z"}, "more than a year ahead"),
    ],
)
def test_what_cannot_be_announced_gets_a_sentence_and_nothing_of_it_is_kept(
    token: str, body: Any, sentence: str
) -> None:
    answer = announce(token, body)
    assert answer.status_code == 400
    assert sentence in error_of(answer)
    assert not Expected.objects.exists()


def test_a_body_that_is_too_large_gets_a_sentence(token: str) -> None:
    answer = announce(token, b'{"id":"' + b"x" * (2 * 1024 * 1024) + b'"}')
    assert (answer.status_code, error_of(answer)) == (
        413, "The body is larger than 2 MiB; split it.",
    )  # fmt: skip


@pytest.mark.both_databases
def test_odd_references_are_taken_and_never_stand_in_clear(token: str) -> None:
    announce(token, {"id": "a", "reference": "\u0000\ud800 canary " + "x" * 400})
    assert Expected.objects.get().reference_hash != ""
    assert Client().get("/api/expected").status_code == 405


# --- by file ---------------------------------------------------------------------------------


@pytest.fixture
def folder(signzy: Account, database: Database) -> Path:
    folder = database.data_dir / "expected" / signzy.slug
    folder.mkdir(parents=True)
    return folder


def test_a_file_is_read_once_and_renamed(folder: Path) -> None:
    file = folder / "monday.csv"
    file.write_text(
        '\ufeffID,reference,started_at\nJ-1,REF,2024-11-01T09:00:00Z\n\n"J-2"\nJ-3,,\n', "utf-8"
    )
    assert read_watched_folders() == 3
    assert [path.name for path in folder.iterdir()] == ["monday.csv.done"]
    assert read_watched_folders() == 0
    assert set(Expected.objects.values_list("provider_id", "source")) == {
        ("J-1", "csv"), ("J-2", "csv"), ("J-3", "csv"),
    }  # fmt: skip
    row = Expected.objects.get(provider_id="J-1")
    assert row.fetch_after == datetime(2024, 11, 2, 9, tzinfo=UTC)
    assert json.loads(entries(Event.EXPECTED_RECEIVED)[0].data) == {"count": 3, "source": "csv"}


def test_a_file_without_a_heading_is_read_from_its_first_line(folder: Path) -> None:
    (folder / "a.csv").write_text("J-1\nID\n", "utf-8")
    assert read_watched_folders() == 2


@pytest.mark.parametrize(
    "content, why",
    [
        (b"J-1\nJ-2,,never\n", "Journey 2: started_at must be a time"),
        (b"J-1\n,REF\n", "Journey 2: An id is empty."),
        (b"\xff\xfe\x00", "it is not a readable CSV file"),
        (b"J-1\n" + b"x" * 300, "Journey 2: An id is longer than 255 characters."),
        (b'"' + b"x" * 140_000, "it is not a readable CSV file"),
    ],
    ids=["bad-time", "no-id", "binary", "long-id", "long-field"],
)
def test_a_bad_file_is_refused_as_a_whole_with_a_sentence(
    folder: Path, caplog: pytest.LogCaptureFixture, content: bytes, why: str
) -> None:
    (folder / "bad.csv").write_bytes(content)
    (folder / "good.csv").write_text("J-9\n", "utf-8")
    assert read_watched_folders() == 1
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["bad.csv.refused", "good.csv.done"]
    assert f"bad.csv was refused: {why}" in caplog.text
    assert Expected.objects.get().provider_id == "J-9"


def test_a_file_with_more_rows_than_one_call_takes_is_read_whole(folder: Path) -> None:
    rows = [f"J-{number},REF" for number in range(expecting.MOST_ROWS + 3)]
    (folder / "large.csv").write_text("\n".join(rows), "utf-8")
    assert read_watched_folders() == len(rows)
    assert Expected.objects.count() == len(rows)


def test_only_the_folders_of_active_accounts_are_watched(folder: Path) -> None:
    (folder / "a.csv").write_text("J-1\n", "utf-8")
    (folder / "notes.txt").write_text("J-2\n", "utf-8")
    stranger = folder.parent / "nobody"
    stranger.mkdir()
    (stranger / "a.csv").write_text("J-3\n", "utf-8")
    Account.objects.update(is_active=False)
    assert read_watched_folders() == 0
    Account.objects.update(is_active=True)
    assert read_watched_folders() == 1
    assert (folder / "notes.txt").exists()
    assert (stranger / "a.csv").exists()
