"""What a number is made of: three parts in a bar, a bar for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.insight.charts.sheet import Chart, Sheet

# In the order of the parts; the pattern is one of the page's.
_LOOKS = (("bar", ""), ("bar-hatched", "hatch"), ("bar-open", ""))
_WIDTH, _ROW = 440, 30
_LEFT, _RIGHT, _BAR = 136, 352, 14


@dataclass(frozen=True)
class Mix:
    """One bar. Of few there is none: its counts stand there in words."""

    label: str
    parts: tuple[int, int, int]
    counted: str
    said: str
    is_few: bool


def mix_chart(name: str, rows: Sequence[Mix], *, title: str) -> Chart:
    sheet = Sheet(_WIDTH, _ROW * len(rows) + 4)
    for place, row in enumerate(rows):
        y = place * _ROW + 6
        sheet.text((_LEFT - 10, y + 11), row.label, "end t-text")
        if row.is_few:
            sheet.text((_LEFT, y + 11), row.counted)
            continue
        x = float(_LEFT)
        for count, (look, pattern) in zip(row.parts, _LOOKS, strict=True):
            length = (_RIGHT - _LEFT) * count / sum(row.parts)
            if length:
                sheet.bar((x, y), (length, _BAR), look, fill=pattern)
            x += length
        sheet.text((_RIGHT + 10, y + 11), row.said)
    description = " ".join(f"{row.label}: {row.counted}." for row in rows)
    return sheet.chart(name, title=title, description=description)
