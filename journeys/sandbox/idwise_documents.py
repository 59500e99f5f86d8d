"""IDWise's `documents` and `selfie`, each step with its pictures. Owns no rule and no screening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from journeys.sandbox.album import Album
from journeys.sandbox.cast import applicant_of, holder_face, is_filmed, stranger_face
from journeys.sandbox.idwise_fields import bill_fields, identity_fields
from journeys.sandbox.idwise_rules import RULES
from journeys.sandbox.idwise_stories import (
    ADDRESS_RULES,
    DOCUMENT_KINDS,
    DocumentKind,
    Story,
    story_of,
)
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person, make_person
from journeys.sandbox.pictures import Picture
from journeys.sandbox.plan import Plan

TITLES = {
    "passport": ("Passport", "International Passport"),
    "identity_card": ("Identity Card", "National Identity Card"),
    "licence": ("Driving Licence", "Driving Licence"),
}
_CHECKS = {
    "Document Classification (Front)": "Verifies that the type of document is supported.",
    "Image Quality (Front)": "Verifies that the front can be read.",
    "Security Features (Front)": "Compares the patterns of the front with the reference.",
    "Portrait Integrity (Front)": "Verifies that the photo was not replaced.",
    "Text Font and Layout (Front)": "Verifies typeface and position of the printed text.",
    "Screen Recapture (Front)": "Detects a document that is shown on a screen.",
    "Expiry Date": "Verifies that the document is valid today.",
}
_BACK_CHECKS = {
    "Image Quality (Back)": "Verifies that the back can be read.",
    "Security Features (Back)": "Compares the patterns of the back with the reference.",
}
_ZONE_CHECKS = {
    "MRZ Check Digits": "Calculates the check digits of the machine-readable zone.",
    "Printed and Machine-Readable Data": "Compares printed data with the zone.",
}
_SAID = {
    "Passed": "The check passed",
    "Failed": "The check failed: what was found differs from what was expected",
    "Undetermined": "The check could not be carried out",
}


def identity_step(album: Album, *, story: Story, step: str, again: bool = False) -> Json:
    """One identity document. `again` is the same document submitted a second time."""
    plan = album.plan
    person = person_in(plan, step)
    kind = document_kind(plan, step)
    document_type, title = TITLES[kind]
    is_known = story.is_recognised
    failed_here = [key for key in story.failed_rules if "identity" in RULES[key].applies_to]
    return {
        "step_title": title if not again else f"Second {title}",
        "progress": "Completed",
        "has_passed_rules": not failed_here and not story.failed_checks,
        "document_type": document_type if is_known else None,
        "document_subtype": "" if is_known else None,
        "issuing_country": person.country_name if is_known else None,
        "issuing_country_code": person.nationality if is_known else None,
        "extracted_fields": identity_fields(plan, person, story=story_in(plan, step), kind=kind),
        "validation_result": validation_result(story, kind=kind),
        "face_match_result": _face_match(album, story=story, step=step),
        "images": _images(album, story=story, step=step, kind=kind),
        "media_files": None,
    }


def address_step(album: Album, *, story: Story, step: str) -> Json:
    """A utility bill, submitted as PDF and kept as picture too."""
    plan = album.plan
    person = person_in(plan, step)
    submitted = story_in(plan, step).failed_rules
    issued: date | None = plan.today - timedelta(days=20 + plan.number("issued", below=40))
    holder = person
    if "outdated_proof_of_address" in submitted:
        issued = plan.today - timedelta(days=300)
    if "proof_of_address_matched" in submitted:
        other = make_person(person.seed + 500_009, script=person.script, today=plan.today)
        holder = replace(person, given_names=other.given_names, surname=other.surname)
    printed_on = issued
    if "mandatory_information_presence" in submitted:
        issued = None
    take = plan.played(step).attempt
    bill = Picture(role="bill", person=holder, issued=printed_on, take=take)
    return {
        "step_title": "Proof of Address",
        "progress": "Completed",
        "has_passed_rules": not set(story.failed_rules) & set(ADDRESS_RULES),
        "document_type": "Utility Bill",
        "document_subtype": "Household Supply Bill",
        "issuing_country": person.country_name,
        "issuing_country_code": person.nationality,
        "extracted_fields": bill_fields(holder, issued=issued),
        "validation_result": _checks({"Document Classification (Front)": "Passed"}),
        "face_match_result": None,
        "images": {
            "front_side_image_path": album.add("front", bill, step=step),
            "back_side_image_path": None,
            "front_side_cropped_image_path": None,
            "back_side_cropped_image_path": None,
            "portrait_image_path": None,
        },
        "media_files": {
            "front_side_pdf_path": album.add(
                "pdf", replace(bill, role="bill_pdf", file="pdf"), step=step
            ),
            "back_side_pdf_path": None,
        },
    }


def selfie_step(album: Album, *, story: Story) -> Json:
    """The selfie with its video."""
    code = story.liveness_code
    is_other = "same_subject" in story.failed_rules
    selfie = selfie_picture(album.plan)
    return {
        "progress": "Completed",
        "has_passed_rules": not code and not is_other,
        "status": "Refer" if code or is_other else "Complete",
        "is_live": not code,
        "liveness_status_code": code or None,
        "image_path": album.add("selfie", selfie, step="selfie"),
        "cropped_image_path": None
        if story.people_in_selfie != 1
        else album.add(
            "selfie_crop", replace(selfie, role="selfie_crop", file="webp"), step="selfie"
        ),
        "video_path": album.add(
            "selfie_video", replace(selfie, role="selfie_video", file="mp4"), step="selfie"
        )
        if selfie.face_seed is None and is_filmed(selfie.person)
        else None,
    }


def story_in(plan: Plan, step: str) -> Story:
    """The story that a step's pictures and readings tell: that of its last attempt."""
    return story_of(plan.played(step).outcome)


def person_in(plan: Plan, step: str) -> Person:
    """The applicant with the papers of a step's last attempt."""
    story = story_in(plan, step)
    return applicant_of(
        plan,
        age=story.age,
        expired=story.truth.expired,
        before=1 if "no_duplicate_applicant" in story.failed_rules else 0,
    )


def document_kind(plan: Plan, step: str) -> DocumentKind:
    """The kind of paper, the same however often a journey is made."""
    story = story_in(plan, step)
    drawn: tuple[DocumentKind, ...] = ("passport", "identity_card", "identity_card")
    kept = next((kind for kind in DOCUMENT_KINDS if kind == plan.document), None)
    return story.document or kept or drawn[plan.number("kind", below=3)]


def paper_picture(plan: Plan, *, step: str, side: Literal["front", "back"]) -> Picture:
    """The document of a step, as it was photographed at its last attempt."""
    played = plan.played(step)
    story = story_in(plan, step)
    person = person_in(plan, step)
    return Picture(
        role="photo",
        person=person,
        face_seed=holder_face(person) if story.alteration == "photo_replaced" else None,
        kind=document_kind(plan, step),
        side=side,
        take=0 if story.is_submitted_twice else played.attempt,
        alteration=story.alteration if side == "front" else "",
        mrz_wrong=story.mrz_wrong,
        glare=story.glare and side == "front",
        blur=story.blur or not story.is_recognised,
    )


def selfie_picture(plan: Plan) -> Picture:
    """The selfie as it was taken at its last attempt."""
    story = story_in(plan, "selfie")
    person = person_in(plan, "selfie")
    return Picture(
        role="selfie",
        person=person,
        face_seed=None if story.truth.same_person else stranger_face(plan, person),
        take=plan.played("selfie").attempt,
        covered=story.covered,
        people=story.people_in_selfie,
        effect=story.selfie_effect,
    )


def validation_result(story: Story, *, kind: str) -> Json:
    """The checks that this paper has, failed and undetermined ones as the story says."""
    named = dict(_CHECKS)
    if kind != "passport":
        named |= _BACK_CHECKS
    if kind != "licence":
        named |= _ZONE_CHECKS
    results = dict.fromkeys(named, "Passed")
    for name in story.failed_checks:
        results[name] = "Failed"
    for name in story.undetermined_checks:
        results[name] = "Undetermined"
    return _checks(results)


def _checks(results: dict[str, str]) -> Json:
    described = _CHECKS | _BACK_CHECKS | _ZONE_CHECKS
    return {
        "validation_outcome": "Failed" if "Failed" in results.values() else "Passed",
        "validation_checks": [
            {
                "name": name,
                "description": described[name],
                "result": result,
                "result_description": _SAID[result],
            }
            for name, result in results.items()
        ],
    }


def _images(album: Album, *, story: Story, step: str, kind: str) -> Json:
    photo = paper_picture(album.plan, step=step, side="front")
    back = paper_picture(album.plan, step=step, side="back")
    has_back = kind != "passport" and story.has_back
    is_cut_out = story.is_recognised
    return {
        "front_side_image_path": album.add("front", photo, step=step),
        "back_side_image_path": album.add("back", back, step=step) if has_back else None,
        "front_side_cropped_image_path": album.add(
            "front_crop", replace(photo, role="paper"), step=step
        )
        if is_cut_out
        else None,
        "back_side_cropped_image_path": album.add(
            "back_crop", replace(back, role="paper"), step=step
        )
        if has_back and is_cut_out
        else None,
        "portrait_image_path": _portrait(album, photo, step=step) if story.has_portrait else None,
    }


def _portrait(album: Album, photo: Picture, *, step: str) -> str:
    return album.add("portrait", replace(photo, role="portrait"), step=step)


def _face_match(album: Album, *, story: Story, step: str) -> Json:
    if not story.has_portrait or story.people_in_selfie == 0:
        return None
    is_matched = "same_subject" not in story.failed_rules
    number = album.plan.number(f"match:{step}", below=12)
    photo = paper_picture(album.plan, step=step, side="front")
    return {
        "is_matched": is_matched,
        "score": 88 + number if is_matched else 21 + number,
        "images": [
            {
                "image_path": album.add("selfie", selfie_picture(album.plan), step="selfie"),
                "image_source": "Selfie",
            },
            {"image_path": _portrait(album, photo, step=step), "image_source": "Document"},
        ],
    }
