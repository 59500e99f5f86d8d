"""The pictures of a Signzy journey and what was chosen and captured. Owns no analysis."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pycountry

from journeys.sandbox.album import Album
from journeys.sandbox.cast import applicant_of, holder_face, stranger_face
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person
from journeys.sandbox.pictures import Picture
from journeys.sandbox.places import place_in
from journeys.sandbox.plan import Plan
from journeys.sandbox.signzy_stories import DOCUMENT_KINDS, DocumentKind, Story, story_of

ID_TYPES = {
    "passport": "Passport",
    "identity_card": "Identity Card",
    "licence": "Driving License",
}
CutOut = Literal["portrait", "signature", "ghost", "paper"]
_STAGES = ("link", "consent", "selection", "front", "back", "document", "selfie")


def has_reached(story: Story, stage: str) -> bool:
    return _STAGES.index(story.stage) >= _STAGES.index(stage)


def person_in(plan: Plan, step: str) -> Person:
    """The applicant with the papers of a step's last attempt."""
    story = story_of(plan.played(step).outcome)
    return applicant_of(plan, script=story.script, expired=story.truth.expired)


def document_kind(plan: Plan, step: str = "document") -> DocumentKind:
    story = story_of(plan.played(step).outcome)
    drawn: tuple[DocumentKind, ...] = ("passport", "identity_card", "identity_card", "licence")
    kept = next((kind for kind in DOCUMENT_KINDS if kind == plan.document), None)
    return story.document or kept or drawn[plan.number("kind", below=4)]


def has_back_side(plan: Plan, story: Story) -> bool:
    return document_kind(plan) != "passport" and story.has_back and has_reached(story, "back")


def paper_picture(plan: Plan, *, side: Literal["front", "back"]) -> Picture:
    """The document as it was photographed at its last attempt."""
    played = plan.played("document")
    story = story_of(played.outcome)
    is_front = side == "front"
    person = person_in(plan, "document")
    return Picture(
        role="photo",
        person=person,
        face_seed=holder_face(person) if story.alteration == "photo_replaced" else None,
        kind=document_kind(plan),
        side=side,
        take=played.attempt,
        alteration=story.alteration if is_front else "",
        glare=story.glare and is_front,
        blur=story.blur,
        is_dark=story.is_dark and is_front,
        effect="screen" if _is_on_screen(story) else "",
    )


def selfie_picture(plan: Plan) -> Picture:
    """The selfie as it was taken at its last attempt."""
    played = plan.played("selfie")
    story = story_of(played.outcome)
    person = person_in(plan, "selfie")
    return Picture(
        role="selfie",
        person=person,
        face_seed=None if story.truth.same_person else stranger_face(plan, person),
        take=played.attempt,
        covered=story.covered,
        effect="" if story.is_live else "not_live",
    )


def captured_data(album: Album, person: Person, *, story: Story) -> Json:
    """`capturedData`: pictures, consents, choices and places."""
    plan = album.plan
    has_front = has_reached(story, "front")
    back = has_back_side(plan, story)
    two_letters = alpha_2("IND" if story.is_thin else person.nationality)
    captured: dict[str, Json] = {
        "images": {
            "frontDoc": album.add("front", paper_picture(plan, side="front"), step="document")
            if has_front
            else "",
            "backDoc": album.add("back", paper_picture(plan, side="back"), step="document")
            if back
            else "",
            "selfie": album.add("selfie", selfie_picture(plan), step="selfie")
            if has_reached(story, "selfie")
            else "",
        },
        "consent": story.has_consent and has_reached(story, "consent"),
        "livenessConsent": story.has_consent and has_reached(story, "selfie"),
    }
    if has_reached(story, "selection"):
        captured |= {
            "country": two_letters.lower() if plan.index % 2 else two_letters,
            "idType": ID_TYPES[document_kind(plan)],
            "verificationType": "DOC" if story.is_second_asked else "",
        }
    if has_front:
        captured |= {
            "location": _location(plan, person),
            "autoCaptureCameraLoadDelayFront": "NA" if story.is_uploaded else "2.35",
            "autoCaptureCameraLoadDelayBack": "1.87" if back and not story.is_uploaded else "NA",
            "frontCaptureMode": "UPLOAD" if story.is_uploaded else None,
            "backCaptureMode": "UPLOAD" if story.is_uploaded and back else None,
        }
    if story.is_second_asked:
        captured |= {
            "idType2": "Driving License",
            "verificationType2": "DOC",
            "frontCaptureMode2": "UPLOAD",
            "backCaptureMode2": None,
            "frontCaptureMode3": None,
            "backCaptureMode3": None,
        }
    return captured


def alpha_2(code: str) -> str:
    """The two letters of a country; Utopia has none and keeps its three."""
    found = pycountry.countries.get(alpha_3=code)
    return str(found.alpha_2) if found else code


def graphic_fields(album: Album, *, story: Story) -> Json:
    """`graphicFields`: a list per field, signature and ghost portrait twice as in real bodies."""
    plan = album.plan
    front = paper_picture(plan, side="front")

    def field(kind: str, role: CutOut, side: str = "front", *, of: Picture = front) -> Json:
        whole = role == "paper"
        cut_out = replace(of, role=role, file="jpg" if whole else "png")
        return {
            "fieldType": kind,
            "value": album.add(f"{role}:{side}", cut_out, step="document"),
            "docSide": side,
            "source": "visual",
            "containerType": "document image" if whole else "visual graphics",
        }

    listed: list[Json] = []
    if story.has_portrait:
        listed.append([field("portrait", "portrait")])
    listed += 2 * [[field("signature", "signature")], [field("ghost portrait", "ghost")]]
    cropped = [field("cropped document", "paper")]
    if has_back_side(plan, story):
        back = paper_picture(plan, side="back")
        cropped.append(field("cropped document", "paper", "back", of=back))
    listed.append(cropped)
    return {"fieldList": listed}


def _location(plan: Plan, person: Person) -> Json:
    latitude, longitude = place_in(person.city, plan, "device")
    return {"latitude": round(latitude, 4), "longitude": round(longitude, 4)}


def _is_on_screen(story: Story) -> bool:
    return any(element.group == "liveness" for element in story.failed_elements)
