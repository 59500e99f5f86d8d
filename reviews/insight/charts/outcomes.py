"""How it was decided: the mix of outcomes, a bar for each day, week or month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviews.insight import words
from reviews.insight.charts.mix import Mix, mix_chart
from reviews.insight.charts.sheet import Chart
from reviews.insight.period import Period
from reviews.insight.shapes import FEW, PieceFigures
from reviews.models import Outcome


def outcomes_chart(pieces: Sequence[PieceFigures], period: Period) -> Chart | None:
    """Shares where there are enough decisions, counts in words where there are few."""
    rows = [
        Mix(
            label=words.piece(piece, period),
            parts=(
                piece.outcomes[Outcome.APPROVE],
                piece.outcomes[Outcome.REJECT],
                piece.outcomes[Outcome.RESUBMIT],
            ),
            counted=counted(piece),
            said=_("n = %(count)s") % {"count": words.number(piece.decided)},
            is_few=piece.decided < FEW,
        )
        for piece in pieces
        if piece.decided
    ]
    title = _("Outcomes, %(pieces)s") % {"pieces": words.pieces_word(period)}
    return mix_chart("outcomes", rows, title=title) if rows else None


def counted(piece: PieceFigures) -> str:
    """8 approved, 3 rejected, 1 asked again."""
    said = {
        Outcome.APPROVE.value: _("%(count)s approved"),
        Outcome.REJECT.value: _("%(count)s rejected"),
        Outcome.RESUBMIT.value: _("%(count)s asked again"),
    }
    return _(", ").join(
        text % {"count": words.number(piece.outcomes[outcome])} for outcome, text in said.items()
    )
