"""A decoder that dies, hangs or lies costs one picture; the parent believes nothing it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from journeys.vault import decoding
from journeys.vault.places import VaultUnavailable
from tests.journeys.vault import files
from tests.journeys.vault.conftest import decoded, refusal

pytestmark = pytest.mark.usefixtures("data_dir")


def test_a_decoder_that_is_killed_is_told(child_that: Callable[[str], None]) -> None:
    child_that("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    assert refusal(files.jpeg()) == "decoder_died"


def test_a_decoder_that_sleeps_is_ended(
    child_that: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(decoding, "WALL_SECONDS", 1.0)
    pid_file = tmp_path / "pid"
    child_that(
        f"import os, time\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n"
    )
    assert refusal(files.jpeg()) == "decoder_slow"
    assert not Path(f"/proc/{pid_file.read_text()}").exists()


def answering(answer: object, output: bytes) -> str:
    return (
        "import json, os, sys\n"
        f"os.write(int(sys.argv[2]), {output!r})\n"
        f"sys.stdout.write({json.dumps(answer)!r})\n"
    )


JPEG = b"\xff\xd8\xff" + bytes(20) + b"\xff\xd9"


@pytest.mark.parametrize(
    "answer,output",
    [
        ("text", b""),
        ([], b""),
        ({}, b""),
        ({"width": 10, "height": 10}, b""),
        ({"width": 10, "height": 10, "lengths": []}, b""),
        ({"width": "10", "height": 10, "lengths": [25, 25]}, JPEG * 2),
        ({"width": True, "height": 10, "lengths": [25, 25]}, JPEG * 2),
        ({"width": -1, "height": 10, "lengths": [25, 25]}, JPEG * 2),
        ({"width": 10**9, "height": 10**9, "lengths": [25, 25]}, JPEG * 2),
        ({"width": 10, "height": 10, "lengths": [25, 10**12]}, JPEG * 2),
        ({"width": 10, "height": 10, "lengths": [25, 25]}, JPEG),
        ({"width": 10, "height": 10, "lengths": [25, 25, 25]}, JPEG * 3),
        ({"width": 10, "height": 10, "lengths": [25] * 4}, JPEG * 4),
        ({"width": 10, "height": 10, "lengths": [24, 26]}, JPEG * 2),
        ({"width": 10, "height": 10, "lengths": [25, 25]}, b"<script>" * 6 + b"  "),
    ],
)
def test_a_decoder_that_lies_is_not_believed(
    answer: object, output: bytes, child_that: Callable[[str], None]
) -> None:
    child_that(answering(answer, output))
    assert refusal(files.jpeg()) == "decoder_died"


def test_a_refusal_that_is_in_no_table_reads_as_damaged(
    child_that: Callable[[str], None],
) -> None:
    child_that(answering({"refused": "<b>call 0800</b>"}, b""))
    assert refusal(files.jpeg()) == "damaged"


def test_the_decoder_knows_nothing_of_our_environment(
    child_that: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    monkeypatch.setenv("DATA_KEY_CANARY", "secret")
    child_that(
        "import json, os\n"
        f"open({str(seen)!r}, 'w').write(json.dumps([sorted(os.environ), "
        "sorted(os.listdir('/proc/self/fd'))]))\n"
    )
    with Path(tmp_path / "held open").open("w"):
        refusal(files.jpeg())
    names, descriptors = json.loads(seen.read_text())
    assert set(names) <= {"LC_CTYPE"}
    # Input, result, nothing for errors, the output; two more are those that look.
    assert len(descriptors) <= 6


def test_a_system_without_a_decoder_makes_the_job_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(VaultUnavailable):
        decoded(files.jpeg())
