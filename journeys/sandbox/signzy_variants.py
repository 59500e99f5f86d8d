"""Signzy bodies in other spellings: wrapped, lower case, as the document's tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeys.sandbox.payload import Json
from journeys.sandbox.signzy_stories import Story

_STATES = {"True", "False", "None", "NA", "Review"}
_STATE_KEYS = {"currentStatus", "step", "severity"}


def respelled(body: dict[str, Json], *, story: Story) -> Mapping[str, Json]:
    """The body in the spelling and the wrapper that the story asks for."""
    # A tree of JSON is rebuilt key by key here; its values are checked where they were made.
    tree: dict[str, Any] = dict(body)
    if story.spelling == "lower_case":
        tree = _lower(tree)
    elif story.spelling == "tables":
        tree = _as_the_tables_say(tree)
    for wrapper in reversed(story.wrapper):
        tree = {wrapper: tree}
    return tree


def _lower(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _lower(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_lower(inner) for inner in value]
    if isinstance(value, str) and (value in _STATES or key in _STATE_KEYS):
        return value.lower().replace("_", " ")
    return value


def _as_the_tables_say(tree: dict[str, Any]) -> dict[str, Any]:
    document = tree["documentIntelligence"]
    front = document["authenticityCheck"]["frontAuthenticityCheckList"]
    document["authenticityCheck"] = {
        "imagePattern": front["Image Pattern"][0],
        "photoEmbedType": front["photoEmbedType"][0],
        "ocrSecurityText": {"elementResult": True, "elementDiagnose": "Pass"},
    }
    document["graphicFields"]["fieldList"] = [
        item for items in document["graphicFields"]["fieldList"] for item in items
    ]
    for side in ("predictedIdTypeFront", "predictedIdTypeBack"):
        predicted = document[side]
        listed = predicted.pop("FDSIDList")
        listed["sdeprecated"] = listed.pop("isDeprecated")
        listed["dFormat"] = str(listed["dFormat"])
        predicted["FDSISList"] = listed
    tree["id"] = tree.pop("_id")
    tree["v"] = tree.pop("__v")
    tree["deleted"] = tree.pop("_deleted")
    tree["callbacksSent"] = tree.pop("callbackSent")
    tree["selfieAnalysis"]["passiveLiveness"] = tree["selfieAnalysis"].pop("passiveLiveliness")
    return tree
