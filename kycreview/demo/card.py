"""DATA_DIR/demo.json: the address and the logins, for people and for scripts. Mode 0600."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "demo.json"


@dataclass(frozen=True)
class Login:
    """One made-up member of staff."""

    role: str
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Card:
    """What a person needs to come in."""

    address: str = ""
    logins: tuple[Login, ...] = ()
    sandbox: str = ""


def read_card(data_dir: Path) -> Card:
    """The card of the last run; an empty one where there is none that can be read."""
    try:
        kept = json.loads((data_dir / NAME).read_text(encoding="utf-8"))
        return Card(
            address=str(kept["address"]),
            logins=tuple(Login(**login) for login in kept["logins"]),
            sandbox=str(kept["sandbox"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Card()


def write_card(data_dir: Path, card: Card) -> None:
    """Replace the card in one step, so that a reader never finds half of one."""
    draft = data_dir / f".{NAME}"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(card), file, indent=2)
        file.write("\n")
    draft.replace(data_dir / NAME)
