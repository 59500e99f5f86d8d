"""Owns the countries that synthetic people come from, Utopia (UTO) among them; makes no person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from journeys.sandbox import scripts
from journeys.sandbox.scripts import NameList, Script


@dataclass(frozen=True)
class Country:
    """Where somebody is from: their names, their places and the shape of their numbers.

    In `postal` and `number` a `#` stands for a digit and an `@` for a letter.
    """

    code: str
    name: str
    native_name: str
    script: Script
    heritage: int
    names: NameList
    cities: tuple[tuple[str, str], ...]
    postal: str
    number: str


_UTOPIAN_CITIES: Final = (
    ("Zenith", "Capital District"),
    ("Port Meridian", "Halcyon Coast"),
    ("Amaurot", "River Anyder"),
    ("Lantern Bay", "Northern Isles"),
)

COUNTRIES: Final[tuple[Country, ...]] = (
    Country(
        "UTO",
        "Utopia",
        "Utopie",
        "latin",
        0,
        scripts.ENGLISH,
        _UTOPIAN_CITIES,
        "U# ####",
        "L#######",
    ),
    Country(
        "GBR",
        "United Kingdom",
        "Royaume-Uni",
        "latin",
        0,
        scripts.ENGLISH,
        (("Leeds", "West Yorkshire"), ("Bristol", "Avon"), ("Norwich", "Norfolk")),
        "ZZ# #@@",
        "#########",
    ),
    Country(
        "FRA",
        "France",
        "France",
        "latin",
        0,
        scripts.FRENCH,
        (("Nantes", "Loire-Atlantique"), ("Lille", "Nord"), ("Grenoble", "Isère")),
        "00###",
        "##@@#####",
    ),
    Country(
        "AUT",
        "Austria",
        "Österreich",
        "latin",
        0,
        scripts.GERMAN,
        (("Graz", "Steiermark"), ("Linz", "Oberösterreich"), ("Bregenz", "Vorarlberg")),
        "00##",
        "@#######",
    ),
    Country(
        "POL",
        "Poland",
        "Polska",
        "latin",
        0,
        scripts.POLISH,
        (("Gdańsk", "Pomorskie"), ("Lublin", "Lubelskie"), ("Poznań", "Wielkopolskie")),
        "00-###",
        "@@#######",
    ),
    Country(
        "MEX",
        "Mexico",
        "México",
        "latin",
        5,
        scripts.SPANISH,
        (("Puebla", "Puebla"), ("Mérida", "Yucatán"), ("Guadalajara", "Jalisco")),
        "00###",
        "@########",
    ),
    Country(
        "KEN",
        "Kenya",
        "Kenya",
        "latin",
        4,
        scripts.SWAHILI,
        (("Nakuru", "Rift Valley"), ("Mombasa", "Coast"), ("Kisumu", "Nyanza")),
        "00###",
        "@@#######",
    ),
    Country(
        "UTO",
        "Utopia",
        "يوتوبيا",
        "arabic",
        1,
        scripts.ARABIC,
        _UTOPIAN_CITIES,
        "U# ####",
        "N########",
    ),
    Country(
        "ARE",
        "United Arab Emirates",
        "الإمارات",
        "arabic",
        1,
        scripts.ARABIC,
        (("Dubai", "Dubai"), ("Sharjah", "Sharjah"), ("Al Ain", "Abu Dhabi")),
        "00000",
        "@########",
    ),
    Country(
        "EGY",
        "Egypt",
        "مصر",
        "arabic",
        1,
        scripts.ARABIC,
        (("Alexandria", "Alexandria"), ("Mansoura", "Dakahlia"), ("Aswan", "Aswan")),
        "00###",
        "@########",
    ),
    Country(
        "MAR",
        "Morocco",
        "المغرب",
        "arabic",
        1,
        scripts.ARABIC,
        (("Fes", "Fes-Meknes"), ("Agadir", "Souss-Massa"), ("Tangier", "Tanger-Tetouan")),
        "00###",
        "@@#######",
    ),
    Country(
        "UTO",
        "Utopia",
        "यूटोपिया",
        "devanagari",
        2,
        scripts.DEVANAGARI,
        _UTOPIAN_CITIES,
        "U# ####",
        "D########",
    ),
    Country(
        "IND",
        "India",
        "भारत",
        "devanagari",
        2,
        scripts.DEVANAGARI,
        (("Pune", "Maharashtra"), ("Jaipur", "Rajasthan"), ("Indore", "Madhya Pradesh")),
        "000###",
        "@#######",
    ),
    Country(
        "NPL",
        "Nepal",
        "नेपाल",
        "devanagari",
        2,
        scripts.DEVANAGARI,
        (("Pokhara", "Gandaki"), ("Lalitpur", "Bagmati"), ("Biratnagar", "Koshi")),
        "00###",
        "########",
    ),
    Country(
        "UTO",
        "Utopia",
        "乌托邦",
        "chinese",
        3,
        scripts.CHINESE,
        _UTOPIAN_CITIES,
        "U# ####",
        "C########",
    ),
    Country(
        "CHN",
        "China",
        "中国",
        "chinese",
        3,
        scripts.CHINESE,
        (("Chengdu", "Sichuan"), ("Xiamen", "Fujian"), ("Kunming", "Yunnan")),
        "000###",
        "E@#######",
    ),
    Country(
        "SGP",
        "Singapore",
        "新加坡",
        "chinese",
        3,
        scripts.CHINESE,
        (("Singapore", "Central"), ("Singapore", "East"), ("Singapore", "North-East")),
        "00####",
        "E#######@",
    ),
)


def countries_of(script: Script) -> tuple[Country, ...]:
    return tuple(country for country in COUNTRIES if country.script == script)


def country_of(code: str, *, script: str) -> Country:
    """The country with this code as people of that script write it; Utopia where none is known."""
    of_script = [country for country in COUNTRIES if country.script == script]
    return next((country for country in of_script if country.code == code), of_script[0])
