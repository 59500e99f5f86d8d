"""Signzy's `documentIntelligence`: verdicts, image quality, authenticity, predicted types."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from journeys.sandbox.album import Album
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person
from journeys.sandbox.plan import Plan
from journeys.sandbox.signzy_captured import (
    document_kind,
    graphic_fields,
    has_back_side,
    paper_picture,
)
from journeys.sandbox.signzy_fields import extracted_fields
from journeys.sandbox.signzy_stories import FailedElement, Story

Side = Literal["front", "back"]
Area = Literal["portrait", "pattern", "chip", "mrz"]
_QUALITY = (
    "imageGlares",
    "imageFocus",
    "imageResolution",
    "imageColorness",
    "perspective",
    "bounds",
    "portrait",
    "brightness",
)
_DESCRIPTIONS = {
    "passport": "passport",
    "identity_card": "resident identity card",
    "licence": "dl",
}


def document_intelligence(album: Album, person: Person, *, story: Story) -> Json:
    """The whole object, thin for Indian documents."""
    plan = album.plan
    analysis: dict[str, Json] = {
        "completeStatus": _complete_status(plan, story),
        "imageQuality": _image_quality(plan, story),
        "extractedFieldErrors": [
            {"fieldName": name, "message": message, "errorStatus": status}
            for name, message, status in story.extraction_errors
        ],
    }
    if not story.is_thin:
        analysis |= {
            "authenticityCheck": _authenticity(album, story=story),
            "graphicFields": graphic_fields(album, story=story),
        }
    analysis["predictedIdTypeFront"] = _predicted(plan, person, story=story, side="front")
    if has_back_side(plan, story):
        analysis["predictedIdTypeBack"] = _predicted(plan, person, story=story, side="back")
    return analysis | {
        "idExpired": "True" if story.truth.expired else "False",
        "extractedFields": extracted_fields(plan, person, story=story),
        "attempts": story.attempts,
        "docIntelligenceCompletedAt": plan.ended_at.isoformat(timespec="milliseconds").replace(
            "+00:00", "Z"
        ),
    }


def _complete_status(plan: Plan, story: Story) -> Json:
    optical = dict.fromkeys(("docType", "expiry", "imageQA", "mrz", "security", "text"), "True")
    if document_kind(plan) == "licence" or not story.has_back:
        optical["mrz"] = "None"
    optical |= dict.fromkeys(story.failed_optical, "False")
    overall = "False" if story.failed_optical else "True"
    status: dict[str, Json] = {
        "detailsOptical": {**optical, "overallStatus": overall, "vds": "None"},
        # Seen in real bodies: the optical result may be good where its own details are not.
        "optical": "True" if story.overall == "Review" else overall,
        "overallStatus": story.overall,
        "message": story.document_message,
        "severity": story.severity,
    }
    if not story.is_thin:
        status["detailsOptical"] = {
            **optical,
            "overallStatus": overall,
            "pagesCount": 2 if has_back_side(plan, story) else 1,
            "vds": "None",
        }
        status |= {"portrait": "True" if story.has_portrait else "False", "rfid": "None"}
    return status


def _image_quality(plan: Plan, story: Story) -> Json:
    quality: dict[str, Json] = {"result": not story.failed_quality}
    if story.is_thin:
        return quality
    front: dict[str, Json] = dict.fromkeys(_QUALITY, True)
    # These two are words where the others are booleans.
    front |= {"imageColorness": "True", "brightness": "True"}
    if story.is_dark:
        front["brightness"] = "NA"
    for name in story.failed_quality:
        front[name] = "False" if name in ("imageColorness", "brightness") else False
    quality["frontIdCheck"] = front
    if has_back_side(plan, story):
        back: dict[str, Json] = dict.fromkeys(_QUALITY, True)
        quality["backIdCheck"] = back | {"imageColorness": "NA", "brightness": "NA"}
    return quality


def _authenticity(album: Album, *, story: Story) -> Json:
    plan = album.plan
    patterns = [_compared(album, story, area="pattern", side="front", element_type="blank")]
    if document_kind(plan) != "passport":
        patterns.append(
            _compared(
                album,
                None,
                area="chip",
                side="front",
                element_type="contact chip classification",
            )
        )
    front: dict[str, Json] = {
        "photoEmbedType": [_element(story, "photoEmbedType", "face presence")],
        "Image Pattern": patterns,
        "liveness": [_element(story, "liveness", "liveness electronic device")],
    }
    if any(element.group == "ocrSecurityText" for element in story.failed_elements):
        front["ocrSecurityText"] = [_element(story, "ocrSecurityText", "")]
    if any(element.group == "photoEmbedType" for element in story.failed_elements):
        front["photoEmbedType"] = [
            _compared(album, story, area="portrait", side="front", element_type="face presence")
        ]
    checks: dict[str, Json] = {"frontAuthenticityCheckList": front}
    if has_back_side(plan, story):
        checks["backAuthenticityCheckList"] = {
            "Image Pattern": [_compared(album, None, area="mrz", side="back", element_type="blank")]
        }
    return checks


def _element(story: Story | None, group: str, element_type: str) -> dict[str, Json]:
    failed = _failed(story, group)
    element: dict[str, Json] = {
        "elementResult": failed is None,
        "elementDiagnose": failed.diagnose if failed else "Pass",
    }
    if element_type:
        element["elementType"] = element_type
    return element | {"image": None, "etalonImage": None}


def _compared(
    album: Album, story: Story | None, *, area: Area, side: Side, element_type: str
) -> Json:
    """An element with the submitted fragment and the reference beside it."""
    group = "photoEmbedType" if area == "portrait" else "Image Pattern"
    submitted = replace(
        paper_picture(album.plan, side=side), role="fragment", area=area, file="png"
    )
    reference = replace(submitted, role="reference")
    return _element(story, group, element_type) | {
        "image": album.add(f"fragment:{side}:{area}", submitted, step="document"),
        "etalonImage": album.add(f"reference:{side}:{area}", reference, step="document"),
    }


def _failed(story: Story | None, group: str) -> FailedElement | None:
    elements = story.failed_elements if story else ()
    return next((element for element in elements if element.group == group), None)


def _predicted(plan: Plan, person: Person, *, story: Story, side: Side) -> Json:
    """What the engine believes one side to be; two sub-keys only for Indian documents."""
    kind = document_kind(plan)
    description = _DESCRIPTIONS[kind]
    is_back = side == "back"
    if story.is_thin:
        return {
            "DocumentName": "India Driving License",
            "FDSIDList": {"dCountryName": "India", "dDescription": "dl"},
        }
    types: dict[str, Json] = {
        "ICAOCode": person.nationality,
        "dCountryName": person.country_name,
        "dDescription": description,
        "dFormat": 0,
        "dMRZ": kind == "passport" or (kind == "identity_card" and is_back),
        "dType": {"passport": 11, "identity_card": 224, "licence": 49}[kind],
        "dYear": "2021",
        "isDeprecated": False,
    }
    if kind == "licence":
        types |= {"dStateCode": person.region[:2].upper(), "dStateName": person.region}
    name = f"{person.country_name} - {description.title()} (2021)"
    doubt = plan.number(f"predicted:{side}", below=60) / 1000
    return {
        "DocumentName": f"{name} Side B" if is_back else name,
        "FDSIDList": types,
        "P": round(0.9999 - doubt, 4) if not story.blur else 0.4312,
    }
