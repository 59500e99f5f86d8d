"""Distances, what lies where, and that no coordinate is ever made up."""

from __future__ import annotations

import math
import re

import pytest

from journeys.providers import results as r
from reviews.evidence import world_map
from reviews.evidence.map_drawing import draw
from reviews.evidence.map_labels import HEIGHT, WIDTH
from reviews.evidence.places import Places, haversine_km, places_of, why_unusable
from tests.reviews.evidence.bare_trees import bare_tree, degrees, step

ABU_DHABI, SHARJAH = (24.4539, 54.3773), (25.3463, 55.4209)
# Points inside of countries that are large, small, an island, across 180 degrees, and at a pole.
INSIDE = [
    (52.2, 21.0, "Poland"),
    (26.15, 50.55, "Bahrain"),
    (1.35, 103.82, "Singapore"),
    (66.0, 179.0, "Russia"),
    (66.0, -173.0, "Russia"),
    (-85.0, 30.0, "Antarctica"),
    (24.4539, 54.3773, "United Arab Emirates"),  # on an island that the map leaves out
]


def from_places(
    device: tuple[float, float] | None, *addresses: tuple[float, float], country: str = ""
) -> Places:
    return places_of(
        bare_tree(
            steps=(step(country_code=country, country=country),) if country else (),
            device=r.DeviceReport(latitude=degrees(device[0]), longitude=degrees(device[1]))
            if device
            else None,
            addresses=tuple(
                r.IpAddress(
                    address=f"192.0.2.{number}", latitude=degrees(north), longitude=degrees(east)
                )
                for number, (north, east) in enumerate(addresses, 1)
            ),
        )
    )


@pytest.mark.parametrize(
    "first,second,km",
    [
        (ABU_DHABI, ABU_DHABI, 0),
        (ABU_DHABI, SHARJAH, 145),
        ((0, 179.5), (0, -179.5), 111),
        ((90, 0), (-90, 0), 20015),
        ((51.5074, -0.1278), (40.7128, -74.006), 5570),
    ],
)
def test_distances_are_those_of_a_globe(
    first: tuple[float, float], second: tuple[float, float], km: int
) -> None:
    assert haversine_km(first, second) == pytest.approx(km, abs=1)


@pytest.mark.parametrize("north,east,name", INSIDE)
def test_a_point_lies_in_the_country_that_the_map_has_there(
    north: float, east: float, name: str
) -> None:
    found = world_map.country_at(north, east)
    assert found is not None
    assert found.name == name


def test_the_open_sea_is_in_no_country() -> None:
    assert world_map.country_at(-40.0, -120.0) is None


@pytest.mark.parametrize(
    "north,east",
    [
        (None, None),
        (degrees(10), None),
        (degrees(None, "NA"), degrees(5)),
        (degrees(90.1), degrees(5)),
        (degrees(5), degrees(-180.5)),
        (degrees(math.nan), degrees(5)),
        (degrees(math.inf), degrees(5)),
        (degrees(0), degrees(0)),
    ],
)
def test_what_is_no_place_is_said_and_never_drawn(
    north: r.Measured | None, east: r.Measured | None
) -> None:
    assert why_unusable(north, east)
    device = r.DeviceReport(latitude=north, longitude=east)
    places = places_of(bare_tree(device=device))
    assert places.points == ()
    assert [one.kind for one in places.missing] == ["device"]
    assert draw(places) is None


def test_the_edges_of_the_earth_are_places() -> None:
    assert why_unusable(degrees(-90), degrees(180)) == ""


def test_a_place_inside_the_documents_country_is_said_to_be_inside() -> None:
    places = from_places(ABU_DHABI, country="ARE")
    (pair,) = places.distances
    assert pair.is_inside


def test_a_place_elsewhere_is_as_far_as_the_nearest_border() -> None:
    (pair,) = from_places((51.5, -0.12), country="FRA").distances
    assert not pair.is_inside
    assert 120 < pair.km < 180  # London to Calais


def test_every_pair_of_places_has_a_distance() -> None:
    places = from_places(SHARJAH, ABU_DHABI, (51.5, -0.12), country="ARE")
    assert len(places.distances) == 3 + 3


def test_a_country_that_is_on_no_map_is_said() -> None:
    places = from_places(SHARJAH, country="UTO")
    assert [(one.kind, one.key) for one in places.missing] == [("document", "UTO")]


@pytest.mark.parametrize(
    "spots",
    [
        [SHARJAH],
        [SHARJAH, ABU_DHABI],
        [(-16.5, 179.5), (21.3, -157.8)],
        [(89.9, 0.5), (-89.9, 10.0)],
        [(60.0, -179.0), (-30.0, 1.0), (10.0, 100.0)],
        [(20 + n / 10, 50 + n / 10) for n in range(60)],
    ],
)
def test_a_map_is_small_and_holds_every_point(spots: list[tuple[float, float]]) -> None:
    drawing = draw(from_places(spots[0], *spots[1:], country="ARE"))
    assert drawing is not None
    assert len(drawing.land) + len(drawing.documents) < 25_000
    dots = [mark for mark in drawing.marks if mark.kind != "country"]
    assert len(dots) == len(spots)
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in dots)
    assert re.fullmatch(r"[Mlz0-9 -]*", drawing.land + drawing.documents)


def test_two_places_across_180_degrees_are_drawn_side_by_side() -> None:
    drawing = draw(from_places((-16.5, 179.5), (-17.0, -179.5)))
    assert drawing is not None
    device, address = sorted(drawing.marks, key=lambda mark: mark.kind)
    assert abs(device.x - address.x) < WIDTH / 4


def test_the_map_tells_its_contents_in_words() -> None:
    drawing = draw(from_places(SHARJAH, ABU_DHABI, country="ARE"))
    assert drawing is not None
    assert "Device: United Arab Emirates" in drawing.description
    assert "145 km" in drawing.description


@pytest.mark.parametrize("key", ["<b>x</b>", "\u202e1.2.3.4", "fe80::1%<script>"])
def test_what_is_no_address_is_in_no_words_of_the_map(key: str) -> None:
    here = r.IpAddress(address=key, latitude=degrees(25.3), longitude=degrees(55.4))
    drawing = draw(places_of(bare_tree(addresses=(here,))))
    assert drawing is not None
    assert key not in drawing.description
    assert drawing.description == "IP address: United Arab Emirates"
