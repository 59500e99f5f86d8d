"""Where the cities of made-up people lie, so that a map of their journeys makes sense."""

from __future__ import annotations

from typing import Final

from journeys.sandbox.plan import Plan

Place = tuple[float, float]

# Latitude and longitude in degrees, to about ten kilometres. Utopia lies nowhere.
_CITIES: Final[dict[str, Place]] = {
    "Agadir": (30.42, -9.58),
    "Al Ain": (24.21, 55.74),
    "Alexandria": (31.20, 29.92),
    "Aswan": (24.09, 32.90),
    "Biratnagar": (26.45, 87.27),
    "Bregenz": (47.50, 9.75),
    "Bristol": (51.45, -2.59),
    "Chengdu": (30.66, 104.07),
    "Dubai": (25.20, 55.27),
    "Fes": (34.03, -5.00),
    "Gdańsk": (54.35, 18.65),
    "Graz": (47.07, 15.44),
    "Grenoble": (45.19, 5.72),
    "Guadalajara": (20.67, -103.35),
    "Indore": (22.72, 75.86),
    "Jaipur": (26.91, 75.79),
    "Kisumu": (-0.09, 34.77),
    "Kunming": (25.04, 102.71),
    "Lalitpur": (27.66, 85.32),
    "Leeds": (53.80, -1.55),
    "Lille": (50.63, 3.06),
    "Linz": (48.31, 14.29),
    "Lublin": (51.25, 22.57),
    "Mansoura": (31.04, 31.38),
    "Mombasa": (-4.04, 39.66),
    "Mérida": (20.97, -89.62),
    "Nakuru": (-0.30, 36.07),
    "Nantes": (47.22, -1.55),
    "Norwich": (52.63, 1.30),
    "Pokhara": (28.21, 83.99),
    "Poznań": (52.41, 16.93),
    "Puebla": (19.04, -98.20),
    "Pune": (18.52, 73.86),
    "Sharjah": (25.35, 55.39),
    "Singapore": (1.35, 103.82),
    "Tangier": (35.77, -5.81),
    "Xiamen": (24.48, 118.09),
}
_ALL: Final = tuple(sorted(_CITIES.values()))


def place_in(city: str, plan: Plan, label: str) -> Place:
    """In this city, some kilometres from its middle; nobody knows where a city of Utopia is."""
    latitude, longitude = _CITIES.get(city) or elsewhere(plan, "Utopia")
    north, east = (_some_way(plan, f"{label} {way}") for way in ("north", "east"))
    return latitude + north, longitude + east


def elsewhere(plan: Plan, label: str) -> Place:
    """One of the cities that are known, whoever the journey is of."""
    return _ALL[plan.number(f"{label} elsewhere", below=len(_ALL))]


def _some_way(plan: Plan, label: str) -> float:
    """Degrees, at most a twentieth."""
    return (plan.number(label, below=1_000) - 500) / 10_000
