"""Owns surnames made of syllables, so that a grown register has rare names too; nobody's."""

from __future__ import annotations

from itertools import product
from typing import Final

from journeys.sandbox.scripts import Script, Spelled

# Latin, Arabic, Devanagari.
_SYLLABLES: Final = (
    ("ba", "با", "बा"), ("da", "دا", "दा"), ("fi", "في", "फी"), ("ga", "غا", "गा"),
    ("ha", "ها", "हा"), ("ja", "جا", "जा"), ("ka", "كا", "का"), ("lu", "لو", "लू"),
    ("mo", "مو", "मो"), ("na", "نا", "ना"), ("ri", "ري", "री"), ("sa", "سا", "सा"),
    ("shi", "شي", "शी"), ("ta", "تا", "ता"), ("ya", "يا", "या"), ("zu", "زو", "ज़ू"),
)  # fmt: skip
_COLUMN: Final[dict[Script, int]] = {"latin": 0, "arabic": 1, "devanagari": 2}


def made_surnames(script: Script) -> tuple[Spelled, ...]:
    """Every surname of three syllables, as (Latin, native); none for scripts without syllables."""
    column = _COLUMN.get(script)
    if column is None:
        return ()
    return tuple(
        ("".join(one[0] for one in parts).title(), _native(parts, column))
        for parts in product(_SYLLABLES, repeat=3)
    )


def _native(parts: tuple[tuple[str, str, str], ...], column: int) -> str:
    word = "".join(one[column] for one in parts)
    return word.title() if column == 0 else word
