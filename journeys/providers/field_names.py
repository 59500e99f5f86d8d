"""One table for both providers: the house's name for the label that a document field came under.

Owns names only; values are read elsewhere. An unknown label keeps its own words, in snake case.
"""

from __future__ import annotations

import re
from functools import lru_cache

from journeys.providers.bodies import clean, plain_key

MAX_NAME = 100

# House name -> labels, compared without case, spaces, underscores, hyphens and apostrophes.
# IDWise: "Fields Extracted by IDWise" (Title Case English). Signzy: the document engine's human
# labels and the camelCase names of the vendor's table, which live side by side in one object.
_LABELS: dict[str, tuple[str, ...]] = {
    "full_name": ("full name", "name", "names", "surname and given names", "holder name"),
    "given_names": ("given names", "given name", "first name", "first names", "forename"),
    "middle_name": ("middle name", "middle names"),
    "surname": ("surname", "last name", "last names", "family name", "primary identifier"),
    "birth_date": ("birth date", "date of birth", "dob"),
    "document_number": ("document number", "number", "id number", "passport number", "doc number"),
    "personal_number": ("personal number", "national id", "national id number", "identity number"),
    "identity_card_number": ("identity card number", "id card number"),
    "sex": ("sex", "gender"),
    "nationality": ("nationality", "current nationality", "citizenship"),
    "nationality_code": ("nationality code",),
    "issuing_country": ("issuing country", "issuing state", "issuing state name"),
    "issuing_country_code": ("issuing country code", "issuing state code"),
    "issuing_authority": ("issuing authority", "authority", "issued by"),
    "issue_date": ("issue date", "date of issue", "issued on"),
    "expiry_date": ("expiry date", "date of expiry", "expiration date", "valid until", "expiry"),
    "birth_place": ("birth place", "place of birth"),
    "issue_place": ("issue place", "place of issue"),
    "address": ("address", "full address", "permanent address", "current address"),
    "address_parts": ("split address",),
    "address_street": ("address street", "street"),
    "address_city": ("address city", "city"),
    "address_postal_code": ("address postal code", "postal code", "postcode", "zip code"),
    "address_region": ("address jurisdiction code", "state", "region", "province"),
    "profession": ("profession", "occupation", "job title"),
    "guardian_name": ("guardians name", "guardian name"),
    "father_name": ("father name", "fathers name"),
    "mother_name": ("mother name", "mothers name"),
    "marital_status": ("marital status",),
    "blood_group": ("blood group", "blood type"),
    "religion": ("religion",),
    "sponsor": ("sponsor", "sponsor name", "employer"),
    "mrz_lines": ("mrz strings", "mrz", "mrz lines", "machine readable zone"),
    "mrz_type": ("mrz type",),
    "final_check_digit": ("final checkdigit",),
    "optional_data": ("optional data",),
    "document_name": ("document name",),
    "document_class": ("document class", "document class code"),
    "document_discriminator": ("document discriminator",),
    "remaining_months": ("remainder term",),
    "years_since_issue": ("years since issue",),
    "age": ("age",),
    "age_at_issue": ("age at issue",),
    "height": ("height",),
    "weight": ("weight",),
    "eye_color": ("eyes color", "eye color", "eyes colour", "eye colour"),
    "license_class": ("dl class", "license class", "licence class", "vehicle class"),
    "license_endorsements": ("dl endorsed", "dl endorsements", "endorsements"),
    "license_restrictions": ("dl restriction code", "restrictions"),
    "license_issue_type": ("dl iss type",),
    "signature": ("signature",),
    "account_number": ("account number",),
    "bank_name": ("bank name",),
    "bill_date": ("bill date", "statement date"),
}
# The suffix of a label -> the variant of the same field: IDWise writes "Full Name Native" and
# "Birth Date Hijri" (or another calendar's name), Signzy "Date Of Expiry CheckDigit".
_VARIANTS: dict[str, str] = {
    "native": "native",
    "hijri": "hijri",
    "persian": "persian",
    "jalali": "persian",
    "shamsi": "persian",
    "buddhist": "buddhist",
    "nepali": "nepali",
    "ethiopian": "ethiopian",
    "hebrew": "hebrew",
    "checkdigit": "check_digit",
}


def _plain(label: str) -> str:
    return plain_key(re.sub(r"['’.:()]", "", label))


_NAMES = {_plain(label): name for name, labels in _LABELS.items() for label in labels}


@lru_cache(maxsize=4096)
def house_field_name(label: str) -> tuple[str, str]:
    """The house's name of a field and its variant: "Full Name Native" is (full_name, native).

    The variant is "" for the plain field; `field_name` joins the two. A label that is in no table
    keeps its words in snake case, at most 100 characters; without a letter or digit it is unnamed.
    """
    plain = _plain(label[:1000])
    if plain in _NAMES:
        return _NAMES[plain], ""
    for suffix, variant in _VARIANTS.items():
        stem = plain.removesuffix(suffix)
        if stem and stem != plain:
            known = _NAMES.get(stem)
            if known:
                return known, variant
    return _snake(label), ""


def field_name(label: str) -> str:
    """What `ExtractedField.name` holds: the house's name, the variant behind it: full_name_native.

    A variant is a value of its own: a Hijri date must never be compared with a western one.
    """
    name, variant = house_field_name(label)
    return f"{name}_{variant}" if variant else name


def _snake(label: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", clean(label[:1000]).replace("'", ""))
    words = re.findall(r"[^\W_]+", spaced.lower())
    return "_".join(words)[:MAX_NAME].strip("_") or "unnamed"
