"""How it was decided: the mix of outcomes, a bar for each day, week or month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviews.insight import words
from reviews.insight.charts.sheet import Chart, Sheet
from reviews.insight.period import Period
from reviews.insight.shapes import FEW, PieceFigures
from reviews.models import Outcome

# In the order of the bars; the pattern is one of the page's.
LOOKS = (
    (Outcome.APPROVE.value, "bar", ""),
    (Outcome.REJECT.value, "bar-hatched", "hatch"),
    (Outcome.RESUBMIT.value, "bar-open", ""),
)
_WIDTH, _ROW = 440, 30
_LEFT, _RIGHT, _BAR = 136, 352, 14


def outcomes_chart(pieces: Sequence[PieceFigures], period: Period) -> Chart | None:
    """Shares where there are enough decisions, counts in words where there are few."""
    shown = [piece for piece in pieces if piece.decided]
    if not shown:
        return None
    sheet = Sheet(_WIDTH, _ROW * len(shown) + 4)
    for place, piece in enumerate(shown):
        y = place * _ROW + 6
        sheet.text((_LEFT - 10, y + 11), words.piece(piece, period), "end t-text")
        if piece.decided < FEW:
            sheet.text((_LEFT, y + 11), counted(piece))
            continue
        x = float(_LEFT)
        for outcome, look, pattern in LOOKS:
            length = (_RIGHT - _LEFT) * piece.outcomes[outcome] / piece.decided
            if length:
                sheet.bar((x, y), (length, _BAR), look, fill=pattern)
            x += length
        said = _("n = %(count)s") % {"count": words.number(piece.decided)}
        sheet.text((_RIGHT + 10, y + 11), said)
    return sheet.chart(
        "outcomes",
        title=_("Outcomes, %(pieces)s") % {"pieces": words.pieces_word(period)},
        description=" ".join(f"{words.piece(piece, period)}: {counted(piece)}." for piece in shown),
    )


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
