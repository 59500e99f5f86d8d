"""Draws the region around a few places as shapes of one SVG: outlines, points, lines and labels.

Whole numbers on a canvas of 720 by 480; the page shows it at half that size or less.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.evidence import world_map
from reviews.evidence.map_labels import HEIGHT, WIDTH, Box, Mark, labelled
from reviews.evidence.places import Place, Places, haversine_km, in_km

# The least that is shown, in degrees of latitude; and most labels, which would hide the map.
LEAST_SPAN = 7.0
MOST_LABELS = 6
PATH_BUDGET = 20_000
MARGIN = 16

Pixel = tuple[int, int]
Shape = list[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A dashed line between two points with the kilometres at its middle."""

    x1: int
    y1: int
    x2: int
    y2: int
    x: int
    y: int
    text: str


@dataclass(frozen=True, kw_only=True)
class MapDrawing:
    land: str
    documents: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    title: str
    description: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class View:
    """What part of the earth is shown; `west` may be such that the part crosses 180 degrees."""

    west: float
    north: float
    scale_x: float
    scale_y: float

    def pixel(self, latitude: float, longitude: float) -> Pixel:
        east = (longitude - self.west) % 360
        return round(east * self.scale_x), round((self.north - latitude) * self.scale_y)


def draw(places: Places) -> MapDrawing | None:
    """The map, or None where nothing can be put on it."""
    spots = [(place.latitude, place.longitude) for place in places.points]
    outlines = [one.outline for one in places.countries if one.outline is not None]
    spots += [(one.middle[1], one.middle[0]) for one in outlines]
    if not places.points:
        return None
    view = _view(spots)
    land, documents = _paths(view, {one.number for one in outlines})
    marks = _marks(places, view)
    return MapDrawing(
        land=land,
        documents=documents,
        marks=marks,
        links=_links(places, view),
        title=_("Places of this journey"),
        description=_described(places),
    )


def _view(spots: list[tuple[float, float]]) -> View:
    """The smallest part that holds all spots, the short way round the earth, with room around."""
    easts = sorted({longitude % 360 for _latitude, longitude in spots})
    gaps = [(b - a, b) for a, b in itertools.pairwise(easts)]
    gaps.append((easts[0] + 360 - easts[-1], easts[0]))
    gap, west = max(gaps)
    wide = 360 - gap
    norths = [latitude for latitude, _longitude in spots]
    middle = (max(norths) + min(norths)) / 2
    shrink = max(math.cos(math.radians(middle)), 0.2)
    tall = max((max(norths) - min(norths)) * 1.6, wide * shrink * 1.6 * HEIGHT / WIDTH, LEAST_SPAN)
    tall = min(tall, 184.0)
    span = min(tall / shrink * WIDTH / HEIGHT, 360.0)
    north = min(max(middle + tall / 2, tall - 92.0), 92.0)
    return View(
        west=west + wide / 2 - span / 2,
        north=north,
        scale_x=WIDTH / span,
        scale_y=HEIGHT / tall,
    )


def _paths(view: View, chosen: set[str]) -> tuple[str, str]:
    """Land and the documents' countries, coarser until the page stays small."""
    land: list[Shape] = []
    documents: list[Shape] = []
    for outline in world_map.outlines():
        is_chosen = bool(outline.number) and outline.number in chosen
        for ring in outline.rings:
            (documents if is_chosen else land).extend(_in_sight(view, ring))
    paths = ("", "")
    for step in (2, 3, 5, 8, 12, 20):
        paths = (_path(land, step), _path(documents, step))
        if len(paths[0]) + len(paths[1]) <= PATH_BUDGET:
            break
    return paths


def _path(shapes: list[Shape], step: int) -> str:
    return "".join(_relative(_thinned(shape, step)) for shape in shapes)


def _in_sight(view: View, ring: world_map.Ring) -> Iterator[Shape]:
    """A ring where it is in sight, cut at the edges; twice where the view goes round the earth."""
    top = (view.north - ring.north) * view.scale_y
    bottom = (view.north - ring.south) * view.scale_y
    if bottom < -MARGIN or top > HEIGHT + MARGIN:
        return
    for turn in (-360.0, 0.0, 360.0, 720.0):
        left = (ring.west + turn - view.west) * view.scale_x
        right = (ring.east + turn - view.west) * view.scale_x
        # What would be a speck is left out.
        if right < -MARGIN or left > WIDTH + MARGIN or right - left + bottom - top < 3:
            continue
        shift = turn - view.west
        pixels = [
            ((x + shift) * view.scale_x, (view.north - y) * view.scale_y) for x, y in ring.points
        ]
        is_whole = left >= -MARGIN and right <= WIDTH + MARGIN and top >= -MARGIN
        if is_whole and bottom <= HEIGHT + MARGIN:
            yield pixels
        elif kept := _clipped(pixels):
            yield kept


def _clipped(points: Shape) -> Shape:
    """Sutherland and Hodgman's way: keep what is inside, edge by edge."""
    edges = (
        (0, -MARGIN, 1),
        (0, WIDTH + MARGIN, -1),
        (1, -MARGIN, 1),
        (1, HEIGHT + MARGIN, -1),
    )
    for axis, bound, sign in edges:
        kept: Shape = []
        for before, here in zip([*points[-1:], *points[:-1]], points, strict=True):
            was, is_in = (before[axis] - bound) * sign >= 0, (here[axis] - bound) * sign >= 0
            if was != is_in:
                part = (bound - before[axis]) / (here[axis] - before[axis])
                kept.append(
                    (
                        before[0] + part * (here[0] - before[0]),
                        before[1] + part * (here[1] - before[1]),
                    )
                )
            if is_in:
                kept.append(here)
        points = kept
        if not points:
            break
    return points


def _thinned(points: Shape, step: int) -> list[Pixel]:
    kept: list[Pixel] = []
    for x, y in points:
        here = (round(x), round(y))
        if not kept or abs(here[0] - kept[-1][0]) + abs(here[1] - kept[-1][1]) >= step:
            kept.append(here)
    return kept


def _relative(points: list[Pixel]) -> str:
    if len(points) < 3:
        return ""
    steps = ""
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        # A minus parts two numbers as well as a blank does.
        for number in (x2 - x1, y2 - y1):
            steps += str(number) if number < 0 or not steps else f" {number}"
    return f"M{points[0][0]} {points[0][1]}l{steps}z"


def _marks(places: Places, view: View) -> tuple[Mark, ...]:
    taken: list[Box] = []
    dots = [(place, view.pixel(place.latitude, place.longitude)) for place in places.points]
    for _place, (x, y) in dots:
        taken.append((x - 12, y - 12, x + 12, y + 12))
    found = []
    for number, (place, (x, y)) in enumerate(dots):
        label = _label(place) if number < MOST_LABELS else ""
        found.append(labelled(place.kind, x, y, label, taken, gap=18))
    for one in places.countries:
        if one.outline is not None:
            x, y = view.pixel(one.outline.middle[1], one.outline.middle[0])
            found.append(labelled("country", x, y, one.outline.name, taken, gap=0))
    return tuple(found)


def _links(places: Places, view: View) -> tuple[Link, ...]:
    """From the device to each address, where they are far enough apart to be seen."""
    devices = [place for place in places.points if place.kind == "device"]
    found = []
    for device in devices:
        for address in [place for place in places.points if place.kind == "ip"][:MOST_LABELS]:
            x1, y1 = view.pixel(device.latitude, device.longitude)
            x2, y2 = view.pixel(address.latitude, address.longitude)
            if math.hypot(x2 - x1, y2 - y1) < 40:
                continue
            km = haversine_km(
                (device.latitude, device.longitude), (address.latitude, address.longitude)
            )
            is_long = math.hypot(x2 - x1, y2 - y1) > 160
            found.append(
                Link(
                    x1=x1,
                    y1=y1,
                    x2=x2,
                    y2=y2,
                    x=(x1 + x2) // 2,
                    y=(y1 + y2) // 2 - 10,
                    text=in_km(km) if is_long else "",
                )
            )
    return tuple(found)


def _label(place: Place) -> str:
    return _("Device") if place.kind == "device" else _("IP address")


def _described(places: Places) -> str:
    said = [f"{one.title}: {one.lies_in or _('at sea or on no country')}" for one in places.points]
    said += [
        f"{pair.first}, {pair.second}: {pair.words if pair.is_inside else pair.text}"
        for pair in places.distances[:6]
    ]
    return ". ".join(said)
