"""Whether it was decided in time: a bar for each day, week or month, and what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.insight import words
from reviews.insight.charts.mix import Mix, mix_chart
from reviews.insight.charts.sheet import Chart
from reviews.insight.period import Period
from reviews.insight.shapes import PieceFigures, Timing


def timing_chart(pieces: Sequence[PieceFigures], period: Period) -> Chart | None:
    """Beside each bar the share in time, of those of which it is known."""
    rows = [
        Mix(
            label=words.piece(piece, period),
            parts=(timing.in_time, timing.late, timing.unknown),
            counted=counted(timing),
            said="" if share is None else words.percent(share),
            is_few=share is None,
        )
        for piece in pieces
        if (timing := piece.timing).decided
        for share in (timing.share.percent,)
    ]
    title = _("Decided in time, %(pieces)s") % {"pieces": words.pieces_word(period)}
    return mix_chart("timing", rows, title=title) if rows else None


def counted(timing: Timing) -> str:
    """8 in time, 3 late; and 2 unknown, where there are any."""
    on_time, late, unknown = timing.in_time, timing.late, timing.unknown
    said = [
        ngettext("%(count)s in time", "%(count)s in time", on_time)
        % {"count": words.number(on_time)},
        ngettext("%(count)s late", "%(count)s late", late) % {"count": words.number(late)},
    ]
    if unknown:
        found = ngettext("%(count)s unknown", "%(count)s unknown", unknown)
        said.append(found % {"count": words.number(unknown)})
    return _(", ").join(said)
