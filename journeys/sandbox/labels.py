"""Owns the printed words of drawn papers in each second language; must not draw or measure them."""

from __future__ import annotations

from typing import Final

from journeys.sandbox.scripts import Script

# Each row: English, then French (for Latin script), Arabic, Hindi, Chinese.
_ROWS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    "passport": ("Passport", "Passeport", "جواز سفر", "पासपोर्ट", "护照"),
    "identity_card": ("Identity card", "Carte d’identité", "بطاقة الهوية", "पहचान पत्र", "身份证"),
    "licence": ("Driving licence", "Permis de conduire", "رخصة القيادة", "ड्राइविंग लाइसेंस", "驾驶证"),
    "type": ("Type", "Type", "النوع", "प्रकार", "类型"),
    "state": ("Code of state", "Code de l’État", "رمز الدولة", "देश कोड", "国家代码"),
    "number": ("Document No.", "N° du document", "رقم الوثيقة", "संख्या", "证件号码"),
    "surname": ("Surname", "Nom", "اللقب", "उपनाम", "姓"),
    "given_names": ("Given names", "Prénoms", "الأسماء", "नाम", "名"),
    "native_name": ("Name", "Nom et prénoms", "الاسم الكامل", "पूरा नाम", "姓名"),
    "nationality": ("Nationality", "Nationalité", "الجنسية", "राष्ट्रीयता", "国籍"),
    "birth_date": ("Date of birth", "Date de naissance", "تاريخ الميلاد", "जन्म तिथि", "出生日期"),
    "birth_place": ("Place of birth", "Lieu de naissance", "مكان الميلاد", "जन्म स्थान", "出生地点"),
    "sex": ("Sex", "Sexe", "الجنس", "लिंग", "性别"),
    "issue_date": ("Date of issue", "Date de délivrance", "تاريخ الإصدار", "जारी तिथि", "签发日期"),
    "expiry_date": (
        "Date of expiry", "Date d’expiration", "تاريخ الانتهاء", "समाप्ति तिथि", "有效期至",
    ),
    "authority": ("Authority", "Autorité", "جهة الإصدار", "प्राधिकरण", "签发机关"),
    "signature": (
        "Holder’s signature", "Signature du titulaire", "توقيع حامله", "धारक के हस्ताक्षर",
        "持证人签名",
    ),
    "personal_number": ("Personal No.", "N° personnel", "الرقم الشخصي", "व्यक्तिगत संख्या", "个人号码"),
    "address": ("Address", "Adresse", "العنوان", "पता", "地址"),
    "profession": ("Profession", "Profession", "المهنة", "पेशा", "职业"),
    "categories": ("Categories", "Catégories", "الفئات", "श्रेणियाँ", "准驾车型"),
}  # fmt: skip
_COLUMNS: Final[dict[Script, int]] = {"latin": 1, "arabic": 2, "devanagari": 3, "chinese": 4}


def english(name: str) -> str:
    return _ROWS[name][0]


def second_language(name: str, script: Script) -> str:
    return _ROWS[name][_COLUMNS[script]]


def all_words(script: Script) -> set[str]:
    """Every printed word of a second language, for building its font."""
    return {word for row in _ROWS.values() for word in row[_COLUMNS[script]].split()}
