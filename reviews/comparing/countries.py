"""Names one country for every way to write it: ISO 3166-1 codes, ICAO's own codes, English names.

Owns codes only; it does not say who is a national of what.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import pycountry

from reviews.comparing.text import plain

# Doc 9303-3 section 5, parts A to H: codes beside ISO 3166-1, with the words of the documents.
# A British status other than citizen is a nationality of its own and stays apart from GBR.
_ICAO: Final[dict[str, tuple[str, ...]]] = {
    "DEU": ("d",),
    "GBD": ("british overseas territories citizen", "british dependent territories citizen"),
    "GBN": ("british national overseas",),
    "GBO": ("british overseas citizen",),
    "GBP": ("british protected person",),
    "GBS": ("british subject",),
    "EUE": ("eu", "european union", "european union laissez passer"),
    "RKS": ("kosovo", "republic of kosovo", "ks", "xk", "xkx"),
    "UNO": ("united nations", "united nations organization"),
    "UNA": ("united nations agency", "united nations specialized agency"),
    "UNK": ("united nations interim administration mission in kosovo", "unmik"),
    "UTO": ("ut", "utopia"),
    "XBA": ("african development bank",),
    "XIM": ("african export import bank",),
    "XCC": ("caribbean community", "caricom"),
    "XCE": ("council of europe",),
    "XCO": ("comesa", "common market for eastern and southern africa"),
    "XEC": ("ecowas", "economic community of west african states"),
    "XES": ("organization of eastern caribbean states",),
    "XMP": ("parliamentary assembly of the mediterranean",),
    "XOM": ("sovereign military order of malta",),
    "XDC": ("southern african development community",),
    "XPO": ("interpol", "international criminal police organization"),
    "XXA": ("stateless", "stateless person"),
    "XXB": ("refugee",),
    "XXC": ("refugee other",),
    "XXX": ("unspecified nationality",),
    "ANT": ("an", "netherlands antilles"),
    "NTZ": ("nt", "neutral zone"),
    "IAO": ("international civil aviation organization", "icao"),
}
# How documents and people also write them: short names, demonyms of the region, Arabic names.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "ARE": (
        "uae", "u a e", "emirates", "emirati", "الإمارات", "الإمارات العربية المتحدة",
        "دولة الإمارات العربية المتحدة", "إماراتي",
    ),
    "SAU": ("ksa", "saudi", "saudi arabian", "السعودية", "المملكة العربية السعودية", "سعودي"),
    "KWT": ("kuwaiti", "الكويت", "دولة الكويت", "كويتي"),
    "QAT": ("qatari", "قطر", "دولة قطر", "قطري"),
    "BHR": ("bahraini", "البحرين", "مملكة البحرين", "بحريني"),
    "OMN": ("omani", "عمان", "سلطنة عمان", "عماني"),
    "YEM": ("yemeni", "اليمن"),
    "IRQ": ("iraqi", "العراق"),
    "JOR": ("jordanian", "الأردن"),
    "LBN": ("lebanese", "لبنان"),
    "SYR": ("syria", "syrian", "سوريا", "سورية"),
    "EGY": ("egyptian", "مصر", "جمهورية مصر العربية", "مصري"),
    "SDN": ("sudanese", "السودان"),
    "PSE": ("palestine", "palestinian", "فلسطين"),
    "IND": ("indian", "الهند"),
    "PAK": ("pakistani", "باكستان"),
    "BGD": ("bangladeshi", "بنغلاديش"),
    "LKA": ("sri lankan",),
    "NPL": ("nepali", "nepalese"),
    "PHL": ("filipino", "filipina", "philippine", "الفلبين"),
    "IRN": ("iran", "iranian", "إيران"),
    "TUR": ("turkey", "turkish", "تركيا"),
    "DEU": ("german",),
    "FRA": ("french",),
    "RUS": ("russia", "russian"),
    "UKR": ("ukrainian",),
    "GBR": ("uk", "great britain", "british", "british citizen", "england"),
    "USA": ("u s a", "united states of america", "american"),
    "KOR": ("south korea",),
    "PRK": ("north korea",),
    "CIV": ("ivory coast",),
    "CPV": ("cape verde",),
    "SWZ": ("swaziland",),
    "MKD": ("macedonia",),
    "COD": ("dr congo", "democratic republic of the congo"),
    "CZE": ("czech republic",),
    "NLD": ("holland", "the netherlands"),
}  # fmt: skip


def country_code(text: str) -> str:
    """The alpha-3 code of a country, or ICAO's code; empty when the text names none we know."""
    return _codes().get(plain(text), "")


@cache
def _codes() -> dict[str, str]:
    known: dict[str, str] = {}
    for country in pycountry.countries:
        code: str = country.alpha_3
        for attribute in ("alpha_2", "alpha_3", "numeric", "name", "official_name", "common_name"):
            written = getattr(country, attribute, None)
            if written:
                known[plain(written)] = code
    for code, names in _ICAO.items():
        known.setdefault(plain(code), code)
        known.update((plain(name), code) for name in names)
    for code, names in _ALSO.items():
        known.update((plain(name), code) for name in names)
    return known
