"""`manage.py import_journey`: in the foreground, without a broker, and honest about what failed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from journeys.models import Account, Blob, ImportBatch, Journey, Locator, Snapshot
from journeys.sandbox.idwise_endpoints import KEY, SECRET
from journeys.sandbox.server import Sandbox
from kycreview.jobs import lanes
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from tests.databases import ROOT, Database
from tests.journeys.accounts_for_tests import (
    account_at,
    entries,
    fetch_job,
    journey_of,
    make_account,
)

pytestmark = pytest.mark.usefixtures("no_backoff")


@pytest.fixture
def stand_in() -> Iterator[Sandbox]:
    outcomes = [("idwise", "clean_pass"), ("idwise", "incomplete"), ("signzy", "face_mismatch")]
    with Sandbox(outcomes=outcomes, pictures="small") as running:
        yield running


@pytest.fixture
def account(database: Database, stand_in: Sandbox) -> Account:
    return account_at(stand_in, "idwise")


@pytest.fixture
def ids(stand_in: Sandbox) -> list[str]:
    return [each["id"] for each in stand_in.journeys() if each["provider"] == "idwise"]


def run(*words: str, patience: float = 30) -> tuple[str, str]:
    """Run the command; what it printed and what it complained of. Raises CommandError."""
    out, complaints = io.StringIO(), io.StringIO()
    try:
        call_command(
            "import_journey", *words, f"--patience={patience}", stdout=out, stderr=complaints
        )
    except CommandError as error:
        error.args = (f"{error}\n{out.getvalue()}{complaints.getvalue()}",)
        raise
    return out.getvalue(), complaints.getvalue()


def refusal(*words: str, patience: float = 0) -> str:
    with pytest.raises(CommandError) as told:
        run(*words, patience=patience)
    return str(told.value)


def asked_for(stand_in: Sandbox, part: str) -> int:
    return sum(times for path, times in stand_in.served().items() if part in path)


# --- what works ------------------------------------------------------------------------------


def test_journeys_come_in_with_their_media_and_a_progress_bar(
    account: Account, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    printed, complaints = run("idwise", *ids)
    assert (printed, complaints) == ("2 of 2 journeys came in.\n", "")
    assert "2/2" in capsys.readouterr().err
    assert set(Journey.objects.values_list("provider_id", flat=True)) == set(ids)
    assert set(Locator.objects.values_list("state", flat=True)) == {"stored"}
    assert Blob.objects.count() > 5
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    snapshot = journey_of(account, ids[0]).snapshots.get()
    assert (snapshot.how, snapshot.state) == ("command", "read")
    assert snapshot.evidence_digest != ""
    told = entries(Event.IMPORT_REQUESTED)[0]
    assert (told.system, json.loads(told.data)) == ("command", {"ids": 2, "how": "command"})
    assert ImportBatch.objects.get().items.count() == 2


def test_a_second_run_changes_nothing_and_downloads_nothing(
    account: Account, ids: list[str], stand_in: Sandbox
) -> None:
    run("idwise", *ids)
    before = (list(Snapshot.objects.values_list()), list(Locator.objects.values_list()))
    pictures = asked_for(stand_in, "/image/")
    assert run("idwise", *ids) == ("2 of 2 journeys came in.\n", "")
    assert (list(Snapshot.objects.values_list()), list(Locator.objects.values_list())) == before
    assert asked_for(stand_in, "/image/") == pictures
    assert asked_for(stand_in, f"v2/{ids[0]}") == 2


def test_ids_come_from_a_file_and_from_the_command_line_and_once_each(
    account: Account, ids: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "ids.csv"
    file.write_text(f"\ufeffjourney_id,reference\n{ids[1]},x\n\n{ids[1]}\n", "utf-8")
    assert run("idwise", ids[0], ids[0], "--file", str(file))[0] == "2 of 2 journeys came in.\n"


def test_ids_come_from_standard_input(
    account: Account, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(ids)))
    assert run("idwise", "--file", "-")[0] == "2 of 2 journeys came in.\n"


def test_a_picture_that_cannot_be_used_is_no_lost_journey(
    account: Account, ids: list[str], stand_in: Sandbox
) -> None:
    stand_in.add_fault("media", "wrong_type", times=0)
    assert run("idwise", ids[0])[0] == "1 of 1 journeys came in.\n"
    assert set(Locator.objects.values_list("state", flat=True)) == {"failed"}
    assert all(locator.reason for locator in Locator.objects.all())
    assert journey_of(account, ids[0]).current_snapshot is not None


def test_it_works_as_a_process_of_its_own_on_a_new_house(
    database: Database, stand_in: Sandbox, ids: list[str]
) -> None:
    """The account is made from the environment; no broker, no worker, no web server."""
    environment = database.environment | {
        "IDWISE_BASE_URL": stand_in.idwise_url,
        "IDWISE_API_KEY": KEY,
        "IDWISE_API_SECRET": SECRET,
        "PROVIDER_PRIVATE_HOSTS": stand_in.media_host,
    }
    assert "REDIS_URL" not in environment

    def manage(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    good = manage("import_journey", "idwise", ids[1])
    assert (good.returncode, good.stdout) == (0, "1 of 1 journeys came in.\n"), good.stderr
    assert "1/1" in good.stderr
    shown = manage("show_journey", "idwise", ids[1], "--json")
    assert json.loads(shown.stdout)["journey"]["id"] == ids[1]
    bad = manage("import_journey", "idwise", ids[1], "NO-SUCH-ID", "--patience", "0")
    assert bad.returncode == 1
    assert bad.stdout == "1 of 2 journeys came in.\n"
    assert "NO-SUCH-ID: IDWise does not know this journey yet." in bad.stderr
    assert "Traceback" not in bad.stderr


# --- what does not, and is said --------------------------------------------------------------


def test_an_unknown_account_is_said_with_the_known_ones(database: Database) -> None:
    assert "No account has the slug 'nobody'. Known: none." in refusal("nobody", "1")
    make_account("idwise", slug="eu")
    make_account("signzy", slug="in")
    assert "No account has the slug 'nobody'. Known: eu, in." in refusal("nobody", "1")


@pytest.mark.parametrize(
    "content, sentence",
    [
        (None, "The file of ids cannot be read"),
        (b"\xff\xfe\x00", "The file of ids cannot be read"),
        (b"\n \n", "There is no id in it."),
        (b"journey_id\n", "There is no id in it."),
        (b"good\n" + b"x" * 256, "An id is longer than 255 characters."),
        (b"a\x07b\n", "An id holds control characters."),
        ("\n".join(map(str, range(20_001))).encode(), "More than 20,000 ids at once"),
    ],
    ids=["missing", "binary", "blank", "heading", "long", "control", "many"],
)
def test_a_bad_file_gets_a_sentence_and_nothing_is_asked_for(
    database: Database, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    make_account("idwise")
    file = tmp_path / "ids.txt"
    if content is not None:
        file.write_bytes(content)
    assert sentence in refusal("idwise", "--file", str(file))
    assert not Job.objects.exists()


def test_without_an_id_or_with_a_bad_one_nothing_is_asked_for(database: Database) -> None:
    make_account("idwise")
    assert "Name at least one journey id, or give --file." in refusal("idwise")
    assert "An id is empty." in refusal("idwise", " ")
    assert "An id holds control characters." in refusal("idwise", "a\x00b")
    assert not Job.objects.exists()


def test_one_that_does_not_come_in_is_named_and_the_others_are_here(
    account: Account, ids: list[str]
) -> None:
    told = refusal("idwise", ids[1], "NO-SUCH-ID")
    assert "Not all journeys came in; the reasons stand above." in told
    assert "1 of 2 journeys came in." in told
    assert "NO-SUCH-ID: IDWise does not know this journey yet." in told
    assert journey_of(account, ids[1]).current_snapshot is not None
    job = fetch_job("NO-SUCH-ID")
    assert (job.state, job.waits) == ("waiting", 1)


def test_wrong_credentials_stop_the_whole_list_after_one_call(
    account: Account, ids: list[str], stand_in: Sandbox
) -> None:
    stand_in.add_fault("idwise", "unauthorized", times=0)
    told = refusal("idwise", *ids, patience=30)
    assert told.count("The account is paused: 127.0.0.1 did not accept the credentials (401).") == 2
    assert asked_for(stand_in, "idwise") == 1
    assert "0 of 2 journeys came in." in told
    stand_in.clear_faults()
    assert "The account is paused" in refusal("idwise", ids[1])
    assert lanes.resume(account.lane)
    assert run("idwise", *ids)[0] == "2 of 2 journeys came in.\n"


@pytest.mark.parametrize(
    "fault, sentence",
    [
        ("html", "The answer is a web page (HTML or XML) where JSON was expected."),
        ("list", "The answer is a list where an object was expected."),
        ("redirect", "127.0.0.1 answered with a redirect to another address"),
        ("500", "127.0.0.1 reported a failure of its own (500)."),
    ],
)
def test_a_bad_answer_is_said_and_a_later_run_makes_it_good(
    account: Account, ids: list[str], stand_in: Sandbox, fault: str, sentence: str
) -> None:
    stand_in.add_fault(ids[1], fault, times=0)
    told = refusal("idwise", ids[1])
    assert f"{ids[1]}: {sentence}" in told
    stand_in.clear_faults()
    assert run("idwise", ids[1])[0] == "1 of 1 journeys came in.\n"


def test_pictures_that_cannot_be_had_now_count_as_not_come_in(
    account: Account, ids: list[str], stand_in: Sandbox
) -> None:
    stand_in.add_fault("media", "500", times=0)
    told = refusal("idwise", ids[1])
    assert "0 of 1 journeys came in." in told
    assert "reported a failure of its own (500)." in told
    assert journey_of(account, ids[1]).current_snapshot is not None
    stand_in.clear_faults()
    lanes.resume(account.lane)
    assert run("idwise", ids[1])[0] == "1 of 1 journeys came in.\n"
    assert set(Locator.objects.values_list("state", flat=True)) == {"stored"}
