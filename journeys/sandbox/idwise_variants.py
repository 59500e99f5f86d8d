"""IDWise bodies in other spellings: the older model, the document's tables, unfinished, erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeys.sandbox.idwise_stories import Story
from journeys.sandbox.payload import Json
from journeys.sandbox.plan import Plan

# The tables of the provider's page spell these keys without `_side`.
_TABLE_KEYS = {
    "front_side_image_path": "front_image_path",
    "back_side_image_path": "back_image_path",
    "front_side_cropped_image_path": "front_cropped_image_path",
    "back_side_cropped_image_path": "back_cropped_image_path",
}


def respelled(body: dict[str, Json], *, plan: Plan, story: Story) -> Mapping[str, Json]:
    """The body in the spelling that the story asks for."""
    # A tree of JSON is rebuilt key by key here; its values are checked where they were made.
    tree: dict[str, Any] = dict(body)
    match story.spelling:
        case "old_model":
            return _in_model_2(tree, plan)
        case "tables":
            return _as_the_tables_say(tree)
        case "unfinished":
            return _left_half_way(tree)
        case "erased":
            return {key: _still_there(key, value) for key, value in tree.items()}
    return tree


def _in_model_2(tree: dict[str, Any], plan: Plan) -> dict[str, Any]:
    documents = tree.pop("documents")
    for document in documents.values():
        images = document["images"]
        document["images"] = {
            "input_image_path": images["front_side_image_path"],
            "back_image_path": images["back_side_image_path"],
            "portrait_image_path": images["portrait_image_path"],
        }
        document["face_match_result"]["images"] = [
            image["image_path"] for image in document["face_match_result"]["images"]
        ]
        for name, field in document["extracted_fields"].items():
            field["read_accuracy"] = "Low" if name == "Address" else "High"
        del document["media_files"]
    documents["1"] = {
        "step_title": "Proof of Address",
        "progress": "NotStarted",
        "has_passed_rules": False,
        "document_type": None,
        "document_subtype": None,
        "issuing_country": None,
        "issuing_country_code": None,
        "extracted_fields": None,
        "validation_result": None,
        "face_match_result": None,
        "images": None,
    }
    selfie = {
        key: value
        for key, value in tree["selfie"].items()
        if key not in ("progress", "has_passed_rules", "video_path")
    }
    for match in tree["aml"]["matches"]:
        match |= {"score": 87, "countries": ["GB"], "datesOfBirth": [1986], "notes": []}
    for rule in tree["rule_results"].values():
        if rule["result"] == "Passed":
            rule["details"] = None
    new = {**tree, "selfie": selfie, "document": documents, "model_version": "2.0"}
    new["journey_definintion_id"] = tree["flow_id"]
    new["user_id"] = new.pop("reference_number")
    new["start_time"] = plan.started_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    new["end_time"] = plan.ended_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    new["final_decision"] = tree["manual_decision"]
    for absent in ("device_intelligence", "screening_checks"):
        del new[absent]
    return new


def _as_the_tables_say(tree: dict[str, Any]) -> dict[str, Any]:
    for document in tree["documents"].values():
        document["images"] = {
            _TABLE_KEYS.get(key, key): value for key, value in document["images"].items()
        }
        document["validation_result"] = document["validation_result"]["validation_checks"]
    for rule in tree["rule_results"].values():
        details = rule["details"]
        for detail in details:
            if detail["reference_object"]:
                detail["reference_object"]["object_key"] = "document"
        rule["details"] = {str(place): detail for place, detail in enumerate(details)}
    tree["rule_results"]["proof_policy"]["name"] = "Accepted Document Policy"
    for result in tree["screening_checks"]["additional_face_db"]["face_match_results"]:
        for image in result["images"]:
            image["image_source"] = image["image_source"].replace(
                "AdditionalFace", "AdditionalFaces"
            )
    for signal in tree["device_intelligence"]["device_signals"]:
        signal["result"] = signal["result"] == "Passed"
    for match in tree["aml"]["matches"]:
        match |= {
            "countries": "GB",
            "datesOfBirth": "1986-04",
            "notes": "Invented entry.",
        }
    tree["reference_no"] = tree.pop("reference_number")
    return tree


def _left_half_way(tree: dict[str, Any]) -> dict[str, Any]:
    for document in tree["documents"].values():
        document |= {"progress": "Started", "has_passed_rules": False, "face_match_result": None}
        document["images"] |= {
            "back_side_image_path": None,
            "back_side_cropped_image_path": None,
        }
    skipped = {
        key: None for key in next(iter(tree["documents"].values())) if key != "has_passed_rules"
    }
    tree["documents"]["address_step"] = {
        **skipped,
        "step_title": "Proof of Address",
        "progress": "Skipped",
        "has_passed_rules": False,
    }
    tree["selfie"] = {
        "progress": "Not Started",
        "has_passed_rules": False,
        "status": "Not Started",
        "is_live": None,
        "liveness_status_code": None,
        "image_path": None,
        "cropped_image_path": None,
        "video_path": None,
    }
    tree["applicant"]["profile_image_path"] = None
    return {**tree, "end_time": None}


def _still_there(key: str, value: object) -> Any:
    return value if key in ("journey_id", "customer_id", "flow_id", "model_version") else None
