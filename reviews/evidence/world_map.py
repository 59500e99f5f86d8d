"""Outlines of countries from our own file: what a point lies in, and how far a border is.

The file is made by tools/world/build.py; nothing is ever asked of anybody else.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

# Rings are (longitude, latitude) in degrees, as the map file has them.
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Outline:
    """One country: its ISO 3166 number (empty for the few that have none), name, middle, rings."""

    number: str
    name: str
    middle: tuple[float, float]
    rings: tuple[Ring, ...]
    west: float
    south: float
    east: float
    north: float


def outline_of(number: str) -> Outline | None:
    """A country by its ISO 3166 number."""
    return _by_number().get(number) if number else None


def country_at(latitude: float, longitude: float) -> Outline | None:
    """The country that a point lies in; None at sea, and where no country is drawn."""
    for outline in outlines():
        if is_inside(outline, latitude, longitude):
            return outline
    return None


def is_inside(outline: Outline, latitude: float, longitude: float) -> bool:
    """Whether a line to the west crosses the rings an odd number of times."""
    if not (
        outline.west <= longitude <= outline.east and outline.south <= latitude <= outline.north
    ):
        return False
    is_odd = False
    for ring in outline.rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) * (
                x2 - x1
            ) / (y2 - y1):
                is_odd = not is_odd
    return is_odd


def nearest_border(outline: Outline, latitude: float, longitude: float) -> tuple[float, float]:
    """The nearest point (latitude, longitude) of the rings, on a plane around the point."""
    shrink = max(math.cos(math.radians(latitude)), 0.05)
    best, nearest = (latitude, longitude), math.inf
    for ring in outline.rings:
        flat = [(_turned(x - longitude) * shrink, y - latitude) for x, y in ring]
        for (x1, y1), (x2, y2) in itertools.pairwise(flat):
            if abs(x2 - x1) > 180 * shrink:
                continue
            x, y = _nearest_on_line(x1, y1, x2, y2)
            if x * x + y * y < nearest:
                nearest = x * x + y * y
                best = (latitude + y, _turned(longitude + x / shrink))
    return best


@lru_cache(maxsize=1)
def outlines() -> tuple[Outline, ...]:
    """All countries. Read once a process."""
    path = settings.BASE_DIR / "static" / "world" / "countries.json"
    made = json.loads(path.read_text(encoding="utf-8"))
    lines = [_line(coded) for coded in made["arcs"]]
    return tuple(_outline(country, lines) for country in made["countries"])


@lru_cache(maxsize=1)
def _by_number() -> Mapping[str, Outline]:
    return {one.number: one for one in outlines() if one.number}


def _outline(country: Mapping[str, Any], lines: list[Ring]) -> Outline:
    rings = []
    for ring in country["rings"]:
        points: list[tuple[float, float]] = []
        for index in ring:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            points += line[1:] if points else line
        rings.append(tuple(points))
    every = [point for ring in rings for point in ring]
    middle = country["at"]
    return Outline(
        number=str(country["id"]),
        name=str(country["name"]),
        middle=(float(middle[0]), float(middle[1])),
        rings=tuple(rings),
        west=min(x for x, _y in every),
        south=min(y for _x, y in every),
        east=max(x for x, _y in every),
        north=max(y for _x, y in every),
    )


def _line(coded: list[int]) -> Ring:
    """The first point and then differences, in hundredths of a degree."""
    x = y = 0
    points = []
    for dx, dy in zip(coded[::2], coded[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points)


def _nearest_on_line(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float]:
    """The point of a line that is nearest to the origin."""
    width, height = x2 - x1, y2 - y1
    length = width * width + height * height
    along = -(x1 * width + y1 * height) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return x1 + along * width, y1 + along * height


def _turned(longitude: float) -> float:
    """A difference of longitudes, or a longitude, brought into -180..180."""
    return (longitude + 180) % 360 - 180
