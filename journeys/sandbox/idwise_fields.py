"""IDWise's `extracted_fields` for each kind of paper. Owns labels and sources, no pictures."""

from __future__ import annotations

from datetime import date, timedelta

from journeys.sandbox import mrz
from journeys.sandbox.cast import with_retyped_expiry
from journeys.sandbox.idwise_stories import Story
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person
from journeys.sandbox.plan import Plan

_HIJRI_EPOCH = 1_948_440
_UNIX_EPOCH = 2_440_588


def identity_fields(plan: Plan, person: Person, *, story: Story, kind: str) -> dict[str, Json]:
    """The fields of a passport, card or licence; {} where the document was not recognised."""
    if not story.is_recognised:
        return {}
    zone = _zone_of(plan, kind)
    fields: dict[str, Json] = {
        "Full Name": _text(person.full_name, zone),
        "First Name": _text(person.given_names, zone),
        "Last Name": _text(person.surname, zone),
        "Personal Number": _text(person.personal_number, "VIZ"),
        "Birth Date": _text(person.birth_date.isoformat(), zone),
        "Sex": _text("Male" if person.sex == "M" else "Female", zone),
        "Birth Place": _text(person.birth_place, "VIZ"),
        "Nationality": _text(person.country_name, "INFERRED"),
        "Nationality Code": _text(person.nationality, zone),
        "Document Number": _text(person.document_number, zone),
        # A retyped expiry is the printed one, so it is what the visual zone says.
        "Expiry Date": _text(
            printed_expiry(person, story=story).isoformat(), "VIZ" if story.alteration else zone
        ),
        "Issue Date": _text(person.issue_date.isoformat(), "VIZ"),
        "Signature": {"value": None, "type": "image", "source": "VIZ"},
    }
    if person.script != "latin":
        fields["Full Name Native"] = _text(person.native_name, "VIZ")
    if person.script == "arabic":
        fields["Expiry Date Hijri"] = _text(hijri(person.expiry_date), "VIZ")
    if lines := zone_lines(person, story=story, kind=kind):
        fields["MRZ Lines"] = _text("\n".join(lines), "MRZ")
    if kind == "licence":
        fields["Licence Categories"] = _text("A, B", "BARCODE")
        fields["Address"] = _text(address_of(person), "VIZ")
    if kind == "identity_card":
        fields["Profession"] = _text(person.profession, "VIZ")
    if story.declares:
        fields |= declared_fields(person, is_other=story.declares == "other")
    return fields


def declared_fields(person: Person, *, is_other: bool) -> dict[str, Json]:
    """What the client said at the start, as fields whose source is the applicant."""
    birth_date = person.birth_date - timedelta(days=366) if is_other else person.birth_date
    surname = f"{person.surname}-Marlow" if is_other else person.surname
    return {
        "Declared Full Name": _text(f"{person.given_names} {surname}", "APPLICANT"),
        "Declared Birth Date": _text(birth_date.isoformat(), "APPLICANT"),
    }


def bill_fields(person: Person, *, issued: date | None) -> dict[str, Json]:
    """The fields of a utility bill; an `issued` of None is a date that could not be found."""
    fields: dict[str, Json] = {
        "Full Name": _text(person.full_name, "VIZ"),
        "Address": _text(address_of(person), "VIZ"),
    }
    if issued is not None:
        fields["Issue Date"] = _text(issued.isoformat(), "VIZ")
    return fields


def printed_expiry(person: Person, *, story: Story) -> date:
    """The expiry date that can be read on the paper, which a forger may have retyped."""
    if story.alteration == "expiry_retyped":
        return with_retyped_expiry(person).expiry_date
    return person.expiry_date


def zone_lines(person: Person, *, story: Story, kind: str) -> tuple[str, ...]:
    """The machine-readable zone as read; () on papers that have none or whose back is missing."""
    wrong = story.mrz_wrong or None
    if kind == "passport":
        return mrz.td3(person, wrong=wrong)
    if kind == "identity_card" and story.has_back:
        return mrz.td1(person, wrong=wrong)
    return ()


def address_of(person: Person) -> str:
    return f"{person.street}, {person.postal_code} {person.city}, {person.country_name}"


def hijri(day: date) -> str:
    """The date in the tabular Islamic calendar, as papers print it beside the Gregorian one."""
    days = day.toordinal() - date(1970, 1, 1).toordinal() + _UNIX_EPOCH - _HIJRI_EPOCH
    year = (30 * days + 10_646) // 10_631
    before = days - (354 * (year - 1) + (3 + 11 * year) // 30)
    month = min(12, int(before / 29.5) + 1)
    return f"{year:04}-{month:02}-{before - int(29.5 * (month - 1) + 0.5) + 1:02}"


def _zone_of(plan: Plan, kind: str) -> str:
    if kind == "licence":
        return "BARCODE"
    if kind == "passport" and plan.index % 5 == 2:
        return "NFC"
    return "MRZ"


def _text(value: str, source: str) -> Json:
    return {"value": value, "type": "string", "source": source}
