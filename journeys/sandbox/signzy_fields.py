"""Signzy's `extractedFields`: the engine's human labels, or the tables' camelCase names."""

from __future__ import annotations

from datetime import date

from journeys.sandbox import mrz
from journeys.sandbox.cast import with_retyped_expiry
from journeys.sandbox.payload import Json, second
from journeys.sandbox.people import Person
from journeys.sandbox.plan import Plan
from journeys.sandbox.signzy_captured import document_kind, has_back_side
from journeys.sandbox.signzy_stories import Story

_ARABIC_SEX = {"M": "ذكر", "F": "أنثى"}


def extracted_fields(plan: Plan, person: Person, *, story: Story) -> dict[str, Json]:
    """All values read from the paper; values are strings, but for `Split Address`."""
    if story.is_thin:
        return _indian_fields(person)
    unread = {name for name, _, status in story.extraction_errors if status == "NOT_EXTRACTED"}
    kind = document_kind(plan)
    if kind == "licence":
        fields = _licence_fields(plan, person)
    else:
        fields = _labelled_fields(plan, person, story=story, kind=kind)
    return {name: value for name, value in fields.items() if name not in unread}


def spoken(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def years_between(earlier: date, later: date) -> int:
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def _labelled_fields(plan: Plan, person: Person, *, story: Story, kind: str) -> dict[str, Json]:
    is_native = story.script == "arabic"
    is_retyped = story.alteration == "expiry_retyped"
    printed_expiry = (with_retyped_expiry(person) if is_retyped else person).expiry_date
    months_left = max(0, (printed_expiry - plan.today).days // 30)
    fields: dict[str, Json] = {
        "Remainder Term": str(months_left),
        "Issuing State Name": person.country_name,
        "Issuing State Code": person.nationality,
        "Age": str(years_between(person.birth_date, plan.today)),
        "Age At Issue": str(years_between(person.birth_date, person.issue_date)),
        "Years Since Issue": str(years_between(person.issue_date, plan.today)),
        "names": person.full_name,
        "firstName": person.given_names,
        "lastName": person.surname,
        "Given Names": person.given_names,
        "Surname": person.surname,
        "Surname And Given Names": person.native_name
        if is_native
        else f"{person.surname} {person.given_names}",
        "Nationality": person.country_name,
        "Nationality Code": person.nationality,
        "Document Number": person.document_number,
        "Sex": _ARABIC_SEX[person.sex] if is_native else person.sex,
        "Date of Birth": spoken(person.birth_date),
        "Date of Expiry": spoken(printed_expiry),
        "Date of Issue": spoken(person.issue_date),
        "Place of Issue": "دبي" if is_native else person.city,
    }
    if story.spelling == "duplicates":
        fields[second("Remainder Term")] = str(months_left + 69)
    if kind == "identity_card":
        fields["Identity Card Number"] = person.personal_number
        fields["Profession"] = "بدون عمل" if is_native else person.profession
    if kind == "passport" or has_back_side(plan, story):
        fields |= _zone_fields(person, kind=kind)
    return fields


def _zone_fields(person: Person, *, kind: str) -> dict[str, Json]:
    """What the engine reads from the machine-readable zone; its lines are joined by `^`."""
    if kind == "passport":
        lines: tuple[str, ...] = mrz.td3(person)
        number, birth, expiry = lines[1][9], lines[1][19], lines[1][27]
        optional, optional_digit, final = lines[1][28:42], lines[1][42], lines[1][43]
    else:
        lines = mrz.td1(person)
        number, birth, expiry = lines[0][14], lines[1][6], lines[1][14]
        optional, optional_digit, final = lines[0][15:30], "", lines[1][29]
    return {
        "Document Class Code": lines[0][:2].rstrip("<"),
        "MRZ Type": "ID-3" if kind == "passport" else "ID-1",
        "MRZ Strings": "^".join(lines),
        "Document Number CheckDigit": number,
        "Date of Birth CheckDigit": birth,
        "Date of Expiry CheckDigit": expiry,
        "Optional Data": optional.rstrip("<"),
        "Optional Data CheckDigit": optional_digit,
        "Final CheckDigit": final,
    }


def _licence_fields(plan: Plan, person: Person) -> dict[str, Json]:
    """The tables' camelCase names, and one label of the engine among them as in real bodies."""
    return {
        "firstName": person.given_names,
        "lastName": person.surname,
        "names": person.full_name,
        "address": f"{person.street}, {person.postal_code} {person.city}",
        "number": person.document_number,
        "dob": spoken(person.birth_date),
        "issuingState": person.region,
        "expiryDate": spoken(person.expiry_date),
        "nationality": person.country_name,
        "gender": person.sex,
        "documentName": f"{person.country_name} - Driving License (2021)",
        "remainderTerm": str(max(0, (person.expiry_date - plan.today).days // 30)),
        "dlRestrictionCode": "NONE",
        "yearsSinceIssue": str(years_between(person.issue_date, plan.today)),
        "ageAtIssue": str(years_between(person.birth_date, person.issue_date)),
        "age": str(years_between(person.birth_date, plan.today)),
        "height": f"{155 + plan.number('height', below=40)} cm",
        "weight": f"{52 + plan.number('weight', below=45)} kg",
        "eyesColor": "BRO",
        "dlClass": "B",
        "dlEndorsed": "NONE",
        "dateOfIssue": spoken(person.issue_date),
        "dlIssType": "ORIGINAL",
        "addressPostalCode": person.postal_code,
        "addressJurisdictionCode": person.region[:2].upper(),
        "addressCity": person.city,
        "addressStreet": person.street,
        "documentDiscriminator": plan.digest("discriminator", size=6).upper(),
        "DL Endorsed": "NONE",
    }


def _indian_fields(person: Person) -> dict[str, Json]:
    address = f"{person.street}, {person.city}, {person.region} {person.postal_code}"
    return {
        "names": person.full_name,
        "Document Number": person.document_number,
        "Date of Birth": spoken(person.birth_date),
        "Date Of Expiry": spoken(person.expiry_date),
        "Issue Date": spoken(person.issue_date),
        "CDOI": spoken(person.issue_date),
        "Guardian's Name": f"R {person.surname}",
        "State": person.region,
        "Side1": "front",
        "Address": address,
        "Split Address": {
            "city": [person.city],
            "district": [[person.region, person.city]],
            "state": [[person.region, "MH"]],
            "country": ["IN", "IND", "INDIA"],
            "pincode": person.postal_code,
            "addressLine": person.street,
        },
    }
