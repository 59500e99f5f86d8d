"""Files of the vault are there completely or not at all, and readable by our user alone."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest

from journeys.vault import places

MEDIA_ID = UUID("5f000000-0000-4000-8000-000000000001")


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_the_first_two_letters_of_its_id(data_dir: Path) -> None:
    places.put(MEDIA_ID, "orig", lambda file: None)
    assert files_below(data_dir) == [f"media/5f/{MEDIA_ID}.orig"]


def test_files_and_folders_are_closed_to_others(data_dir: Path) -> None:
    places.put(MEDIA_ID, "orig", lambda file: None)
    path = places.path_of(MEDIA_ID, "orig")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_writer_that_fails_leaves_nothing(data_dir: Path) -> None:
    def fail(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError("no space left")

    with pytest.raises(places.VaultUnavailable) as told, places.folder_problems_told():
        places.put(MEDIA_ID, "orig", fail)
    assert "disk" in told.value.sentence
    assert files_below(data_dir) == []


def test_a_writer_that_fails_leaves_the_earlier_file(data_dir: Path) -> None:
    def fail(file: BinaryIO) -> None:
        raise OSError("no space left")

    places.put(MEDIA_ID, "orig", lambda file: file.write(b"first"))
    with pytest.raises(OSError, match="no space"):
        places.put(MEDIA_ID, "orig", fail)
    assert places.path_of(MEDIA_ID, "orig").read_bytes() == b"first"


def test_drafts_of_a_crash_are_cleared_away_but_not_those_at_work(data_dir: Path) -> None:
    places.put(MEDIA_ID, "orig", lambda file: None)
    folder = places.path_of(MEDIA_ID, "orig").parent
    old, young = (folder / f".{MEDIA_ID}.orig.{name}.part" for name in ("old", "young"))
    old.touch()
    young.touch()
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    places.sync(MEDIA_ID)
    assert young.exists()
    assert not old.exists()


def test_what_arrives_has_no_name_that_a_crash_could_leave(data_dir: Path) -> None:
    with places.incoming_file() as file:
        file.write(b"a face in clear")
        file.flush()
        assert files_below(data_dir) == []
        assert os.fstat(file.fileno()).st_mode & 0o077 == 0
        assert os.fstat(file.fileno()).st_dev == data_dir.stat().st_dev
    assert (data_dir / "media" / "incoming").stat().st_mode & 0o077 == 0


def test_removing_takes_every_file_of_one_medium_and_no_other(data_dir: Path) -> None:
    other = UUID("5f000000-0000-4000-8000-000000000002")
    for part in ("orig", "view", "p1.view"):
        places.put(MEDIA_ID, part, lambda file: None)
    places.put(other, "orig", lambda file: None)
    (places.path_of(other, "orig").parent / f".{MEDIA_ID}.orig.aa.part").touch()
    assert places.remove(MEDIA_ID) == 4
    assert files_below(data_dir) == [f"media/5f/{other}.orig"]
    assert places.remove(MEDIA_ID) == 0
