"""Makes the map data of the device panel from the npm package world-atlas. Run by hand, once.

    python tools/world/build.py countries-50m.json static/world/countries.json

Reads TopoJSON (Natural Earth, public domain); writes shared borders, thinned out, in hundredths of
a degree. Borders are thinned where two countries share them, so that no gap opens between them.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

Point = tuple[float, float]
# Degrees: how far a thinned line may be from the true one, and which islands are left out.
TOLERANCE = 0.05
LEAST_AREA = 0.03


def main(source: str, target: str) -> None:
    """Convert one file."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [_thinned(points) for points in _arcs(topology)]
    countries = [
        _country(geometry, arcs) for geometry in topology["objects"]["countries"]["geometries"]
    ]
    used = sorted({_index(arc) for one in countries for ring in one["rings"] for arc in ring})
    place = {arc: position for position, arc in enumerate(used)}
    for one in countries:
        one["rings"] = [
            [place[arc] if arc >= 0 else ~place[~arc] for arc in ring] for ring in one["rings"]
        ]
    made = {"arcs": [_coded(arcs[arc]) for arc in used], "countries": countries}
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    Path(target).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(countries)} countries, {len(used)} lines, {len(text) // 1024} kB\n")


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines in degrees: TopoJSON keeps differences of whole numbers."""
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        found.append(points)
    return found


def _country(geometry: dict[str, Any], arcs: list[list[Point]]) -> dict[str, Any]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    sized = sorted(
        ((abs(_area(_ring(ring, arcs))), ring) for polygon in polygons for ring in polygon),
        key=lambda pair: -pair[0],
    )
    rings = [ring for area, ring in sized if area >= LEAST_AREA] or [sized[0][1]]
    lon, lat = _centre(_ring(sized[0][1], arcs))
    return {
        "id": str(geometry.get("id", "")),
        "name": geometry["properties"]["name"],
        "at": [round(lon, 1), round(lat, 1)],
        "rings": rings,
    }


def _ring(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += line[1:] if points else line
    return points


def _thinned(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's way; both ends stay, so that neighbours keep meeting."""
    keep = {0, len(points) - 1}
    # A closed line has equal ends: its farthest point halves it first.
    open_spans = [(0, len(points) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        at, distance = first, 0.0
        for index in range(first + 1, last):
            here = _distance(points[index], points[first], points[last])
            if here > distance:
                at, distance = index, here
        if distance > TOLERANCE:
            keep.add(at)
            open_spans += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    width, height = end[0] - start[0], end[1] - start[1]
    length = width * width + height * height
    along = 0.0
    if length:
        along = ((point[0] - start[0]) * width + (point[1] - start[1]) * height) / length
        along = min(max(along, 0.0), 1.0)
    dx, dy = point[0] - start[0] - along * width, point[1] - start[1] - along * height
    return float((dx * dx + dy * dy) ** 0.5)


def _area(ring: list[Point]) -> float:
    pairs = itertools.pairwise(ring)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _centre(ring: list[Point]) -> Point:
    area = _area(ring)
    if not area:
        return ring[0]
    x = y = 0.0
    for a, b in itertools.pairwise(ring):
        cross = a[0] * b[1] - b[0] * a[1]
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return x / (6 * area), y / (6 * area)


def _coded(points: list[Point]) -> list[int]:
    """The first point, then differences, in hundredths of a degree."""
    whole = [(round(x * 100), round(y * 100)) for x, y in points]
    coded = [*whole[0]]
    for before, here in itertools.pairwise(whole):
        coded += [here[0] - before[0], here[1] - before[1]]
    return coded


def _index(arc: int) -> int:
    return arc if arc >= 0 else ~arc


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
