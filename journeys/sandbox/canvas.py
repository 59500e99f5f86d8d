"""Owns smooth shapes on a supersampled picture: splines, tapered strokes, softly shaded areas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

Point = tuple[float, float]
Points = Sequence[Point]
Colour = tuple[int, int, int]
Mapping = Callable[[float, float], Point]

_SOFT_SCALE: Final = 5
"""Blurred shading is painted at a fifth of the size: it looks the same and costs a 25th."""


@dataclass(frozen=True)
class Soft:
    """A blurred patch of colour inside a shaded area; `blur` in units of the drawing."""

    outline: Points
    colour: Colour
    alpha: float
    blur: float


@dataclass(frozen=True)
class Detail:
    """A sharp polygon inside a shaded area, cut off at the area's edge."""

    outline: Points
    colour: Colour
    alpha: float = 1.0


@dataclass
class Canvas:
    """A picture being drawn: `to_pixel` turns units of the drawing into pixels of `image`."""

    image: Image.Image
    unit: float
    to_pixel: Mapping

    def polygon(self, outline: Points, colour: Colour, alpha: float = 1.0) -> None:
        pixels = [self.to_pixel(x, y) for x, y in outline]
        ImageDraw.Draw(self.image, "RGBA").polygon(pixels, fill=(*colour, round(alpha * 255)))

    def shaded(
        self,
        outlines: Sequence[Points],
        base: Colour,
        *,
        softs: Sequence[Soft] = (),
        details: Sequence[Detail] = (),
        alpha: float = 1.0,
        feather: float = 0.0,
        holes: Sequence[Points] = (),
        within: Sequence[Points] = (),
    ) -> None:
        """Fill the union of outlines with softly modelled colour.

        `feather` blurs the edge, `holes` are left out, `within` is a shape not to be left.
        """
        shapes = [[self.to_pixel(x, y) for x, y in outline] for outline in outlines]
        box = self._box(shapes, margin=feather * 2.5 * self.unit)
        if box is None:
            return
        layer = self._painted(box, base, softs)
        pen = ImageDraw.Draw(layer, "RGBA")
        for detail in details:
            pixels = _moved([self.to_pixel(x, y) for x, y in detail.outline], box)
            pen.polygon(pixels, fill=(*detail.colour, round(detail.alpha * 255)))
        mask = self._mask(box, shapes, holes=holes, feather=feather)
        if within:
            limit = self._mask(
                box, [[self.to_pixel(x, y) for x, y in one] for one in within], holes=(), feather=0
            )
            mask = Image.composite(mask, Image.new("L", mask.size), limit)
        if alpha < 1.0:
            mask = mask.point([round(level * alpha) for level in range(256)])
        self.image.paste(layer, box[:2], mask)

    def _box(self, shapes: Sequence[Points], *, margin: float) -> tuple[int, int, int, int] | None:
        xs = [x for shape in shapes for x, _ in shape]
        ys = [y for shape in shapes for _, y in shape]
        left, top = max(int(min(xs) - margin), 0), max(int(min(ys) - margin), 0)
        right = min(math.ceil(max(xs) + margin) + 1, self.image.width)
        bottom = min(math.ceil(max(ys) + margin) + 1, self.image.height)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _painted(
        self, box: tuple[int, int, int, int], base: Colour, softs: Sequence[Soft]
    ) -> Image.Image:
        width, height = box[2] - box[0], box[3] - box[1]
        if not softs:
            return Image.new("RGB", (width, height), base)
        small = (max(width // _SOFT_SCALE, 2), max(height // _SOFT_SCALE, 2))
        layer = Image.new("RGB", small, base)
        sx, sy = small[0] / width, small[1] / height
        for soft in softs:
            mask = Image.new("L", small)
            pixels = [
                ((x - box[0]) * sx, (y - box[1]) * sy)
                for x, y in (self.to_pixel(*point) for point in soft.outline)
            ]
            ImageDraw.Draw(mask).polygon(pixels, fill=round(soft.alpha * 255))
            blurred = mask.filter(ImageFilter.GaussianBlur(soft.blur * self.unit * sx))
            layer.paste(soft.colour, (0, 0), blurred)
        return layer.resize((width, height), Image.Resampling.BICUBIC)

    def _mask(
        self,
        box: tuple[int, int, int, int],
        shapes: Sequence[Points],
        *,
        holes: Sequence[Points],
        feather: float,
    ) -> Image.Image:
        width, height = box[2] - box[0], box[3] - box[1]
        shrink = _SOFT_SCALE if feather * self.unit > _SOFT_SCALE * 1.2 else 1
        mask = Image.new("L", (max(width // shrink, 2), max(height // shrink, 2)))
        pen = ImageDraw.Draw(mask)
        sx, sy = mask.width / width, mask.height / height
        for shape in shapes:
            pen.polygon([(x * sx, y * sy) for x, y in _moved(shape, box)], fill=255)
        for hole in holes:
            pixels = _moved([self.to_pixel(x, y) for x, y in hole], box)
            pen.polygon([(x * sx, y * sy) for x, y in pixels], fill=0)
        if feather:
            mask = mask.filter(ImageFilter.GaussianBlur(feather * self.unit * sx))
        return mask.resize((width, height), Image.Resampling.BILINEAR) if shrink > 1 else mask


def _moved(points: Points, box: tuple[int, int, int, int]) -> list[Point]:
    return [(x - box[0], y - box[1]) for x, y in points]


def closed(points: Points, *, steps: int = 10) -> list[Point]:
    """A smooth closed outline through all points (Catmull-Rom)."""
    return [
        _between(points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n], step / steps)
        for n in (len(points),)
        for i in range(n)
        for step in range(steps)
    ]


def curve(points: Points, *, steps: int = 10) -> list[Point]:
    """A smooth open line through all points."""
    ends = [points[0], *points, points[-1]]
    line = [
        _between(ends[i], ends[i + 1], ends[i + 2], ends[i + 3], step / steps)
        for i in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*line, points[-1]]


def ribbon(points: Points, widths: Sequence[float], *, steps: int = 10) -> list[Point]:
    """The outline of a stroke along the points whose width runs through `widths`."""
    line = curve(points, steps=steps)
    left: list[Point] = []
    right: list[Point] = []
    for place, (x, y) in enumerate(line):
        ahead, behind = line[min(place + 1, len(line) - 1)], line[max(place - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        length = math.hypot(dx, dy) or 1.0
        half = _interpolated(widths, place / (len(line) - 1)) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]


def ellipse(
    cx: float, cy: float, rx: float, ry: float, *, turn: float = 0.0, steps: int = 28
) -> list[Point]:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    ring = ((math.cos(a), math.sin(a)) for a in (math.tau * i / steps for i in range(steps)))
    return [(cx + rx * c * cos - ry * s * sin, cy + rx * c * sin + ry * s * cos) for c, s in ring]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share (0 to 1) of `other`."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return (r, g, b)


@lru_cache(maxsize=1)
def grain() -> Image.Image:
    """A tile of fixed noise: Pillow's own noise cannot be seeded."""
    return Image.frombytes("L", (256, 256), Random("grain").randbytes(256 * 256))


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def one(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q
            + (r - p) * t
            + (2 * p - 5 * q + 4 * r - s) * t**2
            + (3 * q - p - 3 * r + s) * t**3
        )

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def _interpolated(values: Sequence[float], place: float) -> float:
    at = place * (len(values) - 1)
    low = min(int(at), len(values) - 2)
    return values[low] + (values[low + 1] - values[low]) * (at - low)
