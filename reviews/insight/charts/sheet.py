"""A sheet that is drawn on from the start of the line to its end, and the marks that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi

Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """One element of SVG. `words` is the text of a text."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    words: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture with a title and a description for who cannot see it."""

    name: str
    width: int
    height: int
    title: str
    description: str
    marks: tuple[Mark, ...]


class Sheet:
    """Collects marks. In a language that is read from the right, x grows to the left."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._marks: list[Mark] = []
        self._is_mirrored = get_language_bidi()

    def line(self, start: Point, end: Point, look: str) -> None:
        self._add("line", look, x1=self._x(start[0]), y1=start[1], x2=self._x(end[0]), y2=end[1])

    def dots(
        self, middle: Point, count: int, look: str, *, step: float, length: float = 0.0
    ) -> None:
        """So many dots, from the middle of the first, as one dashed line: its class draws them.

        `length` is that of a dash; dashes of no length are round.
        """
        x, y = middle
        # Long enough for the last one to be drawn, and too short for one more.
        end = x + (count - 1) * step + (length / 2 or 0.1)
        self.line((x - length / 2, y), (end, y), look)

    def bar(self, corner: Point, size: tuple[float, float], look: str, *, fill: str = "") -> None:
        """A rectangle; `fill` is the id of a pattern of the page."""
        x = self._x(corner[0] + size[0]) if self._is_mirrored else corner[0]
        more = {"fill": f"url(#{fill})"} if fill else {}
        self._add("rect", look, x=x, y=corner[1], width=size[0], height=size[1], **more)

    def dot(self, middle: Point, radius: float, look: str) -> None:
        self._add("circle", look, cx=self._x(middle[0]), cy=middle[1], r=radius)

    def path(self, points: Sequence[Point], look: str, *, is_closed: bool = False) -> None:
        drawn = "L".join(f"{_short(self._x(x))} {_short(y)}" for x, y in points)
        self._add("path", look, d=f"M{drawn}{'Z' if is_closed else ''}")

    def text(self, place: Point, words: str, look: str = "") -> None:
        """From its place on in the direction of reading; `end` and `mid` are classes."""
        self._add("text", look, words=words, x=self._x(place[0]), y=place[1])

    def chart(self, name: str, *, title: str, description: str) -> Chart:
        return Chart(name, self.width, self.height, title, description, tuple(self._marks))

    def _x(self, x: float) -> float:
        return self.width - x if self._is_mirrored else x

    def _add(self, tag: str, look: str, *, words: str = "", **numbers: float | str) -> None:
        attributes = {"class": look} if look else {}
        attributes |= {name: _short(value) for name, value in numbers.items()}
        self._marks.append(Mark(tag, tuple(attributes.items()), words))


def apart(wanted: Iterable[float], *, gap: float, top: float, bottom: float) -> list[float]:
    """Heights for labels, near where they are wanted (in order from above) and `gap` apart."""
    places: list[float] = []
    for height in wanted:
        low = places[-1] + gap if places else top
        places.append(max(height, low))
    over = places[-1] - bottom if places else 0
    if over > 0:
        places[-1] = bottom
        for number in range(len(places) - 2, -1, -1):
            places[number] = min(places[number], places[number + 1] - gap)
    return places


def round_ticks(most: float, *, count: int = 4) -> list[int]:
    """From 0 in steps of 1, 2 or 5 and noughts, up to at least `most`."""
    step = 1
    while step * count < most:
        step = {"1": 2, "2": 5, "5": 10}[str(step)[0]] * 10 ** (len(str(step)) - 1)
    return [step * number for number in range(-(-int(most) // step) + 1)] if most > 0 else [0, 1]


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
