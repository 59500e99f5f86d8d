"""What a field is called on a page, and which comparison its values need. Owns names only."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The kinds of value that `reviews.comparing` tells apart.
NAME, DATE, NUMBER, SEX, COUNTRY, TEXT = "name", "date", "number", "sex", "country", "text"
KINDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("full_name", "given_names", "surname", "middle_name", "father_name", "mother_name"), NAME
    ),
    "guardian_name": NAME,
    **dict.fromkeys(("birth_date", "issue_date", "expiry_date", "bill_date"), DATE),
    **dict.fromkeys(("document_number", "personal_number", "identity_card_number"), NUMBER),
    "account_number": NUMBER,
    "document_discriminator": NUMBER,
    "phone": NUMBER,
    "sex": SEX,
    **dict.fromkeys(
        ("nationality", "nationality_code", "issuing_country", "issuing_country_code"), COUNTRY
    ),
    "address_country": COUNTRY,
}
# The same thing under a second name: what was declared, what registers answer.
SAME_AS: Mapping[str, str] = {
    "first_name": "given_names",
    "last_name": "surname",
    "country": "issuing_country",
    "emirates_id_number": "personal_number",
    "eid_card_number": "document_number",
    "full_name_english": "full_name",
    "full_name_arabic": "full_name",
    # A name of a country and its code are one field: the comparison knows both.
    "nationality_code": "nationality",
    "issuing_country_code": "issuing_country",
}
# What an engine works out or reads off the zone itself: shown beside the zone, or never compared.
OF_ZONE = (
    "mrz_type",
    "final_check_digit",
    "optional_data",
    "document_class",
)
ZONE_LINES = ("mrz_lines", "mrz")
WORKED_OUT = ("age", "age_at_issue", "remaining_months", "years_since_issue")
# The order of rows: who, which paper, until when; then what the provider sent, in its order.
FIRST_ROWS = (
    "full_name",
    "surname",
    "given_names",
    "birth_date",
    "sex",
    "nationality",
    "document_number",
    "personal_number",
    "identity_card_number",
    "issuing_country",
    "issue_date",
    "expiry_date",
    "birth_place",
    "address",
)


def kind_of(name: str) -> str:
    """How values under this name are compared; a calendar's variant is a date as well."""
    stem, ending = _stem_of(name)
    if ending in CALENDARS:
        return DATE
    return KINDS.get(stem if ending == "native" else name, TEXT)


def meaning_of(name: str) -> str:
    """Which century rule holds for a two-digit year: birth, expiry or issue."""
    for ending, meaning in (("birth_date", "birth"), ("expiry_date", "expiry")):
        if ending in name:
            return meaning
    return "issue" if "issue" in name or "bill" in name else ""


def house_label(name: str) -> str:
    """Our own word for a name we know, "" for one that only the provider knows."""
    known = NAMES.get(name)
    if known is not None:
        return str(known)
    stem, ending = _stem_of(name)
    if not ending or stem not in NAMES:
        return ""
    return gettext(", ").join((str(NAMES[stem]), str(VARIANTS[ending])))


def in_a_sentence(label: str) -> str:
    """A label within a sentence: "Date of expiry" is "date of expiry", "MRZ" stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def calendar_of(name: str) -> str:
    """hijri, persian and so on; "" for a western date."""
    _stem, ending = _stem_of(name)
    return ending if ending in CALENDARS else ""


def stem_of(name: str) -> str:
    """The name without its variant: full_name_native is full_name."""
    return _stem_of(name)[0]


def _stem_of(name: str) -> tuple[str, str]:
    for ending in VARIANTS:
        if name.endswith(f"_{ending}"):
            return name.removesuffix(f"_{ending}"), ending
    return name, ""


CALENDARS = ("hijri", "persian", "buddhist", "nepali", "ethiopian", "hebrew")
SCRIPTS: Mapping[str, object] = {
    "und-Latn": _("Latin"),
    "und-Arab": _("Arabic"),
    "und-Deva": _("Devanagari"),
    "und-Hani": _("Chinese"),
    "und-Cyrl": _("Cyrillic"),
    "und-Hebr": _("Hebrew"),
}
# Values of their own: a date of another calendar is never compared with a western one.
VARIANTS: Mapping[str, object] = {
    "native": _("native script"),
    "hijri": _("Hijri calendar"),
    "persian": _("Persian calendar"),
    "buddhist": _("Buddhist calendar"),
    "nepali": _("Nepali calendar"),
    "ethiopian": _("Ethiopian calendar"),
    "hebrew": _("Hebrew calendar"),
    "check_digit": _("check digit"),
}
NAMES: Mapping[str, object] = {
    "full_name": _("Full name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "given_names": _("Given names"),
    "middle_name": _("Middle name"),
    "surname": _("Surname"),
    "birth_date": _("Date of birth"),
    "document_number": _("Document number"),
    "personal_number": _("Personal number"),
    "identity_card_number": _("Identity card number"),
    "sex": _("Sex"),
    "nationality": _("Nationality"),
    "nationality_code": _("Nationality code"),
    "issuing_country": _("Issuing country"),
    "issuing_country_code": _("Issuing country code"),
    "issuing_authority": _("Issuing authority"),
    "issue_date": _("Date of issue"),
    "expiry_date": _("Date of expiry"),
    "birth_place": _("Place of birth"),
    "issue_place": _("Place of issue"),
    "address": _("Address"),
    "address_street": _("Street"),
    "address_street2": _("Street, second line"),
    "address_city": _("City"),
    "address_region": _("Region"),
    "address_postal_code": _("Postal code"),
    "address_country": _("Country of the address"),
    "profession": _("Profession"),
    "father_name": _("Father's name"),
    "mother_name": _("Mother's name"),
    "marital_status": _("Marital status"),
    "blood_group": _("Blood group"),
    "religion": _("Religion"),
    "sponsor": _("Sponsor"),
    "mrz_lines": _("Machine-readable zone"),
    "mrz_type": _("Type of the machine-readable zone"),
    "document_name": _("Name of the document"),
    "document_class": _("Document class"),
    "document_discriminator": _("Document discriminator"),
    "final_check_digit": _("Final check digit"),
    "optional_data": _("Optional data"),
    "address_parts": _("Address in parts"),
    "guardian_name": _("Guardian's name"),
    "remaining_months": _("Remaining months"),
    "years_since_issue": _("Years since issue"),
    "age": _("Age"),
    "age_at_issue": _("Age at issue"),
    "height": _("Height"),
    "weight": _("Weight"),
    "eye_color": _("Colour of the eyes"),
    "license_class": _("Licence class"),
    "license_endorsements": _("Licence endorsements"),
    "license_restrictions": _("Licence restrictions"),
    "license_issue_type": _("Type of issue"),
    "signature": _("Signature"),
    "account_number": _("Account number"),
    "bank_name": _("Bank"),
    "bill_date": _("Date of the bill"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "country": _("Country"),
    "id_type": _("Type of document"),
    "id_type_2": _("Type of the second document"),
    "id_type_3": _("Type of the third document"),
    "expected_id_type": _("Expected type of document"),
    "expected_country": _("Expected country"),
}
