"""The reveal: a person's own rating beside the machine's comparison, and whether they agree.

Pure: what the database knows is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from journeys.providers import results as r
from kycreview.staff.models import User
from reviews.evidence.faces import worst_outcome
from reviews.evidence.shapes import ComparisonShown, Tree
from reviews.models import Opinion
from reviews.ratings import RATING_LABELS

Agreement = Literal["agree", "disagree", "open"]


@dataclass(frozen=True, kw_only=True)
class LaterRating:
    """A change of mind: the first rating stays beside it."""

    rating: int
    label: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reveal:
    """Own and machine opinion side by side. `own_*` is the first rating, the blind one."""

    own_rating: int
    own_label: str
    own_at: datetime
    was_blind: bool
    seconds: float | None
    has_no_portrait: bool
    machine_word: str
    machine_outcome: str
    score: r.Measured | None
    meaning: str
    agreement: Agreement
    later: tuple[LaterRating, ...] = ()


def agreement(rating: int, outcome_code: str) -> Agreement:
    """Do a rating (-3 to +3) and the machine's outcome (pass, fail...) say the same?

    "Can't tell" agrees with nothing and disagrees with nothing, on either side.
    """
    if rating == 0 or outcome_code not in ("pass", "fail"):
        return "open"
    return "agree" if (rating > 0) == (outcome_code == "pass") else "disagree"


def reveal_of(tree: Tree, opinions: Iterable[Opinion], viewer: User) -> Reveal | None:
    """The viewer's ratings among `opinions` (of one round) beside the machine; None without one."""
    mine = sorted(
        (opinion for opinion in opinions if opinion.person_id == viewer.pk),
        key=lambda opinion: opinion.at,
    )
    if not mine:
        return None
    first = mine[0]
    outcome = worst_outcome(shown.part.outcome.code for shown in tree.comparisons)
    worst = _first_with(tree.comparisons, outcome)
    return Reveal(
        own_rating=first.rating,
        own_label=str(RATING_LABELS[first.rating]),
        own_at=first.at,
        was_blind=first.is_blind,
        seconds=first.seconds,
        has_no_portrait="no_portrait_crop" in first.visible,
        machine_word=_word_of(outcome),
        machine_outcome=outcome,
        score=worst.score if worst else None,
        meaning=_meaning(worst),
        agreement=agreement(first.rating, outcome),
        later=tuple(
            LaterRating(
                rating=opinion.rating, label=str(RATING_LABELS[opinion.rating]), at=opinion.at
            )
            for opinion in mine[1:]
        ),
    )


def _first_with(comparisons: Iterable[ComparisonShown], outcome: str) -> r.FaceComparison | None:
    return next((shown.part for shown in comparisons if shown.part.outcome.code == outcome), None)


def _word_of(outcome: str) -> str:
    words = {
        "pass": _("Match"),
        "fail": _("No match"),
        "uncertain": _("Undecided"),
        "not_done": _("Not compared"),
    }
    return words.get(outcome, _("Unknown"))


def _meaning(comparison: r.FaceComparison | None) -> str:
    """What a score can be read as. No provider that the house knows sends a false-match table."""
    if comparison is None:
        return _(
            "The provider compared no faces, so that there is nothing beside your own opinion."
        )
    if comparison.score is None:
        return _("The provider sent no score with its answer.")
    return _(
        "Uncalibrated: the provider tells no false-match rates, so that the number cannot be read "
        "as a probability."
    )
