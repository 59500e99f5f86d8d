"""Where a journey was made and where its document is from: places, distances, what is missing.

Coordinates are never guessed: what was not sent, or cannot be, is said.
"""

from __future__ import annotations

import ipaddress
import itertools
import math
from dataclasses import dataclass

import pycountry
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from journeys.providers.reading import country_code
from journeys.providers.results import Measured
from reviews.evidence import world_map
from reviews.evidence.shapes import Tree

EARTH_KM = 6371.0088
# An outline thinned to 0.05 degrees cannot tell the two sides of a border closer than this.
BORDER_KM = 15
MOST_PAIRS = 24


@dataclass(frozen=True, kw_only=True)
class Place:
    """A point. `said` is what the provider calls it; `lies_in` the country of our own map."""

    kind: str  # ip or device
    key: str
    said: str
    latitude: float
    longitude: float
    lies_in: str

    @property
    def title(self) -> str:
        if self.kind == "device":
            return _("Device")
        return _("IP address %s") % self.key if _is_address(self.key) else _("IP address")


@dataclass(frozen=True, kw_only=True)
class CountryPlace:
    """A document's country; `outline` is None where it is on no map, such as Utopia."""

    code: str
    name: str
    said: str
    outline: world_map.Outline | None

    @property
    def title(self) -> str:
        return _("Document: %s") % (self.name or self.said or self.code)


@dataclass(frozen=True, kw_only=True)
class NoPlace:
    """Something whose place cannot be shown, and why not."""

    kind: str
    key: str
    said: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Distance:
    """Between two places in whole kilometres; `words` says what the number means."""

    first: str
    second: str
    km: int
    words: str = ""
    is_inside: bool = False

    @property
    def text(self) -> str:
        return in_km(self.km)


@dataclass(frozen=True, kw_only=True)
class Places:
    points: tuple[Place, ...]
    countries: tuple[CountryPlace, ...]
    missing: tuple[NoPlace, ...]
    distances: tuple[Distance, ...]
    more_pairs: int


def places_of(tree: Tree) -> Places:
    """Every address, the device and the country of every document."""
    points: list[Place] = []
    missing: list[NoPlace] = []
    for address in tree.addresses:
        said = ", ".join(p for p in (address.city, address.region, address.country) if p)
        why = address.message if address.message and address.latitude is None else ""
        _sort(
            "ip", address.address, said, address.latitude, address.longitude, why, points, missing
        )
    if tree.device is not None:
        device = tree.device
        _sort("device", "", "", device.latitude, device.longitude, "", points, missing)
    else:
        missing.append(NoPlace(kind="device", key="", said="", why=_("The device sent no place.")))
    countries, nowhere = _countries(tree)
    pairs = _distances(points, countries)
    return Places(
        points=tuple(points),
        countries=tuple(countries),
        missing=(*missing, *nowhere),
        distances=tuple(pairs[:MOST_PAIRS]),
        more_pairs=max(len(pairs) - MOST_PAIRS, 0),
    )


def why_unusable(latitude: Measured | None, longitude: Measured | None) -> str:
    """Why these are no coordinates; empty where they are some."""
    if latitude is None and longitude is None:
        return _("No coordinates were sent.")
    if latitude is None or longitude is None:
        return _("Only one of the two coordinates was sent.")
    north, east = latitude.value, longitude.value
    if north is None or east is None:
        return _("What was sent as coordinates is no number.")
    if not (math.isfinite(north) and math.isfinite(east)):
        return _("What was sent as coordinates is no number.")
    if not -90 <= north <= 90 or not -180 <= east <= 180:
        return _("The coordinates are outside the range of the earth: unusable.")
    if north == 0 and east == 0:
        return _("0, 0 was sent, which stands for no place at all: unusable.")
    return ""


def haversine_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Kilometres along the surface between two points of (latitude, longitude) in degrees."""
    (north, east), (other_north, other_east) = first, second
    one, two = math.radians(north), math.radians(other_north)
    half = math.sin((two - one) / 2) ** 2
    turn = math.sin(math.radians(other_east - east) / 2) ** 2
    whole = half + math.cos(one) * math.cos(two) * turn
    return 2 * EARTH_KM * math.asin(math.sqrt(min(whole, 1.0)))


def in_km(number: float) -> str:
    """Whole kilometres, grouped as the language groups numbers."""
    return _("%(km)s km") % {"km": number_format(round(number), force_grouping=True)}


def _is_address(text: str) -> bool:
    """Whether a provider's text is an address and nothing else."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _sort(
    kind: str,
    key: str,
    said: str,
    latitude: Measured | None,
    longitude: Measured | None,
    why: str,
    points: list[Place],
    missing: list[NoPlace],
) -> None:
    problem = why_unusable(latitude, longitude)
    if problem or latitude is None or longitude is None:
        missing.append(NoPlace(kind=kind, key=key, said=said, why=why or problem))
        return
    north, east = latitude.value or 0.0, longitude.value or 0.0
    inside = world_map.country_at(north, east)
    points.append(
        Place(
            kind=kind,
            key=key,
            said=said,
            latitude=north,
            longitude=east,
            lies_in=inside.name if inside else "",
        )
    )


def _countries(tree: Tree) -> tuple[list[CountryPlace], list[NoPlace]]:
    """Each document's country once, by its code or its name."""
    found: dict[str, CountryPlace] = {}
    nowhere: list[NoPlace] = []
    for step in tree.steps:
        part = step.part
        said = part.country or part.country_code
        code = country_code(part.country_code) or country_code(part.country)
        if not said:
            why = _("The provider names no country for this document.")
            nowhere.append(
                NoPlace(kind="document", key="", said=part.title or part.step_id, why=why)
            )
            continue
        outline = world_map.outline_of(_numeric(code))
        if outline is None:
            why = _("This country is not on the map.")
            nowhere.append(NoPlace(kind="document", key=code, said=said, why=why))
        found.setdefault(
            code or said,
            CountryPlace(
                code=code, name=outline.name if outline else "", said=said, outline=outline
            ),
        )
    return list(found.values()), nowhere


def _numeric(code: str) -> str:
    known = pycountry.countries.get(alpha_3=code) if code else None
    return str(known.numeric) if known is not None else ""


def _distances(points: list[Place], countries: list[CountryPlace]) -> list[Distance]:
    found = [
        Distance(
            first=one.title,
            second=two.title,
            km=round(haversine_km((one.latitude, one.longitude), (two.latitude, two.longitude))),
        )
        for one, two in itertools.combinations(points, 2)
    ]
    for place in points:
        for country in countries:
            if country.outline is not None:
                found.append(_to_country(place, country, country.outline))
    return sorted(found, key=lambda pair: -pair.km)


def _to_country(place: Place, country: CountryPlace, outline: world_map.Outline) -> Distance:
    """To the nearest border, which says more than the middle of a country would."""
    here = (place.latitude, place.longitude)
    border = world_map.nearest_border(outline, *here)
    km = haversine_km(here, border)
    is_inside = world_map.is_inside(outline, *here)
    if is_inside or km <= BORDER_KM:
        words = _("inside the country") if is_inside else _("at its border")
        return Distance(first=place.title, second=country.title, km=0, words=words, is_inside=True)
    return Distance(first=place.title, second=country.title, km=round(km), words=_("to its border"))
