"""The reveal: a person's own rating beside the machine's comparison, and whether they agree.

Pure: what the database knows is passed in.
"""

from __future__ import annotations

from typing import Literal

Agreement = Literal["agree", "disagree", "open"]


def agreement(rating: int, outcome_code: str) -> Agreement:
    """Do a rating (-3 to +3) and the machine's outcome (pass, fail...) say the same?

    "Can't tell" agrees with nothing and disagrees with nothing, on either side.
    """
    if rating == 0 or outcome_code not in ("pass", "fail"):
        return "open"
    return "agree" if (rating > 0) == (outcome_code == "pass") else "disagree"
