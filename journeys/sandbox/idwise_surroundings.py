"""IDWise's `screening_checks` and `device_intelligence`. Owns what lies around the documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from journeys.sandbox.album import Album
from journeys.sandbox.idwise_documents import selfie_picture
from journeys.sandbox.idwise_stories import Story
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person

_SIGNALS = {
    "rooted": ("Rooted Device", "Flags if a mobile device has been rooted or jailbroken."),
    "emulator": ("Emulator", "Flags if the journey was made on an emulated device."),
    "vpn": ("VPN", "Flags if the device was connected through a VPN."),
    "location_spoofing": ("Location Spoofing", "Flags if the device reports a false location."),
    "developer_mode": ("Developer Mode", "Flags if developer options were switched on."),
    "tampered_app": ("Tampered App", "Flags if the app was changed or instrumented."),
}


def screening_checks(album: Album, person: Person, *, story: Story) -> Json:
    """The answers of government databases; {} where the flow asks none."""
    checks: dict[str, Json] = {}
    if "additional_face_db" in story.screening:
        checks["additional_face_db"] = _face_check(album, person)
    if "uae_goverment_db_check" in story.screening:
        differs = "government_check" in story.failed_rules
        checks["uae_goverment_db_check"] = _register_check(person, differs=differs)
    return checks


def device_intelligence(story: Story) -> Json:
    return {
        "signals_outcome": "Failed" if story.failed_signals else "Passed",
        "device_signals": [
            {
                "key": key,
                "name": name,
                "result": "Failed" if key in story.failed_signals else "Passed",
                "description": description,
            }
            for key, (name, description) in _SIGNALS.items()
        ],
    }


def _face_check(album: Album, person: Person) -> Json:
    selfie = selfie_picture(album.plan)
    face = replace(selfie, role="registry_face", face_seed=None, take=0)
    path = album.add("registry_face", replace(face, person=person), step="government")
    return {
        "face_match_results": [
            {
                "is_matched": True,
                "score": 90 + album.plan.number("registry", below=10),
                "images": [
                    {
                        "image_path": album.add("selfie", selfie, step="selfie"),
                        "image_source": "Selfie",
                    },
                    {"image_path": path, "image_source": "AdditionalFace"},
                ],
            }
        ],
        # Seen in older bodies beside the results.
        "image_path": path,
    }


def _register_check(person: Person, *, differs: bool) -> Json:
    """Not documented beyond its name: plain keys and values, one nested."""
    expiry = person.expiry_date - timedelta(days=400) if differs else person.expiry_date
    return {
        "is_matched": not differs,
        "id_number": person.personal_number,
        "full_name_english": person.full_name,
        "full_name_arabic": person.native_name if person.script == "arabic" else None,
        "expiry_date": expiry.isoformat(),
        "result": "Failed" if differs else "Passed",
        "result_description": "The record differs" if differs else "The record agrees",
        "residency": {"emirate": "Dubai", "is_active": not differs},
        "differences": ["expiry_date"] if differs else [],
    }
