"""What lies around a Signzy document: face, declared data, register, addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from journeys.sandbox.album import Album
from journeys.sandbox.payload import Json
from journeys.sandbox.people import Person
from journeys.sandbox.places import elsewhere, place_in
from journeys.sandbox.plan import Plan
from journeys.sandbox.signzy_captured import (
    ID_TYPES,
    alpha_2,
    document_kind,
    has_reached,
    selfie_picture,
)
from journeys.sandbox.signzy_fields import spoken
from journeys.sandbox.signzy_stories import Story

_NOT_STARTED: Json = {"status": "Not Started"}


def selfie_analysis(plan: Plan, *, story: Story) -> Json:
    """Liveness, face match, mask and cover; a mere status where the selfie was not reached."""
    if not has_reached(story, "selfie"):
        return {
            "passiveLiveliness": _NOT_STARTED,
            "faceMatch": _NOT_STARTED,
            "additionalFaceChecks": {
                "maskDetection": _NOT_STARTED,
                "faceCoverDetection": _NOT_STARTED,
            },
            "attempts": 0,
        }
    score = 0.99 - plan.number("live", below=40) / 1000 if story.is_live else 0.08
    percent = 99 - plan.number("face", below=12) if story.is_verified else 23
    gears = list(story.gears)
    return {
        "passiveLiveliness": {"status": "200", "liveness": story.is_live, "score": round(score, 3)},
        "faceMatch": _NOT_STARTED
        if not story.is_live or not story.has_portrait
        else {
            "status": "200",
            "verified": story.is_verified,
            "message": "Verification completed with "
            f"{'positive' if story.is_verified else 'negative'} result",
            "matchPercentage": f"{percent:.2f}%",
        },
        "additionalFaceChecks": {
            "maskDetection": {
                "status": "200",
                "result": {
                    "found": story.has_mask,
                    "confidence": 0.97 if story.has_mask else 0,
                },
            },
            "faceCoverDetection": {
                "status": "200",
                "result": {
                    "isFaceCovered": bool(gears),
                    "faceGears": ", ".join(gears) if story.spelling == "tables" else gears,
                },
            },
        },
        "attempts": story.selfie_attempts,
        "selfieAnalysisCompletedAt": plan.ended_at.isoformat(timespec="milliseconds").replace(
            "+00:00", "Z"
        ),
    }


def match_percentage(story: Story) -> Json:
    if not has_reached(story, "document"):
        return dict.fromkeys(
            ("dateOfBirthMatch", "addressMatch", "fullNameMatch", "documentNumberMatch"), "NA"
        )
    differs = story.declares == "other"
    return {
        "dateOfBirthMatch": "0%" if differs else "100%",
        "addressMatch": "NA",
        "fullNameMatch": "41%" if differs else "100%",
        "documentNumberMatch": "NA",
    }


def user_info(album: Album, person: Person, *, story: Story, reference: str) -> Json:
    """What the client or the applicant declared before anything was read."""
    plan = album.plan
    differs = story.declares == "other"
    birth_date = person.birth_date - timedelta(days=1461) if differs else person.birth_date
    info: dict[str, Json] = {
        "phoneNumber": person.phone.replace(" ", ""),
        "externalReferenceId": reference,
        "dateOfBirth": spoken(birth_date),
        "emailAddress": person.email,
        "name": {
            "firstName": "Robin" if differs else person.given_names,
            "lastName": person.surname,
        },
        "address": {
            "street": person.street,
            "street2": "",
            "city": person.city,
            "region": person.region,
            "postalCode": person.postal_code,
            "country": alpha_2(person.nationality),
        },
        "id": {
            "idType": ID_TYPES[document_kind(plan)],
            "country": alpha_2("IND" if story.is_thin else person.nationality),
        },
    }
    if story.registry:
        face = replace(selfie_picture(plan), role="registry_face", take=0, face_seed=None)
        info["matchImage"] = album.add("match", face, step="declared")
    return info


def external_api_responses(plan: Plan, person: Person, *, story: Story) -> Json:
    """The register's answer: labels are human on the way in and camelCase on the way out."""
    if not story.registry:
        return []
    agrees = story.registry == "ok"
    expiry = person.expiry_date if agrees else person.expiry_date - timedelta(days=731)
    return [
        {
            "api": "Resident ID Card Verification",
            "input": {
                "Emirates ID Number": person.personal_number,
                "Date of Birth": spoken(person.birth_date),
                "Current Nationality": person.country_name,
            },
            "response": {
                # A number without quotes, as the provider's page prints it.
                "emiratesIdNumber": int(f"7{person.personal_number}"),
                "dateOfBirth": spoken(person.birth_date),
                "currentNationality": person.country_name,
                "issueDate": spoken(person.issue_date),
                "expiryDate": spoken(expiry),
                "eidCardNumber": person.document_number,
                "overallStatus": "true" if agrees else "false",
            },
        }
    ]


def ip_addresses(plan: Plan, person: Person, *, story: Story) -> Json:
    """Addresses from the ranges that are set aside for documentation."""
    if not has_reached(story, "consent"):
        return {}
    host = plan.number("ip", below=250) + 2
    network = ("192.0.2", "198.51.100", "203.0.113")[plan.number("net", below=3)]
    address = f"{network}.{host}"
    if story.address_kind == "ipv6":
        address = f"2001:db8:{plan.number('net', below=65_000):x}::{host:x}"
    if story.address_kind == "not_enabled":
        return {address: {"message": "IP Check is not Enabled"}}
    flags = dict.fromkeys(
        ("isCrawler", "mobile", "proxy", "vpn", "tor", "recentAbuse", "botStatus"), "false"
    )
    country = person.nationality.lower() if plan.index % 3 else alpha_2(person.nationality)
    hides = "true" in story.address.values()
    where = elsewhere(plan, "exit") if hides else place_in(person.city, plan, "address")
    latitude, longitude = where
    return {
        address: {
            "asn": str(64_496 + plan.number("asn", below=15)),
            "isp": "Meridian Hosting" if hides else "Utopia Telecom",
            "countryCode": country,
            "region": person.region,
            "city": person.city,
            "organization": "Meridian Hosting" if hides else "Utopia Telecom Residential",
            "latitude": f"{latitude:.2f}",
            "longitude": f"{longitude:.2f}",
            "timezone": "UTC, Etc/UTC",
            "host": f"host-{host}.isp.example",
            "address": f"{person.city}, {person.region}, {person.country_name}",
            "fraudScore": "0",
            **flags,
            **story.address,
        }
    }
