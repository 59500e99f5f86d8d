"""The file format: what was cut, extended, reordered, swapped or flipped does not open."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from journeys.vault.chunks import CHUNK, Label, SealedFile, open_sealed, write_sealed
from kycreview.sealing import Broken

KEY = bytes(range(32))
LABEL = Label(key_id="0123abcd", media_id=UUID(int=7), part="orig")
SEALED_CHUNK = CHUNK + 16
HEAD = len(LABEL.header()) + 8
PLAIN = os.urandom(3 * CHUNK + 500)


def sealed(plain: bytes = PLAIN, *, label: Label = LABEL, key: bytes = KEY) -> bytes:
    file = io.BytesIO()
    write_sealed(file, io.BytesIO(plain), key=key, label=label)
    return file.getvalue()


def opened(content: bytes, *, label: Label = LABEL, key: bytes = KEY) -> bytes:
    file = SealedFile(io.BytesIO(content), key=key, label=label)
    return b"".join(file.pieces(0, file.size))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_sealed_comes_back_byte_for_byte(size: int) -> None:
    plain = os.urandom(size)
    content = sealed(plain)
    assert SealedFile(io.BytesIO(content), key=KEY, label=LABEL).size == size
    assert opened(content) == plain


def test_no_plaintext_is_in_the_file() -> None:
    assert b"passport number" not in sealed(b"passport number " * 10_000)


def test_the_same_bytes_never_look_the_same() -> None:
    first, second = sealed(b"same"), sealed(b"same")
    assert first[HEAD:] != second[HEAD:]


@pytest.mark.parametrize(
    "place",
    [
        0,
        5,
        HEAD - 1,
        HEAD,
        HEAD + SEALED_CHUNK - 1,
        HEAD + 2 * SEALED_CHUNK + 9,
        len(sealed()) - 1,
    ],
)
def test_one_flipped_bit_is_noticed(place: int) -> None:
    content = bytearray(sealed())
    content[place] ^= 1
    with pytest.raises(Broken):
        opened(bytes(content))


@pytest.mark.parametrize(
    "kept",
    [0, 3, HEAD, HEAD + 10, HEAD + SEALED_CHUNK, HEAD + 3 * SEALED_CHUNK, len(sealed()) - 1],
)
def test_a_file_that_was_cut_is_noticed(kept: int) -> None:
    with pytest.raises(Broken):
        opened(sealed()[:kept])


def test_a_chunk_that_was_appended_is_noticed() -> None:
    content = sealed(PLAIN[: 2 * CHUNK])
    with pytest.raises(Broken):
        opened(content + content[HEAD : HEAD + SEALED_CHUNK])


def test_a_chunk_that_was_taken_out_is_noticed() -> None:
    content = sealed()
    with pytest.raises(Broken):
        opened(content[:HEAD] + content[HEAD + SEALED_CHUNK :])


def test_chunks_that_changed_places_are_noticed() -> None:
    content = sealed()
    first = content[HEAD : HEAD + SEALED_CHUNK]
    second = content[HEAD + SEALED_CHUNK : HEAD + 2 * SEALED_CHUNK]
    with pytest.raises(Broken):
        opened(content[:HEAD] + second + first + content[HEAD + 2 * SEALED_CHUNK :])


def test_a_chunk_of_another_file_of_the_same_journey_is_noticed() -> None:
    one, other = sealed(), sealed(label=replace(LABEL, media_id=UUID(int=8)))
    with pytest.raises(Broken):
        opened(one[:HEAD] + other[HEAD : HEAD + SEALED_CHUNK] + one[HEAD + SEALED_CHUNK :])


@pytest.mark.parametrize(
    "other",
    [
        replace(LABEL, media_id=UUID(int=8)),
        replace(LABEL, part="view"),
        replace(LABEL, key_id="0123abce"),
        replace(LABEL, key_id="0123abcd0"),
    ],
)
def test_a_file_in_the_place_of_another_is_noticed(other: Label) -> None:
    with pytest.raises(Broken):
        opened(sealed(label=other))


def test_a_header_that_claims_to_be_the_right_one_does_not_help() -> None:
    other = replace(LABEL, media_id=UUID(int=8))
    content = sealed(label=other)
    forged = LABEL.header() + content[len(other.header()) :]
    with pytest.raises(Broken):
        opened(forged)


def test_another_journeys_key_opens_nothing() -> None:
    with pytest.raises(Broken):
        opened(sealed(), key=bytes(32))


@pytest.mark.parametrize(
    "start,end",
    [
        (0, 0),
        (0, 1),
        (CHUNK - 1, CHUNK),
        (CHUNK - 1, CHUNK + 1),
        (CHUNK, CHUNK + 1),
        (CHUNK - 5, 3 * CHUNK + 5),
        (3 * CHUNK, 3 * CHUNK + 500),
        (0, len(PLAIN)),
        (len(PLAIN), len(PLAIN)),
        (len(PLAIN) - 1, len(PLAIN)),
    ],
)
def test_a_range_is_what_a_slice_would_be(start: int, end: int) -> None:
    file = SealedFile(io.BytesIO(sealed()), key=KEY, label=LABEL)
    assert b"".join(file.pieces(start, end)) == PLAIN[start:end]


def test_a_range_opens_only_the_chunks_it_lies_in() -> None:
    content = bytearray(sealed())
    content[HEAD + 5] ^= 1
    file = SealedFile(io.BytesIO(bytes(content)), key=KEY, label=LABEL)
    assert b"".join(file.pieces(CHUNK, 2 * CHUNK)) == PLAIN[CHUNK : 2 * CHUNK]
    with pytest.raises(Broken):
        list(file.pieces(CHUNK - 1, CHUNK + 1))


def test_a_known_size_refuses_a_cut_file_before_a_byte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(sealed()[: HEAD + 2 * SEALED_CHUNK])
    with (
        pytest.raises(Broken),
        open_sealed(path, key=KEY, label=LABEL, size=len(PLAIN)) as file,
    ):
        next(file.pieces(0, 10))


def test_a_file_that_is_not_there_is_broken_too(tmp_path: Path) -> None:
    with pytest.raises(Broken), open_sealed(tmp_path / "nothing", key=KEY, label=LABEL):
        pass
