"""Why it was decided so: the most frequent reasons as bars, with a mark for the time before."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviews.insight import words
from reviews.insight.charts.sheet import Chart, Sheet
from reviews.insight.shapes import ReasonCount

MOST_BARS = 8
_WIDTH, _ROW = 440, 40
_BAR, _LABEL = 10, 14
_LONGEST, _LETTERS = 300, 62


def reasons_chart(reasons: Sequence[ReasonCount]) -> Chart | None:
    """The words stand above the bars, so that they have the whole width."""
    if not reasons:
        return None
    shown = reasons[:MOST_BARS]
    sheet = Sheet(_WIDTH, _ROW * len(shown))
    most = max(max(one.share.count, one.before) for one in shown)
    for place, one in enumerate(shown):
        y = place * _ROW
        label = f"{words.outcome(one.outcome)}: {words.isolated(one.words)}"
        sheet.text((0, y + _LABEL), words.cut_short(label, _LETTERS), "t-text")
        sheet.bar((0, y + 20), (_LONGEST * one.share.count / most, _BAR), "bar")
        before = _LONGEST * one.before / most
        sheet.line((before, y + 17), (before, y + 33), "tick")
        end = max(_LONGEST * one.share.count / most, before) + 8
        sheet.text((end, y + 29), words.count_and_percent(one.share), "t-text")
    return sheet.chart(
        "reasons",
        title=_("Reasons of decisions, the most frequent first"),
        description=" ".join(
            f"{words.outcome(one.outcome)}, {words.isolated(one.words)}: {words.share(one.share)}."
            for one in shown
        ),
    )
