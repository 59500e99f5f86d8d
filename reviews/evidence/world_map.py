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

# Degrees: how near to a coast a point still counts as ashore. About 20 km.
COAST = 0.18
# (longitude, latitude) in degrees, as the map file has them.
Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Ring:
    """A closed line and its bounds; longitudes go on beyond 180 where it crosses that line."""

    points: Line
    west: float
    south: float
    east: float
    north: float


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
    """The country that a point lies in; None at sea, and where no country is drawn.

    Islands that were too small to keep, and thinned coasts, count as the land that they are near.
    """
    for outline in outlines():
        if is_inside(outline, latitude, longitude):
            return outline
    near: list[tuple[float, Outline]] = []
    for outline in outlines():
        if (
            outline.south - COAST <= latitude <= outline.north + COAST
            and outline.west - COAST <= longitude <= outline.east + COAST
        ):
            north, east = nearest_border(outline, latitude, longitude)
            shrink = math.cos(math.radians(latitude))
            away = math.hypot(north - latitude, _turned(east - longitude) * shrink)
            if away <= COAST:
                near.append((away, outline))
    return min(near, key=lambda pair: pair[0])[1] if near else None


def is_inside(outline: Outline, latitude: float, longitude: float) -> bool:
    """Whether the point lies on the country's land."""
    if not outline.south <= latitude <= outline.north:
        return False
    return any(
        _is_within(outline, latitude, longitude + turn)
        for turn in (-360, 0, 360)
        if outline.west <= longitude + turn <= outline.east
    )


def nearest_border(outline: Outline, latitude: float, longitude: float) -> tuple[float, float]:
    """The nearest point (latitude, longitude) of the rings, on a plane around the point."""
    shrink = max(math.cos(math.radians(latitude)), 0.05)
    best, nearest = (latitude, longitude), math.inf
    for ring in outline.rings:
        flat = [(_turned(x - longitude) * shrink, y - latitude) for x, y in ring.points]
        for (x1, y1), (x2, y2) in itertools.pairwise(flat):
            if abs(x2 - x1) > 180 * shrink:
                continue
            x, y = _nearest_on_line(x1, y1, x2, y2)
            if x * x + y * y < nearest:
                nearest = x * x + y * y
                best = (latitude + y, _turned(longitude + x / shrink))
    return best


def _is_within(outline: Outline, latitude: float, longitude: float) -> bool:
    """Whether a line to the east crosses the rings an odd number of times."""
    is_odd = False
    for ring in outline.rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring.points):
            if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) * (
                x2 - x1
            ) / (y2 - y1):
                is_odd = not is_odd
    return is_odd


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


def _outline(country: Mapping[str, Any], lines: list[Line]) -> Outline:
    rings = []
    for ring in country["rings"]:
        points: list[tuple[float, float]] = []
        for index in ring:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            points += line[1:] if points else line
        rings.append(_unfolded(points))
    middle = country["at"]
    return Outline(
        number=str(country["id"]),
        name=str(country["name"]),
        middle=(float(middle[0]), float(middle[1])),
        rings=tuple(rings),
        west=min(ring.west for ring in rings),
        south=min(ring.south for ring in rings),
        east=max(ring.east for ring in rings),
        north=max(ring.north for ring in rings),
    )


def _unfolded(points: list[tuple[float, float]]) -> Ring:
    """A line that crosses 180 degrees goes on beyond it, instead of jumping round the earth."""
    found = points[:1]
    for x, y in points[1:]:
        before = found[-1][0]
        found.append((before + _turned(x - before), y))
    if abs(found[-1][0] - found[0][0]) > 180:
        # Around a pole: closed along it.
        found += [(found[-1][0], -90.0), (found[0][0], -90.0), found[0]]
    easts, norths = [x for x, _y in found], [y for _x, y in found]
    return Ring(tuple(found), min(easts), min(norths), max(easts), max(norths))


def _line(coded: list[int]) -> Line:
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
