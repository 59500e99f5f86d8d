"""The recommended transliterations of ICAO Doc 9303-3 (8th edition), section 6, as literal tables.

Data only; `transliteration` applies it. Upper case throughout.
"""

from __future__ import annotations

from typing import Final

# Section 6, A: the letters whose recommendation is not just the letter without its mark. Where
# the table gives alternatives, all are here, the first one first.
LATIN: Final[dict[str, tuple[str, ...]]] = {
    "Ä": ("AE", "A"),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Ð": ("D",),
    "Ñ": ("N", "NXX"),
    "Ö": ("OE", "O"),
    "Ø": ("OE",),
    "Ü": ("UE", "UXX", "U"),
    "Þ": ("TH",),
    "Đ": ("D",),
    "Ħ": ("H",),
    "ı": ("I",),
    "Ĳ": ("IJ",),
    "Ŀ": ("L",),
    "Ł": ("L",),
    "Ŋ": ("N",),
    "Œ": ("OE",),
    "Ŧ": ("T",),
    "ẞ": ("SS",),
}

# Section 6, B. The printed table has slips that are read by the letter's name here: the glyph Ћ
# under the code of Ђ, Ғ for the Macedonian Ѓ, and Һ for Ћ; both readings are kept. The soft sign
# is not in the table and is left out, as every state does.
CYRILLIC: Final[dict[str, str]] = {
    "Ё": "E", "Ђ": "D", "Є": "IE", "Ѕ": "DZ", "І": "I", "Ї": "I", "Ј": "J", "Љ": "LJ", "Њ": "NJ",
    "Ќ": "K", "Ў": "U", "Џ": "DZ", "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E",
    "Ж": "ZH", "З": "Z", "И": "I", "Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O",
    "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH",
    "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Ь": "", "Э": "E", "Ю": "IU", "Я": "IA",
    "Ѫ": "U", "Ѵ": "Y", "Ґ": "G", "Ғ": "G", "Ѓ": "G", "Һ": "C", "Ћ": "C",
}  # fmt: skip
# "except Belorussian, Serbian, Ukrainian, Bulgarian, in the language spoken in …": one name is in
# one language, so the exceptions of two languages never meet in it.
CYRILLIC_EXCEPTIONS: Final[dict[str, dict[str, str]]] = {
    "bel": {"Ё": "IO", "Г": "H"},
    "bul": {"Щ": "SHT"},
    "mkd": {"Ќ": "KJ", "Џ": "DJ", "Х": "H", "Ц": "C", "Ғ": "GJ", "Ѓ": "GJ"},
    "srp": {"Г": "H", "Ж": "Z", "Х": "H", "Ц": "C", "Ч": "C", "Ш": "S"},
    "ukr": {"Г": "H", "И": "Y"},
}
# "except if Ukrainian first character".
UKRAINIAN_FIRST: Final[dict[str, str]] = {
    "Є": "YE", "Ї": "YI", "Й": "Y", "Ю": "YU", "Я": "YA",
}  # fmt: skip

# Section 6, C. Vowel marks, sukun and tatweel are not encoded; shadda doubles what it stands on.
# The teh marbuta is XAH at the end of a name component, XTA elsewhere.
ARABIC: Final[dict[str, str]] = {
    "ء": "XE", "آ": "XAA", "أ": "XAE", "ؤ": "U", "إ": "I", "ئ": "XI", "ا": "A", "ب": "B",
    "ة": "XTA", "ت": "T", "ث": "XTH", "ج": "J", "ح": "XH", "خ": "XKH", "د": "D", "ذ": "XDH",
    "ر": "R", "ز": "Z", "س": "S", "ش": "XSH", "ص": "XSS", "ض": "XDZ", "ط": "XTT", "ظ": "XZZ",
    "ع": "E", "غ": "G", "ف": "F", "ق": "Q", "ك": "K", "ل": "L", "م": "M", "ن": "N", "ه": "H",
    "و": "W", "ى": "XAY", "ي": "Y", "ٱ": "XXA", "ٹ": "XXT", "ټ": "XRT", "پ": "P", "ځ": "XKE",
    "څ": "XXH", "چ": "XC", "ڈ": "XXD", "ډ": "XDR", "ڑ": "XXR", "ړ": "XRR", "ږ": "XRX",
    "ژ": "XJ", "ښ": "XXS", "ک": "XKK", "ګ": "XXK", "ڭ": "XNG", "گ": "XGG", "ں": "XNN",
    "ڼ": "XXN", "ھ": "XDO", "ۀ": "XYH", "ہ": "XXG", "ۂ": "XGE", "ۃ": "XTG", "ی": "XYA",
    "ۍ": "XXY", "ې": "Y", "ے": "XYB", "ۓ": "XBE",
    "ـ": "", "ڜ": "", "ڢ": "", "ڧ": "", "ڨ": "",
}  # fmt: skip
ARABIC_TEH_MARBUTA_LAST: Final = "XAH"
ARABIC_SHADDA: Final = "\u0651"
ARABIC_NOT_ENCODED: Final = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0652\u0670")
