"""Boxes, key rings, the key store and keyed look-ups."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from kycreview.made_keys import made_key
from kycreview.sealing import (
    Broken,
    KeyGone,
    data_key,
    destroy_data_key,
    lookup_hash,
    new_data_key,
    seal,
    seal_json,
    unseal,
    unseal_json,
)
from kycreview.sealing.keyring import data_ring, parse_ring
from tests.databases import ROOT

KEY = b"k" * 32
OLD = base64.b64encode(b"o" * 32).decode()
NEW = base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def key_store(tmp_path: Path, settings: Settings) -> Path:
    """An empty key store under a master key."""
    settings.DATA_DIR = tmp_path
    settings.DATA_KEY = OLD
    return tmp_path / "keys"


@given(st.binary(), st.text())
def test_a_box_opens_where_it_was_sealed(plain: bytes, context: str) -> None:
    assert unseal(KEY, seal(KEY, plain, context=context), context=context) == plain


def test_a_box_moved_to_another_row_does_not_open() -> None:
    box = seal(KEY, b"x", context="note:1")
    with pytest.raises(Broken):
        unseal(KEY, box, context="note:2")


def test_a_box_does_not_open_under_another_key() -> None:
    with pytest.raises(Broken):
        unseal(b"j" * 32, seal(KEY, b"x", context="c"), context="c")


def test_a_change_of_any_byte_breaks_a_box() -> None:
    box = seal(KEY, b"twelve bytes", context="c")
    for index in range(len(box)):
        changed = bytearray(box)
        changed[index] ^= 1
        with pytest.raises(Broken):
            unseal(KEY, bytes(changed), context="c")


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x02" + bytes(40), bytes(12)])
def test_what_is_no_box_is_refused(box: bytes) -> None:
    with pytest.raises(Broken):
        unseal(KEY, box, context="c")


def test_equal_plain_texts_give_different_boxes() -> None:
    assert seal(KEY, b"same", context="c") != seal(KEY, b"same", context="c")


def test_sealed_json_keeps_nul_and_lone_surrogates() -> None:
    value = {"a": "\x00\ud800", "عربى": [1, None, True]}
    assert unseal_json(KEY, seal_json(KEY, value, context="c"), context="c") == value


def test_the_first_key_of_a_ring_is_in_use_and_all_of_them_are_known() -> None:
    ring = parse_ring(f"{NEW}, {OLD}", "DATA_KEY")
    assert ring.keys[ring.current] == b"n" * 32
    assert set(ring.keys.values()) == {b"n" * 32, b"o" * 32}
    assert "nnnn" not in repr(ring)


def test_a_ring_reads_both_alphabets_of_base64() -> None:
    raw = b"\xfb\xff" * 16
    plain = parse_ring(base64.b64encode(raw).decode(), "DATA_KEY")
    assert plain.keys == parse_ring(base64.urlsafe_b64encode(raw).decode(), "DATA_KEY").keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        NEW[:-5],
        f"{NEW},",
        f"{NEW[:20]}!{NEW[20:]}",
        "é" * 44,
        base64.b64encode(b"k" * 31).decode(),
    ],
)
def test_a_key_that_is_not_32_bytes_of_base64_is_refused_by_name(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATA_KEY"):
        parse_ring(text, "DATA_KEY")


def test_a_data_key_is_wrapped_on_disk_and_readable_by_its_owner_only(key_store: Path) -> None:
    key_id = new_data_key()
    (file,) = key_store.rglob("*.key")
    assert data_key(key_id) not in file.read_bytes()
    assert len(data_key(key_id)) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(key_store.rglob(".*")) == []


def test_a_named_data_key_is_made_once(key_store: Path) -> None:
    assert new_data_key(name="lookup") == "lookup"
    first = data_key("lookup")
    new_data_key(name="lookup")
    assert data_key("lookup") == first


def test_old_data_keys_open_after_the_master_key_was_rotated(
    key_store: Path, settings: Settings
) -> None:
    before = new_data_key()
    secret = data_key(before)
    settings.DATA_KEY = f"{NEW},{OLD}"
    after = new_data_key()
    assert data_key(before) == secret
    settings.DATA_KEY = NEW
    assert len(data_key(after)) == 32
    with pytest.raises(KeyGone):
        data_key(before)


def test_a_destroyed_key_is_gone(key_store: Path) -> None:
    key_id = new_data_key()
    data_key(key_id)
    destroy_data_key(key_id)
    with pytest.raises(KeyGone, match="destroyed"):
        data_key(key_id)
    destroy_data_key(key_id)


def test_a_key_that_another_process_destroyed_is_gone_here_too(key_store: Path) -> None:
    key_id = new_data_key()
    data_key(key_id)
    (file,) = key_store.rglob("*.key")
    file.unlink()
    with pytest.raises(KeyGone):
        data_key(key_id)


def test_a_key_file_under_another_name_does_not_open(key_store: Path) -> None:
    one, other = new_data_key(), new_data_key()
    paths = {path.stem: path for path in key_store.rglob("*.key")}
    paths[other].write_bytes(paths[one].read_bytes())
    with pytest.raises(KeyGone):
        data_key(other)


@pytest.mark.parametrize(
    "key_id", ["../../etc/passwd", "", "a/b", "ABCDEF", "abc\x00def", "x" * 65]
)
def test_an_id_that_is_no_key_s_leads_to_no_file(key_store: Path, key_id: str) -> None:
    with pytest.raises(KeyGone):
        data_key(key_id)


def test_look_up_values_are_equal_for_equal_text_of_one_purpose(key_store: Path) -> None:
    assert lookup_hash("phone", " AB１ ") == lookup_hash("phone", "ab1")
    assert lookup_hash("phone", "ab1") != lookup_hash("reference", "ab1")
    assert lookup_hash("phone", "ab1") != lookup_hash("phone", "ab2")
    assert "ab1" not in lookup_hash("phone", "ab1")


def test_look_up_values_of_a_lost_master_key_are_refused_not_made_anew(
    key_store: Path, settings: Settings
) -> None:
    lookup_hash("phone", "1")
    settings.DATA_KEY = NEW
    with pytest.raises(KeyGone):
        lookup_hash("phone", "1")


def test_a_made_key_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    key = made_key(tmp_path / "new", "DATA_KEY")
    file = tmp_path / "new" / "data_key.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made_key(tmp_path / "new", "DATA_KEY") == key
    assert len(base64.urlsafe_b64decode(key)) == 32
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_processes_that_start_together_agree_on_made_keys(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kycreview.made_keys import made_key; "
        "sys.stdin.readline(); print(made_key(Path(sys.argv[1]), 'TRAIL_KEY'))"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            env=dict(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for child in children:  # all of them wait at the same line
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    said = [child.communicate() for child in children]
    assert len({out for out, _ in said}) == 1
    assert sum("TRAIL_KEY is not set" in err for _, err in said) == 1


def test_the_ring_of_the_settings_is_the_one_in_use(key_store: Path) -> None:
    assert data_ring().keys[data_ring().current] == b"o" * 32
