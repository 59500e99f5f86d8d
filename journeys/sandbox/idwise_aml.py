"""IDWise's `aml`: matches of every list, in the shapes that documents and older models show.

All entries are invented, and say so in their notes.
"""

from __future__ import annotations

from journeys.sandbox.idwise_stories import Story
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person
from journeys.sandbox.plan import Plan

_NOTES = {
    "Sanctions": "Invented entry: asset freeze of a list that does not exist.",
    "Politically Exposed Person": "Invented entry: former deputy minister of Utopia.",
    "Linked to a Politically Exposed Persons": "Invented entry: sister of a Utopian deputy.",
    "Adverse Media": "Invented entry: named in an article on invoice fraud.",
    "Regulatory Enforcement List": "Invented entry: fined by the Utopian market authority.",
    "People of Interest": "Invented entry: asked for as a witness.",
    "Disqualified Director": "Invented entry: barred from directing until 2029.",
    "Insolvency": "Invented entry: personal insolvency, closed.",
    "Fitness Probity": "Invented entry: refused as fit and proper.",
}


def screening(plan: Plan, person: Person, *, story: Story) -> Json:
    """The whole `aml` object."""
    if story.applicability != "Applicable":
        return {"applicability": story.applicability, "matches": None}
    matches = [
        _match(plan, person, datasets=datasets, place=place)
        for place, datasets in enumerate(story.datasets)
    ]
    searched = plan.ended_at.replace(tzinfo=None).isoformat()
    body: dict[str, Json] = {"applicability": "Applicable", "matches": list(matches)}
    if len(matches) > 1:
        # As the AML API answers for monitored journeys.
        body |= {
            "ongoing_monitoring_enabled": True,
            "last_ongoing_monitoring_update": searched,
            "search_datetime": searched,
        }
    return body


def _match(plan: Plan, person: Person, *, datasets: tuple[str, ...], place: int) -> dict[str, Json]:
    """One match. `place` 0 is the plainest shape, the others differ from it in one thing each."""
    born = person.birth_date
    # A namesake in every third place: the same name, another life.
    year = born.year - 9 * (place % 3)
    names = (person.full_name, f"{person.surname.upper()}, {person.given_names}")
    births: tuple[Json, ...] = (
        [born.isoformat()],
        [year],
        [f"{year}-{born.month:02}"],
        str(year),
        [str(year), f"{year}-{born.month:02}-{born.day:02}"],
        None,
        [],
    )
    countries: tuple[Json, ...] = (
        ["GB", "AE"],
        "FR, DE",
        ["KE"],
        "MX",
        None,
        ["AT", "PL"],
        [],
    )
    match: dict[str, Json] = {
        "name": names[place % 2],
        "countries": countries[place % len(countries)],
        "datesOfBirth": births[place % len(births)],
        "notes": [_NOTES[name] for name in datasets] if place % 2 else _NOTES[datasets[0]],
        "datasets": list(datasets),
        "aliases": _aliases(person) if place % 3 != 2 else None,
        "addresses": _addresses(person) if place % 2 == 0 else [],
        "sex": None if place == 5 else ("Male" if person.sex == "M" else "Female"),
        "score": (0.97, 91, 64.5, 0.41, 38, 12.25, 5)[place % 7],
        "resourceId": plan.digest(f"aml:{place}"),
    }
    if "Adverse Media" in datasets:
        match["details"] = _articles()
    if place == 1:
        match["details"] = _institution()
    if place == 2:
        match |= {
            "is_whitelisted": False,
            "match_status": "potential_match",
            "aml_record_version": 2,
            "ongoing_monitor_update_type": "new",
            "match_id": plan.digest("aml:match_id"),
        }
    if place == 3:
        # The AML API's own spelling.
        match["resource_id"] = match.pop("resourceId")
    return match


def _aliases(person: Person) -> Json:
    first, *middle = person.given_names.split()
    return [
        {
            "firstName": first,
            "middleName": " ".join(middle) or None,
            "lastName": person.surname,
            "type": "Name Spelling Variation",
        },
        {"firstName": first[:3], "middleName": None, "lastName": person.surname, "type": "AKA"},
    ]


def _addresses(person: Person) -> Json:
    return [
        {
            "addressType": "Residential",
            "line1": person.street,
            "line2": None,
            "postcode": person.postal_code,
            "city": person.city,
            "county": person.region,
            "countryIsoCode": "GB",
        }
    ]


def _articles() -> Json:
    return {
        "adverse-media": {
            "title": "Adverse Media",
            "data": {"Publication": "The Utopian Courier", "Topic": "Fraud"},
            "datasets": ["utopian-courier"],
            "datasets_classes": ["fraud-linked"],
            "media_links": [
                {"title": "An invented article", "url": "https://courier.example/articles/17"}
            ],
        }
    }


def _institution() -> Json:
    return {
        "pep-institution": {
            "title": "Political Institution",
            "data": {"Institution": "Parliament of Utopia", "From": "2012", "Until": "2019"},
            "datasets": ["utopian-parliament"],
            "datasets_classes": ["pep-class-2"],
            "media_links": [],
        }
    }
