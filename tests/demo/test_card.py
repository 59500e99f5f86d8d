"""demo.json: readable by its owner alone, replaced in one step, no trouble when it is broken."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from kycreview.demo.card import NAME, Card, Login, read_card, write_card

CARD = Card(
    address="http://127.0.0.1:8000",
    logins=(Login(role="lead", email="lead@example.com", password="made-up"),),
    sandbox="http://127.0.0.1:9301",
)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    write_card(tmp_path, Card())
    write_card(tmp_path, CARD)
    assert read_card(tmp_path) == CARD
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    (tmp_path / f".{NAME}").touch(mode=0o644)  # a draft that a kill left behind
    write_card(tmp_path, CARD)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": 1}', '{"logins": [1]}'])
def test_a_broken_card_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    assert read_card(tmp_path) == Card()
